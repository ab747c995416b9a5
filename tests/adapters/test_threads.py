"""Threads: the requests that leave, and what is made of the answers; Meta's own collection judges all of them."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from flaneur.adapters.base import Lost, Refused, TryLater
from flaneur.adapters.graph import MOST_ASKED
from flaneur.core.dispatch import Numbers, Receipt
from flaneur.rehearsal.faults import told
from tests.adapters import vendor
from tests.adapters.servers import ACCESS, PASSWORD
from tests.adapters.stepping import errs, interrupt, kept, ready, says, sent, silence, unfinished
from tests.adapters.vendor import needs_specs
from tests.adapters.worlds import LONG_WORDS, WORDS, compose, make_picture, make_world

CALLBACK = "https://paris.fr/regie/canaux/retour"
MINUTE = timedelta(minutes=1)
CLOSING = "— Léa · #ParisJeTaime\nhttps://paris.example/42/porte-rouge"


@pytest.fixture
def world(tmp_path):
    found = make_world("threads", tmp_path)
    found.adapter.now = found.server.now
    if vendor.SPECS.exists():
        _judge(found.server)
    return found


def _judge(server):
    answer = server.network.answer

    def judged(request):
        said = answer(request)
        if said.status_code == 200:
            vendor.threads(request, said)
        return said

    server.network.answer = judged


def _post(**fields):
    return compose("threads", **fields)


def _forms(world):
    made = [each for each in world.server.requests if (each.method, each.url.path) == ("POST", "/v1.0/me/threads")]
    return [told(request) for request in made]


def _album(folder, many):
    return tuple(make_picture(folder, name=f"{number}.jpg", alt=f"Porte {number}") for number in range(many))


def _later(world, span):
    world.server.now = world.adapter.now = world.adapter.now + span


class TestWhatLeaves:
    def test_words_alone_need_no_picture_no_check_and_no_language(self, world):
        receipt = sent(world, _post())
        (reference,) = world.server.records
        assert world.server.calls == [
            "POST /v1.0/me/threads",
            "GET /v1.0/me/threads_publishing_limit",
            "POST /v1.0/me/threads_publish",
            f"GET /v1.0/{reference}",
        ]
        assert _forms(world) == [{"media_type": "TEXT", "text": f"{WORDS}\n\n{CLOSING}"}]
        assert world.server.requests[0].headers["authorization"] == f"Bearer {ACCESS}"
        assert receipt == Receipt(f"https://www.threads.net/@paris_test/post/C{reference}", (reference,))

    def test_a_picture_is_fetched_from_its_address_and_says_what_it_shows(self, world, tmp_path):
        sent(world, _post(pictures=_album(tmp_path, 1)))
        (form,) = _forms(world)
        assert form == {
            "media_type": "IMAGE",
            "image_url": "https://paris.example/pictures/0.jpg?signed=yes",
            "alt_text": "Porte 0",
            "text": f"{WORDS}\n\n{CLOSING}",
        }

    def test_several_pictures_are_each_ready_before_they_become_one_post(self, world, tmp_path):
        world.server.network.digests = 20
        first, post = unfinished(world.adapter.publish, _post(pictures=_album(tmp_path, 3)))
        children = first.progress["children"]
        assert (len(children), first.after, first.references) == (3, timedelta(seconds=5), ())
        again, post = unfinished(world.adapter.publish, post)
        assert again.progress == {**first.progress, "asked": 1}
        _later(world, again.after)
        gathered, _post_now = unfinished(world.adapter.publish, post)
        assert _forms(world)[-1] == {
            "media_type": "CAROUSEL",
            "children": ",".join(children),
            "text": f"{WORDS}\n\n{CLOSING}",
        }
        assert "container" in gathered.progress
        assert world.server.records == {}

    def test_a_carousel_has_up_to_twenty_pictures(self, world, tmp_path):
        sent(world, _post(pictures=_album(tmp_path, 22)))
        (standing,) = world.server.records.values()
        assert [each["alt_text"] for each in standing.pictures] == [f"Porte {number}" for number in range(20)]

    def test_a_thread_is_a_reply_to_the_part_before_one_an_attempt(self, world):
        post = _post(words=LONG_WORDS)
        assert len(post.parts) == 2
        first, post = unfinished(world.adapter.publish, ready(world, post))
        assert first.references == tuple(world.server.records)
        receipt = sent(world, post)
        assert [form.get("reply_to_id", "") for form in _forms(world)] == ["", first.references[0]]
        assert receipt.references == tuple(world.server.records)
        assert receipt.url.endswith(f"/C{first.references[0]}")

    @pytest.mark.parametrize("many", [1, 2])
    def test_a_picture_without_an_address_is_refused_before_anything_leaves(self, world, tmp_path, many):
        album = [make_picture(tmp_path, name=f"{number}.jpg", address="") for number in range(many)]
        with pytest.raises(Refused, match="no public address"):
            world.adapter.publish(_post(pictures=tuple(album)))
        assert world.server.calls == []

    def test_a_picture_too_large_is_refused_before_anything_leaves(self, world, tmp_path):
        (picture,) = _album(tmp_path, 1)
        picture.path.write_bytes(b"\xff" * 8_000_001)
        with pytest.raises(Refused, match="too large"):
            world.adapter.publish(_post(pictures=(picture,)))
        assert world.server.calls == []


class TestNothingTwice:
    @pytest.mark.parametrize("arrives", [True, False])
    def test_after_silence_the_container_and_the_list_are_asked(self, world, arrives):
        post = ready(world, _post())
        interrupt(world, silence, after=1, arrives=arrives)
        with pytest.raises(Lost):
            world.adapter.publish(post)
        if arrives:
            step, post = unfinished(world.adapter.look_up, post)
            assert step.references == tuple(world.server.records)
        else:
            assert world.adapter.look_up(post) is None
        assert sent(world, post).references == tuple(world.server.records)
        assert len(world.server.records) == 1

    @pytest.mark.thorough
    def test_a_second_part_is_looked_for_among_the_replies(self, world):
        _first, post = unfinished(world.adapter.publish, ready(world, _post(words=LONG_WORDS)))
        post = ready(world, post)
        interrupt(world, silence, after=1, arrives=True)
        with pytest.raises(Lost):
            world.adapter.publish(post)
        world.server.forget_calls()
        step, _post_now = unfinished(world.adapter.look_up, post)
        assert world.server.calls[-1] == "GET /v1.0/me/replies"
        assert step.references == tuple(world.server.records)

    def test_published_but_not_listed_yet_is_waited_for_and_never_published_again(self, world):
        post = ready(world, _post())
        interrupt(world, silence, after=1, arrives=True)
        with pytest.raises(Lost):
            world.adapter.publish(post)
        world.server.network.hides = True
        for _time in range(3):
            with pytest.raises(Lost, match="does not show it yet"):
                world.adapter.look_up(post)
        world.server.network.hides = False
        unfinished(world.adapter.look_up, post)
        assert len(world.server.records) == 1

    def test_before_it_was_ever_ready_nothing_needs_to_be_asked(self, world, tmp_path):
        _step, post = unfinished(world.adapter.publish, _post(pictures=_album(tmp_path, 1)))
        world.server.forget_calls()
        assert world.adapter.look_up(post) is None
        assert world.server.calls == []

    def test_the_same_words_said_before_are_not_taken_for_ours(self, world):
        sent(world, _post())
        _later(world, timedelta(hours=2))
        again = ready(world, _post(key="another"))
        assert world.adapter.look_up(again) is None
        sent(world, again)
        assert len(world.server.records) == 2

    def test_a_container_that_turns_out_not_to_be_ready_is_checked_again(self, world):
        post = ready(world, _post())
        interrupt(world, errs(24, 4279009), after=1)
        step, post = unfinished(world.adapter.publish, post)
        assert (step.progress["ready"], step.after) == (False, timedelta(seconds=30))
        sent(world, post)
        assert len(world.server.records) == 1

    def test_a_post_that_waited_too_long_begins_anew_and_stands_once(self, world, tmp_path):
        post = ready(world, _post(pictures=_album(tmp_path, 1)))
        _later(world, timedelta(days=2))
        sent(world, post)
        assert len(world.server.records) == 1
        assert len(_forms(world)) == 2

    def test_several_pictures_that_waited_too_long_are_fetched_anew(self, world, tmp_path):
        _step, post = unfinished(world.adapter.publish, _post(pictures=_album(tmp_path, 2)))
        _later(world, timedelta(days=2))
        sent(world, post)
        assert len(world.server.records) == 1
        assert len(_forms(world)) == 5

    def test_its_address_can_be_asked_for_again(self, world):
        _step, post = unfinished(world.adapter.publish, ready(world, _post()))
        interrupt(world, silence)
        with pytest.raises(TryLater):
            world.adapter.publish(post)
        assert world.adapter.publish(post).url.endswith(f"/C{post.progress['posts'][0]}")

    def test_what_was_deleted_before_its_address_was_read_has_none(self, world):
        _step, post = unfinished(world.adapter.publish, ready(world, _post()))
        world.server.records.clear()
        assert world.adapter.publish(post) == Receipt("", tuple(post.progress["posts"]))
        assert world.adapter.look_up(post) is None


class TestPicturesThatTakeTime:
    def test_a_picture_that_is_never_ready_is_refused_after_ten_minutes(self, world, tmp_path):
        world.server.network.faults.stuck = True
        post = _post(pictures=_album(tmp_path, 1))
        for _time in range(1 + MOST_ASKED):
            _step, post = unfinished(world.adapter.publish, post)
        with pytest.raises(Refused, match="never came to an end"):
            world.adapter.publish(post)

    def test_a_picture_meta_cannot_read_is_refused_with_its_word(self, world, tmp_path):
        step, post = unfinished(world.adapter.publish, _post(pictures=_album(tmp_path, 1)))
        world.server.network.containers[step.progress["container"]].is_broken = "INVALID_ASPEC_RATIO"
        with pytest.raises(Refused, match="could not read a picture") as raised:
            world.adapter.publish(post)
        assert raised.value.code == "INVALID_ASPEC_RATIO"


class TestConnecting:
    def test_the_office_says_yes_on_threads_to_no_more_than_we_need(self, world):
        address = urlsplit(world.adapter.consent(CALLBACK, "state-of-the-desk").url)
        assert f"{address.scheme}://{address.netloc}{address.path}" == "https://www.threads.net/oauth/authorize"
        assert {name: value for name, (value,) in parse_qs(address.query).items()} == {
            "client_id": "1234567890",
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "scope": "threads_basic,threads_content_publish,threads_delete,threads_read_replies,"
            "threads_manage_mentions,threads_manage_insights",
            "state": "state-of-the-desk",
        }

    def test_a_yes_becomes_a_token_of_sixty_days(self, world):
        world.adapter.credentials = {name: world.adapter.credentials[name] for name in ("client_id", "client_secret")}
        consent = world.adapter.consent(CALLBACK, "state")
        back = world.server.network.answer(httpx.Request("GET", consent.url))
        code = parse_qs(urlsplit(back.headers["location"]).query)["code"][0]
        assert code.endswith("#_")
        world.adapter.redeem(code, CALLBACK)
        assert world.adapter.check().handle == "paris_test"
        assert world.adapter.credentials["access"].startswith("long-")
        assert world.adapter.renew_at == world.server.now + timedelta(days=30)
        with pytest.raises(Refused) as raised:
            world.adapter.redeem(code, CALLBACK)
        assert raised.value.reconnect

    @pytest.mark.parametrize("number", [1, 2, 4, 17, 32])
    @pytest.mark.parametrize("status", [400, 403])
    def test_a_network_that_is_busy_has_not_forgotten_us(self, world, number, status):
        world.adapter.credentials |= {"granted": (world.adapter.now - timedelta(days=31)).isoformat()}
        interrupt(world, errs(number, status=status))
        with pytest.raises(TryLater) as raised:
            world.adapter.renew()
        assert raised.value.after

    def test_a_token_is_renewed_only_when_it_is_a_day_old(self, world):
        world.adapter.credentials = {**world.adapter.credentials, "granted": world.server.now.isoformat()}
        _later(world, timedelta(hours=23))
        world.adapter.renew()
        assert (world.server.calls, world.adapter.credentials["access"]) == ([], ACCESS)
        _later(world, timedelta(hours=1))
        world.adapter.renew()
        assert world.adapter.credentials["access"] != ACCESS
        assert world.adapter.renew_at == world.server.now + timedelta(days=30)

    def test_a_token_that_has_died_asks_for_a_person(self, world):
        _later(world, timedelta(days=60))
        for act in (world.adapter.renew, world.adapter.check, lambda: world.adapter.publish(_post())):
            with pytest.raises(Refused, match="reconnect the channel") as raised:
                act()
            assert raised.value.reconnect

    def test_without_a_token_nothing_is_asked(self, world):
        world.adapter.credentials = {}
        with pytest.raises(Refused) as raised:
            world.adapter.check()
        assert (raised.value.reconnect, world.server.calls) == (True, [])

    @pytest.mark.parametrize("typed", ["http://localhost:8400", "http://localhost:8400/"])
    def test_a_rehearsal_differs_by_its_address_only(self, world, typed):
        world.adapter.credentials = {**world.adapter.credentials, "service": typed}
        world.adapter.check()
        assert f"{world.server.requests[0].url}".startswith("http://localhost:8400/v1.0/me?")
        assert world.adapter.consent(CALLBACK, "s").url.startswith("http://localhost:8400/oauth/authorize?")


class TestTakingBack:
    def test_the_last_part_goes_first_and_each_is_read_again(self, world):
        receipt = sent(world, _post(words=LONG_WORDS))
        world.server.forget_calls()
        world.adapter.retract(receipt, "whatever")
        first, second = receipt.references
        assert [call for call in world.server.calls if "/me" not in call] == [
            f"DELETE /v1.0/{second}",
            f"GET /v1.0/{second}",
            f"DELETE /v1.0/{first}",
            f"GET /v1.0/{first}",
        ]
        assert (world.server.records, world.adapter.stands(receipt)) == ({}, False)

    def test_what_only_claims_to_be_gone_still_stands(self, world):
        receipt = sent(world, _post())
        world.server.network.keeps = True
        world.adapter.retract(receipt, "whatever")
        assert world.adapter.stands(receipt)

    def test_a_no_from_meta_while_it_stands_is_for_a_person(self, world):
        receipt = sent(world, _post())
        world.server.network.ambiguous = (-1, 2207085)
        with pytest.raises(Refused, match="please delete it there"):
            world.adapter.retract(receipt, "whatever")

    def test_gone_is_not_believed_of_an_account_that_is_shut_out(self, world):
        receipt = sent(world, _post())
        interrupt(world, errs(24, 4279009))
        interrupt(world, errs(190), after=1)
        with pytest.raises(Refused) as raised:
            world.adapter.stands(receipt)
        assert raised.value.reconnect


class TestReading:
    def test_listening_begins_now(self, world):
        world.server.network.say("Trop tôt")
        _later(world, MINUTE)
        cursor = world.adapter.hear("").cursor
        assert world.server.calls == []
        assert world.adapter.hear(cursor).replies == ()

    def test_answers_and_mentions_are_heard_once_oldest_first(self, world):
        receipt = sent(world, _post(words=LONG_WORDS))
        cursor = world.adapter.hear("").cursor
        _later(world, MINUTE)
        answer = world.server.network.say("Où ça ?", under=receipt.references[0])
        mention = world.server.network.say("Merci @paris_test")
        heard = world.adapter.hear(cursor)
        assert {each.reference for each in heard.replies} == {answer, mention}
        first = next(each for each in heard.replies if each.reference == answer)
        assert (first.author, first.text, first.answers, first.language) == (
            "lea_visite",
            "Où ça ?",
            receipt.references[0],
            "",
        )
        assert first.created_at == world.server.now
        again = world.adapter.hear(heard.cursor)
        assert (again.replies, again.cursor) == ((), heard.cursor)
        at_the_same_second = world.server.network.say("Moi aussi")
        third = world.adapter.hear(heard.cursor)
        assert [each.reference for each in third.replies] == [at_the_same_second]
        assert world.adapter.hear(third.cursor).replies == ()

    def test_what_is_said_while_others_are_read_is_not_lost(self, world):
        """A mention comes in right after mentions were read; under a post something is said that is newer."""
        receipt = sent(world, _post())
        cursor = world.adapter.hear("").cursor
        _later(world, MINUTE)
        early = world.server.network.say("Merci @paris_test")
        late = world.server.network.said.pop(early)
        _later(world, MINUTE)
        world.server.network.say("Où est-ce ?", under=receipt.references[0])
        first = world.adapter.hear(cursor)
        world.server.network.said[early] = late
        second = world.adapter.hear(first.cursor)
        assert [[each.text for each in told.replies] for told in (first, second)] == [
            ["Où est-ce ?"],
            ["Merci @paris_test"],
        ]
        _later(world, timedelta(hours=1))
        assert world.adapter.hear(second.cursor).replies == ()

    @pytest.mark.parametrize(
        ("after", "heard", "who"), [(0, "Où est-ce ?", "names"), (1, "Merci @paris_test", "answers")]
    )
    def test_without_one_of_two_rights_the_other_is_heard(self, world, after, heard, who):
        receipt = sent(world, _post())
        cursor = world.adapter.hear("").cursor
        world.server.network.say("Où est-ce ?", under=receipt.references[0])
        world.server.network.say("Merci @paris_test")
        interrupt(world, errs(10), after=after)
        told = world.adapter.hear(cursor)
        assert [each.text for each in told.replies] == [heard]
        assert told.trouble.startswith(f"Threads does not tell who {who} the account: please connect")

    @pytest.mark.parametrize(("codes", "reconnect"), [((10, 10), False), ((190,), True)])
    def test_without_either_right_nothing_is_heard(self, world, codes, reconnect):
        cursor = world.adapter.hear("").cursor
        for after, code in enumerate(codes):
            interrupt(world, errs(code), after=after)
        with pytest.raises(Refused) as raised:
            world.adapter.hear(cursor)
        assert raised.value.reconnect is reconnect

    def test_who_answers_and_names_us_is_heard_as_an_answer(self, world):
        receipt = sent(world, _post())
        cursor = world.adapter.hear("").cursor
        world.server.network.say("@paris_test où ça ?", under=receipt.references[0])
        assert [each.answers for each in world.adapter.hear(cursor).replies] == [*receipt.references]

    @pytest.mark.parametrize(
        "odd", [{"timestamp": None}, {"timestamp": "yesterday"}, {"timestamp": "2026-05-14T10:00:00"}, {"id": None}]
    )
    def test_a_row_without_its_id_or_moment_is_no_usable_answer(self, world, odd):
        cursor = world.adapter.hear("").cursor
        row = {"id": "1", "text": "Oh", "timestamp": "2026-05-14T10:00:00+0000"} | odd
        interrupt(world, says(200, data=[row]))
        with pytest.raises(TryLater):
            world.adapter.hear(cursor)

    def test_a_row_without_anything_else_is_heard(self, world):
        cursor = world.adapter.hear("").cursor
        row = {"id": "1", "text": None, "timestamp": "2026-05-14T10:00:00+0000", "username": 7}
        interrupt(world, says(200, data=[row], paging=None))
        (reply,) = world.adapter.hear(cursor).replies
        assert (reply.reference, reply.text, reply.author, reply.url) == ("1", "", "", "")

    def test_a_storm_is_read_page_by_page(self, world):
        cursor = world.adapter.hear("").cursor
        for number in range(120):
            _later(world, timedelta(seconds=1))
            world.server.network.say(f"Mot {number}")
        heard = world.adapter.hear(cursor)
        assert [each.text for each in heard.replies] == [f"Mot {number}" for number in range(120)]
        assert world.server.calls.count("GET /v1.0/me/mentions") == 3

    def test_a_thread_is_counted_as_one(self, world):
        receipt = sent(world, _post(words=LONG_WORDS))
        first, second = (world.server.records[each] for each in receipt.references)
        first.counts |= {"views": 900, "likes": 10, "reposts": 2, "quotes": 1, "shares": 4, "replies": 3}
        second.counts |= {"views": 300, "likes": 5, "replies": 1}
        assert world.adapter.count(receipt) == Numbers(views=900, likes=15, shares=7, replies=3)


class TestTrouble:
    @pytest.mark.parametrize(
        ("code", "sub", "kind"),
        [
            (-1, 2207085, Lost),
            (368, 2207051, Lost),
            (4, 0, Lost),
            (2, 0, Lost),
            (9, 2207042, TryLater),
            (613, 0, TryLater),
            (200, 0, Refused),
            (100, 2207050, Refused),
            (100, 0, Refused),
        ],
    )
    def test_what_a_number_means_when_publishing(self, world, code, sub, kind):
        post = ready(world, _post())
        interrupt(world, errs(code, sub), after=1)
        with pytest.raises(kind) as raised:
            world.adapter.publish(post)
        assert raised.value.code == (f"{code}/{sub}" if sub else f"{code}")

    @pytest.mark.parametrize("said", [(-1, 2207085), (4, 0), (368, 2207051)])
    def test_a_no_after_which_it_stands_is_found_out(self, world, said):
        post = ready(world, _post())
        world.server.network.ambiguous = said
        with pytest.raises(Lost):
            world.adapter.publish(post)
        step, post = unfinished(world.adapter.look_up, post)
        assert sent(world, kept(post, step)).references == tuple(world.server.records)

    @pytest.mark.parametrize("number", [-1, 1, 2, 4, 17, 32, 341])
    def test_the_same_numbers_before_anything_is_seen_mean_later(self, world, number):
        interrupt(world, errs(number))
        with pytest.raises(TryLater) as raised:
            world.adapter.publish(_post())
        assert raised.value.after == timedelta(hours=1)

    def test_a_used_up_day_waits_before_the_last_step(self, world):
        sent(world, _post())
        world.server.network.quota = 1
        post = ready(world, _post(key="another", words="Autre chose"))
        with pytest.raises(TryLater, match="no more posts") as raised:
            world.adapter.publish(post)
        assert (raised.value.after, raised.value.code) == (timedelta(hours=1), "1/1")
        _later(world, timedelta(hours=24))
        sent(world, post)
        assert len(world.server.records) == 2

    @pytest.mark.parametrize("fault", ["busy", "broken"])
    def test_a_network_that_is_busy_or_broken_is_asked_later(self, world, fault):
        setattr(world.server.network.faults, fault, True)
        with pytest.raises(TryLater) as raised:
            world.adapter.check()
        assert raised.value.after == timedelta(hours=1)

    def test_a_server_that_accepts_and_falls_silent_is_lost_and_found(self, world):
        post = ready(world, _post())
        world.server.network.faults.drops = True
        with pytest.raises(Lost):
            world.adapter.publish(post)
        world.server.network.faults.drops = False
        step, _post_now = unfinished(world.adapter.look_up, post)
        assert step.references == tuple(world.server.records)

    def test_a_token_that_dies_on_the_way_asks_for_a_person(self, world):
        post = ready(world, _post())
        world.server.network.faults.expired = True
        with pytest.raises(Refused) as raised:
            world.adapter.publish(post)
        assert raised.value.reconnect


@needs_specs
class TestTheJudge:
    @pytest.mark.parametrize(
        ("method", "path", "form"),
        [
            ("POST", "me/threads", {"language": "fr"}),
            ("POST", "me/posts", {"text": "x"}),
            ("GET", "me/threads?fields=caption", None),
            ("GET", "1/insights?metric=loves", None),
        ],
    )
    def test_the_collection_refuses_what_we_never_send(self, method, path, form):
        request = httpx.Request(method, f"https://graph.threads.net/v1.0/{path}", data=form)
        with pytest.raises(AssertionError):
            vendor.threads(request, httpx.Response(200, json={"id": "1"}))

    def test_the_collection_refuses_what_it_never_answers(self):
        request = httpx.Request("POST", "https://graph.threads.net/v1.0/me/threads", data={"text": "x"})
        with pytest.raises(AssertionError):
            vendor.threads(request, httpx.Response(200, json={"uri": "1"}))

    def test_our_secret_is_never_sent_but_for_a_token(self, world):
        sent(world, _post())
        assert not any(PASSWORD in f"{request.url}{request.content!r}" for request in world.server.requests)
