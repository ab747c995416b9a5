"""Portraits: offered by their guest, shown by the desk, erased when asked; nothing of the camera stays in them."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.test import TestCase
from PIL import Image

from flaneur.core.errors import NotAllowed, TooLate, Unfit
from flaneur.core.roles import Role
from flaneur.models import Journal
from flaneur.services.media import Stored
from flaneur.services.people import give_place
from flaneur.services.portraits import (
    decline_portrait,
    keep_picture,
    lend_portrait,
    offer_portrait,
    show_portrait,
    withdraw_portrait,
)
from tests.makers import NOW, jpeg, make_channel, make_editor, make_guest


@pytest.fixture
def offered(guest):
    offer_portrait(guest, upright(), is_lent=True, by=guest.user, now=NOW)
    return guest


def upright():
    """A tall picture whose upper part is red, with a camera's word about the place."""
    picture = Image.new("RGB", (900, 1600), (0, 0, 250))
    picture.paste((250, 0, 0), (0, 0, 900, 800))
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    file = BytesIO()
    picture.save(file, "JPEG", exif=exif)
    file.seek(0)
    return file


def test_what_is_offered_is_square_bare_and_seen_by_nobody_yet(offered):
    picture = Image.open(BytesIO(Stored(offered.portrait_offered).read_bytes()))
    assert (picture.size, dict(picture.getexif())) == ((640, 640), {})
    red, _green, blue = picture.getpixel((320, 40))
    assert red > 200 > blue
    assert (offered.portrait, offered.portrait_lent_at) == ("", NOW)


def test_the_desk_shows_what_it_has_seen_and_nothing_that_came_after(offered, city):
    editor, seen = make_editor(city), offered.portrait_offered
    with TestCase.captureOnCommitCallbacks(execute=True):
        offer_portrait(offered, jpeg(), is_lent=False, by=offered.user, now=NOW)
    assert not default_storage.exists(seen)
    for verb in (show_portrait, decline_portrait):
        with pytest.raises(TooLate):
            verb(offered, seen, by=editor, now=NOW)
    before = city.revision
    show_portrait(offered, offered.portrait_offered, by=editor, now=NOW)
    offered.refresh_from_db()
    city.refresh_from_db()
    assert (bool(offered.portrait), offered.portrait_offered, city.revision > before) == (True, "", True)


def test_a_new_one_takes_the_place_of_the_old_and_its_file_goes(offered, city):
    editor = make_editor(city)
    show_portrait(offered, offered.portrait_offered, by=editor, now=NOW)
    old = offered.portrait
    offer_portrait(offered, jpeg(), is_lent=True, by=offered.user, now=NOW)
    assert (offered.portrait, default_storage.exists(old)) == (old, True)
    with TestCase.captureOnCommitCallbacks(execute=True):
        show_portrait(offered, offered.portrait_offered, by=editor, now=NOW)
    assert (offered.portrait == old, default_storage.exists(old)) == (False, False)


def test_what_the_desk_declines_is_erased(offered, city):
    seen = offered.portrait_offered
    with TestCase.captureOnCommitCallbacks(execute=True):
        decline_portrait(offered, seen, by=make_editor(city), now=NOW)
    assert (offered.portrait_offered, default_storage.exists(seen)) == ("", False)


@pytest.mark.parametrize("who", ["the guest", "the desk"])
def test_whoever_wants_to_be_seen_no_longer_is_not(offered, city, who):
    editor = make_editor(city)
    show_portrait(offered, offered.portrait_offered, by=editor, now=NOW)
    offer_portrait(offered, jpeg(), is_lent=True, by=offered.user, now=NOW)
    names = (offered.portrait, offered.portrait_offered)
    with TestCase.captureOnCommitCallbacks(execute=True):
        withdraw_portrait(offered, by=offered.user if who == "the guest" else editor, now=NOW)
    offered.refresh_from_db()
    assert (offered.portrait, offered.portrait_offered, offered.portrait_lent_at) == ("", "", None)
    assert [default_storage.exists(name) for name in names] == [False, False]


def test_nobody_lends_or_shows_a_face_that_is_not_theirs_to_lend_or_show(offered, city):
    editor, other = make_editor(city), make_guest(city, slug="max", email="max@example.org")
    for stranger in (editor, other.user):
        with pytest.raises(NotAllowed):
            offer_portrait(offered, jpeg(), is_lent=True, by=stranger, now=NOW)
        with pytest.raises(NotAllowed):
            lend_portrait(offered, is_lent=True, by=stranger, now=NOW)
    for verb in (show_portrait, decline_portrait):
        with pytest.raises(NotAllowed):
            verb(offered, offered.portrait_offered, by=offered.user, now=NOW)
    with pytest.raises(NotAllowed):
        withdraw_portrait(offered, by=other.user, now=NOW)
    with pytest.raises(NotAllowed):
        keep_picture(make_channel(city, "paper"), jpeg(), by=editor, now=NOW)


def test_what_is_no_picture_changes_nothing(offered, city):
    seen = offered.portrait_offered
    with pytest.raises(Unfit):
        offer_portrait(offered, BytesIO(b"GIF89a"), is_lent=False, by=offered.user, now=NOW)
    offered.refresh_from_db()
    assert (offered.portrait_offered, offered.portrait_lent_at) == (seen, NOW)


def test_every_step_is_in_the_journal(offered, city):
    show_portrait(offered, offered.portrait_offered, by=make_editor(city), now=NOW)
    withdraw_portrait(offered, by=offered.user, now=NOW)
    lines = Journal.objects.filter(verb__endswith="_portrait").order_by("pk")
    assert list(lines.values_list("verb", flat=True)) == ["offer_portrait", "show_portrait", "withdraw_portrait"]


def test_nobody_shows_their_own_face(offered, city):
    give_place(city, email=offered.user.email, role=Role.CHIEF, now=NOW)
    with pytest.raises(NotAllowed, match="ask somebody else"):
        show_portrait(offered, offered.portrait_offered, by=offered.user, now=NOW)
    offered.refresh_from_db()
    assert offered.portrait == ""
