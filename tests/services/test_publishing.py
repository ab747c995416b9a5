"""Publications as the desk handles them."""

from datetime import timedelta

import pytest

from flaneur.adapters.base import Lost, Refused
from flaneur.core.charter import Thread
from flaneur.core.errors import IllegalMove, NotAllowed, TooLate, Unfit
from flaneur.core.roles import Role
from flaneur.models import Find, Journal, Publication
from flaneur.services.channels import describe_channel
from flaneur.services.cities import publish_charter
from flaneur.services.planning import next_slot
from flaneur.services.previews import dispatch, previews
from flaneur.services.publishing import (
    cancel_publication,
    confirm_publication,
    hold_publication,
    release_publication,
    retract_find,
    retract_publication,
    retry_publication,
)
from flaneur.services.review import approve_find
from flaneur.services.silences import lift_silence, press_silence, silence_of
from tests.makers import make_channel, make_editor, make_find, make_photo
from tests.services.scripted import Answer


def test_finds_get_the_citys_slots_one_after_the_other(channel, guest, editor, city):
    slots = [make_find(guest, state="approved").publications.first().planned_at for _ in range(3)]
    local = [slot.astimezone(city.zone).strftime("%H:%M") for slot in slots]
    assert local == ["12:30", "17:30", "20:30"]  # it is noon in Paris when the first is approved


def test_a_find_may_be_planned_for_an_instant_but_never_for_the_past(channel, guest, editor, now):
    find = make_find(guest)
    approve_find(find, by=editor, now=now, at=now - timedelta(hours=1))
    assert {p.planned_at for p in find.publications.all()} == {now}


def test_a_full_calendar_asks_for_a_time(channel, guest, editor, city, now):
    city.slots = []
    city.save(update_fields=["slots"])
    assert next_slot(city, now=now) is None
    find = make_find(guest)
    with pytest.raises(Unfit):
        approve_find(find, by=editor, now=now)
    find.refresh_from_db()
    assert find.state == "submitted"


def test_a_preview_is_what_will_leave(find, publication, at_slot, work, network, now):
    preview = next(p for p in previews(find, now=now) if p.card.channel.kind == "scripted")
    work()
    assert preview.post is not None
    assert [part.text for part in preview.post.parts] == [part.text for part in network.arrived[0].parts]


def test_a_thread_is_numbered_as_the_charter_says_under_which_the_find_was_handed_in(guest, city, now):
    make_channel(city, "bluesky")
    publish_charter(city, city.charters.current().book.with_thread(Thread.NUMBERED), by=None, now=now)
    find = make_find(guest, words="Trois marches, une porte rouge, un chat. " * 12)
    publish_charter(city, city.charters.current().book.with_thread(Thread.PLAIN), by=None, now=now)
    parts = next(preview.post.parts for preview in previews(find, now=now) if len(preview.post.parts) > 1)
    assert [part.text.split("\n")[0][-4:] for part in parts] == [" 1/3", " 2/3", " 3/3"]
    later = make_find(guest, words="Trois marches, une porte rouge, un chat. " * 12)
    assert not any("1/3" in part.text for preview in previews(later, now=now) for part in preview.post.parts)


def test_a_preview_shows_the_pictures_with_their_words(guest, channel, now):
    find = make_find(guest, state="draft")
    make_photo(find, alt="Une porte rouge au fond d’une cour")
    preview = next(p for p in previews(find, now=now) if p.card.channel.kind == "scripted")
    assert [picture.alt for picture in preview.post.parts[0].pictures] == ["Une porte rouge au fond d’une cour"]


def test_a_held_publication_is_released_by_hand_and_only_it(find, publication, home, at_slot, work, network, editor):
    hold_publication(home, by=editor, now=at_slot.now, why="wait for the rain")
    hold_publication(publication, by=editor, now=at_slot.now)
    assert work() == 0
    release_publication(home, by=editor, now=at_slot.now)
    work()
    publication.refresh_from_db()
    assert publication.state == "held"
    assert network.arrived == []


def test_lifting_silence_fires_nothing_back(find, publication, home, at_slot, work, network, city, editor):
    press_silence(city, by=editor, now=at_slot.now, why="mourning")
    lift_silence(silence_of(city), by=editor, now=at_slot.now)
    at_slot.forward(days=1)
    assert work() == 0
    home.refresh_from_db()
    release_publication(home, by=editor, now=at_slot.now)
    work()
    assert Find.objects.get(pk=find.pk).state == "published"
    assert network.arrived == [], "the other channel was held as well and waits for its own release"
    publication.refresh_from_db()
    release_publication(publication, by=editor, now=at_slot.now)
    work()
    assert len(network.arrived) == 1


def test_nothing_is_released_or_retried_in_silence(find, home, city, editor, now):
    press_silence(city, by=editor, now=now)
    home.refresh_from_db()
    with pytest.raises(Unfit):
        release_publication(home, by=editor, now=now)


def test_what_is_approved_in_silence_is_held(channel, guest, editor, city, now):
    press_silence(city, by=editor, now=now)
    find = make_find(guest, state="approved")
    assert {(p.state, p.wake_at, p.reason) for p in find.publications.all()} == {("held", None, "silence")}


def test_a_refused_publication_is_retried_by_hand(find, publication, at_slot, work, network, editor):
    network.script = [Answer(Refused("too large"))]
    work()
    publication.refresh_from_db()
    retry_publication(publication, by=editor, now=at_slot.now)
    work()
    publication.refresh_from_db()
    assert publication.state == "sent"


def test_the_desk_may_confirm_what_nobody_could_look_up(deaf_channel, guest, editor, clock, work, network):
    find = make_find(guest, state="approved")
    clock.now = find.publications.first().planned_at
    network.script = [Answer(Lost("no answer"), arrives=True)]
    work()
    publication = find.publications.get(channel=deaf_channel)
    confirm_publication(publication, url="https://network.example/1", by=editor, now=clock.now)
    publication.refresh_from_db()
    assert (publication.state, publication.url, publication.sent_at) == ("sent", "https://network.example/1", clock.now)


def test_a_cancelled_publication_never_leaves(find, publication, at_slot, work, network, editor, now):
    cancel_publication(publication, by=editor, now=now, why="not here")
    work()
    assert network.arrived == []
    with pytest.raises(IllegalMove):
        release_publication(publication, by=editor, now=now)


def test_a_find_taken_back_is_a_tombstone_at_once(find, at_slot, work, network, city, editor):
    work()
    find.refresh_from_db()
    city.refresh_from_db()
    before = city.revision
    retract_find(find, by=editor, now=at_slot.now, why="a neighbour asked")
    find.refresh_from_db()
    city.refresh_from_db()
    assert (find.state, find.retracted_at) == ("retracted", at_slot.now)
    assert city.revision > before
    assert {p.state for p in find.publications.all()} == {"retracting"}
    line = Journal.objects.about(find).newest().first()
    assert (line.verb, line.by, line.why) == ("retract_find", editor, "a neighbour asked")


def test_taking_back_works_in_silence(find, at_slot, work, network, city, editor):
    work()
    find.refresh_from_db()
    press_silence(city, by=editor, now=at_slot.now)
    retract_find(find, by=editor, now=at_slot.now, why="a neighbour asked")
    work()
    assert network.arrived == []
    assert {p.state for p in find.publications.all()} == {"retracted"}


def test_a_find_is_not_taken_back_without_a_reason(find, at_slot, work, editor):
    work()
    find.refresh_from_db()
    with pytest.raises(Unfit):
        retract_find(find, by=editor, now=at_slot.now, why=" ")


def test_one_post_can_be_taken_back_and_the_page_stays(find, publication, home, at_slot, work, network, editor):
    work()
    publication.refresh_from_db()
    home.refresh_from_db()
    with pytest.raises(Unfit):
        retract_publication(home, by=editor, now=at_slot.now, why="typo")
    retract_publication(publication, by=editor, now=at_slot.now, why="typo")
    work()
    find.refresh_from_db()
    publication.refresh_from_db()
    assert (find.state, publication.state, network.arrived) == ("published", "retracted", [])


def test_an_observer_changes_nothing(find, home, city, now):
    observer = make_editor(city, Role.OBSERVER)
    for verb in (hold_publication, cancel_publication):
        with pytest.raises(NotAllowed):
            verb(home, by=observer, now=now)
    with pytest.raises(NotAllowed):
        retract_find(find, by=observer, now=now, why="because")


def test_two_editors_at_once_move_a_row_only_once(home, editor, now):
    stale = Publication.objects.get(pk=home.pk)
    hold_publication(home, by=editor, now=now)
    with pytest.raises(TooLate):
        hold_publication(stale, by=editor, now=now)


def test_a_dispatch_says_what_the_find_is_about_in_its_own_language(guest, channel, now):
    told = [
        dispatch(make_find(guest, language=language), describe_channel(channel), key="k", created_at=now).pillar
        for language in ("fr", "en")
    ]
    assert told == ["Coins cachés", "Hidden corners"]
