"""Review: approve, return, decline; nobody their own."""

import pytest
from django_tasks_db.models import DBTaskResult

from flaneur.core.errors import NotAllowed, TooLate, Unfit
from flaneur.core.roles import Role
from flaneur.models import Find, Journal, Photo
from flaneur.services.finds import submit_find, withdraw_find
from flaneur.services.people import give_place
from flaneur.services.photos import describe_photo
from flaneur.services.review import approve_find, decline_find, return_find, vouch_for_find
from tests.makers import make_editor, make_find, make_photo


def letters():
    return [row.args_kwargs["args"][0] for row in DBTaskResult.objects.filter(task_path__endswith="send_letter")]


def test_an_approved_find_is_planned_on_every_open_channel_and_its_guest_is_told(channel, guest, editor, now):
    find = make_find(guest)
    approve_find(find, by=editor, now=now)
    assert find.publications.count() == 2
    assert letters() == [guest.user.email]
    assert Journal.objects.about(find).filter(verb="approve_find", by=editor).count() == 1


def test_nobody_approves_their_own(guest, now):
    place = give_place(guest.city, email=guest.user.email, role=Role.CHIEF, now=now)
    find = make_find(guest)
    for verdict in (
        lambda: approve_find(find, by=place.user, now=now),
        lambda: return_find(find, by=place.user, now=now, remark="hm"),
        lambda: decline_find(find, by=place.user, now=now, remark="hm"),
    ):
        with pytest.raises(NotAllowed):
            verdict()
    assert Find.objects.get(pk=find.pk).state == "submitted"


def test_an_editor_of_another_city_may_not_review(guest, other_city, now):
    find = make_find(guest)
    with pytest.raises(NotAllowed):
        approve_find(find, by=make_editor(other_city), now=now)


def test_a_photo_without_description_blocks_until_somebody_describes_it(guest, editor, now):
    find = make_find(guest, state="draft")
    photo = make_photo(find, alt="")
    submit_find(find, by=guest.user, now=now)
    with pytest.raises(Unfit):
        approve_find(find, by=editor, now=now)
    describe_photo(photo, "Une porte rouge au fond d’une cour", by=editor, now=now)
    approve_find(Find.objects.get(pk=find.pk), by=editor, now=now)
    assert Find.objects.get(pk=find.pk).state == "approved"
    assert Photo.objects.get(pk=photo.pk).alt == "Une porte rouge au fond d’une cour"


def test_a_find_that_a_rule_holds_wants_two_people(city, guest, editor, now):
    find = make_find(guest, words="Je suis Léa. On peut sauter la grille.")
    with pytest.raises(Unfit, match="two people"):
        approve_find(find, by=editor, now=now)
    vouch_for_find(find, by=editor, now=now, why="la grille est ouverte")
    with pytest.raises(Unfit, match="two people"):
        approve_find(find, by=editor, now=now)
    chief = make_editor(city, Role.CHIEF)
    approve_find(Find.objects.get(pk=find.pk), by=chief, now=now)
    line = Journal.objects.about(find).get(verb="vouch_for_find")
    assert (line.by, line.why) == (editor, "la grille est ouverte")
    with pytest.raises(TooLate):
        vouch_for_find(find, by=chief, now=now)


def test_who_vouched_for_other_words_vouches_anew(guest, editor, now):
    find = make_find(guest, words="Je suis Léa. On peut sauter la grille.")
    vouch_for_find(find, by=editor, now=now)
    return_find(find, by=editor, now=now, remark="Laquelle ?")
    submit_find(find, by=guest.user, now=now)
    assert Find.objects.get(pk=find.pk).vouched_by is None


def test_nobody_vouches_for_their_own(guest, now):
    place = give_place(guest.city, email=guest.user.email, role=Role.CHIEF, now=now)
    with pytest.raises(NotAllowed):
        vouch_for_find(make_find(guest), by=place.user, now=now)


def test_a_find_is_returned_with_a_remark_mended_and_handed_in_again(guest, editor, now):
    find = make_find(guest)
    with pytest.raises(Unfit):
        return_find(find, by=editor, now=now, remark="  ")
    return_find(find, by=editor, now=now, remark="Quelle cour ?")
    assert Find.objects.get(pk=find.pk).remark == "Quelle cour ?"
    submit_find(find, by=guest.user, now=now)
    again = Find.objects.get(pk=find.pk)
    assert (again.state, again.remark) == ("submitted", "")


def test_a_declined_find_stays_declined(guest, editor, now):
    find = make_find(guest)
    decline_find(find, by=editor, now=now, remark="Une maison privée")
    with pytest.raises(Exception, match="declined"):
        submit_find(find, by=guest.user, now=now)


def test_a_find_withdrawn_meanwhile_cannot_be_approved(guest, editor, now):
    find = make_find(guest)
    stale = Find.objects.get(pk=find.pk)
    withdraw_find(find, by=guest.user, now=now)
    with pytest.raises(TooLate):
        approve_find(stale, by=editor, now=now)
    assert stale.publications.count() == 0
