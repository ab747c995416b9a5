"""One find on the desk: seen whole, then approved, returned, declined or taken back; nobody decides on their own."""

from datetime import UTC, datetime, timedelta

import pytest

from flaneur.core.find import FindState
from flaneur.core.place import Discretion, Place
from flaneur.core.roles import Role
from flaneur.models import Find, Journal, Publication
from flaneur.services.people import give_place
from tests.makers import NOW, make_channel, make_find, make_photo
from tests.web.desk.conftest import DESK, browser_of

VERDICTS = ("approve", "return", "decline", "retract", "describe")


def address(find, verdict=""):
    return f"{DESK}find/{find.pk}/{verdict and f'{verdict}/'}"


def state_of(find):
    return Find.objects.values_list("state", flat=True).get(pk=find.pk)


def deeds(find):
    about = Journal.objects.filter(subject="find", subject_key=str(find.pk))
    return list(about.order_by("pk").values_list("verb", "why"))


def test_the_page_shows_the_find_whole(sit, writer):
    make_channel(writer.city, name="Panneau")
    find = make_find(
        writer, words="Je suis Léa. Trois marches, un chat. #parisjetaime", place=Place("Cour Damoye", 2.3512, 48.8534)
    )
    make_photo(find, alt="Une porte rouge")
    page = sit().get(address(find))
    assert page.status_code == 200
    for piece in (
        "Je suis Léa. Trois marches, un chat.",
        "voulu",
        "version 1",
        "Nothing",
        "Une porte rouge",
        "Cour Damoye",
        "Léa",
        "Hidden corners",
        "Panneau",
    ):
        assert piece in page.text
    assert [remark.rule for remark in page.context["remarks"]] == ["brand_tag"]
    assert "The city&#x27;s tag is written #ParisJeTaime." in page.text


def test_each_channel_shows_the_very_post_it_will_send(sit, writer):
    make_channel(writer.city, "bluesky", "Bluesky")
    find = make_find(writer, words=" ".join(["Une phrase de promenade."] * 20))
    photo = make_photo(find)
    site, bluesky = sit().get(address(find)).context["renderings"]
    assert [len(rendering.pieces) for rendering in (site, bluesky)] == [1, 2]
    assert all(piece.size <= 300 for piece in bluesky.pieces)
    assert bluesky.pieces[-1].text.endswith(f"/paris/fr/find/{find.pk}/")
    (shot,) = bluesky.pieces[0].shots
    served = sit().get(shot.address)
    assert (served.status_code, b"".join(served)[:2]) == (200, b"\xff\xd8")
    assert str(photo.pk) in shot.address


def test_the_desk_sees_the_point_and_what_the_public_will_see(sit, writer):
    find = make_find(writer, place=Place("Chez moi", 2.3512, 48.8534), discretion=Discretion.STREET)
    maps = sit().get(address(find)).context["maps"]
    assert maps["desk"].blur == 0
    assert maps["public"].blur > 0
    assert maps["public"].here != maps["desk"].here


def test_a_place_told_exactly_is_drawn_once(sit, writer):
    find = make_find(writer, place=Place("Cour Damoye", 2.3512, 48.8534), discretion=Discretion.EXACT)
    page = sit().get(address(find)).text
    assert "What everybody sees" in page
    assert page.count("place-map") == 1


def test_a_secret_place_has_no_public_map(sit, writer):
    page = sit().get(address(make_find(writer, discretion=Discretion.SECRET)))
    assert page.context["maps"]["public"] is None
    assert "The public sees no place at all" in page.text


def test_approving_plans_every_channel_at_the_next_free_slot(sit, writer):
    make_channel(writer.city)
    find = make_find(writer)
    answer = sit().post(address(find, "approve"), {"when": "slot"}, follow=True)
    assert answer.redirect_chain == [(address(find), 302)]
    assert state_of(find) == "approved"
    slot = datetime(2026, 5, 14, 10, 30, tzinfo=UTC)
    assert list(find.publications.values_list("planned_at", flat=True)) == [slot, slot]
    assert "Thursday 14 May, 12:30" in answer.text
    assert deeds(find)[-1] == ("approve_find", "")


def test_approving_for_now_plans_the_moment_it_can_no_longer_be_called_back(sit, writer):
    find = make_find(writer)
    sit().post(address(find, "approve"), {"when": "now"})
    assert find.publications.get().planned_at == NOW + timedelta(minutes=3)


def test_a_chosen_time_is_on_the_citys_clock(sit, writer):
    find = make_find(writer)
    sit().post(address(find, "approve"), {"when": "later", "at": "2026-05-15T08:15"})
    assert find.publications.get().planned_at == datetime(2026, 5, 15, 6, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "sentence"), [("", "Choose a day and a time."), ("2026-05-13T08:00", "This moment has passed.")]
)
def test_a_time_that_makes_no_sense_is_asked_again(sit, writer, at, sentence):
    find = make_find(writer)
    answer = sit().post(address(find, "approve"), {"when": "later", "at": at})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert state_of(find) == "submitted"


def test_a_time_the_clock_skips_is_asked_again(sit, writer):
    find = make_find(writer)
    answer = sit().post(address(find, "approve"), {"when": "later", "at": "2027-03-28T02:30"})
    assert answer.status_code == 422
    assert list(answer.context["forms"]["approve"].errors) == ["at"]


def test_a_rule_that_blocks_is_said_and_holds(sit, writer):
    find = make_find(writer)
    make_photo(find, alt="")
    client = sit()
    assert "A rule of the charter still blocks this find." in client.get(address(find)).text
    answer = client.post(address(find, "approve"), {"when": "slot"})
    assert answer.status_code == 422
    assert state_of(find) == "submitted"


def test_describing_a_photo_lifts_the_block(sit, writer):
    find = make_find(writer, words="Je suis Léa. Un chat.")
    photo = make_photo(find, alt="")
    client = sit()
    answer = client.post(address(find, "describe"), {f"alt-{photo.pk}": "Une porte rouge au fond d’une cour"})
    assert answer.status_code == 302
    photo.refresh_from_db()
    assert photo.alt == "Une porte rouge au fond d’une cour"
    assert client.get(address(find)).context["remarks"] == ()


def test_a_description_that_is_too_long_is_kept_in_the_form(sit, writer):
    find = make_find(writer)
    photo = make_photo(find)
    answer = sit().post(address(find, "describe"), {f"alt-{photo.pk}": "é" * 1001})
    assert answer.status_code == 422
    assert "é" * 1001 in answer.text
    photo.refresh_from_db()
    assert photo.alt == "Une porte rouge au fond d’une cour"


def test_returning_needs_a_sentence_and_gives_it_to_the_guest(sit, writer, mailoutbox):
    find = make_find(writer)
    client = sit()
    assert client.post(address(find, "return"), {"remark": " "}).status_code == 422
    assert state_of(find) == "submitted"
    assert client.post(address(find, "return"), {"remark": "Où est-ce ?"}).status_code == 302
    assert Find.objects.values_list("state", "remark").get(pk=find.pk) == ("returned", "Où est-ce ?")
    assert deeds(find)[-1] == ("return_find", "Où est-ce ?")


def test_declining_needs_a_reason(sit, writer):
    find = make_find(writer)
    client = sit()
    assert client.post(address(find, "decline"), {}).status_code == 422
    assert client.post(address(find, "decline"), {"remark": "Une publicité."}).status_code == 302
    assert state_of(find) == "declined"


def test_taking_back_needs_a_reason_and_closes_the_page(sit, writer):
    find = make_find(writer, state=FindState.PUBLISHED)
    client = sit()
    assert client.post(address(find, "retract"), {"why": ""}).status_code == 422
    assert state_of(find) == "published"
    assert client.post(address(find, "retract"), {"why": "Le jardin est privé."}).status_code == 302
    assert state_of(find) == "retracted"
    assert Publication.objects.get(find=find).state == "retracting"
    assert deeds(find)[-1] == ("retract_find", "Le jardin est privé.")


def test_what_was_typed_survives_somebody_faster(sit, writer):
    find = make_find(writer)
    client = sit()
    client.post(address(find, "decline"), {"remark": "Déjà vu."})
    answer = client.post(address(find, "return"), {"remark": "Où est-ce, exactement ?"})
    assert answer.status_code == 422
    assert "Somebody else was faster; please look again." in answer.text
    assert answer.context["forms"]["return"]["remark"].value() == "Où est-ce, exactement ?"
    assert state_of(find) == "declined"


@pytest.mark.parametrize(("verdict", "typed"), [("approve", {"when": "now"}), ("return", {"remark": "Mieux."})])
def test_nobody_decides_on_their_own_find(city, writer, verdict, typed):
    give_place(city, email=writer.user.email, role=Role.EDITOR, now=NOW)
    find = make_find(writer)
    client = browser_of(writer.user)
    assert "This find is your own" in client.get(address(find)).text
    answer = client.post(address(find, verdict), typed)
    assert answer.status_code == 422
    assert "Nobody approves their own find." in answer.text
    assert state_of(find) == "submitted"


def test_after_approval_the_page_tells_where_it_goes(sit, writer):
    make_channel(writer.city, name="Panneau")
    find = make_find(writer, state=FindState.PUBLISHED)
    page = sit().get(address(find))
    assert [row.channel.name for row in page.context["publications"]] == ["Paris", "Panneau"]
    assert [line.verb for line in page.context["lines"]][-1] == "capture_find"
    assert page.context["moves"] == ("retract",)


def test_after_a_decision_the_next_find_is_one_button_away(sit, writer):
    first, second = (make_find(writer, words=words) for words in ("La première.", "La seconde."))
    page = sit().post(address(first, "approve"), {"when": "slot"}, follow=True)
    assert f'class="button button-main" href="{address(second)}">Read the next one' in page.text


def test_the_queue_leads_from_one_find_to_the_next(sit, writer):
    old, middle, new = (make_find(writer, now=NOW - timedelta(minutes=age)) for age in (30, 20, 5))
    client = sit()
    assert client.get(address(middle)).context["neighbours"] == {"previous": old, "next": new}
    client.post(address(middle, "approve"), {"when": "slot"})
    assert client.get(address(middle)).context["neighbours"] == {"next": old}


def test_a_draft_is_its_guests_alone(sit, writer):
    draft = make_find(writer, state=FindState.DRAFT)
    client = sit()
    assert client.get(address(draft)).status_code == 404
    assert [client.post(address(draft, verdict)).status_code for verdict in VERDICTS] == [404] * 5


def test_an_observer_reads_and_decides_nothing(sit, writer):
    find = make_find(writer)
    client = sit(Role.OBSERVER)
    assert "Your decision" not in client.get(address(find)).text
    assert [client.post(address(find, verdict)).status_code for verdict in VERDICTS] == [404] * 5
    assert state_of(find) == "submitted"


def test_a_stranger_finds_nothing(stranger, writer):
    find = make_find(writer)
    assert stranger.get(address(find)).status_code == 404
    assert [stranger.post(address(find, verdict)).status_code for verdict in VERDICTS] == [404] * 5


def test_looking_is_no_deciding(sit, writer):
    find = make_find(writer)
    assert [sit().get(address(find, verdict)).status_code for verdict in VERDICTS] == [405] * 5


def test_three_photos_cost_the_queries_of_one(sit, writer, django_assert_num_queries):
    find = make_find(writer)
    make_photo(find)
    client = sit()
    with django_assert_num_queries(21) as one:
        client.get(address(find))
    for number in range(2):
        make_photo(find, colour=(number * 80, 0, 0))
    with django_assert_num_queries(len(one)):
        client.get(address(find))


def test_a_held_find_wants_one_who_vouches_and_another_who_approves(sit, writer):
    find = make_find(writer, words="Je suis Léa. On peut sauter la grille.")
    first, second = sit(Role.EDITOR), sit(Role.CHIEF)
    assert first.post(address(find, "approve"), {"when": "slot"}).status_code == 422
    assert first.post(address(find, "vouch"), {"why": "la grille est ouverte"}).status_code == 302
    assert first.get(address(find)).context["is_held"] is True
    assert second.get(address(find)).context["is_held"] is False
    assert second.post(address(find, "approve"), {"when": "slot"}).status_code == 302
    assert Find.objects.get(pk=find.pk).state == "approved"


def test_the_desk_hears_how_a_find_sounds_and_why(sit, writer):
    find = make_find(writer, words="Dans le cadre de la saison, une visite guidée est organisée par la mairie.")
    tone = sit().get(address(find)).context["tone"]
    assert tone.verdict == "It sounds a little like an office speaking."
    assert [name for name, _value, _amount in tone.needles] == ["friend", "office", "brochure"]
    assert "Simpler: “pour”." in sit().get(address(find)).text


def test_the_words_on_the_desk_are_marked_where_tone_and_charter_speak_of_them(sit, writer):
    find = make_find(
        writer,
        words="👩‍🎨 Quoi ? Dans le cadre de la saison, merde !",
        reasons=dict.fromkeys(("swearing", "few_emoji", "french_present"), "voulu"),
    )
    page = sit().get(address(find))
    pieces = page.context["marked_words"]
    assert "".join(piece for piece, _kinds in pieces) == "👩‍🎨 Quoi ? Dans le cadre de la saison, merde !"
    kinds = {piece: kinds for piece, kinds in pieces if kinds}
    assert kinds["merde"][-1] == "ask"
    assert "institution" in kinds["Dans le cadre de"]
    assert '<mark class="mark mark-friend mark-ask">merde</mark>' in page.text


def test_no_tone_is_heard_while_the_city_keeps_silence_nor_in_a_language_without_a_lexicon(sit, writer):
    find = make_find(writer, words="Les usagers sont invités à rester chez eux.")
    Find.objects.filter(pk=find.pk).update(language="de")
    assert sit().get(address(find)).context["tone"] is None
    Find.objects.filter(pk=find.pk).update(language="fr")
    type(writer.city).objects.filter(pk=writer.city.pk).update(silenced_at=NOW)
    tone = sit().get(address(find)).context["tone"]
    assert (tone.verdict, tone.needles) == ("While the city keeps quiet, nobody listens to the tone.", ())
