"""Every address the world is given is one that a page answers to."""

import pytest

from flaneur.services.addresses import desk_address, find_address, own_find_address
from tests.makers import make_city, make_editor, make_find, make_guest, make_residency


def path_of(address, settings):
    return address.removeprefix(settings.BASE_URL)


@pytest.mark.parametrize(
    ("spoken", "written", "page"), [(["fr", "en"], "en", "en"), (["es", "fr"], "es", "fr"), (["es"], "es", "fr")]
)
def test_a_find_is_where_its_address_says(client, settings, db, spoken, written, page):
    city = make_city("lyon", languages=spoken)
    guest = make_guest(city)
    make_residency(guest)
    find = make_find(guest, state="published", language=written)
    assert find_address(find) == f"{settings.BASE_URL}/lyon/{page}/find/{find.pk}/"
    assert client.get(path_of(find_address(find), settings)).status_code == 200


def test_the_desk_and_a_guests_own_find_are_where_their_letters_say(client, settings, db, time_machine, now):
    time_machine.move_to(now)
    city = make_city("lyon", languages=["es", "en"])
    find = make_find(make_guest(city))
    for user, address in ((make_editor(city), desk_address(city)), (find.guest.user, own_find_address(find))):
        client.force_login(user)
        assert client.get(path_of(address, settings)).status_code == 200
