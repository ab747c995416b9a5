"""The capture page on a phone: whatever the network does, a find arrives once and no word is lost."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from flaneur.models import Find
from flaneur.services.finds import submit_find
from flaneur.services.residencies import end_residency
from tests.makers import jpeg, make_channel, make_editor, make_find, make_photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Trois marches, une porte rouge, un chat."
CAPTURE = "/paris/en/guest/capture/"


def open_capture(page):
    page.goto(CAPTURE)
    page.locator("html[data-ready]").wait_for()
    return page


def send(page):
    page.get_by_role("button", name="Send to the desk").click()


def arrival(page):
    return page.locator("#outbox [role=status]", has_text="It has arrived")


def waiting(page):
    return page.locator("#outbox li")


def posts_of(page):
    """Every capture this page hands to the network, as it happens."""
    seen = []
    page.on("request", lambda request: seen.append(request.url) if request.method == "POST" else None)
    return seen


def test_a_find_with_a_photo_arrives_once_though_two_answers_are_lost(phone, writer, red_door):
    page = open_capture(phone(writer.user))
    posts = posts_of(page)

    def lose_two_answers(route):
        route.fetch()
        route.abort() if len(posts) <= 2 else route.continue_()

    page.route(
        f"**{CAPTURE}", lambda route: lose_two_answers(route) if route.request.method == "POST" else route.continue_()
    )
    page.locator("#shutter input").last.set_input_files(red_door)
    page.get_by_label("What it shows").fill("Une porte rouge au fond d’une cour")
    page.get_by_label("What did you see?").fill(WORDS)
    send(page)
    expect(arrival(page)).to_be_visible(timeout=15_000)
    expect(waiting(page)).to_have_count(0)
    assert len(posts) == 4
    find = Find.objects.get()
    assert (find.words, find.state) == (WORDS, "submitted")
    assert [(photo.alt, photo.width) for photo in find.photos.all()] == [("Une porte rouge au fond d’une cour", 1200)]


def test_what_is_sent_without_network_stays_on_the_phone_and_leaves_by_itself(phone, writer, red_door):
    page = open_capture(phone(writer.user))
    page.context.set_offline(True)
    page.locator("#shutter input").first.set_input_files(red_door)
    page.get_by_label("What did you see?").fill(WORDS)
    send(page)
    expect(waiting(page)).to_contain_text("Kept on this phone")
    expect(page.get_by_label("What did you see?")).to_have_value("")
    assert not Find.objects.exists()
    page.context.set_offline(False)
    expect(arrival(page)).to_be_visible(timeout=15_000)
    assert Find.objects.get().photos.count() == 1


def test_the_wish_to_wait_travels_with_its_find_and_not_with_the_next(phone, writer):
    page = open_capture(phone(writer.user))
    page.context.set_offline(True)
    page.get_by_label("What did you see?").fill(WORDS)
    page.get_by_text("Tonight").click()
    send(page)
    expect(waiting(page)).to_contain_text("Kept on this phone")
    expect(page.get_by_label("Yes, right away")).to_be_checked()
    page.context.set_offline(False)
    expect(arrival(page)).to_be_visible(timeout=15_000)
    assert Find.objects.get().later == "tonight"


def test_a_phone_that_was_switched_off_sends_when_its_owner_comes_back(phone, writer):
    page = open_capture(phone(writer.user))
    page.context.set_offline(True)
    page.get_by_label("What did you see?").fill(WORDS)
    send(page)
    expect(waiting(page)).to_have_count(1)
    page.close()
    page.context.set_offline(False)
    later = page.context.new_page()
    later.goto("/paris/en/guest/")
    expect(arrival(later)).to_be_visible(timeout=15_000)
    assert Find.objects.get().words == WORDS


def test_two_open_tabs_send_a_find_once(phone, writer):
    page = open_capture(phone(writer.user))
    page.context.set_offline(True)
    page.get_by_label("What did you see?").fill(WORDS)
    send(page)
    expect(waiting(page)).to_have_count(1)
    page.context.set_offline(False)
    other = page.context.new_page()
    posts = posts_of(page) + posts_of(other)
    other.goto("/paris/en/guest/")
    expect(waiting(other)).to_have_count(0, timeout=15_000)
    other.locator("html[data-ready]").wait_for()
    assert len(posts) <= 1
    assert Find.objects.count() == 1


def test_one_find_that_cannot_leave_does_not_hold_up_the_others(phone, writer):
    page = open_capture(phone(writer.user))
    statuses = {"The heavy one": 413, "The lost one": 404, "The unlucky one": 500}

    def answer(route):
        words = route.request.post_data or ""
        status = next((status for one, status in statuses.items() if one in words), None)
        route.fulfill(status=status, content_type="text/html", body="<h1>No</h1>") if status else route.continue_()

    page.route(f"**{CAPTURE}", answer)
    page.context.set_offline(True)
    for number, words in enumerate([*statuses, WORDS], start=1):
        page.get_by_label("What did you see?").fill(words)
        send(page)
        expect(waiting(page)).to_have_count(number)
    page.context.set_offline(False)
    expect(waiting(page)).to_have_count(3, timeout=15_000)
    assert Find.objects.get().words == WORDS
    expect(waiting(page).filter(has_text="The heavy one")).to_contain_text("Too heavy for the way to the desk")
    expect(waiting(page).filter(has_text="The lost one")).to_contain_text("The desk could not take it.")
    expect(waiting(page).filter(has_text="The unlucky one")).to_contain_text("Kept on this phone")
    expect(page.locator("#outbox [role=status]")).to_contain_text("tries again by itself", timeout=15_000)
    statuses.clear()
    expect(waiting(page)).to_have_count(2, timeout=15_000)


CUT_ONCE = """
    window.handedOver = [];
    const way = window.fetch;
    window.fetch = (address, options) => {
        if (!options?.body) return way(address, options);
        const photos = [...options.body.keys()].filter((name) => name.startsWith("photo_")).join();
        const isCut = photos === "photo_1" && !handedOver.some((other) => other.photos === photos);
        handedOver.push({ photos, said: document.querySelector("#outbox li .hint").textContent });
        return isCut ? Promise.reject(new TypeError("cut")) : way(address, options);
    };
"""


def test_photos_leave_one_by_one_and_none_that_arrived_travels_again(phone, writer, tmp_path):
    page = phone(writer.user)
    page.add_init_script(CUT_ONCE)
    open_capture(page)
    files = [tmp_path / f"{number}.jpg" for number in range(3)]
    for number, file in enumerate(files):
        file.write_bytes(jpeg(colour=(number * 80, 80, 40)).getvalue())
    page.locator("#shutter input").last.set_input_files(files)
    expect(page.locator("#photos li")).to_have_count(3)
    send(page)
    expect(arrival(page)).to_be_visible(timeout=20_000)
    handed_over = page.evaluate("window.handedOver")
    assert [one["photos"] for one in handed_over] == ["", "photo_0", "photo_1", "", "photo_1", "photo_2"]
    assert handed_over[-1]["said"] == "Leaving: photo 3 of 3…"
    find = Find.objects.get()
    assert (find.state, find.photos.count()) == ("submitted", 3)


def test_without_https_photos_leave_with_the_words(phone, writer, red_door):
    page = phone(writer.user)
    page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })")
    posts = posts_of(open_capture(page))
    page.locator("#shutter input").last.set_input_files(red_door)
    expect(page.locator("#photos li")).to_have_count(1)
    send(page)
    expect(arrival(page)).to_be_visible(timeout=15_000)
    assert (len(posts), Find.objects.get().photos.count()) == (1, 1)


def test_a_photo_the_phone_cannot_read_is_said_and_the_others_go_on(phone, writer, red_door):
    page = open_capture(phone(writer.user))
    page.evaluate(
        """() => {
            const read = Blob.prototype.arrayBuffer;
            let first = true;
            window.createImageBitmap = () => Promise.reject(new DOMException("", "InvalidStateError"));
            Blob.prototype.arrayBuffer = function () {
                if (!first) return read.call(this);
                first = false;
                return Promise.reject(new DOMException("", "NotReadableError"));
            };
        }"""
    )
    page.locator("#shutter input").last.set_input_files(red_door)
    expect(page.locator("#capture-news")).to_have_text(
        "This phone could not read a photo: take it again, or choose another one."
    )
    page.locator("#shutter input").last.set_input_files(red_door)
    expect(page.locator("#photos li")).to_have_count(1)
    send(page)
    expect(arrival(page)).to_be_visible(timeout=15_000)
    assert Find.objects.get().photos.count() == 1


def test_two_tabs_that_began_with_one_draft_send_two_finds(phone, writer):
    page = open_capture(phone(writer.user))
    page.get_by_label("What did you see?").fill("Written in the first tab")
    other = open_capture(page.context.new_page())
    expect(other.get_by_label("What did you see?")).to_have_value("Written in the first tab")
    page.context.set_offline(True)
    send(page)
    expect(waiting(page)).to_have_count(1)
    other.get_by_label("What did you see?").fill("Written in the second tab")
    send(other)
    expect(waiting(other)).to_have_count(2)
    page.context.set_offline(False)
    expect(waiting(other)).to_have_count(0, timeout=15_000)
    found = set(Find.objects.filter(state="submitted").values_list("words", flat=True))
    assert found == {"Written in the first tab", "Written in the second tab"}


def test_a_find_taken_in_time_and_opened_again_after_the_end_still_arrives(phone, writer):
    page = open_capture(phone(writer.user))
    page.get_by_label("What did you see?").fill("a" * 2001)
    send(page)
    expect(waiting(page)).to_contain_text("a find has room for 2000", timeout=15_000)
    taken_by = datetime.now(UTC)
    writer.residencies.update(ends_at=taken_by)
    page.get_by_role("button", name="Open it again").click()
    expect(waiting(page)).to_have_count(0)
    open_capture(page).get_by_label("What did you see?").fill(WORDS)
    send(page)
    expect(arrival(page)).to_be_visible(timeout=15_000)
    assert Find.objects.get().captured_at < taken_by


def test_a_phone_without_room_sends_plainly_and_forgets_what_has_arrived(phone, writer, red_door):
    page = phone(writer.user)
    page.add_init_script(
        "IDBObjectStore.prototype.put = IDBObjectStore.prototype.add = "
        "() => { throw new DOMException('', 'QuotaExceededError') }"
    )
    open_capture(page)
    page.get_by_label("What did you see?").fill(WORDS)
    page.locator("#shutter input").last.set_input_files(red_door)
    expect(page.locator("#photos li")).to_have_count(1)
    send(page)
    expect(page.get_by_text("It has arrived: the desk has your find.")).to_be_visible()
    page.locator("html[data-ready]").wait_for()
    find = Find.objects.get()
    assert (find.state, find.photos.count()) == ("submitted", 1)
    open_capture(page)
    expect(page.get_by_label("What did you see?")).to_have_value("")
    assert page.locator("#capture [name=id]").input_value() != str(find.pk)


def test_the_guest_takes_a_photo_out_of_a_returned_find(phone, writer):
    at = datetime.now(UTC)
    find = make_find(writer, now=at, captured_at=at)
    make_photo(find, alt="A face")
    make_photo(find, alt="A door", colour=(1, 2, 3))
    Find.objects.filter(pk=find.pk).update(state="returned", remark="There is a face in it.")
    page = phone(writer.user)
    page.goto(f"/paris/en/guest/find/{find.pk}/")
    page.locator("html[data-ready]").wait_for()
    page.get_by_label("Remove this photo").first.check()
    page.reload()
    page.locator("html[data-ready]").wait_for()
    expect(page.get_by_label("Remove this photo").first).to_be_checked()
    send(page)
    expect(arrival(page)).to_be_visible(timeout=15_000)
    assert [photo.alt for photo in find.photos.all()] == ["A door"]


def test_two_guests_on_one_phone_never_send_in_each_others_name(phone, writer, city):
    page = open_capture(phone(writer.user))
    page.evaluate(
        """async () => {
            const { put } = await import("/static/js/store.js");
            await put("outbox", {id: crypto.randomUUID(), owner: "paris/somebody-else", action: location.href, at: 1,
                title: "", fields: [["words", "not mine"]], photos: [], trouble: null});
        }"""
    )
    posts = posts_of(page)
    page.reload()
    page.locator("html[data-ready]").wait_for()
    expect(waiting(page)).to_have_count(0)
    assert posts == []


def test_words_being_written_survive_a_reload(phone, writer, red_door):
    page = open_capture(phone(writer.user))
    page.get_by_label("What did you see?").fill(WORDS)
    page.locator("#shutter input").last.set_input_files(red_door)
    page.get_by_label("What it shows").fill("Une porte")
    open_capture(page)
    expect(page.get_by_label("What did you see?")).to_have_value(WORDS)
    expect(page.get_by_label("What it shows")).to_have_value("Une porte")
    expect(page.locator("#capture-news")).to_have_text("Here is what you had begun.")


def test_the_charter_remarks_while_one_types_and_one_tap_repairs(phone, writer):
    page = open_capture(phone(writer.user))
    page.get_by_label("What did you see?").fill("Un chat 👩‍🎨 sur le toit #parisjetaime")
    expect(page.locator("#remarks")).to_contain_text("The city's tag is written #ParisJeTaime.")
    expect(page.locator("#rooms")).to_contain_text("37 of 2000")
    page.get_by_role("button", name="Write #ParisJeTaime").click()
    expect(page.get_by_label("What did you see?")).to_have_value("Un chat 👩‍🎨 sur le toit #ParisJeTaime")
    expect(page.locator("#remarks")).not_to_contain_text("The city's tag is written")


def test_of_many_networks_the_nearest_to_its_limit_speaks_and_the_others_when_asked(phone, writer, city):
    for kind in ("mastodon", "x"):
        make_channel(city, kind, kind.title())
    page = open_capture(phone(writer.user))
    shown = page.locator("#rooms li:visible")
    expect(shown).to_have_text([re.compile("^X 0 of 280$")])
    page.get_by_label("What did you see?").fill("Un chat " * 40)
    expect(shown).to_have_text([re.compile("^X 319 of 280$")])
    page.get_by_role("button", name="Every network").tap()
    expect(shown).to_have_count(3)
    page.get_by_role("button", name="Every network").tap()
    page.get_by_label("What did you see?").fill("Un chat " * 70)
    expect(shown).to_have_text([re.compile("^Mastodon 559 of 500$"), re.compile("^X 559 of 280$")])


def test_a_letter_is_kept_and_seen_before_it_is_remarked_upon(phone, writer):
    page = open_capture(phone(writer.user))
    before, seen, kept = page.evaluate("""async () => {
      const [words, rooms] = ["words", "rooms"].map((id) => document.getElementById(id));
      const picture = () => new Promise((shown) => requestAnimationFrame(() => shown(rooms.textContent)));
      const before = await picture();
      words.value = "Un chat.";
      words.dispatchEvent(new Event("input", { bubbles: true }));
      const kept = Object.values(localStorage).some((draft) => draft.includes(words.value));
      return [before, await picture(), kept];
    }""")
    assert seen == before
    assert kept
    expect(page.locator("#rooms")).to_contain_text("8 of 2000")


def test_a_question_waits_for_a_word_and_what_is_said_is_kept_with_the_find(phone, writer):
    page = open_capture(phone(writer.user))
    page.get_by_label("My words are in").evaluate("select => { select.value = 'fr' }")
    page.get_by_label("What did you see?").fill("Un chat dort. #parisjetaime")
    send(page)
    expect(page.locator("#capture-news")).to_contain_text("The charter has a question for you")
    page.get_by_role("button", name="It is meant").click()
    page.get_by_label("What did you see?").press("End")
    page.get_by_label("What did you see?").press_sequentially(" !")
    expect(page.get_by_label("Or say why")).to_have_value("It is meant")
    send(page)
    expect(arrival(page)).to_be_visible(timeout=15_000)
    find = Find.objects.get()
    assert (find.words, find.reasons) == ("Un chat dort. #parisjetaime !", {"brand_tag": "It is meant"})
    assert (find.consideration, find.likeness, find.lent_at is not None) == ("nothing", "nobody", True)


def test_a_tap_on_the_map_tells_the_place(phone, writer):
    page = open_capture(phone(writer.user))
    page.get_by_label("What did you see?").fill(WORDS)
    page.locator("#map [data-code='2e']").click()
    expect(page.get_by_role("combobox", name="District")).to_have_value("2e")
    expect(page.locator("#place-news")).to_have_text("In Bourse.")
    send(page)
    expect(arrival(page)).to_be_visible(timeout=15_000)
    find = Find.objects.get()
    assert find.district == "2e"
    assert (find.lon, find.lat) == (pytest.approx(2.35, abs=0.002), pytest.approx(48.85, abs=0.002))


def test_the_list_of_districts_does_what_the_map_does(phone, writer):
    page = open_capture(phone(writer.user))
    page.locator("#map [data-code='2e']").click()
    page.get_by_label("What did you see?").fill(WORDS)
    page.get_by_role("combobox", name="District").select_option("Louvre")
    send(page)
    expect(arrival(page)).to_be_visible(timeout=15_000)
    find = Find.objects.get()
    assert (find.district, find.lon, find.lat) == ("1e", None, None)


def test_the_phones_own_position_may_tell_the_place(phone, writer):
    here = {"geolocation": {"latitude": 48.86, "longitude": 2.27}, "permissions": ["geolocation"]}
    page = open_capture(phone(writer.user, **here))
    page.get_by_role("button", name="Where I am now").click()
    expect(page.get_by_role("combobox", name="District")).to_have_value("1e")


def test_a_phone_that_does_not_tell_where_it_is_gets_the_map_instead(phone, writer):
    page = open_capture(phone(writer.user))
    page.get_by_role("button", name="Where I am now").click()
    expect(page.locator("#place-news")).to_have_text("Your phone does not tell where it is: tap the map instead.")


def test_a_refused_find_says_why_and_opens_again(phone, writer, tmp_path):
    note = tmp_path / "note.jpg"
    note.write_text("this is no photo", encoding="utf-8")
    page = open_capture(phone(writer.user))
    page.get_by_label("What did you see?").fill(WORDS)
    page.locator("#shutter input").last.set_input_files(note)
    expect(page.locator("#photos li")).to_have_count(1)
    send(page)
    expect(waiting(page)).to_contain_text("This file is not a photo we can read.", timeout=15_000)
    page.get_by_role("button", name="Open it again").click()
    expect(waiting(page)).to_have_count(0)
    page.get_by_role("button", name="Remove this photo").click()
    send(page)
    expect(arrival(page)).to_be_visible(timeout=15_000)
    assert [(find.words, find.state) for find in Find.objects.all()] == [(WORDS, "submitted")]


def test_words_that_meet_a_find_sent_from_elsewhere_go_on_as_a_new_one(phone, writer):
    find = make_find(writer, state="draft", now=datetime.now(UTC), captured_at=datetime.now(UTC), words=WORDS)
    page = phone(writer.user)
    page.goto(f"/paris/en/guest/find/{find.pk}/")
    page.locator("html[data-ready]").wait_for()
    submit_find(find, by=writer.user, now=datetime.now(UTC))
    page.get_by_label("What did you see?").fill("Something else entirely")
    send(page)
    expect(waiting(page)).to_contain_text("This find had already left.", timeout=15_000)
    page.get_by_role("link", name="Open it again").click()
    page.locator("html[data-ready]").wait_for()
    page.get_by_role("button", name="Open it again").click()
    send(page)
    expect(arrival(page)).to_be_visible(timeout=15_000)
    assert {found.words for found in Find.objects.filter(state="submitted")} == {WORDS, "Something else entirely"}


def test_when_the_desk_has_ended_the_residency_the_phone_keeps_the_find_and_says_so(phone, writer, city):
    page = open_capture(phone(writer.user))
    end_residency(writer.residencies.get(), by=make_editor(city), now=datetime.now(UTC), why="A change of plan")
    page.get_by_label("What did you see?").fill(WORDS)
    send(page)
    expect(waiting(page)).to_contain_text("Your time with the pen is over.", timeout=15_000)
    assert not Find.objects.exists()


def test_a_closed_session_keeps_the_find_and_asks_to_sign_in(phone, writer):
    page = open_capture(phone(writer.user))
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("What did you see?").fill(WORDS)
    send(page)
    expect(page.locator("#outbox [role=status]")).to_contain_text("Sign in again", timeout=15_000)
    expect(waiting(page)).to_contain_text("Kept on this phone")


def test_a_returned_find_goes_back_to_the_desk_from_its_own_page(phone, writer, city):
    page = open_capture(phone(writer.user))
    page.get_by_label("What did you see?").fill(WORDS)
    send(page)
    expect(arrival(page)).to_be_visible(timeout=15_000)
    find = Find.objects.get()
    Find.objects.filter(pk=find.pk).update(state="returned", remark="Which door?")
    page.goto(f"/paris/en/guest/find/{find.pk}/")
    page.locator("html[data-ready]").wait_for()
    page.get_by_label("What did you see?").fill(f"{WORDS} Rue de la Lune.")
    send(page)
    expect(arrival(page)).to_be_visible(timeout=15_000)
    find.refresh_from_db()
    assert (find.state, find.words) == ("submitted", f"{WORDS} Rue de la Lune.")


def test_the_page_works_without_javascript(phone, writer, red_door):
    page = phone(writer.user, java_script_enabled=False)
    page.goto(CAPTURE)
    page.get_by_label("Photo 1", exact=True).set_input_files(red_door)
    page.get_by_label("What photo 1 shows").fill("Une porte rouge au fond d’une cour")
    page.get_by_label("What did you see?").fill(WORDS)
    page.get_by_role("combobox", name="District").select_option("Bourse")
    send(page)
    expect(page.get_by_text("It has arrived: the desk has your find.")).to_be_visible()
    find = Find.objects.get()
    assert (find.words, find.district, find.photos.count()) == (WORDS, "2e", 1)


def test_a_file_that_is_no_photo_gives_the_words_back_without_javascript(phone, writer, tmp_path):
    note = tmp_path / "note.jpg"
    note.write_text("this is no photo", encoding="utf-8")
    page = phone(writer.user, java_script_enabled=False)
    page.goto(CAPTURE)
    page.get_by_label("What did you see?").fill(WORDS)
    page.get_by_label("Photo 1", exact=True).set_input_files(note)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("This file is not a photo we can read.")
    expect(page.get_by_label("What did you see?")).to_have_value(WORDS)
    assert Find.objects.get().state == "draft"
