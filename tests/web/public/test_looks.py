"""The pages in Chromium: judged by axe in both schemes, on a phone and on a desk, down to 320 pixels."""

import pytest

from tests import makers
from tests.browser import axe_violations, sideways_scroll, small_targets

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("", "?pillar=hidden&audience=locals", "voices/", "voices/lea/", "map/", "charter/", "nowhere/")


@pytest.fixture
def street(guest, publish):
    """A wall with a photo, a poster and a neighbour's find; gives the addresses to look at."""
    finds = [publish("Levez la tête.", minutes=30), publish("Une phrase. " * 20, minutes=20), publish(minutes=10)]
    for number, find in enumerate(finds[1:]):
        makers.make_photo(find, width=900, height=700 + 400 * number, colour=(90, 120, 60 + number))
    return ["/", *(f"/paris/fr/{page}" for page in PAGES), *(f"/paris/fr/find/{find.pk}/" for find in finds)]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_has_nothing_to_say_and_every_target_fits_a_finger(desktop, street, scheme, width):
    page = desktop(color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    for address in street:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        # axe cannot see the ground below a label drawn inside a map; the next test counts that contrast itself.
        unreadable = [finding for finding in axe_violations(page) if "<text" not in finding]
        assert (address, unreadable, small_targets(page)) == (address, [], [])


def test_labels_on_a_map_can_be_read(desktop, street):
    for scheme in ("light", "dark"):
        page = desktop(color_scheme=scheme)
        page.goto("/paris/fr/map/")
        for words, ground, least in ((".label", ".land", 4.5), (".pin text", ".pin rect", 4.5)):
            assert contrast(page, words, ground) >= least, (scheme, words)


def test_nothing_is_wider_than_the_smallest_phone(desktop, street):
    page = desktop(viewport={"width": 320, "height": 700})
    for address in street:
        page.goto(address)
        assert (address, sideways_scroll(page)) == (address, 0)


@pytest.mark.parametrize("width", [320, 768, 1024, 1280, 1600])
def test_a_voice_without_a_photo_stays_within_the_screen(desktop, publish, width):
    publish("Trois marches.")
    page = desktop(viewport={"width": width, "height": 800})
    page.goto("/paris/fr/")
    assert page.locator(".voice").is_visible()
    assert sideways_scroll(page) == 0


def test_the_wall_is_read_row_by_row_in_the_order_of_its_links(desktop, publish):
    for number in range(9):
        publish(f"n° {number}", minutes=5 + number)
    page = desktop()
    page.goto("/paris/fr/")
    boxes = page.evaluate(
        "[...document.querySelectorAll('.wall > li')].map(card => card.getBoundingClientRect())"
        ".map(box => [Math.round(box.top), Math.round(box.left)])"
    )
    assert boxes == sorted(boxes)


def test_a_reader_without_scripts_misses_nothing(desktop, street):
    page = desktop(java_script_enabled=False)
    page.goto("/paris/fr/")
    page.get_by_role("link", name="Trois marches, une porte rouge, un chat.").click()
    assert page.locator(".words").inner_text() == "Trois marches, une porte rouge, un chat."
    page.get_by_role("link", name="English").click()
    assert page.url.endswith(f"/paris/en/{street[-1].removeprefix('/paris/fr/')}")


def contrast(page, words, ground):
    """WCAG's ratio between the fill of the first such text and of the first such shape."""
    return page.evaluate(
        """([words, ground]) => {
            const [text, shape] = [words, ground].map(name => {
                const canvas = document.createElement("canvas").getContext("2d");
                canvas.fillStyle = getComputedStyle(document.querySelector(name)).fill;
                canvas.fillRect(0, 0, 1, 1);
                const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => part / 255)
                    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
            });
            return Math.max(text, shape) / Math.min(text, shape);
        }""",
        [words, ground],
    )
