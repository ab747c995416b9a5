"""The whole way in a browser, on the city's site and on paper; tests/networks walks it to a real network as well."""

import pytest
from playwright.sync_api import expect

from flaneur.models import Find, Publication
from tests.journey import WORDS, a_worker, approve_now, capture, come_in, make_town, take_back
from tests.soon import soon

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(live_server, settings):
    settings.BASE_URL = live_server.url
    return make_town()


def test_a_find_goes_from_a_phone_to_the_site_and_to_paper_and_back(town, phone, desktop):
    find = capture(come_in(phone(locale="en-GB"), town.key_for(town.guest.user, "guest/capture/")), WORDS, photos=2)
    desk = come_in(desktop(locale="en-GB"), town.key_for(town.editor, "desk/"))
    expect(desk.get_by_text("Trois marches").first).to_be_visible()
    with a_worker():
        approve_now(desk, town, find)
        assert soon(lambda: {p.state for p in find.publications.all()} == {"sent"}), states(find)
        reader = desktop(locale="en-GB")
        reader.goto(f"/paris/fr/find/{find.pk}/")
        expect(reader.get_by_text("Trois marches, une porte rouge, un chat.")).to_be_visible()
        assert reader.locator("main img[alt^='Une porte rouge']").count() == 2
        (notice,) = town.notices()
        assert notice.read_text(encoding="utf-8").count("![Une porte rouge") == 2
        assert f"/paris/fr/find/{find.pk}/" in notice.read_text(encoding="utf-8")

        take_back(desk, town, find, "a neighbour asked")
        assert soon(lambda: {p.state for p in find.publications.all()} == {"retracted"}), states(find)
    answer = reader.goto(f"/paris/fr/find/{find.pk}/")
    assert answer.status == 410
    expect(reader.get_by_text("Trois marches")).to_have_count(0)
    assert town.notices() == []
    reader.goto("/paris/fr/")
    expect(reader.get_by_text("Trois marches")).to_have_count(0)


def test_silence_pressed_on_a_phone_in_two_taps_stops_everything_and_nothing_fires_back(town, phone, desktop):
    guest = come_in(phone(locale="en-GB"), town.key_for(town.guest.user, "guest/capture/"))
    planned = capture(guest, "Une girouette en forme de poisson.")
    guest.goto("/paris/en/guest/capture/")
    late = capture(guest, "Le banc vert sous les tilleuls.")
    desk = come_in(desktop(locale="en-GB"), town.key_for(town.editor, "desk/"))
    desk.goto(f"/paris/en/desk/find/{planned.pk}/")
    desk.get_by_role("button", name="Approve").click()
    with a_worker():
        on_call = come_in(phone(locale="en-GB"), town.key_for(town.on_call, "desk/"))
        on_call.get_by_role("link", name="Silence").click()
        on_call.get_by_role("button", name="Silence Paris now").click()
        expect(on_call.get_by_text("Silence: nothing leaves.")).to_be_visible()
        assert states(planned) == {"held"}

        approve_now(desk, town, late)
        Publication.objects.filter(find=planned).update(state="planned", wake_at=planned.captured_at)
        assert soon(lambda: states(planned) == {"held"}), "even a row the press has missed is held by the worker"
        assert states(late) == {"held"}
        assert town.notices() == []
        reader = desktop(locale="en-GB")
        reader.goto("/paris/en/")
        expect(reader.get_by_text("Une girouette")).to_have_count(0)

        desk.goto("/paris/en/desk/silence/")
        desk.get_by_role("button", name="Lift the silence").click()
        expect(desk.get_by_text("Silence: nothing leaves.")).to_have_count(0)
        home = late.publications.get(channel__is_home=True)
        desk.goto(f"/paris/en/desk/publication/{home.pk}/")
        desk.get_by_role("button", name="Release").first.click()
        assert soon(lambda: Find.objects.get(pk=late.pk).state == "published")
        assert states(planned) == {"held"}, "what nobody released stays"
        assert town.notices() == []


def states(find):
    return {p.state for p in find.publications.all()}
