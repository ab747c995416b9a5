"""A guest's own pages: whose pen it is, what became of each find, and the way back for one that was sent."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from flaneur.core.roles import Role
from flaneur.models import Find
from flaneur.services.publishing import retract_find
from flaneur.services.review import decline_find, return_find
from tests.makers import NOW, make_channel, make_editor, make_find, make_guest, make_photo, make_residency

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]

HOME = "/paris/en/guest/"


@pytest.fixture
def writer(guest):
    make_residency(guest)
    return guest


@pytest.fixture
def phone(client, writer):
    client.force_login(writer.user)
    return client


def page_of(find):
    return f"{HOME}find/{find.pk}/"


def shelves_of(answer):
    return [(str(shelf.title), [find.pk for find in shelf.finds]) for shelf in answer.context["shelves"]]


def test_the_door_tells_until_when_one_holds_the_pen(phone):
    assert "You hold Paris’s pen until Monday 18 May, 11:59." in phone.get(HOME).content.decode()


def test_the_door_tells_from_when_one_holds_the_pen(client, guest):
    make_residency(guest, NOW + timedelta(days=3))
    client.force_login(guest.user)
    assert "Paris’s pen is yours from Sunday 17 May, 12:00." in client.get(HOME).content.decode()


def test_the_door_thanks_who_has_passed_the_pen_on(client, guest):
    make_residency(guest, NOW - timedelta(days=8), NOW - timedelta(days=1))
    client.force_login(guest.user)
    assert "You passed the pen on on Wednesday 13 May." in client.get(HOME).content.decode()


def test_a_guest_without_dates_is_told_so(client, guest):
    client.force_login(guest.user)
    assert "The desk has not set your dates yet." in client.get(HOME).content.decode()


def test_each_find_lies_on_the_shelf_of_what_happens_next(phone, writer, city):
    editor = make_editor(city)
    draft, sent = make_find(writer, state="draft"), make_find(writer)
    returned, declined = make_find(writer), make_find(writer)
    return_find(returned, by=editor, now=NOW, remark="Which door?")
    decline_find(declined, by=editor, now=NOW, remark="That is an advertisement.")
    published = make_find(writer, state="published")
    shelves = dict(shelves_of(phone.get(HOME)))
    assert {title: set(finds) for title, finds in shelves.items()} == {
        "Needs you": {draft.pk, returned.pk},
        "With the desk": {sent.pk},
        "On the wall": {published.pk},
        "Put aside": {declined.pk},
    }


def test_the_desks_remark_stands_beside_the_find(phone, writer, city):
    find = make_find(writer)
    return_find(find, by=make_editor(city), now=NOW, remark="Which door? The red one?")
    assert "Which door? The red one?" in phone.get(HOME).content.decode()
    assert "Which door? The red one?" in phone.get(page_of(find)).content.decode()


def test_nobody_sees_the_finds_of_another_guest(phone, city):
    other = make_guest(city, name="Samir", slug="samir")
    make_residency(other, NOW + timedelta(days=10))
    theirs = make_find(
        other, now=NOW + timedelta(days=11), captured_at=NOW + timedelta(days=11), words="Only for Samir"
    )
    assert "Only for Samir" not in phone.get(HOME).content.decode()
    assert phone.get(page_of(theirs)).status_code == 404
    assert phone.post(f"{page_of(theirs)}withdraw/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "submitted"


def test_who_is_on_call_can_be_written_to(phone, city):
    make_editor(city, Role.ON_CALL, email="aicha@paris.example")
    make_editor(city, Role.CHIEF, email="chief@paris.example")
    page = phone.get(HOME).content.decode()
    assert "mailto:aicha@paris.example" in page
    assert "mailto:chief@paris.example" not in page


def test_without_anybody_on_call_the_chief_can_be_written_to(phone, city):
    make_editor(city, Role.CHIEF, email="chief@paris.example")
    assert "mailto:chief@paris.example" in phone.get(HOME).content.decode()


def test_the_list_costs_the_same_for_one_find_and_for_three(phone, writer):
    make_photo(make_find(writer))
    phone.get(HOME)
    with CaptureQueriesContext(
        connection,
    ) as one:
        phone.get(HOME)
    for colour in ((1, 2, 3), (4, 5, 6)):
        make_photo(make_find(writer), colour=colour)
    with CaptureQueriesContext(connection) as three:
        phone.get(HOME)
    assert len(three) == len(one)


def test_a_find_being_read_shows_what_the_charter_remarks(phone, writer):
    find = make_find(writer, words="Un chat #parisjetaime")
    page = phone.get(page_of(find))
    assert [remark.rule for remark in page.context["remarks"]] == ["brand_tag"]
    assert "The city&#x27;s tag is written #ParisJeTaime." in page.content.decode()


def test_a_published_find_links_to_where_it_is_read(phone, writer, city):
    make_channel(city, name="Le panneau")
    find = make_find(writer, state="published")
    find.publications.filter(channel__is_home=True).update(url="https://paris.example/fr/find/1/")
    page = phone.get(page_of(find)).content.decode()
    assert 'href="https://paris.example/fr/find/1/"' in page
    assert "Le panneau" in page


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_a_find_is_taken_back_before_the_desk_has_decided(phone, writer, state):
    find = make_find(writer, state=state)
    assert phone.get(page_of(find)).context["may_withdraw"]
    answer = phone.post(f"{page_of(find)}withdraw/")
    find.refresh_from_db()
    assert (answer.headers["Location"], find.state) == (page_of(find), "withdrawn")
    assert "Taken back. It stays yours." in phone.get(page_of(find)).content.decode()


def test_a_find_that_was_approved_meanwhile_is_not_taken_back(phone, writer):
    find = make_find(writer, state="approved")
    assert not phone.get(page_of(find)).context["may_withdraw"]
    phone.post(f"{page_of(find)}withdraw/")
    assert (
        "The desk was faster: this find can no longer be taken back here." in phone.get(page_of(find)).content.decode()
    )
    find.refresh_from_db()
    assert find.state == "approved"


def test_taking_back_needs_a_press(phone, writer):
    assert phone.get(f"{page_of(make_find(writer))}withdraw/").status_code == 405


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "published"])
def test_every_state_has_its_page(phone, writer, state):
    find = make_find(writer, state=state)
    make_photo(find) if state in {"draft", "submitted"} else None
    assert phone.get(page_of(find)).status_code == 200


def test_a_find_taken_off_the_wall_stays_with_its_guest(phone, writer, city):
    find = make_find(writer, state="published")
    retract_find(find, by=make_editor(city), now=NOW, why="A child's face")
    page = phone.get(page_of(find)).content.decode()
    assert "Taken off the wall" in page
    assert Find.objects.get(pk=find.pk).words in page


def test_a_stranger_signs_in_first(client, city, writer):
    find = make_find(writer)
    assert client.get(HOME).headers["Location"] == f"/paris/en/account/login/?next={HOME}"
    assert client.get(page_of(find)).status_code == 302
    assert client.post(f"{page_of(find)}withdraw/").status_code == 401
    find.refresh_from_db()
    assert find.state == "submitted"


def test_an_editor_who_is_no_guest_finds_no_such_page(client, city, writer):
    client.force_login(make_editor(city))
    assert client.get(HOME).status_code == 404
    assert client.get(page_of(make_find(writer))).status_code == 404
