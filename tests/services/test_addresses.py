"""Every address the world is given is one that a page answers to."""

import pytest

from flaneur.core.text import LIMITS
from flaneur.models import City, Find
from flaneur.services.addresses import desk_address, find_address, own_find_address
from flaneur.services.photos import pictures
from tests.makers import make_city, make_editor, make_find, make_guest, make_photo, make_residency


def city_that_speaks(languages):
    """Also one of before cities had to speak a language of the house."""
    city = make_city("lyon")
    City.objects.filter(pk=city.pk).update(languages=languages)
    city.refresh_from_db()
    return city


def path_of(address, settings):
    return address.removeprefix(settings.BASE_URL)


@pytest.mark.parametrize(
    ("spoken", "written", "page"), [(["fr", "en"], "en", "en"), (["es", "fr"], "es", "fr"), (["es"], "es", "fr")]
)
def test_a_find_is_where_its_address_says(client, settings, db, spoken, written, page):
    city = city_that_speaks(spoken)
    guest = make_guest(city)
    make_residency(guest)
    find = make_find(guest, state="published", language=written)
    assert find_address(find) == f"{settings.BASE_URL}/lyon/{page}/find/{find.pk}/"
    assert client.get(path_of(find_address(find), settings)).status_code == 200


def test_the_desk_and_a_guests_own_find_are_where_their_letters_say(client, settings, db, time_machine, now):
    time_machine.move_to(now)
    city = city_that_speaks(["es", "en"])
    find = make_find(make_guest(city))
    for user, address in ((make_editor(city), desk_address(city)), (find.guest.user, own_find_address(find))):
        client.force_login(user)
        assert client.get(path_of(address, settings)).status_code == 200


def test_a_network_that_fetches_pictures_itself_finds_them_while_the_find_is_public(client, settings, guest):
    make_residency(guest)
    find = make_find(guest, state="published")
    make_photo(find)
    (picture,) = pictures(find, LIMITS["instagram"])
    answer = client.get(path_of(picture.address, settings))
    assert (answer.status_code, answer["content-type"]) == (200, "image/jpeg")
    assert b"".join(answer.streaming_content) == picture.path.read_bytes()
    Find.objects.filter(pk=find.pk).update(state="retracted")
    assert client.get(path_of(picture.address, settings)).status_code == 404
