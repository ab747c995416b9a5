"""The wall: who speaks today, what was found, seen through a lens."""

from datetime import timedelta

import pytest

from flaneur.core.find import Audience
from flaneur.core.place import Discretion, Place
from flaneur.services.silences import press_silence
from tests import makers


def words_on(page):
    return [entry.find.words for entry in page.context["entries"] if hasattr(entry, "find")]


def test_the_newest_find_comes_first_and_leads_to_its_page(client, publish):
    publish("La première.", minutes=20)
    newest = publish("La dernière.", minutes=5)
    page = client.get("/paris/en/")
    assert words_on(page) == ["La dernière.", "La première."]
    assert f'<a href="/paris/en/find/{newest.pk}/">La dernière.</a>' in page.text


def test_what_is_not_published_is_not_on_the_wall(client, guest):
    makers.make_find(guest, words="Encore à relire.")
    page = client.get("/paris/en/")
    assert words_on(page) == []
    assert "Encore à relire." not in page.text
    assert "Nothing on the wall yet." in page.text


def test_another_citys_finds_are_not_on_this_wall(client, city, other_city, publish):
    publish("Nantes seulement.", by=makers.make_guest(other_city))
    assert words_on(client.get("/paris/en/")) == []
    assert words_on(client.get("/nantes/en/")) == ["Nantes seulement."]


def test_the_guest_on_duty_is_named_with_the_days_walked_so_far(client, city, publish):
    lea = makers.make_guest(city, slug="lea-m", name="Léa M.", trade={"fr": "fleuriste", "en": "florist"})
    makers.make_residency(lea)
    publish("Ce matin.", by=lea, place=Place("Ici", 2.25, 48.85))
    page = client.get("/paris/en/")
    days = page.context["voice"].days
    assert [day.date.day for day in days] == [11, 12, 13, 14, 15, 16, 17, 18]
    assert [day.districts for day in days if day.is_today] == [("1e",)]
    assert [day.date.day for day in days if day.is_hand_over] == [18]
    assert '<h1 id="voice">Léa M.</h1>' in page.text
    assert "florist" in page.text


def test_the_banner_shows_the_first_photo_of_the_residency_for_the_newest_tops_the_wall(client, guest, publish):
    makers.make_residency(guest)
    first = makers.make_photo(publish("Ma rue.", minutes=30))
    makers.make_photo(publish("Ce midi.", minutes=5), colour=(90, 120, 60))
    assert client.get("/paris/en/").context["voice"].photo == first


def test_only_a_city_of_several_districts_writes_them_on_its_plates(client, city, publish):
    publish()
    assert [(entry.plate.short, entry.plate.name) for entry in client.get("/paris/en/").context["entries"]] == [
        ("2e", "Cour Damoye")
    ]
    city.districts = {**city.districts, "features": city.districts["features"][-1:]}
    city.save(update_fields=["districts"])
    page = client.get("/paris/en/?audience=locals")
    assert [(entry.plate.short, entry.plate.name) for entry in page.context["entries"]] == [("", "Cour Damoye")]


def test_a_long_residency_shows_the_week_around_today(client, guest):
    makers.make_residency(guest, makers.NOW - timedelta(days=20), makers.NOW + timedelta(days=20))
    days = client.get("/paris/en/").context["voice"].days
    assert [day.date.day for day in days] == [11, 12, 13, 14, 15, 16, 17]


def test_when_nobody_holds_the_pen_the_house_does_and_says_who_is_next(client, guest):
    makers.make_residency(guest, makers.NOW + timedelta(days=4))
    page = client.get("/paris/en/")
    assert page.context["voice"] is None
    assert "Next voice: Léa, from Monday 18 May." in page.text


def test_where_the_voice_changes_a_card_says_who_handed_over(client, city, guest, publish):
    makers.make_residency(guest, makers.NOW - timedelta(days=10), makers.NOW - timedelta(days=3))
    publish("Avant.", minutes=4 * 24 * 60)
    samir = makers.make_guest(city, slug="samir", name="Samir")
    makers.make_residency(samir)
    publish("Après.", by=samir)
    entries = client.get("/paris/en/").context["entries"]
    assert [type(entry).__name__ for entry in entries] == ["Card", "HandOver", "Card"]
    assert (entries[1].giver, entries[1].taker) == (guest, samir)
    assert entries[1].at == makers.NOW - timedelta(days=3)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["tous", "voisins", "visite"]),
        ("audience=visitors", ["tous", "visite"]),
        ("audience=locals", ["tous", "voisins"]),
        ("pillar=icons", ["visite"]),
        ("audience=locals&pillar=icons", []),
        ("district=2e", ["tous", "voisins"]),
        ("audience=martians&pillar=none&district=99e&page=x", ["tous", "voisins", "visite"]),
    ],
)
def test_a_lens_shows_what_it_says(client, publish, query, expected):
    publish("visite", minutes=30, audience=Audience.VISITORS, pillar="icons", place=Place("Là", 2.25, 48.85))
    publish("voisins", minutes=20, audience=Audience.LOCALS)
    publish("tous", minutes=10, audience=Audience.BOTH)
    assert words_on(client.get(f"/paris/en/?{query}")) == expected


def test_choosing_a_pillar_keeps_the_audience_and_choosing_it_again_takes_it_away(client, publish):
    publish()
    page = client.get("/paris/en/?audience=locals&pillar=hidden")
    hidden, icons = page.context["pillars"]
    assert (hidden.query, hidden.is_current) == ("?audience=locals", True)
    assert (icons.query, icons.is_current) == ("?audience=locals&pillar=icons", False)
    assert page.context["audiences"][0].query == "?pillar=hidden"


def test_a_secret_is_on_the_wall_but_in_no_district(client, publish):
    publish("Chut.", discretion=Discretion.SECRET)
    page = client.get("/paris/en/")
    assert words_on(page) == ["Chut."]
    assert page.context["sheet"].touched == ()
    assert words_on(client.get("/paris/en/?district=2e")) == []
    assert "Cour Damoye" not in page.text


def test_twenty_finds_fill_a_page_and_the_next_one_has_the_rest(client, publish):
    for number in range(21):
        publish(f"n° {number}", minutes=5 + number)
    first, second = client.get("/paris/en/?audience=visitors"), client.get("/paris/en/?audience=visitors&page=2")
    assert words_on(first) == [f"n° {number}" for number in range(20)]
    assert 'rel="next" href="?audience=visitors&amp;page=2"' in first.text
    assert words_on(second) == ["n° 20"]
    assert second.context["voice"] is not None
    assert 'class="voice"' not in second.text


def test_a_silent_city_says_so_soberly(client, city, publish):
    publish()
    assert "Nothing new is published for now." not in client.get("/paris/en/").text
    press_silence(city, by=makers.make_editor(city), now=makers.NOW)
    page = client.get("/paris/en/")
    assert "<b>Paris is keeping quiet.</b> Nothing new is published for now." in page.text
    assert words_on(page) == ["Trois marches, une porte rouge, un chat."]


@pytest.mark.parametrize("count", [1, 3])
def test_a_wall_costs_the_same_queries_with_one_find_as_with_three(client, publish, count, django_assert_num_queries):
    for number in range(count):
        makers.make_photo(publish(f"n° {number}", minutes=5 + number))
    client.get("/paris/en/")
    with django_assert_num_queries(WALL_QUERIES):
        client.get("/paris/en/?audience=locals")


WALL_QUERIES = 10


def test_the_language_switch_keeps_the_page_and_the_lens(client, publish):
    publish()
    page = client.get("/paris/fr/?pillar=hidden")
    assert 'hreflang="en" href="/paris/en/?pillar=hidden"' in page.text
    assert '<html lang="fr">' in page.text


def test_words_in_another_language_say_so(client, publish):
    find = publish("The bench faces nothing.", language="en")
    assert '<article lang="en">' in client.get("/paris/fr/").text
    assert "<article>" in client.get("/paris/en/").text
    assert find.language == "en"


@pytest.mark.parametrize(
    ("address", "destination"),
    [("/paris", "/paris/"), ("/paris/", "/paris/fr/"), ("/paris/map/", "/paris/fr/map/")],
)
def test_an_address_without_language_or_slash_finds_its_way(client, city, address, destination):
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, destination)


@pytest.mark.parametrize("host", ["PARIS.example", "paris.example.", "Paris.Example.:8000"])
def test_a_domain_is_the_same_however_it_is_written(client, city, host):
    type(city).objects.filter(pk=city.pk).update(domain="paris.example")
    made, kept = (client.get("/en/", headers={"host": host}) for _ in range(2))
    assert 'href="/en/map/"' in made.text
    assert (kept.content, kept.context) == (made.content, None)


def test_a_city_with_a_domain_lives_at_its_root(client, city, publish):
    publish("Chez nous.")
    city.domain = "paris.example"
    city.save(update_fields=["domain"])
    page = client.get("/en/", headers={"host": "paris.example"})
    assert words_on(page) == ["Chez nous."]
    assert 'href="/en/map/"' in page.text
