"""Words corrected after they went out: at once on the page, in the posts where a network has that, said where not."""

from dataclasses import replace

import pytest

from flaneur.adapters.base import Refused, TryLater
from flaneur.core.errors import NotAllowed, TooLate, Unfit
from flaneur.core.roles import Role
from flaneur.models import Find, Journal, Publication
from flaneur.services.correcting import correct_find
from flaneur.services.people import give_place
from flaneur.services.publishing import cancel_publication, confirm_publication, retract_find
from flaneur.services.review import approve_find, vouch_for_find
from tests.makers import make_channel, make_editor, make_find, publish
from tests.services.scripted import Answer, Scripted
from tests.services.stepwise import Stepwise, stepwise

__all__ = ["stepwise"]
GATE = "Je suis Léa. On peut sauter la grille."
BETTER = "Trois marches, une porte bleue, un chat. Le reste, je vous le laisse."


@pytest.fixture
def channel(city, stepwise, monkeypatch):
    """One that lets words be changed, beside one that does not."""
    monkeypatch.setattr(Stepwise, "parts", 1)
    make_channel(city, Scripted.kind, name="Fixed")
    return make_channel(city, Stepwise.kind)


@pytest.fixture
def out(find, at_slot, work):
    """The find, on its page and on both networks."""
    for _round in range(3):
        work()
        at_slot.forward(minutes=2)
    assert {row.state for row in find.publications.all()} == {"sent"}
    return Find.objects.get(pk=find.pk)


def row_of(find, channel):
    return Publication.objects.get(find=find, channel=channel)


def test_new_words_reach_the_page_and_every_post_that_can_change(out, channel, editor, at_slot, work, city, network):
    before = city.revision
    network.arrived.clear()
    assert correct_find(out, words=f" {BETTER} ", by=editor, now=at_slot.now, why="La porte est bleue.") == ["Fixed"]
    assert row_of(out, channel).state == "correcting"
    work()
    assert (row_of(out, channel).state, len(network.arrived)) == ("sent", 1)
    assert Find.objects.get(pk=out.pk).words == BETTER
    city.refresh_from_db()
    assert city.revision > before
    assert [t.outcome for t in row_of(out, channel).tries.filter(errand="correct")] == ["delivered"]


def test_the_journal_says_why_and_never_the_old_words(out, channel, editor, at_slot):
    old = out.words
    correct_find(out, words=BETTER, by=editor, now=at_slot.now, why="La porte est bleue.")
    line = Journal.objects.get(verb="correct_find")
    assert (line.by, line.why, line.details) == (editor, "La porte est bleue.", {})
    assert old not in f"{line.why}{line.details}"


def test_a_busy_network_is_asked_again_and_a_refusal_is_told(out, channel, editor, at_slot, work, stepwise):
    correct_find(out, words=BETTER, by=editor, now=at_slot.now, why="La porte est bleue.")
    stepwise.script = [Answer(TryLater("busy")), Answer(Refused("too old to edit"))]
    work()
    assert (row_of(out, channel).state, row_of(out, channel).reason) == ("correcting", "busy")
    at_slot.forward(minutes=1)
    work()
    assert (row_of(out, channel).state, row_of(out, channel).reason) == ("sent", "too old to edit")


def test_what_the_network_made_of_the_new_words_is_kept_for_the_desk(out, channel, editor, at_slot, work, monkeypatch):
    unlike = "It was published with other words."
    monkeypatch.setattr(Stepwise, "edit", lambda _self, receipt, _post: replace(receipt, difference=unlike))
    correct_find(out, words=BETTER, by=editor, now=at_slot.now, why="La porte est bleue.")
    work()
    assert (row_of(out, channel).state, row_of(out, channel).reason) == ("sent", unlike)


def test_a_find_taken_back_while_it_is_corrected_goes(out, channel, editor, at_slot, work, stepwise):
    correct_find(out, words=BETTER, by=editor, now=at_slot.now, why="La porte est bleue.")
    retract_find(Find.objects.get(pk=out.pk), by=editor, now=at_slot.now, why="Un voisin l’a demandé.")
    work()
    assert (row_of(out, channel).state, stepwise.wall) == ("retracted", [])


@pytest.mark.parametrize(("words", "why"), [("", "Parce que."), (BETTER, " "), ("é" * 2001, "Parce que.")])
def test_words_that_cannot_stand_change_nothing(out, editor, at_slot, words, why):
    old = out.words
    with pytest.raises(Unfit):
        correct_find(out, words=words, by=editor, now=at_slot.now, why=why)
    assert Find.objects.get(pk=out.pk).words == old


def test_nothing_is_corrected_while_a_post_is_on_its_way(out, channel, editor, at_slot):
    Publication.objects.filter(find=out, channel=channel).update(state="unsure")
    with pytest.raises(TooLate, match="on its way"):
        correct_find(out, words=BETTER, by=editor, now=at_slot.now, why="La porte est bleue.")


@pytest.mark.parametrize("verb", ["confirm", "cancel"])
def test_what_a_post_had_begun_with_blocks_nothing_once_it_is_decided(out, channel, editor, at_slot, verb):
    row = row_of(out, channel)
    Publication.objects.filter(pk=row.pk).update(state="unsure", progress={"container": "c1"}, references=[])
    row.refresh_from_db()
    if verb == "confirm":
        confirm_publication(row, url="https://network.example/1", by=editor, now=at_slot.now)
    else:
        cancel_publication(row, by=editor, now=at_slot.now)
    assert row_of(out, channel).progress == {}
    correct_find(out, words=BETTER, by=editor, now=at_slot.now, why="La porte est bleue.")
    assert Find.objects.get(pk=out.pk).words == BETTER


def test_only_the_desk_corrects(out, city, at_slot):
    with pytest.raises(NotAllowed):
        correct_find(out, words=BETTER, by=make_editor(city, Role.OBSERVER), now=at_slot.now, why="Pour voir.")


def test_nobody_corrects_their_own(out, city, guest, at_slot):
    place = give_place(city, email=guest.user.email, role=Role.CHIEF, now=at_slot.now)
    with pytest.raises(NotAllowed):
        correct_find(out, words=BETTER, by=place.user, now=at_slot.now, why="La porte est bleue.")


def test_words_a_rule_holds_do_not_come_in_by_one_person(out, editor, at_slot):
    with pytest.raises(Unfit, match="two people"):
        correct_find(out, words=GATE, by=editor, now=at_slot.now, why="La porte est bleue.")
    assert Find.objects.get(pk=out.pk).words != GATE


def test_whoever_vouched_does_not_correct_alone_and_vouched_for_nothing_else(city, guest, editor, now):
    find, chief = make_find(guest, words=GATE), make_editor(city, Role.CHIEF)
    vouch_for_find(find, by=editor, now=now)
    approve_find(Find.objects.get(pk=find.pk), by=chief, now=now)
    publish(find, at=now)
    with pytest.raises(Unfit, match="two people"):
        correct_find(find, words=f"{GATE} Le soir.", by=editor, now=now, why="Le soir.")
    with pytest.raises(Unfit, match="two people"):
        correct_find(
            Find.objects.get(pk=find.pk), words=f"{GATE} Un attentat, dit-on.", by=chief, now=now, why="Le soir."
        )
    correct_find(Find.objects.get(pk=find.pk), words=f"{GATE} Le soir.", by=chief, now=now, why="Le soir.")
