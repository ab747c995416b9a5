"""Bluesky: the requests that leave, and what is made of the answers; `tests/networks` asks the real server."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaneur.adapters.atproto import FRESH, cid, record_key
from flaneur.adapters.base import Lost, Refused, TryLater
from flaneur.adapters.bluesky import MOST_PAGES, PAGE, POST, PROFILE, SLACK, Bluesky, facets
from flaneur.core.dispatch import Dialect, Numbers, Profile, Receipt
from flaneur.core.text import signs
from tests.adapters.lexicons import SHARED, check_answer, check_record, check_request, needs_lexicons
from tests.adapters.servers import ACCESS, PASSWORD, RECORDINGS, REFRESH, Interruption, recorded
from tests.adapters.stepping import interrupt, says
from tests.adapters.worlds import LONG_WORDS, NOW, WORDS, make_dispatch, make_picture, make_world

DID = recorded("createSession").json()["did"]
SESSION = {"did": DID, "access": ACCESS, "refresh": REFRESH}
LINK = "https://paris.example/42/porte-rouge"
CARD = {
    "$type": "app.bsky.embed.external",
    "external": {"uri": LINK, "title": "Trois marches, une porte rouge, un chat.", "description": ""},
}


@pytest.fixture
def world(tmp_path):
    """An account that is already connected; all it asks and is answered is held against the lexicons."""
    world = make_world("bluesky", tmp_path, **SESSION)
    yield world
    for request, answer in world.server.said if SHARED.exists() else ():
        check_request(request)
        check_answer(request.url.path.removeprefix("/xrpc/"), answer)


def _post(**fields):
    return Bluesky.compose(make_dispatch(**fields))


def _methods(world):
    return [call.removeprefix("com.atproto.") for call in world.server.calls]


def _late(answer):
    return Interruption(answer, arrives=True)


def _silence(_request):
    raise httpx.ReadTimeout("silence")


class TestWhatLeaves:
    def test_a_short_find_is_one_request_and_the_whole_record(self, world):
        receipt = world.adapter.publish(_post())
        key = record_key(make_dispatch().key, NOW, 0)
        assert _methods(world) == ["repo.putRecord"]
        text = f"{WORDS}\n\n— Léa · #ParisJeTaime\nhttps://paris.example/42/porte-rouge"
        link, tag = text.encode().index(b"https://"), text.encode().index(b"#")
        assert world.server.bodies("putRecord") == [
            {
                "repo": DID,
                "collection": POST,
                "rkey": key,
                "record": {
                    "$type": POST,
                    "text": text,
                    "createdAt": "2026-05-14T10:00:00.123Z",
                    "langs": ["fr"],
                    "facets": [
                        {
                            "index": {"byteStart": tag, "byteEnd": tag + 13},
                            "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "ParisJeTaime"}],
                        },
                        {
                            "index": {"byteStart": link, "byteEnd": link + 36},
                            "features": [
                                {"$type": "app.bsky.richtext.facet#link", "uri": "https://paris.example/42/porte-rouge"}
                            ],
                        },
                    ],
                    "embed": CARD,
                },
            }
        ]
        place = f"{DID}/{POST}/{key}"
        assert receipt == Receipt(f"https://bsky.app/profile/{DID}/post/{key}", (f"at://{place}",))

    def test_pictures_are_uploaded_first_and_described(self, world, tmp_path):
        pictures = (make_picture(tmp_path), make_picture(tmp_path, name="b.jpg", alt="Un chat", size=(48, 64)))
        world.adapter.publish(_post(pictures=pictures))
        assert _methods(world) == ["repo.uploadBlob", "repo.uploadBlob", "repo.putRecord"]
        uploads = world.server.requests[:2]
        assert [upload.content for upload in uploads] == [picture.path.read_bytes() for picture in pictures]
        assert {upload.headers["content-type"] for upload in uploads} == {"image/jpeg"}
        embed = world.server.bodies("putRecord")[0]["record"]["embed"]
        blob = recorded("uploadBlob").json()["blob"]
        assert embed == {
            "$type": "app.bsky.embed.images",
            "images": [
                {"alt": "Une porte rouge", "image": blob, "aspectRatio": {"width": 64, "height": 48}},
                {"alt": "Un chat", "image": blob, "aspectRatio": {"width": 48, "height": 64}},
            ],
        }

    def test_a_thread_leaves_in_one_request_each_part_replying_to_the_one_before(self, world, tmp_path):
        post = _post(words=LONG_WORDS, pictures=(make_picture(tmp_path),))
        receipt = world.adapter.publish(post)
        (sent,) = world.server.bodies("applyWrites")
        values = [write["value"] for write in sent["writes"]]
        assert [value["text"] for value in values] == [part.text for part in post.parts]
        assert len(values) == len(receipt.references) > 2
        references = [{"uri": uri, "cid": cid(value)} for uri, value in zip(receipt.references, values, strict=True)]
        assert "reply" not in values[0]
        assert [value["reply"] for value in values[1:]] == [
            {"root": references[0], "parent": parent} for parent in references[:-1]
        ]
        assert [value.get("embed", {}).get("$type") for value in values] == [
            "app.bsky.embed.images", *[None] * (len(values) - 2), "app.bsky.embed.external",
        ]  # fmt: skip
        moments = [value["createdAt"] for value in values]
        assert moments == sorted(set(moments))

    def test_the_link_is_shown_as_a_card_where_it_stands_with_what_the_find_is_about(self, world):
        world.adapter.publish(_post(words=LONG_WORDS, pillar="Coins cachés"))
        *others, last = [write["value"] for write in world.server.bodies("applyWrites")[0]["writes"]]
        assert not any("embed" in value for value in others)
        assert last["embed"]["external"] == {
            "uri": LINK,
            "title": "Phrase numéro 1, qui prend son temps pour arriver au bout.",
            "description": "Coins cachés",
        }

    def test_the_card_of_a_thread_shows_its_first_picture_which_is_sent_once(self, world, tmp_path):
        pictures = (make_picture(tmp_path), make_picture(tmp_path, name="b.jpg", alt="Un chat"))
        world.adapter.publish(_post(words=LONG_WORDS, pictures=pictures))
        first, *_others, last = [write["value"] for write in world.server.bodies("applyWrites")[0]["writes"]]
        assert last["embed"]["external"]["thumb"] == first["embed"]["images"][0]["image"]
        assert _methods(world).count("repo.uploadBlob") == 2

    @pytest.mark.parametrize(
        ("words", "title"),
        [
            ("Un chat", "Un chat"),
            ("Un chat\n\nUn autre.", "Un chat"),
            ("mot " * 40, f"{'mot ' * 21}mot…"),
            ("#ParisJeTaime", "#ParisJeTaime"),
        ],
    )
    def test_a_card_is_called_by_the_first_sentence_and_never_by_the_closing(self, world, words, title):
        world.adapter.publish(_post(words=words))
        assert world.server.bodies("putRecord")[0]["record"]["embed"]["external"]["title"] == title

    def test_a_post_without_a_link_has_no_card(self, world):
        world.adapter.publish(_post(link=""))
        assert "embed" not in world.server.bodies("putRecord")[0]["record"]

    def test_a_picture_too_large_is_refused_before_anything_leaves(self, world, tmp_path):
        picture = make_picture(tmp_path)
        picture.path.write_bytes(b"\xff" * 1_000_001)
        with pytest.raises(Refused, match="too large"):
            world.adapter.publish(_post(pictures=(picture,)))
        assert _methods(world) == []

    @pytest.mark.parametrize("blob", ["words", {}, {"ref": {"$link": "../x"}, "mimeType": "image/jpeg", "size": 1}])
    def test_an_upload_answered_with_nonsense_is_tried_again_and_nothing_stands(self, world, tmp_path, blob):
        world.server.interruptions[0] = Interruption(lambda _request: httpx.Response(200, json={"blob": blob}))
        with pytest.raises(TryLater):
            world.adapter.publish(_post(pictures=(make_picture(tmp_path),)))
        assert world.server.records == {}

    @pytest.mark.parametrize(
        ("typed", "origin"),
        [
            ("", "https://bsky.social"),
            ("pds.paris.example", "https://pds.paris.example"),
            (" https://pds.paris.example/ ", "https://pds.paris.example"),
            ("http://localhost:2583", "http://localhost:2583"),
        ],
    )
    def test_the_server_may_be_typed_in_any_sensible_way(self, tmp_path, typed, origin):
        world = make_world("bluesky", tmp_path, service=typed)
        world.adapter.check()
        assert {str(request.url).split("/xrpc")[0] for request in world.server.requests} == {origin}


class TestSessions:
    def test_connecting_logs_in_once_and_keeps_the_session(self, tmp_path):
        world = make_world("bluesky", tmp_path, identifier=" @paris.test ")
        account = world.adapter.check()
        handle = recorded("getSession").json()["handle"]
        assert (account.handle, account.url) == (handle, f"https://bsky.app/profile/{handle}")
        assert account.credentials == world.adapter.credentials
        assert account.credentials.items() >= (SESSION | {"password": PASSWORD}).items()
        assert _methods(world) == ["server.createSession", "server.getSession"]
        assert world.server.bodies("createSession") == [{"identifier": "paris.test", "password": PASSWORD}]

    def test_publishing_does_not_log_in_again(self, world):
        world.adapter.publish(_post())
        world.adapter.publish(_post(key="another"))
        assert "server.createSession" not in _methods(world)

    def test_an_expired_session_is_renewed_by_its_refresh_token(self, world):
        world.server.good_access = "fresh"
        world.adapter.publish(_post())
        assert _methods(world) == ["repo.putRecord", "server.refreshSession", "repo.putRecord"]
        assert world.adapter.credentials["access"] == "fresh"
        assert len(world.server.records) == 1

    def test_the_password_is_used_again_only_when_the_refresh_token_is_worn_out(self, world):
        world.server.good_access, world.server.good_refresh = "fresh", "fresh refresh"
        world.adapter.publish(_post())
        assert _methods(world)[1:3] == ["server.refreshSession", "server.createSession"]
        assert world.adapter.credentials["refresh"] == "fresh refresh"

    def test_a_session_is_renewed_once_and_not_for_ever(self, world):
        for step in range(10):
            world.server.interruptions[2 * step] = Interruption(lambda _request: recorded("expired-token"))
        with pytest.raises(Refused):
            world.adapter.publish(_post())
        assert len(world.server.calls) == 3

    def test_a_session_is_renewed_before_it_dies_without_a_login(self, world):
        assert world.adapter.renew_at is None
        world.server.good_access = "fresh"
        world.adapter.renew()
        assert _methods(world) == ["server.refreshSession"]
        assert world.adapter.credentials["access"] == "fresh"
        assert world.adapter.renew_at == (NOW + FRESH).replace(microsecond=0)

    def test_whoever_connects_is_renewed_from_then_on(self, tmp_path):
        world = make_world("bluesky", tmp_path)
        world.adapter.check()
        assert world.adapter.renew_at == (NOW + FRESH).replace(microsecond=0)

    def test_a_password_that_was_withdrawn_is_noticed_when_the_session_is_renewed(self, world):
        world.server.good_refresh = "fresh refresh"
        world.adapter.credentials = {**world.adapter.credentials, "password": "withdrawn"}
        with pytest.raises(Refused, match="no longer accepts our credentials") as raised:
            world.adapter.renew()
        assert raised.value.reconnect

    @pytest.mark.parametrize("status", [403, 404, 429, 500])
    def test_a_renewal_that_fails_for_another_reason_takes_no_login(self, world, status):
        interrupt(world, says(status, error="Whatever"))
        with pytest.raises((Refused, TryLater)):
            world.adapter.renew()
        assert _methods(world) == ["server.refreshSession"]

    def test_a_wrong_password_asks_for_a_person(self, tmp_path):
        world = make_world("bluesky", tmp_path, password="wrong")
        with pytest.raises(Refused, match="no longer accepts our credentials") as raised:
            world.adapter.check()
        assert (raised.value.reconnect, raised.value.code) == (True, "401 AuthenticationRequired")

    def test_a_channel_without_credentials_asks_for_a_person(self, tmp_path):
        world = make_world("bluesky", tmp_path, password="")
        world.adapter.credentials = {}
        with pytest.raises(Refused) as raised:
            world.adapter.publish(_post())
        assert raised.value.reconnect

    @pytest.mark.parametrize(
        ("word", "sentence"),
        [
            ("AccountTakedown", "suspended"),
            ("AccountDeactivated", "suspended"),
            ("AuthFactorTokenRequired", "app password"),
        ],
    )
    def test_a_locked_account_is_told_in_its_own_words(self, world, word, sentence):
        world.server.interruptions[0] = Interruption(lambda _request: httpx.Response(401, json={"error": word}))
        with pytest.raises(Refused, match=sentence) as raised:
            world.adapter.publish(_post())
        assert (raised.value.reconnect, raised.value.code) == (True, word)

    def test_a_suspended_account_cannot_be_connected(self, world):
        body = recorded("getSession").json() | {"active": False, "status": "suspended"}
        world.server.interruptions[0] = Interruption(lambda _request: httpx.Response(200, json=body))
        with pytest.raises(Refused, match="suspended"):
            world.adapter.check()

    def test_a_used_up_limit_waits_until_it_begins_anew(self, world):
        headers = {"date": "Thu, 14 May 2026 10:00:00 GMT", "ratelimit-reset": "1778754600"}
        body = {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}
        interrupt(world, lambda _request: httpx.Response(429, headers=headers, json=body))
        with pytest.raises(TryLater) as raised:
            world.adapter.publish(_post())
        assert (raised.value.after, raised.value.code) == (timedelta(minutes=30), "429 RateLimitExceeded")
        assert world.server.records == {}

    def test_too_many_logins_wait_as_long_as_the_server_asks(self, tmp_path):
        world = make_world("bluesky", tmp_path)
        world.server.interruptions[0] = Interruption(lambda _request: recorded("rate-limited"))
        with pytest.raises(TryLater) as raised:
            world.adapter.check()
        asked = int(recorded("rate-limited").headers["retry-after"])
        assert raised.value.after == timedelta(seconds=asked)


class TestNothingTwice:
    def test_a_lost_answer_is_found_by_looking_up(self, world):
        world.server.interruptions[0] = _late(_silence)
        with pytest.raises(Lost):
            world.adapter.publish(_post())
        receipt = world.adapter.look_up(_post())
        assert receipt == world.adapter.publish(_post())
        assert len(world.server.records) == 1

    def test_what_never_arrived_is_not_found(self, world):
        world.server.interruptions[0] = Interruption(_silence)
        with pytest.raises(Lost):
            world.adapter.publish(_post())
        assert world.adapter.look_up(_post()) is None

    def test_a_repeat_sends_the_same_bytes(self, world, tmp_path):
        for words in (WORDS, LONG_WORDS):
            world.server.records.clear()
            world.server.forget_calls()
            for _time in range(2):
                world.adapter.publish(_post(words=words, pictures=(make_picture(tmp_path),)))
                world.server.records.clear()
            writes = [
                request.content
                for request in world.server.requests
                if request.url.path.endswith(("Writes", "putRecord"))
            ]
            assert len(writes) == 2
            assert len(set(writes)) == 1

    def test_a_thread_that_stands_is_not_written_again(self, world):
        post = _post(words=LONG_WORDS)
        assert world.adapter.publish(post) == world.adapter.publish(post)
        assert len(world.server.bodies("applyWrites")) == 1

    def test_a_thread_somebody_else_wrote_meanwhile_is_lost_and_then_found(self, world):
        post = _post(words=LONG_WORDS)
        world.adapter.publish(post)
        world.server.interruptions[len(world.server.calls)] = Interruption(lambda _request: recorded("RecordNotFound"))
        with pytest.raises(Lost):
            world.adapter.publish(post)
        assert world.adapter.look_up(post) is not None

    def test_a_thread_is_taken_back_from_its_end(self, world):
        post = _post(words=LONG_WORDS)
        receipt = world.adapter.publish(post)
        world.adapter.retract(receipt, post.key)
        deleted = [body["rkey"] for body in world.server.bodies("deleteRecord")]
        assert deleted == [uri.rsplit("/", 1)[1] for uri in reversed(receipt.references)]
        assert world.server.records == {}

    def test_without_a_receipt_only_what_the_key_left_is_taken_back(self, world):
        for key in ("one", "two", "three"):
            world.adapter.publish(_post(key=key, words=LONG_WORDS))
        before = set(world.server.records)
        world.adapter.retract(Receipt(""), "two")
        gone = {record_key("two", NOW, number) for number in range(len(_post(words=LONG_WORDS).parts))}
        assert before - set(world.server.records) == gone

    def test_a_post_is_deleted_where_it_was_made_whoever_is_signed_in_now(self, world):
        world.adapter.retract(Receipt("", (f"at://did:plc:before/{POST}/3n2yighewz5u2",)), "key")
        assert [body["repo"] for body in world.server.bodies("deleteRecord")] == ["did:plc:before"]


class TestReadingBack:
    def test_a_thread_stands_as_long_as_any_part_of_it_does(self, world):
        receipt = world.adapter.publish(_post(words=LONG_WORDS))
        *others, last = (uri.rsplit("/", 1)[1] for uri in receipt.references)
        for key in others:
            del world.server.records[key]
        assert world.adapter.stands(receipt)
        del world.server.records[last]
        assert not world.adapter.stands(receipt)

    def test_numbers_are_those_of_all_parts_without_our_own_answers(self, world):
        receipt = world.adapter.publish(_post(words=LONG_WORDS))
        first, *others = receipt.references
        world.server.counts = {first: {"likeCount": 7, "repostCount": 2, "quoteCount": 1, "replyCount": 4}}
        world.server.counts |= {uri: {"likeCount": 1, "replyCount": 1} for uri in others[:-1]}
        world.server.counts[others[-1]] = {"likeCount": 0, "replyCount": 0}
        assert world.adapter.count(receipt) == Numbers(likes=7 + len(others) - 1, shares=3, replies=3)

    def test_a_post_nobody_knows_has_no_numbers(self, world):
        receipt = world.adapter.publish(_post())
        world.server.records.clear()
        with pytest.raises(Refused, match="does not know"):
            world.adapter.count(receipt)


class TestListening:
    def _heard(self, world, cursor):
        """All there is to hear, however many times one has to ask, and the cursor for next time."""
        said, is_done = [], False
        while not is_done:
            heard = world.adapter.hear(cursor)
            said, cursor, is_done = [*said, *heard.replies], heard.cursor, " " not in heard.cursor
        return said, cursor

    def test_what_was_said_before_we_listened_is_not_heard(self, world):
        world.server.now = NOW - timedelta(minutes=1)
        world.server.notify("lea", "mention", text="Bonjour @paris.test")
        begun = world.adapter.hear("")
        assert (begun.replies, _methods(world)) == ((), [])
        assert self._heard(world, begun.cursor) == ([], begun.cursor)

    def test_an_answer_and_a_mention_are_heard_in_their_order(self, world):
        ours = world.adapter.publish(_post()).references[0]
        cursor = world.adapter.hear("").cursor
        answer = world.server.notify("lea", "reply", subject=ours, text="Je l'ai vue !", langs=["fr", "en"])
        world.server.notify("max", "like", subject=ours)
        world.server.notify("max", "mention", text="Merci @paris.test")
        first, second = world.adapter.hear(cursor).replies
        assert (first.reference, first.author, first.text, first.language, first.answers) == (
            answer["uri"], "lea.test", "Je l'ai vue !", "fr", ours,
        )  # fmt: skip
        assert first.url == "https://bsky.app/profile/did:plc:lea/post/3mlskozzzzzz2"
        assert first.created_at == datetime.fromisoformat(answer["indexedAt"])
        assert (second.author, second.language, second.answers) == ("max.test", "", "")

    def test_what_arrives_late_is_heard_and_what_is_old_is_not_heard_again(self, world):
        cursor = world.adapter.hear("").cursor
        world.server.notify("lea", "mention", key="3mlskozzzzzz3", text="first")
        world.adapter.now = world.server.now + timedelta(seconds=5)
        said, cursor = self._heard(world, cursor)
        assert [reply.text for reply in said] == ["first"]
        world.server.now -= timedelta(seconds=30)
        world.server.notify("max", "mention", text="written before, there after")
        world.server.notifications.sort(key=lambda each: each["indexedAt"], reverse=True)
        said, cursor = self._heard(world, cursor)
        assert [reply.text for reply in said] == ["written before, there after", "first"]
        world.adapter.now += 2 * SLACK
        _said, cursor = self._heard(world, cursor)
        assert self._heard(world, cursor)[0] == []

    def test_who_quotes_us_is_heard_with_what_is_quoted(self, world):
        ours = world.adapter.publish(_post()).references[0]
        cursor = world.adapter.hear("").cursor
        world.server.notify("lea", "quote", subject=ours, text="C'est faux.")
        (reply,) = world.adapter.hear(cursor).replies
        assert (reply.author, reply.text, reply.answers) == ("lea.test", "C'est faux.", ours)

    def test_everybody_is_heard_although_the_account_wishes_to_be_told_of_few(self, world):
        world.server.is_choosy = True
        cursor = world.adapter.hear("").cursor
        world.server.notify("lea", "mention", text="Bonjour @paris.test")
        assert [reply.text for reply in world.adapter.hear(cursor).replies] == ["Bonjour @paris.test"]

    def test_an_answer_that_names_us_comes_as_a_mention_and_still_answers_us(self, world):
        ours, theirs = world.adapter.publish(_post()).references[0], f"at://did:plc:max/{POST}/3mlskozzzzzz3"
        refs = {name: {"uri": uri, "cid": "b" * 59} for name, uri in (("root", ours), ("parent", theirs))}
        cursor = world.adapter.hear("").cursor
        world.server.notify("lea", "mention", text="@paris.test Très.", reply=refs)
        world.server.notify("lea", "mention", text="@paris.test Ah ?", reply=dict.fromkeys(refs, refs["parent"]))
        assert [reply.answers for reply in world.adapter.hear(cursor).replies] == [ours, ""]

    def test_an_answer_to_a_part_of_a_thread_answers_that_part(self, world):
        first, second, *_others = world.adapter.publish(_post(words=LONG_WORDS)).references
        refs = {name: {"uri": uri, "cid": "b" * 59} for name, uri in (("root", first), ("parent", second))}
        cursor = world.adapter.hear("").cursor
        world.server.notify("lea", "mention", text="@paris.test Très.", reply=refs)
        assert [reply.answers for reply in world.adapter.hear(cursor).replies] == [second]

    def test_more_than_is_read_at_a_time_is_heard_bit_by_bit_and_nothing_twice(self, world):
        cursor, many = world.adapter.hear("").cursor, PAGE * MOST_PAGES + 20
        for number in range(many):
            world.server.notify("lea", "mention" if number % 2 else "like", text=f"{number}")
        heard = world.adapter.hear(cursor)
        assert (len(heard.replies), len(world.server.calls)) == (PAGE * MOST_PAGES // 2, MOST_PAGES)
        assert [int(reply.text) for reply in heard.replies] == list(range(21, many, 2))
        world.server.notify("lea", "mention", text="meanwhile")
        world.adapter.now += timedelta(hours=1)
        more, cursor = self._heard(world, heard.cursor)
        assert [int(reply.text) for reply in more] == list(range(1, 21, 2))
        assert "meanwhile" in [reply.text for reply in self._heard(world, cursor)[0]]

    def test_a_page_of_what_is_hidden_from_us_does_not_end_the_listening(self, world):
        world.server.notify("lea", "mention", text="Bonjour")
        interrupt(world, says(200, notifications=[], cursor="9"))
        said, _cursor = self._heard(world, (NOW - timedelta(minutes=5)).isoformat())
        assert [reply.text for reply in said] == ["Bonjour"]

    @pytest.mark.parametrize("names", ["123456", "111111"])
    def test_a_network_without_an_end_is_left_after_a_round(self, world, names):
        """Whether each empty page names another one, or the same for ever."""
        for number, name in enumerate(names):
            interrupt(world, says(200, notifications=[], cursor=name), after=number)
        begun = NOW - timedelta(hours=1)
        assert world.adapter.hear(begun.isoformat()).cursor == (NOW - SLACK).isoformat(timespec="milliseconds")

    def test_it_says_whether_there_is_more(self, world):
        cursor = world.adapter.hear("").cursor
        for _number in range(PAGE * MOST_PAGES + 1):
            world.server.notify("lea", "like")
        heard = world.adapter.hear(cursor)
        assert (heard.replies, heard.is_all) == ([], False)
        assert world.adapter.hear(heard.cursor).is_all

    @pytest.mark.parametrize(
        "row",
        [
            {"uri": "nonsense"},
            {"uri": f"at://did:plc:a/b/{POST}/c"},
            {"uri": None},
            {"record": {"langs": "fr", "reply": "x"}, "reasonSubject": 3, "author": None},
        ],
    )
    def test_nonsense_among_what_is_told_harms_nobody(self, world, row):
        told = world.server.notify("lea", "mention", text="Bonjour")
        interrupt(world, says(200, notifications=[told | row, told, "words"]))
        said = world.adapter.hear(NOW.isoformat()).replies
        assert said[0].text == "Bonjour"

    @pytest.mark.parametrize("moment", ["yesterday", "2026-05-14T10:00:00", None])
    def test_a_moment_that_is_none_is_no_usable_answer(self, world, moment):
        interrupt(world, says(200, notifications=[{"reason": "reply", "indexedAt": moment}]))
        with pytest.raises(TryLater):
            world.adapter.hear(NOW.isoformat())


class TestTheProfile:
    SAID = {
        "$type": PROFILE, "displayName": "Paris", "description": "Une ville.", "createdAt": "2026-01-01T00:00:00.000Z",
    }  # fmt: skip

    def test_the_words_change_and_all_else_stays(self, world):
        world.server.profile = dict(self.SAID)
        before = world.adapter.profile()
        world.adapter.set_profile(Profile("Cette semaine : Léa."))
        assert world.server.profile == self.SAID | {"description": "Cette semaine : Léa."}
        world.adapter.set_profile(before)
        assert world.server.profile == self.SAID

    def test_a_picture_is_uploaded_and_named(self, world, tmp_path):
        world.server.profile = dict(self.SAID)
        world.adapter.set_profile(Profile("Léa", make_picture(tmp_path)))
        assert world.server.profile["avatar"] == recorded("uploadBlob").json()["blob"]

    def test_the_picture_changes_and_the_words_stay(self, world, tmp_path):
        world.server.profile = dict(self.SAID)
        world.adapter.set_profile(Profile(picture=make_picture(tmp_path)))
        avatar = recorded("uploadBlob").json()["blob"]
        assert world.server.profile == self.SAID | {"avatar": avatar}
        assert world.adapter.profile() == Profile("Une ville.", face=avatar["ref"]["$link"])

    def test_an_account_that_never_said_anything_of_itself(self, world):
        assert world.adapter.profile() == Profile("")
        world.adapter.set_profile(Profile("Léa"))
        assert world.server.profile == {"$type": PROFILE, "description": "Léa"}

    def test_what_somebody_writes_meanwhile_is_not_lost(self, world):
        world.server.profile = dict(self.SAID)
        meanwhile = self.SAID | {"displayName": "Paris je t'aime"}

        def changed(request):
            world.server.profile = meanwhile
            return world.server.answer(request)

        interrupt(world, changed, after=1)
        with pytest.raises(TryLater, match="changed meanwhile"):
            world.adapter.set_profile(Profile("Léa"))
        assert world.server.profile == meanwhile
        world.adapter.set_profile(Profile("Léa"))
        assert world.server.profile == meanwhile | {"description": "Léa"}


class TestRecordKeys:
    TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")

    @given(key=st.text(), moment=st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1)), number=st.integers(0, 31))  # noqa: DTZ001 - hypothesis wants them naive
    def test_every_key_is_a_valid_tid_that_any_attempt_finds_again(self, key, moment, number):
        made = record_key(key, moment.replace(tzinfo=UTC), number)
        assert self.TID.fullmatch(made)
        assert made == record_key(key, moment.replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=2))), number)

    def test_parts_and_moments_are_in_order(self):
        keys = [
            record_key("key", NOW + timedelta(minutes=minute), number) for minute in range(3) for number in range(32)
        ]
        assert keys == sorted(set(keys))

    def test_two_publications_of_the_same_moment_have_two_keys(self):
        assert len({record_key(f"{number}", NOW, 0) for number in range(10_000)}) == 10_000

    def test_the_key_of_a_publication_never_changes(self):
        assert record_key("6f1d8a52-0c55-4a0f-9d0e-0d7e3f2a9b11", NOW, 0) == "3mlskoymnqxc2"


class TestHashes:
    def test_a_record_hashes_as_the_real_server_does(self):
        kept = json.loads((RECORDINGS / "bluesky/getRecord.json").read_text(encoding="utf-8"))["body"]
        assert cid(kept["value"]) == kept["cid"]

    @pytest.mark.parametrize("size", [0, 23, 24, 255, 256, 65_535, 65_536])
    def test_texts_of_every_size_have_a_length_of_their_own(self, size):
        assert re.fullmatch(r"bafyrei[a-z2-7]{52}", cid({"text": "x" * size, "size": size}))


class TestFacets:
    def _found(self, text, dids=None):
        spans = []
        for facet in facets(text, dids or {}):
            (feature,) = facet["features"]
            start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
            spans.append((feature["$type"].rsplit("#", 1)[1], text.encode()[start:end].decode()))
        return spans

    def test_ranges_are_bytes_and_not_characters(self):
        text = "🏙️ À Paris, l’été : https://paris.example/été #ÉtéÀParis 👨‍👩‍👧 #fin"
        assert self._found(text) == [("link", "https://paris.example/été"), ("tag", "#ÉtéÀParis"), ("tag", "#fin")]

    def test_a_name_nobody_answers_to_stays_plain(self):
        text = "Merci @louvre.test et @personne.test !"
        assert self._found(text, {"louvre.test": "did:plc:louvre"}) == [("mention", "@louvre.test")]

    @pytest.mark.parametrize("text", ["lea@paris.example", "https://x.example/@paris.test", "@paris", "@@paris.test"])
    def test_what_only_looks_like_a_name_is_none(self, text):
        assert signs(text, Dialect.BLUESKY).mentions == ()

    def test_a_name_at_the_end_of_a_sentence_leaves_the_full_stop(self):
        found = signs("(@Louvre.test) puis @orsay.test.", Dialect.BLUESKY).mentions
        assert [name.text for name in found] == ["louvre.test", "orsay.test"]

    def test_a_domain_is_an_address_and_gets_its_scheme(self):
        (facet,) = facets("Voir paris.fr/jardins.", {})
        assert facet["features"] == [{"$type": "app.bsky.richtext.facet#link", "uri": "https://paris.fr/jardins"}]
        assert self._found("Voir paris.notld, saint-ouen.fr, 9h.30") == []

    def test_a_tag_goes_on_to_the_blank_as_in_bluesky_s_own_app(self):
        assert self._found("#Saint-Ouen #l’Été! l’#Été (#Été)") == [("tag", "#Saint-Ouen"), ("tag", "#l’Été")]

    def test_nothing_inside_an_address_is_a_facet_of_its_own(self):
        assert self._found("https://x.example/?a=#b&c=@d.test", {"d.test": "did:plc:d"}) == [
            ("link", "https://x.example/?a=#b&c=@d.test")
        ]

    def test_brackets_belong_to_an_address_only_as_a_pair(self):
        place = "https://fr.wikipedia.example/wiki/Place_(Paris)"
        assert self._found(f"Voir ({place}), (https://paris.example/42).") == [
            ("link", place),
            ("link", "https://paris.example/42"),
        ]

    def test_a_tag_the_lexicon_would_refuse_stays_plain(self):
        assert self._found(f"#{'a' * 64} #{'b' * 65}") == [("tag", f"#{'a' * 64}")]

    def test_no_more_names_are_looked_up_than_anybody_needs(self, world):
        words = " ".join(f"@compte{number}.test" for number in range(12))
        world.adapter.publish(_post(words=words))
        assert len([call for call in _methods(world) if call == "identity.resolveHandle"]) == 10

    def test_a_name_that_resolves_is_linked(self, world):
        world.server.handles["louvre.test"] = "did:plc:louvre"
        world.adapter.publish(_post(words="Avec @louvre.test."))
        features = [facet["features"][0] for facet in world.server.bodies("putRecord")[0]["record"]["facets"]]
        assert {"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:louvre"} in features


@needs_lexicons
@pytest.mark.parametrize("words", [WORDS, LONG_WORDS, f"Avec @louvre.test, {'👨‍👩‍👧‍👦' * 200} #é"])
def test_every_record_obeys_the_lexicons(world, tmp_path, words):
    world.server.handles["louvre.test"] = "did:plc:louvre"
    world.adapter.publish(_post(words=words, pictures=tuple(make_picture(tmp_path) for _time in range(5))))
    for record in world.server.records.values():
        check_record(record)
