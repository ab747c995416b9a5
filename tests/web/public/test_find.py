"""A find's own page: as much of the place as its guest allows, where else it stands, and what stays when it is gone."""

import uuid
from datetime import timedelta

import pytest

from flaneur.core.place import Discretion
from flaneur.models import Publication
from flaneur.services.publishing import retract_find
from tests import makers


def page_of(client, find, language="en"):
    return client.get(f"/paris/{language}/find/{find.pk}/")


def test_it_shows_words_guest_pillar_and_date_in_the_citys_time(client, publish):
    page = page_of(client, publish(minutes=60))
    assert "<p>Trois marches, une porte rouge, un chat.</p>" in page.text
    assert '<a href="/paris/en/voices/lea/">' in page.text
    assert '<a href="/paris/en/?pillar=hidden#wall">Hidden corners</a>' in page.text
    assert '<time datetime="2026-05-14T11:00:00+02:00">Thursday 14 May 2026, 11:00</time>' in page.text


def test_its_photo_comes_in_every_size_with_its_description_and_nothing_inline(client, publish):
    find = publish()
    photo = makers.make_photo(find, width=1200, height=900)
    page = page_of(client, find)
    assert f'src="/paris/photo/{photo.pk}/640.jpg"' in page.text
    assert f"/paris/photo/{photo.pk}/320.jpg 320w, /paris/photo/{photo.pk}/640.jpg 640w" in page.text
    assert 'width="1200" height="900" alt="Une porte rouge au fond d’une cour"' in page.text
    assert "style=" not in page.text


def test_networks_find_what_to_show_of_it(client, publish, settings):
    settings.BASE_URL = "https://flaneur.example"
    find = publish()
    photo = makers.make_photo(find, width=1080, height=810)
    page = page_of(client, find)
    canonical = f"https://flaneur.example/paris/fr/find/{find.pk}/"
    assert f'<link rel="canonical" href="{canonical}">' in page.text
    assert f'<meta property="og:url" content="{canonical}">' in page.text
    assert f'<meta property="og:image" content="http://testserver/paris/photo/{photo.pk}/1080.jpg">' in page.text
    assert '<meta property="og:image:alt" content="Une porte rouge au fond d’une cour">' in page.text


@pytest.mark.parametrize(
    ("discretion", "mark", "told"),
    [
        (Discretion.EXACT, 'class="here"', "Right here: Cour Damoye, 2e."),
        (Discretion.STREET, 'class="around"', "In this corner: Cour Damoye, 2e. The rest you will find on foot."),
        (Discretion.DISTRICT, "", "Somewhere around here: Bourse, 2e. Where exactly is for you to find."),
        (Discretion.SECRET, "", "Léa keeps this place secret. You may well walk past it."),
    ],
)
def test_the_place_is_told_as_far_as_the_guest_allows(client, publish, discretion, mark, told):
    page = page_of(client, publish(discretion=discretion))
    assert told in page.text
    assert ('class="here"' in page.text, 'class="around"' in page.text) == (
        mark == 'class="here"',
        mark == 'class="around"',
    )
    assert ("Cour Damoye" in page.text) == (discretion in {Discretion.EXACT, Discretion.STREET})


def test_a_street_is_drawn_off_the_exact_spot(client, publish):
    exact = page_of(client, publish("Ici.", place=makers.Place("A", 2.34567, 48.85678), discretion=Discretion.EXACT))
    street = page_of(client, publish("Par là.", place=makers.Place("B", 2.34567, 48.85678)))
    assert exact.context["sheet"].here != street.context["sheet"].here
    assert street.context["sheet"].blur > 0
    assert exact.context["sheet"].blur == 0


def test_it_names_where_else_it_was_published(client, city, publish):
    elsewhere, board = makers.make_channel(city, "bluesky"), makers.make_channel(city, "paper")
    find = publish()
    link = "https://bsky.app/profile/paris/post/1"
    Publication.objects.filter(find=find, channel=elsewhere).update(state="sent", sent_at=makers.NOW, url=link)
    Publication.objects.filter(find=find, channel=board).update(state="sent", sent_at=makers.NOW, url="board/1.md")
    page = page_of(client, find)
    assert f'<a href="{link}" rel="external">' in page.text
    assert [publication.channel.name for publication in page.context["elsewhere"]] == ["Bluesky"]


def test_its_neighbours_are_the_next_newer_and_the_next_older(client, publish):
    finds = [publish(f"n° {minutes}", minutes=minutes) for minutes in (40, 30, 20, 10)]
    page = page_of(client, finds[1])
    assert [card.find.words for card in page.context["newer"]] == ["n° 20"]
    assert [card.find.words for card in page.context["older"]] == ["n° 40"]


def test_two_finds_of_the_same_minute_are_neighbours(client, publish):
    one, two = publish("un", minutes=10), publish("deux", minutes=10)
    neighbours = [
        [card.find.pk for card in page_of(client, find).context[side]]
        for find, side in zip(sorted([one, two], key=lambda find: find.pk), ("newer", "older"), strict=True)
    ]
    assert neighbours == [[max(one.pk, two.pk)], [min(one.pk, two.pk)]]


def test_a_find_taken_back_leaves_only_a_date(client, city, publish):
    find = publish()
    retract_find(find, by=makers.make_editor(city), now=makers.NOW + timedelta(days=1), why="a neighbour asked")
    page = page_of(client, find)
    assert page.status_code == 410
    assert "It stood here until 15 May 2026." in page.text
    for hidden in ("Trois marches", "Léa", "neighbour asked", "Damoye"):
        assert hidden not in page.text


def test_a_find_never_published_has_no_page_even_when_taken_back(client, city, guest):
    find = makers.make_find(guest, state="approved")
    assert page_of(client, find).status_code == 404
    retract_find(find, by=makers.make_editor(city), now=makers.NOW, why="second thoughts")
    assert page_of(client, find).status_code == 404


def test_a_stranger_address_and_another_citys_find_are_not_found(client, city, other_city, publish):
    theirs = publish(by=makers.make_guest(other_city))
    assert page_of(client, theirs).status_code == 404
    assert client.get(f"/paris/en/find/{uuid.uuid4()}/").status_code == 404


def test_a_post_is_refused(client, publish):
    assert client.post(f"/paris/en/find/{publish().pk}/").status_code == 405
