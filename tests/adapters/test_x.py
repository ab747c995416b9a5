"""X: the requests that leave, and what is made of the answers; the vendor's own description judges all of them."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaneur.adapters.base import Lost, Refused, TryLater, Unfinished
from flaneur.adapters.x import SCOPES, SEGMENT, X
from flaneur.core.dispatch import Numbers, Receipt
from flaneur.core.prices import PRICES
from flaneur.core.text.x import as_typed, is_alike
from flaneur.rehearsal.faults import told
from flaneur.rehearsal.x import NAMES, Standing, XNetwork
from tests.adapters import vendor
from tests.adapters.servers import ACCESS, PASSWORD, REFRESH, Interruption
from tests.adapters.vendor import needs_specs
from tests.adapters.worlds import LONG_WORDS, WORDS, compose, make_dispatch, make_picture, make_world

LINK = "https://paris.fr/42/porte-rouge"
CALLBACK = "https://paris.fr/regie/canaux/retour"
MINUTE = timedelta(minutes=1)


EARLIER, LATEST = NAMES


@pytest.fixture(params=[pytest.param(EARLIER, marks=pytest.mark.thorough), LATEST])
def world(request, tmp_path):
    """An account that is connected, on a network that speaks as either edition of its description has it."""
    found = make_world("x", tmp_path)
    found.server.network.edition = request.param
    found.adapter.now = found.server.now
    if vendor.SPECS.exists():
        _judge(found.server)
    return found


def _judge(server):
    """Everything that is asked and answered is held against the description; letting an app in is not described."""
    answer = server.network.answer
    edition = server.network.edition

    def judged(request):
        said = answer(request)
        if "/oauth2/" not in request.url.path and said.status_code != 400:
            vendor.x(edition).check(request, said)
            assert set(request.url.params) <= _declared(edition, request.method, request.url.path)
        return said

    server.network.answer = judged


@cache
def _operations(edition):
    document = json.loads((vendor.SPECS / f"x/openapi.{edition}.json").read_text(encoding="utf-8"))
    named = document["components"]["parameters"]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for parameter in operation.get("parameters", ()):
                if reference := parameter.pop("$ref", ""):
                    parameter |= named[reference.rsplit("/", 1)[1]]
            operation["like"] = re.compile(re.sub(r"\{\w+\}", "[^/]+", path))
            operation["method"] = method.upper()
    return [operation for operations in document["paths"].values() for operation in operations.values()]


def _operation(edition, method, path):
    return next(each for each in _operations(edition) if each["method"] == method and each["like"].fullmatch(path))


def _declared(edition, method, path):
    return {each["name"] for each in _operation(edition, method, path).get("parameters", ())}


def _post(**fields):
    return compose("x", **{"link": LINK} | fields)


def _sent(world, post):
    """The receipt of a post, step by step."""
    for _step in range(40):
        try:
            return world.adapter.publish(post)
        except Unfinished as step:
            world.server.now = world.adapter.now = world.server.now + step.after
            post = replace(post, progress=json.loads(json.dumps(dict(step.progress))))
    raise AssertionError("it never comes to an end")


def _unfinished(act, post):
    with pytest.raises(Unfinished) as raised:
        act(post)
    return raised.value, replace(post, progress=json.loads(json.dumps(dict(raised.value.progress))))


def _interrupt(world, answer, *, after=0, arrives=False):
    """What comes instead of the next answer, or of one a few calls later."""
    world.server.interruptions[len(world.server.calls) + after] = Interruption(answer, arrives)


def _says(status, **body):
    return lambda _request: httpx.Response(status, json=body)


def _silence(_request):
    raise httpx.ReadTimeout("silence")


def _texts(world):
    return [standing.text for standing in world.server.records.values()]


class TestWhatLeaves:
    def test_a_short_find_is_one_request_with_its_words_and_nothing_else(self, world):
        """X has no field for a language, and needs no other."""
        receipt = world.adapter.publish(_post())
        assert world.server.calls == ["POST /2/tweets"]
        assert world.server.bodies("/tweets") == [{"text": f"{WORDS}\n\n— Léa · #ParisJeTaime\n{LINK}"}]
        assert world.server.requests[0].headers["authorization"] == f"Bearer {ACCESS}"
        (reference,) = world.server.records
        assert receipt == Receipt(f"https://x.com/i/status/{reference}", (reference,))

    def test_pictures_go_up_with_what_they_show_before_anything_is_seen(self, world, tmp_path):
        pictures = (make_picture(tmp_path), make_picture(tmp_path, name="2.jpg", alt="Un chat", size=(48, 64)))
        step, post = _unfinished(world.adapter.publish, _post(pictures=pictures))
        first, second = step.progress["media"]
        upload = ["POST /2/media/upload/initialize"]
        assert world.server.calls == [
            *[*upload, f"POST /2/media/upload/{first}/append", f"POST /2/media/upload/{first}/finalize"],
            *[*upload, f"POST /2/media/upload/{second}/append", f"POST /2/media/upload/{second}/finalize"],
            *["POST /2/media/metadata"] * 2,
        ]
        assert world.server.bodies("initialize")[0] == {
            "media_type": "image/jpeg",
            "total_bytes": pictures[0].path.stat().st_size,
            "media_category": "tweet_image",
        }
        uploads = world.server.network.media
        assert [uploads[each].content for each in (first, second)] == [each.path.read_bytes() for each in pictures]
        assert [uploads[each].alt for each in (first, second)] == ["Une porte rouge", "Un chat"]
        assert (world.server.records, step.references, step.after) == ({}, (), timedelta())
        world.adapter.publish(post)
        assert world.server.bodies("/tweets")[0]["media"] == {"media_ids": [first, second]}

    def test_a_large_picture_goes_up_in_segments(self, world, tmp_path):
        picture = make_picture(tmp_path)
        content = bytes(range(256)) * 6000
        picture.path.write_bytes(content)
        _step, post = _unfinished(world.adapter.publish, _post(pictures=(picture,)))
        segments = [told(request) for request in world.server.requests if request.url.path.endswith("append")]
        assert [(segment["segment_index"], len(segment["media"])) for segment in segments] == [
            ("0", SEGMENT),
            ("1", len(content) - SEGMENT),
        ]
        assert world.server.network.media[post.progress["media"][0]].content == content

    def test_a_picture_too_large_is_refused_before_anything_leaves(self, world, tmp_path):
        picture = make_picture(tmp_path)
        picture.path.write_bytes(b"\xff" * 5_000_001)
        with pytest.raises(Refused, match="too large"):
            world.adapter.publish(_post(pictures=(picture,)))
        assert world.server.calls == []

    def test_a_picture_that_says_nothing_is_not_described(self, world, tmp_path):
        _sent(world, _post(pictures=(make_picture(tmp_path, alt=""),)))
        assert "POST /2/media/metadata" not in world.server.calls

    def test_a_segment_may_be_answered_with_nothing(self, world, tmp_path):
        _interrupt(world, lambda _request: httpx.Response(204), after=1, arrives=True)
        _sent(world, _post(pictures=(make_picture(tmp_path),)))
        assert len(world.server.records) == 1

    def test_without_the_offices_word_long_words_are_one_post(self, world):
        post = X.compose(make_dispatch(words=LONG_WORDS))
        assert len(post.parts) == 1
        assert "…" in post.parts[0].text

    def test_a_thread_is_one_post_an_attempt_each_answering_the_one_before(self, world):
        post = _post(words=LONG_WORDS)
        texts = [part.text for part in post.parts]
        assert len(texts) == 3
        first, post = _unfinished(world.adapter.publish, post)
        second, post = _unfinished(world.adapter.publish, post)
        receipt = world.adapter.publish(post)
        assert (first.references, second.references) == (receipt.references[:1], receipt.references[:2])
        assert world.server.bodies("/tweets") == [
            {"text": texts[0]},
            {"text": texts[1], "reply": {"in_reply_to_tweet_id": receipt.references[0]}},
            {"text": texts[2], "reply": {"in_reply_to_tweet_id": receipt.references[1]}},
        ]
        assert receipt.url.endswith(f"/status/{receipt.references[0]}")

    def test_only_the_first_part_carries_pictures(self, world, tmp_path):
        _sent(world, _post(words=LONG_WORDS, pictures=(make_picture(tmp_path),)))
        assert ["media" in body for body in world.server.bodies("/tweets")] == [True, False, False]


class TestPicturesThatTakeTime:
    def test_a_picture_being_digested_is_asked_for_and_not_sent_again(self, world, tmp_path):
        world.server.network.digests = 5
        step, post = _unfinished(world.adapter.publish, _post(pictures=(make_picture(tmp_path),)))
        assert (step.after, "ready" in step.progress) == (timedelta(seconds=5), False)
        world.server.forget_calls()
        again, post = _unfinished(world.adapter.publish, post)
        assert (world.server.calls, again.progress) == (["GET /2/media/upload"], step.progress)
        world.server.now += step.after
        ready, post = _unfinished(world.adapter.publish, post)
        assert ready.progress == {**step.progress, "ready": True}
        world.adapter.publish(post)
        assert world.server.calls[1:] == ["GET /2/media/upload", "POST /2/media/metadata", "POST /2/tweets"]

    def test_a_picture_that_is_never_digested_is_refused_when_its_time_is_over(self, world, tmp_path):
        world.server.network.faults.stuck = True
        _step, post = _unfinished(world.adapter.publish, _post(pictures=(make_picture(tmp_path),)))
        world.adapter.now += timedelta(days=1)
        with pytest.raises(Refused, match="never came to an end"):
            world.adapter.publish(post)

    def test_a_picture_x_cannot_read_is_refused(self, world, tmp_path):
        _interrupt(world, _says(200, data={"id": "1", "processing_info": {"state": "failed"}}), after=2)
        with pytest.raises(Refused, match="could not read a picture"):
            world.adapter.publish(_post(pictures=(make_picture(tmp_path),)))

    def test_pictures_that_waited_too_long_go_up_anew(self, world, tmp_path):
        step, post = _unfinished(world.adapter.publish, _post(pictures=(make_picture(tmp_path),)))
        world.adapter.now += timedelta(days=1)
        anew, _post_again = _unfinished(world.adapter.publish, post)
        assert set(step.progress["media"]).isdisjoint(anew.progress["media"])


class TestConnecting:
    @pytest.fixture
    def strangers(self, world):
        """Before the office has said yes."""
        world.adapter.credentials = {name: world.adapter.credentials[name] for name in ("client_id", "client_secret")}
        return world

    def _come_back(self, world):
        """What X sends the office back with."""
        consent = world.adapter.consent(CALLBACK, "state-of-the-desk")
        world.adapter.credentials = dict(consent.credentials)
        answer = world.server.network.answer(httpx.Request("GET", consent.url))
        return consent, parse_qs(urlsplit(answer.headers["location"]).query)

    def test_the_office_says_yes_on_x_to_no_more_than_we_need(self, strangers):
        consent = strangers.adapter.consent(CALLBACK, "state-of-the-desk")
        address = urlsplit(consent.url)
        verifier = consent.credentials["verifier"]
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        assert f"{address.scheme}://{address.netloc}{address.path}" == "https://x.com/i/oauth2/authorize"
        assert {name: value for name, (value,) in parse_qs(address.query).items()} == {
            "response_type": "code",
            "client_id": "client-of-paris",
            "redirect_uri": CALLBACK,
            "scope": "tweet.read tweet.write users.read media.write offline.access",
            "state": "state-of-the-desk",
            "code_challenge": digest,
            "code_challenge_method": "S256",
        }
        assert 43 <= len(verifier) <= 128
        assert verifier not in repr(consent)
        assert verifier != strangers.adapter.consent(CALLBACK, "another").credentials["verifier"]

    @pytest.mark.parametrize("secret", [PASSWORD, ""])
    def test_a_yes_becomes_tokens_for_an_app_with_a_secret_and_for_one_without(self, strangers, secret):
        strangers.server.network.app = ("client-of-paris", secret)
        strangers.adapter.credentials |= {"client_secret": secret}
        _consent, back = self._come_back(strangers)
        strangers.adapter.redeem(back["code"][0], CALLBACK)
        (asked,) = strangers.server.requests
        form = told(asked)
        assert (form["grant_type"], form["redirect_uri"]) == ("authorization_code", CALLBACK)
        assert ("client_id" in form, "authorization" in asked.headers) == (not secret, bool(secret))
        assert back["state"] == ["state-of-the-desk"]
        account = strangers.adapter.check()
        assert (account.handle, account.url, account.limits) == (
            "paris_test",
            "https://x.com/paris_test",
            {"threads": False},
        )
        assert account.credentials == strangers.adapter.credentials
        assert account.credentials["user"] == "2244994945"
        assert account.credentials["verifier"] == ""

    @pytest.mark.parametrize("typed", ["yes", " Yes ", "oui"])
    def test_who_knows_that_threads_are_let_through_says_so(self, world, typed):
        world.adapter.credentials |= {"threads": typed}
        assert world.adapter.check().limits == {"threads": True}

    def test_a_yes_is_good_for_half_a_minute_and_once(self, strangers):
        for wait, is_good in ((timedelta(seconds=31), False), (timedelta(), True), (timedelta(), False)):
            if wait or is_good:
                _consent, back = self._come_back(strangers)
            strangers.server.now += wait
            if is_good:
                strangers.adapter.redeem(back["code"][0], CALLBACK)
                continue
            with pytest.raises(Refused, match="reconnect the channel") as raised:
                strangers.adapter.redeem(back["code"][0], CALLBACK)
            assert raised.value.reconnect

    def test_tokens_are_renewed_half_an_hour_before_they_die(self, world):
        assert world.adapter.renew_at is None
        world.adapter.renew()
        assert world.adapter.renew_at == world.server.now + timedelta(minutes=90)
        assert world.adapter.credentials["access"] in world.server.network.access
        assert world.adapter.credentials["refresh"] not in {REFRESH, ""}

    @pytest.mark.parametrize("lifetime", [None, "7200", {}])
    def test_fresh_tokens_are_kept_whatever_else_is_said_with_them(self, world, lifetime):
        _interrupt(world, _says(200, access_token="fresh", refresh_token="next", expires_in=lifetime))
        world.adapter.renew()
        assert world.adapter.credentials.items() >= {"access": "fresh", "refresh": "next"}.items()
        assert world.adapter.renew_at == world.adapter.now + timedelta(minutes=90)

    def test_a_refresh_token_is_good_once(self, world):
        old = world.adapter.credentials
        world.adapter.renew()
        world.adapter.credentials = old
        with pytest.raises(Refused, match="reconnect the channel") as raised:
            world.adapter.renew()
        assert raised.value.reconnect

    def test_a_token_that_dies_on_the_way_is_renewed_once_and_nothing_is_said_twice(self, world):
        world.server.now += timedelta(hours=2)
        world.adapter.publish(_post())
        assert world.server.calls == ["POST /2/tweets", "POST /2/oauth2/token", "POST /2/tweets"]
        assert len(world.server.records) == 1
        assert REFRESH not in world.adapter.credentials.values()

    def test_a_token_is_renewed_once_and_not_for_ever(self, world):
        for step in (0, 2, 4):
            _interrupt(world, _says(401, title="Unauthorized"), after=step)
        with pytest.raises(Refused) as raised:
            world.adapter.publish(_post())
        assert (raised.value.reconnect, len(world.server.calls)) == (True, 3)

    def test_when_nothing_is_accepted_any_more_a_person_is_asked_for(self, world):
        world.server.network.faults.expired = True
        with pytest.raises(Refused, match="reconnect the channel") as raised:
            world.adapter.publish(_post())
        assert raised.value.reconnect

    def test_a_renewal_without_an_answer_is_tried_again(self, world):
        _interrupt(world, _silence)
        with pytest.raises(TryLater):
            world.adapter.renew()
        world.adapter.renew()

    def test_a_channel_without_tokens_asks_for_a_person_and_nothing_of_x(self, strangers):
        with pytest.raises(Refused) as raised:
            strangers.adapter.publish(_post())
        assert (raised.value.reconnect, strangers.server.calls) == (True, [])

    @pytest.mark.parametrize(
        ("typed", "origin", "site"),
        [
            ("", "https://api.x.com", "https://x.com"),
            ("https://api.x.com/", "https://api.x.com", "https://x.com"),
            ("http://localhost:8900/x", "http://localhost:8900/x", "http://localhost:8900/x"),
            (" rehearsal.paris.fr ", "https://rehearsal.paris.fr", "https://rehearsal.paris.fr"),
        ],
    )
    def test_a_rehearsal_differs_by_its_address_only(self, tmp_path, typed, origin, site):
        world = make_world("x", tmp_path, service=typed)
        world.server.answer = _says(200, data={"id": "1", "username": "paris_test"})
        assert world.adapter.check().url == f"{site}/paris_test"
        assert str(world.server.requests[0].url) == f"{origin}/2/users/me"
        assert world.adapter.consent(CALLBACK, "state").url.startswith(f"{site}/i/oauth2/authorize?")


class TestNothingTwice:
    def test_a_lost_answer_is_found_by_its_words(self, world, tmp_path):
        post = _post(words=f"{WORDS} Léa & Max <3 paris.fr", pictures=(make_picture(tmp_path),))
        _step, post = _unfinished(world.adapter.publish, post)
        _interrupt(world, _silence, arrives=True)
        with pytest.raises(Lost):
            world.adapter.publish(post)
        (reference,) = world.server.records
        assert world.adapter.look_up(post) == Receipt(f"https://x.com/i/status/{reference}", (reference,))

    def test_what_never_arrived_is_not_found(self, world):
        _interrupt(world, _silence)
        with pytest.raises(Lost):
            world.adapter.publish(_post())
        assert world.adapter.look_up(_post()) is None

    def test_only_what_was_posted_since_is_read_for_it(self, world):
        world.adapter.look_up(_post())
        asked = dict(world.server.requests[-1].url.params)
        assert asked["start_time"] == "2026-05-14T08:55:00Z"
        assert asked["exclude"] == "retweets"

    @pytest.mark.parametrize("lost", [0, 1, 2])
    def test_a_thread_goes_on_from_the_part_that_was_lost(self, world, lost):
        post = _post(words=LONG_WORDS)
        for _part in range(lost):
            _step, post = _unfinished(world.adapter.publish, post)
        _interrupt(world, _silence, arrives=True)
        with pytest.raises(Lost):
            world.adapter.publish(post)
        standing = tuple(world.server.records)
        if lost < 2:
            step, post = _unfinished(world.adapter.look_up, post)
            assert step.references == standing
        receipt = _sent(world, post) if lost < 2 else world.adapter.look_up(post)
        assert receipt.references == tuple(world.server.records)
        assert _texts(world) == [part.text for part in post.parts]

    def test_the_same_words_elsewhere_or_before_are_not_ours(self, world):
        post = _post()
        text, account = post.parts[0].text, world.server.network.account[0]
        before = world.server.now - timedelta(minutes=66)
        world.server.records["11"] = Standing("11", account, text, before, "11")
        world.server.records["12"] = Standing("12", account, text, world.server.now, "11", parent="11")
        world.server.records["13"] = Standing("13", account, f"{text} !", world.server.now, "13")
        assert world.adapter.look_up(post) is None

    def test_words_x_refuses_because_they_are_ours_already_count_as_sent(self, world):
        post = _post()
        receipt = world.adapter.publish(post)
        assert world.adapter.publish(post) == receipt
        assert len(world.server.records) == 1

    def test_words_that_stand_from_before_are_refused_with_that_reason(self, world):
        world.server.network.faults.duplicate = True
        with pytest.raises(Refused, match="same words twice") as raised:
            world.adapter.publish(_post())
        assert (raised.value.reconnect, raised.value.code) == (False, "403 duplicate")

    def test_what_x_does_not_show_yet_is_looked_for_a_second_time(self, world):
        """It refuses words before their post appears in the list: refused for good would be a lie."""
        post = _post()
        receipt = world.adapter.publish(post)
        _interrupt(world, _says(200, meta={"result_count": 0}), after=1)
        step, post = _unfinished(world.adapter.publish, post)
        assert step.after == MINUTE
        assert world.adapter.publish(post) == receipt

    def test_what_is_refused_and_nowhere_to_be_seen_is_refused_at_the_second_look(self, world):
        _interrupt(world, _says(403, title="Forbidden", type="about:blank"))
        _step, post = _unfinished(world.adapter.publish, _post())
        _interrupt(world, _says(403, title="Forbidden", type="about:blank"))
        with pytest.raises(Refused, match="does not allow this account") as raised:
            world.adapter.publish(post)
        assert (raised.value.reconnect, raised.value.code) == (False, "403")

    def test_a_look_that_cannot_see_all_is_no_proof(self, world):
        for number in range(101):
            world.server.now += timedelta(minutes=10)
            world.adapter.now = world.server.now
            world.server.network.let_in(ACCESS, REFRESH)
            world.server.records[f"{number + 1000}"] = Standing(
                f"{number + 1000}", world.server.network.account[0], f"{number}", world.server.now, f"{number + 1000}"
            )
        with pytest.raises(Refused, match="look on the network"):
            world.adapter.look_up(_post())

    @pytest.mark.parametrize("answer", [{}, {"data": []}, {"meta": {}, "data": [{"id": "1", "text": "x"}]}])
    def test_an_answer_that_says_nothing_is_no_proof_either(self, world, answer):
        for step in range(2):
            _interrupt(world, _says(200, **answer), after=step)
        with pytest.raises(TryLater, match="no usable answer"):
            world.adapter.look_up(_post())

    @given(
        words=st.lists(
            st.sampled_from(
                ["été", "e\u0301", "&", "&amp;", "<b>", "paris.fr", "https://paris.fr/", "#Été", "😀", "\n"]
            )
            | st.text("aé ", max_size=5),
            max_size=30,
        )
    )
    def test_any_words_are_known_again_however_x_hands_them_back(self, words):
        text = " ".join(words)
        network = XNetwork(lambda: datetime(2026, 5, 14, tzinfo=UTC))
        standing = Standing("1990000000000000000", "1", text, network.clock(), "1", pictures=["7"])
        handed_back = network.shown(standing, ["entities"])
        assert is_alike(as_typed(handed_back), text)
        assert not is_alike(as_typed(handed_back), f"{text} et plus")


class TestTakingBack:
    def test_a_thread_is_taken_back_from_its_end_and_twice_is_once(self, world):
        receipt = _sent(world, _post(words=LONG_WORDS))
        world.server.forget_calls()
        world.adapter.retract(receipt, "key")
        assert world.server.calls == [f"DELETE /2/tweets/{each}" for each in reversed(receipt.references)]
        assert world.server.records == {}
        world.adapter.retract(receipt, "key")

    def test_without_a_receipt_a_person_is_asked_and_nothing_is_touched(self, world):
        world.adapter.publish(_post())
        world.server.forget_calls()
        with pytest.raises(Refused, match="delete it on the network"):
            world.adapter.retract(Receipt(""), "key")
        assert (world.server.calls, len(world.server.records)) == ([], 1)

    def test_what_belongs_to_somebody_else_is_not_taken_back(self, world):
        reference = world.server.network.mention("Bonjour")
        with pytest.raises(Refused, match="does not allow"):
            world.adapter.retract(Receipt("", (reference,)), "key")

    def test_a_post_that_was_not_deleted_is_not_said_to_be(self, world):
        _interrupt(world, _says(200, data={"deleted": False}))
        with pytest.raises(TryLater):
            world.adapter.retract(Receipt("", ("1",)), "key")


class TestReading:
    def test_a_post_stands_while_any_of_it_does(self, world):
        receipt = _sent(world, _post(words=LONG_WORDS))
        assert world.adapter.stands(receipt)
        world.adapter.retract(Receipt("", receipt.references[:2]), "key")
        assert world.adapter.stands(receipt)
        world.adapter.retract(receipt, "key")
        assert not world.adapter.stands(receipt)

    @pytest.mark.parametrize(
        ("status", "kind"), [(200, "not-authorized-for-resource"), (200, "resource-unavailable"), (503, "")]
    )
    def test_what_x_cannot_show_may_stand(self, world, status, kind):
        for step in range(2):
            _interrupt(world, _says(status, errors=[{"type": f"https://api.x.com/2/problems/{kind}"}]), after=step)
        with pytest.raises(TryLater):
            world.adapter.stands(Receipt("", ("1",)))

    def test_a_place_that_is_gone_is_gone(self, world):
        _interrupt(world, _says(404, type="https://api.x.com/2/problems/resource-not-found"))
        assert not world.adapter.stands(Receipt("", ("1",)))

    def test_the_numbers_of_a_thread_leave_our_own_answers_out(self, world):
        receipt = _sent(world, _post(words=LONG_WORDS))
        shared = NAMES[world.server.network.edition]["shared"]
        for reference, seen in zip(receipt.references, (300, 200, 100), strict=True):
            counts = {"impression_count": seen, "like_count": 5, shared: 2, "quote_count": 1}
            world.server.records[reference].counts = counts
        world.server.network.mention("Bravo", answers=receipt.references[0])
        assert world.adapter.count(receipt) == Numbers(views=300, likes=15, shares=9, replies=1)

    def test_a_post_that_is_gone_has_no_numbers(self, world):
        with pytest.raises(Refused) as raised:
            world.adapter.count(Receipt("", ("1234567890123456789",)))
        assert raised.value.code == "404"

    def test_listening_begins_now_and_asks_for_nothing(self, world):
        heard = world.adapter.hear("")
        assert (heard.replies, heard.cursor, world.server.calls) == ((), "2026-05-14T10:00:00Z", [])

    def test_what_is_said_is_heard_once_oldest_first(self, world):
        receipt = world.adapter.publish(_post())
        cursor = world.adapter.hear("").cursor
        assert world.adapter.hear(cursor) == replace(world.adapter.hear(cursor), replies=[], cursor=cursor)
        mention = world.server.network.mention("Bonjour @paris_test & merci https://lea.fr/1")
        answer = world.server.network.mention("Où est-ce ?", answers=receipt.references[0])
        heard = world.adapter.hear(cursor)
        first, second = heard.replies
        assert (first.reference, first.answers, first.text) == (
            mention,
            "",
            "Bonjour @paris_test & merci https://lea.fr/1",
        )
        assert (second.reference, second.answers, second.text) == (answer, receipt.references[0], "Où est-ce ?")
        assert (first.author, first.url, first.language) == (
            "lea_visite",
            f"https://x.com/lea_visite/status/{mention}",
            "fr",
        )
        assert first.created_at == world.server.now
        assert heard.cursor == answer
        assert world.adapter.hear(answer).replies == []

    def test_a_raid_is_heard_page_by_page_and_whole(self, world):
        cursor = world.adapter.hear("").cursor
        said = {world.server.network.mention(f"Message {number}") for number in range(250)}
        heard = []
        for _page in range(3):
            page = world.adapter.hear(cursor)
            heard += [reply.reference for reply in page.replies]
            cursor = page.cursor
        assert (len(heard), set(heard), cursor) == (250, said, max(said))
        assert world.adapter.hear(cursor).replies == []

    def test_a_cursor_with_the_name_of_a_page_begins_afresh(self, world):
        """As they were kept before; such names die, and the channel would never be heard again."""
        first, second = (world.server.network.mention(text) for text in ("Bonjour", "Merci"))
        heard = world.adapter.hear(f"2026-05-14T10:00:00Z {first} 7140dibdnow9c7btw")
        assert ([reply.text for reply in heard.replies], heard.cursor) == (["Bonjour", "Merci"], second)

    def test_a_network_that_gives_the_same_page_for_ever_is_left(self, world):
        mention = {"id": "7", "text": "…", "created_at": "2026-05-14T10:00:00.000Z"}
        same = _says(200, data=[mention], meta={"newest_id": "7", "oldest_id": "7", "next_token": "p1"})
        cursor = "2026-05-14T10:00:00Z"
        for expected in (f"{cursor} 7 7", "7"):
            _interrupt(world, same)
            cursor = world.adapter.hear(cursor).cursor
            assert cursor == expected

    @pytest.mark.parametrize("language", ["und", "zxx", "qme"])
    def test_a_language_that_is_none_is_none(self, world, language):
        mention = {"id": "1", "text": "…", "created_at": "2026-05-14T10:00:00.000Z", "lang": language}
        _interrupt(world, _says(200, data=[mention], meta={}))
        (reply,) = world.adapter.hear("2026-05-14T10:00:00Z").replies
        assert (reply.language, reply.author, reply.url) == ("", "", "https://x.com/i/status/1")

    @pytest.mark.parametrize(
        "odd", [{"created_at": "yesterday"}, {"created_at": "2026-05-14T10:00:00"}, {"created_at": None}, {"id": None}]
    )
    def test_a_row_without_its_id_or_moment_is_no_usable_answer(self, world, odd):
        row = {"id": "1", "text": "…", "created_at": "2026-05-14T10:00:00.000Z"} | odd
        _interrupt(world, _says(200, data=[row], meta={}))
        with pytest.raises(TryLater):
            world.adapter.hear("2026-05-14T10:00:00Z")
        _interrupt(world, _says(200, data=[row], meta={}))
        with pytest.raises(TryLater):
            world.adapter.look_up(_post())

    def test_a_row_without_anything_else_is_heard(self, world):
        row = {"id": "1", "text": None, "created_at": "2026-05-14T10:00:00.000Z", "entities": {"urls": [None]}}
        _interrupt(world, _says(200, data=[row], meta={}))
        (reply,) = world.adapter.hear("2026-05-14T10:00:00Z").replies
        assert (reply.reference, reply.text, reply.author) == ("1", "", "")

    def test_of_two_names_for_fields_the_right_one_is_found_and_remembered(self, world):
        for _time in range(2):
            world.adapter.stands(Receipt("", ("1234567890123456789",)))
        asked = [set(request.url.params) - {"ids"} for request in world.server.requests]
        if world.server.network.edition == "2.159":
            assert asked == [{"tweet.fields"}] * 2
        else:
            assert asked == [{"tweet.fields"}, {"post.fields"}, {"post.fields"}]


class TestMoney:
    @pytest.mark.parametrize(
        ("fields", "price"),
        [
            ({"link": ""}, 15),
            ({}, 200),
            ({"words": "Sur paris.fr, une porte.", "link": ""}, 200),
            ({"words": LONG_WORDS}, 15 + 15 + 200),
            ({"words": LONG_WORDS, "link": ""}, 3 * 15),
        ],
    )
    def test_the_price_is_known_before_anything_leaves(self, fields, price):
        assert X.price(_post(**fields)) == price

    def test_each_alternative_text_costs(self, tmp_path):
        pictures = (make_picture(tmp_path), make_picture(tmp_path, alt=""), make_picture(tmp_path, alt="Un chat"))
        assert X.price(_post(link="", pictures=pictures)) == 15 + 2 * 5

    def test_what_was_spent_is_what_was_promised(self, world, tmp_path):
        post = _post(words=LONG_WORDS, pictures=(make_picture(tmp_path),))
        _sent(world, post)
        assert world.adapter.spent == X.price(post)

    def test_reading_and_taking_back_cost_too(self, world):
        receipt = world.adapter.publish(_post())
        world.adapter.spent = 0
        world.adapter.check()
        world.adapter.stands(receipt)
        world.adapter.retract(receipt, "key")
        world.adapter.retract(receipt, "key")
        assert world.adapter.spent == 10 + 1 + 10

    def test_a_lost_post_that_is_found_has_been_paid_for(self, world):
        _interrupt(world, _silence, arrives=True)
        with pytest.raises(Lost):
            world.adapter.publish(_post())
        world.adapter.look_up(_post())
        assert world.adapter.spent == 1 + 200

    def test_the_price_list_says_where_it_is_from(self):
        assert "docs.x.com" in PRICES["x"].source
        assert PRICES["x"].read_on.isoformat() == "2026-11-25"


class TestTrouble:
    @pytest.mark.parametrize(
        ("status", "body", "sentence", "code"),
        [
            (402, {}, "credit is topped up", "402"),
            (402, {"type": "https://api.twitter.com/2/problems/credits"}, "credit is topped up", "402 credits"),
            (429, {"type": "https://api.x.com/2/problems/usage-capped"}, "credit is topped up", "429 usage-capped"),
            (
                403,
                {"type": "https://api.x.com/2/problems/client-forbidden"},
                "developer console",
                "403 client-forbidden",
            ),
            (403, {"errors": [{"code": 64}]}, "suspended", "403 64"),
            (403, {"code": 326, "message": "locked"}, "suspended", "403 326"),
        ],
    )
    def test_what_only_a_person_can_mend_stops_the_channel(self, world, status, body, sentence, code):
        _interrupt(world, _says(status, **body))
        with pytest.raises(Refused, match=sentence) as raised:
            world.adapter.publish(_post())
        assert (raised.value.reconnect, raised.value.code) == (True, code)
        assert world.server.records == {}

    @pytest.mark.parametrize("state", ["is_suspended", "is_broke"])
    def test_an_account_in_trouble_is_told_so(self, world, state):
        setattr(world.server.network, state, True)
        with pytest.raises(Refused) as raised:
            world.adapter.publish(_post())
        assert raised.value.reconnect

    def test_a_used_up_rate_limit_waits_for_its_reset(self, world):
        world.server.network.faults.busy = True
        with pytest.raises(TryLater) as raised:
            world.adapter.publish(_post())
        assert raised.value.after == timedelta(minutes=15)

    def test_more_posts_than_x_takes_in_a_quarter_of_an_hour_wait_for_the_next(self, world):
        world.server.network.most_posts = 3
        for number in range(3):
            world.adapter.publish(_post(words=f"Porte {number}"))
        with pytest.raises(TryLater) as raised:
            world.adapter.publish(_post())
        assert raised.value.after == timedelta(minutes=15)

    def test_a_server_that_accepts_and_falls_silent_is_lost_and_found(self, world):
        world.server.network.faults.drops = True
        with pytest.raises(Lost):
            world.adapter.publish(_post())
        world.server.network.faults.drops = False
        assert world.adapter.look_up(_post()).references == tuple(world.server.records)

    def test_a_broken_server_after_the_decisive_request_is_no_answer(self, world):
        world.server.network.faults.broken = True
        with pytest.raises(Lost):
            world.adapter.publish(_post())


@needs_specs
class TestTheJudge:
    @pytest.mark.parametrize(
        "body",
        [
            {"text": "x", "media": {"media_ids": ["1", "2", "3", "4", "5"]}},
            {"text": "x", "media": {"media_ids": []}},
            {"text": "x", "reply": {"in_reply_to_tweet_id": "not a number"}},
            {"text": "x", "language": "fr"},
        ],
    )
    @pytest.mark.parametrize("edition", NAMES)
    def test_the_description_refuses_what_we_never_send(self, edition, body):
        with pytest.raises(AssertionError):
            vendor.x(edition).check(httpx.Request("POST", "https://api.x.com/2/tweets", json=body))

    @pytest.mark.parametrize("edition", NAMES)
    def test_we_ask_for_the_scopes_of_what_we_do_and_for_no_other(self, edition, tmp_path):
        done = [
            ("POST", "/2/tweets"),
            ("GET", "/2/tweets"),
            ("DELETE", "/2/tweets/1"),
            ("GET", "/2/users/me"),
            ("GET", "/2/users/1/tweets"),
            ("GET", "/2/users/1/mentions"),
            ("POST", "/2/media/upload/initialize"),
            ("POST", "/2/media/upload/1/append"),
            ("POST", "/2/media/upload/1/finalize"),
            ("GET", "/2/media/upload"),
            ("POST", "/2/media/metadata"),
        ]
        ways = [way for each in done for way in _operation(edition, *each)["security"]]
        needed = {scope for way in ways for scope in way.get("OAuth2UserToken", ())}
        assert needed | {"offline.access"} == set(SCOPES)
