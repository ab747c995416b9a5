"""Pinterest: the requests that leave, and what is made of the answers; the vendor's own description judges all."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from functools import cache
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaneur.adapters.base import Lost, Refused, TryLater
from flaneur.adapters.pinterest import MARK, MOST_PAGES, PAGE, SCOPES, Pinterest
from flaneur.core.dispatch import Account, Numbers, Receipt
from flaneur.core.text import LIMITS, title
from flaneur.rehearsal.faults import told
from flaneur.rehearsal.pinterest import Pin
from tests.adapters import vendor
from tests.adapters.servers import ACCESS, REFRESH, Interruption
from tests.adapters.vendor import needs_specs
from tests.adapters.worlds import LONG_WORDS, WORDS, compose, make_dispatch, make_picture, make_world

LINK = "https://paris.fr/42/porte-rouge"
CALLBACK = "https://paris.fr/regie/canaux/retour"
OPEN = {"scope": "boards:read,boards:write,pins:read,pins:write,user_accounts:read"}


@pytest.fixture
def world(tmp_path):
    """An account that is connected; each request and each answer is held against the description."""
    found = make_world("pinterest", tmp_path)
    found.adapter.now = found.server.now
    if vendor.SPECS.exists():
        answer = found.server.network.answer

        def judged(request):
            said = answer(request)
            if request.url.path != "/oauth/" and said.status_code != 400:
                vendor.pinterest().check(request, said)
                assert set(request.url.params) <= _declared(request.method, request.url.path)
            return said

        found.server.network.answer = judged
    return found


@pytest.fixture
def crowd(tmp_path):
    """An account with more pins and boards than anybody reads; nobody judges so many."""
    found = make_world("pinterest", tmp_path)
    many = [f"{number}" for number in range(1, PAGE * MOST_PAGES + 2)]
    found.server.network.boards = {number: number for number in many}
    for number in many:
        _plant(found, number, link=f"{LINK}{MARK}{number}")
    return found


@cache
def _document():
    return json.loads((vendor.SPECS / "pinterest/openapi.v5.23.0.json").read_text(encoding="utf-8"))


def _operation(method, path):
    path = path.removeprefix("/v5")
    like = "/pins/{pin_id}" if path.startswith("/pins/") else path
    return _document()["paths"][like][method.lower()]


def _declared(method, path):
    named = _document()["components"]["parameters"]
    parameters = _operation(method, path).get("parameters", ())
    return {named[each["$ref"].rsplit("/", 1)[1]]["name"] if "$ref" in each else each["name"] for each in parameters}


@pytest.fixture
def post(tmp_path):
    return compose("pinterest", link=LINK, pictures=(make_picture(tmp_path),))


def _interrupt(world, answer, *, after=0, arrives=False):
    """What comes instead of the next answer, or of one a few calls later."""
    world.server.interruptions[len(world.server.calls) + after] = Interruption(answer, arrives)


def _says(status, **body):
    return lambda _request: httpx.Response(status, json=body)


def _silence(_request):
    raise httpx.ReadTimeout("silence")


def _sent(world):
    (body,) = world.server.bodies("/v5/pins")
    return body


def _plant(world, reference, *, ago=timedelta(), **words):
    """A pin that stands there already."""
    given = {"title": "", "description": "", "alt_text": None, "link": None} | words
    world.server.records[reference] = Pin(reference, "549755885175", world.server.now - ago, given, [b"x"])


class TestWhatLeaves:
    def test_a_find_is_one_pin_with_its_picture_its_words_and_the_way_back(self, world, post, tmp_path):
        receipt = world.adapter.publish(post)
        assert world.server.calls == ["GET /v5/boards", "POST /v5/pins"]
        body = _sent(world)
        media, link = body.pop("media_source"), body.pop("link")
        assert body == {
            "board_id": "549755885175",
            "title": "Trois marches, une porte rouge, un chat.",
            "description": f"{WORDS}\n\n— Léa · #ParisJeTaime",
            "alt_text": "Une porte rouge",
        }
        content = (tmp_path / "photo.jpg").read_bytes()
        assert media == {
            "source_type": "image_base64",
            "content_type": "image/jpeg",
            "data": base64.b64encode(content).decode(),
        }
        assert link.startswith(f"{LINK}{MARK}")
        assert world.server.requests[1].headers["authorization"] == f"Bearer {ACCESS}"
        (reference,) = world.server.records
        assert receipt == Receipt(f"https://www.pinterest.com/pin/{reference}/", (reference,))

    def test_pictures_of_one_size_are_shown_together(self, world, tmp_path):
        pictures = tuple(make_picture(tmp_path, name=f"{number}.jpg", alt=f"Porte {number}") for number in range(6))
        world.adapter.publish(compose("pinterest", pictures=pictures))
        body = _sent(world)
        assert body["media_source"]["source_type"] == "multiple_image_base64"
        assert len(body["media_source"]["items"]) == 5
        assert body["alt_text"] == "Porte 0 · Porte 1 · Porte 2 · Porte 3 · Porte 4"
        (pin,) = world.server.records.values()
        assert pin.pictures == [picture.path.read_bytes() for picture in pictures[:5]]

    def test_of_pictures_that_differ_in_size_the_first_goes_alone(self, tmp_path):
        pictures = (make_picture(tmp_path), make_picture(tmp_path, name="2.jpg", size=(48, 64)))
        (part,) = compose("pinterest", pictures=pictures).parts
        assert part.pictures == pictures[:1]

    def test_a_find_without_a_picture_is_no_pin(self):
        with pytest.raises(Refused, match="without a picture"):
            Pinterest.compose(make_dispatch())

    def test_a_picture_too_large_is_refused_before_anything_leaves(self, world, tmp_path):
        picture = make_picture(tmp_path)
        with picture.path.open("wb") as file:
            file.truncate(20_000_001)
        with pytest.raises(Refused, match="too large"):
            world.adapter.publish(compose("pinterest", pictures=(picture,)))
        assert world.server.calls == []

    def test_without_anything_to_say_of_a_picture_nothing_is_said(self, world, tmp_path):
        world.adapter.publish(compose("pinterest", link="", pictures=(make_picture(tmp_path, alt=""),)))
        body = _sent(world)
        assert (body["alt_text"], body["link"]) == (None, None)

    def test_a_long_text_alternative_is_cut_at_a_word(self, world, tmp_path):
        world.adapter.publish(compose("pinterest", pictures=(make_picture(tmp_path, alt="Une porte " * 60),)))
        assert _sent(world)["alt_text"].endswith("porte…")
        assert len(_sent(world)["alt_text"]) <= 500

    def test_long_words_are_cut_and_never_a_thread(self, tmp_path):
        words = LONG_WORDS + " " + LONG_WORDS
        (part,) = compose("pinterest", words=words, pictures=(make_picture(tmp_path),)).parts
        assert len(part.text) <= 800
        assert part.text.endswith("…\n\n— Léa · #ParisJeTaime")


class TestTitles:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            (WORDS, "Trois marches, une porte rouge, un chat."),
            ("  Une porte\nrouge. Un chat.", "Une porte"),
            ("Une porte", "Une porte"),
            ("Chez M. Martin, une porte rouge. Un chat qui dort.", "Chez M. Martin, une porte rouge."),
            ("mot " * 40, "mot " * 24 + "mot…"),
            ("x" * 101, "x" * 99 + "…"),
            ("", ""),
        ],
    )
    def test_a_title_is_the_first_sentence_or_as_much_of_it_as_fits(self, words, found):
        assert title(words, LIMITS["pinterest"]) == found

    def test_a_network_without_titles_gets_none(self):
        assert title(WORDS, LIMITS["x"]) == ""

    @given(st.text(st.sampled_from("aé. !\n👨‍👩‍👧‍👦e\u0301#@"), max_size=400))
    def test_a_title_always_fits(self, words):
        assert len(title(words, LIMITS["pinterest"])) <= 100


class TestBoards:
    @pytest.mark.parametrize(
        ("pillar", "board"),
        [("Portes", "549755885176"), (" portes", "549755885176"), ("Cours", "549755885175"), ("", "549755885175")],
    )
    def test_a_find_goes_to_the_board_of_its_pillar_or_to_the_default_one(self, world, post, pillar, board):
        world.adapter.publish(replace(post, pillar=pillar))
        assert _sent(world)["board_id"] == board

    def test_composed_accents_are_the_same_name(self, world, post):
        world.server.network.boards["7"] = "De\u0301tours"
        world.adapter.publish(replace(post, pillar="Détours"))
        assert _sent(world)["board_id"] == "7"

    def test_boards_are_read_page_by_page(self, world, post):
        many = {f"{number}": f"Tableau {number}" for number in range(1000, 1000 + 2 * PAGE)}
        world.server.network.boards = {**many, "9": "Trouvailles"}
        world.adapter.publish(post)
        assert world.server.calls == ["GET /v5/boards"] * 3 + ["POST /v5/pins"]
        assert _sent(world)["board_id"] == "9"

    @pytest.mark.thorough
    def test_boards_are_not_read_for_ever(self, crowd, post):
        with pytest.raises(Refused, match="default board"):
            crowd.adapter.publish(post)
        assert crowd.server.calls == ["GET /v5/boards"] * MOST_PAGES

    @pytest.mark.parametrize("act", ["check", "publish"])
    def test_a_default_board_that_is_not_there_is_named(self, world, post, act):
        world.server.network.boards = {"1": "Autre chose"}
        with pytest.raises(Refused, match="default board is not on Pinterest") as raised:
            world.adapter.check() if act == "check" else world.adapter.publish(post)
        assert (raised.value.reconnect, raised.value.code) == (False, "board “Trouvailles”")
        assert world.server.records == {}

    def test_a_board_for_advertisements_is_none_of_ours(self, world, post):
        board = {"id": "1", "name": "Trouvailles", "is_ads_only": True}
        _interrupt(world, _says(200, items=[board]))
        with pytest.raises(Refused, match="default board"):
            world.adapter.publish(post)


class TestConnecting:
    @pytest.fixture
    def strangers(self, world):
        """Before the office has said yes."""
        world.adapter.credentials = {
            name: world.adapter.credentials[name] for name in ("client_id", "client_secret", "board")
        }
        return world

    def _come_back(self, world):
        """What Pinterest sends the office back with."""
        consent = world.adapter.consent(CALLBACK, "state-of-the-desk")
        answer = world.server.network.answer(httpx.Request("GET", consent.url))
        return consent, parse_qs(urlsplit(answer.headers["location"]).query)

    def test_the_office_says_yes_on_pinterest_to_no_more_than_we_need(self, strangers):
        consent = strangers.adapter.consent(CALLBACK, "state-of-the-desk")
        address = urlsplit(consent.url)
        assert f"{address.scheme}://{address.netloc}{address.path}" == "https://www.pinterest.com/oauth/"
        assert {name: value for name, (value,) in parse_qs(address.query).items()} == {
            "response_type": "code",
            "client_id": "client-of-paris",
            "redirect_uri": CALLBACK,
            "state": "state-of-the-desk",
            **OPEN,
        }
        assert consent.credentials == strangers.adapter.credentials

    def test_a_yes_becomes_tokens(self, strangers):
        _consent, back = self._come_back(strangers)
        strangers.adapter.redeem(back["code"][0], CALLBACK)
        (asked,) = strangers.server.requests
        assert told(asked) == {
            "grant_type": "authorization_code",
            "code": back["code"][0],
            "redirect_uri": CALLBACK,
            "continuous_refresh": "true",
        }
        assert asked.headers["authorization"].startswith("Basic ")
        assert back["state"] == ["state-of-the-desk"]
        account = strangers.adapter.check()
        assert account == Account("paris_test", "https://www.pinterest.com/paris_test/", strangers.adapter.credentials)

    def test_a_yes_is_good_once(self, strangers):
        _consent, back = self._come_back(strangers)
        strangers.adapter.redeem(back["code"][0], CALLBACK)
        with pytest.raises(Refused, match="reconnect the channel") as raised:
            strangers.adapter.redeem(back["code"][0], CALLBACK)
        assert raised.value.reconnect

    def test_tokens_are_renewed_when_two_thirds_of_their_life_are_over(self, world):
        assert world.adapter.renew_at is None
        world.adapter.renew()
        assert world.adapter.renew_at == world.server.now + timedelta(days=20)
        assert world.adapter.credentials["access"] in world.server.network.access
        assert world.adapter.credentials["refresh"] in world.server.network.refresh
        assert told(world.server.requests[0]) == {"grant_type": "refresh_token", "refresh_token": REFRESH}

    @pytest.mark.parametrize("lifetime", [None, "2592000", {}])
    def test_fresh_tokens_are_kept_whatever_else_is_said_with_them(self, world, lifetime):
        _interrupt(world, _says(200, access_token="fresh", expires_in=lifetime))
        world.adapter.renew()
        assert world.adapter.credentials.items() >= {"access": "fresh", "refresh": REFRESH}.items()
        assert world.adapter.renew_at == world.adapter.now + timedelta(hours=16)

    def test_a_refresh_token_that_was_used_needs_a_person(self, world):
        old = world.adapter.credentials
        world.adapter.renew()
        world.adapter.credentials = old
        with pytest.raises(Refused, match="reconnect the channel") as raised:
            world.adapter.renew()
        assert raised.value.reconnect

    def test_a_token_that_dies_on_the_way_is_renewed_once_and_nothing_is_pinned_twice(self, world, post):
        world.server.now += timedelta(days=31)
        world.adapter.publish(post)
        assert world.server.calls == ["GET /v5/boards", "POST /v5/oauth/token", "GET /v5/boards", "POST /v5/pins"]
        assert len(world.server.records) == 1

    def test_when_nothing_is_accepted_any_more_a_person_is_asked_for(self, world, post):
        world.server.network.faults.expired = True
        with pytest.raises(Refused, match="reconnect the channel") as raised:
            world.adapter.publish(post)
        assert (raised.value.reconnect, world.server.calls) == (True, ["GET /v5/boards", "POST /v5/oauth/token"])

    def test_a_token_is_renewed_once_and_not_for_ever(self, world, post):
        for step in (0, 2):
            _interrupt(world, _says(401, code=3, message="scopes"), after=step)
        with pytest.raises(Refused) as raised:
            world.adapter.publish(post)
        assert (raised.value.reconnect, len(world.server.calls)) == (True, 3)

    def test_a_channel_without_tokens_asks_for_a_person_and_nothing_of_pinterest(self, strangers, post):
        with pytest.raises(Refused) as raised:
            strangers.adapter.publish(post)
        assert (raised.value.reconnect, strangers.server.calls) == (True, [])

    @pytest.mark.parametrize(
        ("typed", "origin", "site"),
        [
            ("", "https://api.pinterest.com", "https://www.pinterest.com"),
            ("https://api-sandbox.pinterest.com/", "https://api-sandbox.pinterest.com", "https://www.pinterest.com"),
            ("http://localhost:8900/pinterest", "http://localhost:8900/pinterest", "http://localhost:8900/pinterest"),
            (" rehearsal.paris.fr ", "https://rehearsal.paris.fr", "https://rehearsal.paris.fr"),
        ],
    )
    def test_a_rehearsal_differs_by_its_address_only(self, tmp_path, typed, origin, site):
        world = make_world("pinterest", tmp_path, service=typed)
        board = {"id": "1", "name": "Trouvailles"}
        world.server.answer = _says(200, id="1", username="paris_test", items=[board])
        assert world.adapter.check().url == f"{site}/paris_test/"
        assert str(world.server.requests[0].url) == f"{origin}/v5/user_account"
        assert world.adapter.consent(CALLBACK, "state").url.startswith(f"{site}/oauth/?")


class TestNothingTwice:
    @pytest.mark.parametrize("keeps", [True, False])
    def test_a_lost_answer_is_found_by_its_link(self, world, post, keeps):
        world.server.network.keeps_fragments = keeps
        _interrupt(world, _silence, after=1, arrives=True)
        with pytest.raises(Lost):
            world.adapter.publish(post)
        (reference,) = world.server.records
        assert world.adapter.look_up(post).references == (reference,)

    def test_what_never_arrived_is_not_found(self, world, post):
        _interrupt(world, _silence, after=1)
        with pytest.raises(Lost):
            world.adapter.publish(post)
        assert world.adapter.look_up(post) is None

    def test_our_sign_tells_one_pin_of_a_page_from_another(self, world, post):
        world.adapter.publish(replace(post, key="another channel's"))
        assert world.adapter.look_up(post) is None

    @pytest.mark.parametrize(
        ("link", "heading", "ago"),
        [
            (LINK, "Trois marches, une porte rouge, un chat.", timedelta(minutes=66)),
            (LINK, "Autre chose", timedelta()),
            ("https://paris.fr/43", "Trois marches, une porte rouge, un chat.", timedelta()),
        ],
    )
    def test_without_our_sign_an_older_pin_or_another_is_not_ours(self, world, post, link, heading, ago):
        _plant(world, "11", ago=ago, link=link, title=heading)
        assert world.adapter.look_up(post) is None

    def test_an_instant_without_a_zone_is_utc(self, world, post):
        pin = {"id": "5", "link": LINK, "title": post.title, "created_at": "2026-05-14T10:00:00"}
        _interrupt(world, _says(200, items=[pin]))
        assert world.adapter.look_up(post).references == ("5",)

    def test_reading_ends_where_the_pins_are_older_than_the_post(self, world, post):
        for number in range(3 * PAGE, 0, -1):
            _plant(world, f"{1000 - number}", ago=timedelta(minutes=number))
        assert world.adapter.look_up(post) is None
        assert world.server.calls == ["GET /v5/pins"]

    def test_pins_in_no_order_are_read_to_the_end(self, world, post):
        for number in range(1, 2 * PAGE + 1):
            _plant(world, f"{number}", ago=timedelta(minutes=number))
        assert world.adapter.look_up(post) is None
        assert world.server.calls == ["GET /v5/pins"] * 2

    @pytest.mark.thorough
    def test_a_look_that_cannot_see_all_is_no_proof(self, crowd, post):
        with pytest.raises(Refused, match="look on the network"):
            crowd.adapter.look_up(post)
        assert crowd.server.calls == ["GET /v5/pins"] * MOST_PAGES

    @pytest.mark.parametrize("items", [3, [3], [{}], [{"id": ""}], None])
    def test_an_answer_that_says_nothing_is_no_proof_either(self, world, post, items):
        _interrupt(world, _says(200, items=items))
        with pytest.raises(TryLater, match="no usable answer"):
            world.adapter.look_up(post)


class TestTakingBack:
    def test_a_pin_is_taken_back_by_its_receipt_and_what_is_gone_counts_as_done(self, world, post):
        receipt = world.adapter.publish(post)
        for _time in range(2):
            world.adapter.retract(receipt, post.key)
        assert world.server.records == {}
        assert world.server.calls[2:] == [f"DELETE /v5/pins/{receipt.references[0]}"] * 2

    def test_without_a_receipt_it_is_found_by_its_sign(self, world, post):
        world.adapter.publish(post)
        other = world.adapter.publish(replace(post, key="another"))
        world.adapter.retract(Receipt(""), post.key)
        assert tuple(world.server.records) == other.references

    def test_where_no_pin_bears_a_sign_a_person_has_to_look(self, world, post):
        world.server.network.keeps_fragments = False
        world.adapter.publish(post)
        with pytest.raises(Refused, match="look on the network"):
            world.adapter.retract(Receipt(""), post.key)
        assert len(world.server.records) == 1

    @pytest.mark.thorough
    def test_where_not_all_pins_can_be_read_a_person_has_to_look(self, crowd, post):
        with pytest.raises(Refused, match="look on the network"):
            crowd.adapter.retract(Receipt(""), post.key)
        assert len(crowd.server.records) == PAGE * MOST_PAGES + 1

    def test_where_there_is_no_pin_there_is_none_of_ours(self, world, post):
        world.adapter.retract(Receipt(""), post.key)
        assert world.server.calls == ["GET /v5/pins"]

    def test_what_is_neither_gone_nor_refused_is_tried_again(self, world):
        _interrupt(world, _says(200, id="5"))
        with pytest.raises(TryLater):
            world.adapter.retract(Receipt("", ("5",)), "key")


class TestWhatStands:
    def test_a_pin_stands_until_it_is_gone(self, world, post):
        receipt = world.adapter.publish(post)
        assert world.adapter.stands(receipt)
        world.server.records.clear()
        assert not world.adapter.stands(receipt)
        assert not world.adapter.stands(Receipt(""))

    def test_words_are_changed_where_they_stand_and_the_way_back_stays(self, world, tmp_path, post):
        receipt = world.adapter.publish(post)
        (pin,) = world.server.records.values()
        link = pin.words["link"]
        corrected = compose(
            "pinterest", words="Un chien.", link=LINK, pictures=(make_picture(tmp_path, alt="Un chien"),)
        )
        assert world.adapter.edit(receipt, corrected) == receipt
        assert pin.words == {
            "title": "Un chien.",
            "description": "Un chien.\n\n— Léa · #ParisJeTaime",
            "alt_text": "Un chien",
            "link": link,
        }

    @pytest.mark.parametrize("receipt", [Receipt(""), Receipt("", ("404",))])
    def test_what_is_not_there_is_neither_changed_nor_counted(self, world, post, receipt):
        for act in (lambda: world.adapter.edit(receipt, post), lambda: world.adapter.count(receipt)):
            with pytest.raises(Refused, match="does not know"):
                act()

    def test_a_correction_without_an_answer_may_be_repeated(self, world, post):
        receipt = world.adapter.publish(post)
        _interrupt(world, _silence, arrives=True)
        with pytest.raises(TryLater):
            world.adapter.edit(receipt, post)

    def test_numbers_are_those_of_the_pins_whole_life(self, world, post):
        receipt = world.adapter.publish(post)
        (pin,) = world.server.records.values()
        pin.metrics = {"impression": 240, "reaction": 12, "save": 20, "comment": 3, "pin_click": 37}
        assert world.adapter.count(receipt) == Numbers(views=240, likes=12, shares=20, replies=3)
        assert dict(world.server.requests[-1].url.params) == {"pin_metrics": "true"}

    @pytest.mark.parametrize("metrics", [None, {}, {"lifetime_metrics": None}, {"lifetime_metrics": {"save": "x"}}])
    def test_what_pinterest_does_not_tell_is_not_zero(self, world, metrics):
        _interrupt(world, _says(200, id="5", pin_metrics=metrics))
        assert world.adapter.count(Receipt("", ("5",))) == Numbers()


class TestTrouble:
    def test_an_app_on_trial_stops_the_channel_and_says_why(self, world, post):
        world.server.network.is_trial = True
        with pytest.raises(Refused, match="Standard access") as raised:
            world.adapter.publish(post)
        assert (raised.value.reconnect, raised.value.code) == (True, "403 29")

    def test_the_same_number_in_a_good_answer_means_nothing(self, world):
        _interrupt(world, _says(200, id="5", code=29))
        assert world.adapter.stands(Receipt("", ("5",)))

    def test_a_used_up_rate_limit_waits_as_long_as_pinterest_says(self, world, post):
        world.server.network.faults.busy = True
        with pytest.raises(TryLater) as raised:
            world.adapter.publish(post)
        assert raised.value.after == timedelta(minutes=15)

    def test_a_server_that_accepts_and_falls_silent_is_lost_and_found(self, world, post):
        world.server.network.faults.drops = True
        with pytest.raises(Lost):
            world.adapter.publish(post)
        world.server.network.faults.drops = False
        assert world.adapter.look_up(post).references == tuple(world.server.records)

    def test_a_server_that_breaks_on_a_pin_gave_no_certain_answer(self, world, post):
        _interrupt(world, lambda _request: world.server.network.broken(), after=1)
        with pytest.raises(Lost):
            world.adapter.publish(post)


@needs_specs
class TestTheJudge:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"board_id": "Trouvailles"},
            {"title": "x" * 101},
            {"description": "x" * 801},
            {"alt_text": "x" * 501},
            {"media_source": None},
            {"media_source": {"source_type": "multiple_image_base64", "items": []}},
        ],
    )
    def test_the_description_refuses_what_we_never_send(self, wrong):
        media = {"source_type": "image_base64", "content_type": "image/jpeg", "data": "eA=="}
        body = {"board_id": "1", "title": "x", "media_source": media}
        vendor.pinterest().check(httpx.Request("POST", "https://api.pinterest.com/v5/pins", json=body))
        with pytest.raises(AssertionError):
            vendor.pinterest().check(httpx.Request("POST", "https://api.pinterest.com/v5/pins", json=body | wrong))

    def test_we_ask_for_the_scopes_of_what_we_do_and_for_no_other(self):
        done = [("GET", "/user_account"), ("GET", "/boards"), ("GET", "/pins"), ("POST", "/pins")]
        done += [(method, "/pins/1") for method in ("GET", "PATCH", "DELETE")]
        ways = [way for each in done for way in _operation(*each)["security"]]
        assert {scope for way in ways for scope in way.get("pinterest_oauth2", ())} == set(SCOPES)
