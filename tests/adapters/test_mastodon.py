"""Mastodon: the requests that leave, and what is made of the answers of Mastodon and its relatives."""

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from flaneur.adapters.base import Lost, Refused, TryLater, Unfinished
from flaneur.adapters.mastodon import DIGESTION, MOST_UPLOADS, SCOPES, Mastodon, key
from flaneur.core.dispatch import Numbers, Profile, Receipt
from flaneur.rehearsal.faults import Faults
from tests.adapters.servers import ACCESS, Interruption
from tests.adapters.vendor import mastodon as description
from tests.adapters.vendor import needs_specs
from tests.adapters.worlds import LONG_WORDS, NOW, WORDS, make_dispatch, make_picture, make_world

TEXT = f"{WORDS}\n\n— Léa · #ParisJeTaime\nhttps://paris.example/42/porte-rouge"
CALLBACK = "https://paris.example/desk/channels/consent"


@pytest.fixture
def world(tmp_path):
    """An account that is already connected, and whose id is known."""
    return make_world("mastodon", tmp_path, account="paris")


@pytest.fixture
def album(tmp_path):
    return (make_picture(tmp_path), make_picture(tmp_path, name="b.jpg", alt="Un chat"))


def _post(**fields):
    return Mastodon.compose(make_dispatch(**fields))


def _step(world, post):
    """One attempt that is not the last, and the post as it is handed in next."""
    with pytest.raises(Unfinished) as raised:
        world.adapter.publish(post)
    return replace(post, progress=json.loads(json.dumps(dict(raised.value.progress)))), raised.value


def _publish(world, post):
    """All attempts, however many."""
    while True:
        try:
            return world.adapter.publish(post)
        except Unfinished as step:
            post = replace(post, progress=step.progress)


def _interrupt(world, status, **content):
    """What the next request is answered with, instead of having its effect."""
    world.server.interruptions[len(world.server.calls)] = Interruption(
        lambda _request: httpx.Response(status, **content)
    )


def _silence(_request):
    raise httpx.ReadTimeout("silence")


def _lose(world):
    """The next request is carried out, and its answer lost."""
    world.server.interruptions[len(world.server.calls)] = Interruption(_silence, arrives=True)


def _asked(url):
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def _changed(world, id, changes):
    world.server.records[id].update(changes)
    return id


class TestWhatLeaves:
    def test_a_short_find_is_one_request_that_leaves_nothing_to_the_accounts_own_defaults(self, world):
        receipt = world.adapter.publish(_post())
        (request,) = world.server.requests
        assert json.loads(request.content) == {
            "status": TEXT, "visibility": "public", "sensitive": False, "language": "fr",
        }  # fmt: skip
        assert request.headers["authorization"] == f"Bearer {ACCESS}"
        assert request.headers["content-type"] == "application/json"
        (id,) = world.server.records
        assert receipt == Receipt(f"https://mastodon.example/@paris/{id}", (id,))

    def test_pictures_are_uploaded_with_their_words_before_anything_is_published(self, world, album):
        post, step = _step(world, _post(pictures=album))
        assert world.server.calls == ["POST /v2/media"] * 2
        assert world.server.records == {}
        assert step.after == timedelta()
        for upload, picture in zip(world.server.requests, album, strict=True):
            assert picture.alt.encode() in upload.content
            assert picture.path.read_bytes() in upload.content
        world.adapter.publish(post)
        assert world.server.calls[2:] == ["POST /v1/statuses"]
        (published,) = world.server.records.values()
        media = world.server.network.memory.media
        assert [media[id].description for id in published["media"]] == ["Une porte rouge", "Un chat"]

    def test_a_thread_leaves_one_post_an_attempt_each_answering_the_one_before(self, world):
        post = _post(words=LONG_WORDS)
        assert len(post.parts) == 2
        going_on, step = _step(world, post)
        (first,) = world.server.records
        assert step.references == (first,)
        receipt = world.adapter.publish(going_on)
        assert receipt.references == tuple(world.server.records)
        statuses = list(world.server.records.values())
        assert [status["text"] for status in statuses] == [part.text for part in post.parts]
        assert [status["in_reply_to_id"] for status in statuses] == [None, first]
        assert receipt.url == f"https://mastodon.example/@paris/{first}"

    def test_a_key_is_that_of_one_part_of_one_publication_in_all_its_attempts(self, world):
        post = _post(words=LONG_WORDS)
        _publish(world, post)
        keys = [request.headers["idempotency-key"] for request in world.server.requests]
        assert keys == [key(post, 0), key(post, 1)]
        others = [key(replace(post, key="another"), 0), key(replace(post, created_at=NOW + timedelta(days=1)), 0)]
        assert len({*keys, *others}) == 4

    @pytest.mark.parametrize(
        ("typed", "origin"),
        [
            ("mastodon.example", "https://mastodon.example"),
            (" https://mastodon.example/ ", "https://mastodon.example"),
            ("https://mastodon.example/@paris", "https://mastodon.example"),
            ("@paris@mastodon.example", "https://mastodon.example"),
            ("http://localhost:3000", "http://localhost:3000"),
        ],
    )
    def test_the_server_may_be_typed_in_any_sensible_way(self, tmp_path, typed, origin):
        world = make_world("mastodon", tmp_path, server=typed)
        world.adapter.check()
        assert {f"{request.url.scheme}://{request.url.netloc.decode()}" for request in world.server.requests} == {
            origin
        }


class TestPictures:
    def test_a_picture_that_is_being_digested_is_waited_for(self, world, album):
        world.server.network.digestion = timedelta(seconds=10)
        post, step = _step(world, _post(pictures=album))
        assert step.after == DIGESTION
        _same, step = _step(world, post)
        assert step.after == DIGESTION
        world.server.now += timedelta(seconds=10)
        world.adapter.publish(post)
        assert world.server.calls.count("POST /v2/media") == 2
        assert len(world.server.records) == 1

    def test_what_was_uploaded_before_the_network_was_busy_is_not_uploaded_again(self, world, album):
        world.server.interruptions[1] = Interruption(lambda _request: httpx.Response(429))
        post, _busy = _step(world, _post(pictures=album))
        post, _rest = _step(world, post)
        world.adapter.publish(post)
        assert world.server.calls.count("POST /v2/media") == 3
        (published,) = world.server.records.values()
        media = world.server.network.memory.media
        assert [media[id].description for id in published["media"]] == ["Une porte rouge", "Un chat"]

    def test_a_network_that_takes_none_at_all_is_waited_for(self, world, album):
        _interrupt(world, 503)
        with pytest.raises(TryLater):
            world.adapter.publish(_post(pictures=album))

    def test_pictures_the_server_has_thrown_away_are_uploaded_once_more(self, world, album):
        post, _uploaded = _step(world, _post(pictures=album))
        world.server.network.memory.media.clear()
        receipt = _publish(world, post)
        assert world.server.calls.count("POST /v2/media") == 4
        assert receipt.difference == ""
        assert len(world.server.records) == 1

    def test_pictures_that_came_to_nothing_are_uploaded_once_more(self, world, album):
        world.server.network.digestion = timedelta(seconds=10)
        post, _uploaded = _step(world, _post(pictures=album))
        _interrupt(world, 422, json={"error": "Error processing thumbnail"})
        post, _again = _step(world, post)
        assert post.progress["media"] == []

    def test_a_post_the_server_refuses_with_fresh_pictures_too_is_refused(self, world, album):
        post = _post(pictures=album)
        for _time in range(MOST_UPLOADS - 1):
            post, _uploaded = _step(world, post)
            _interrupt(world, 422, json={"error": "…"})
            post, _again = _step(world, post)
        post, _uploaded = _step(world, post)
        _interrupt(world, 422, json={"error": "…"})
        with pytest.raises(Refused):
            world.adapter.publish(post)
        assert world.server.records == {}

    @pytest.mark.parametrize("status", [400, 404, 422])
    def test_pictures_that_hang_on_our_own_post_already_are_the_proof_that_it_stands(self, world, album, status):
        """GoToSocial knows no key: it answers a repeat with 400, its pictures being attached."""
        post, _uploaded = _step(world, _post(pictures=album))
        first = world.adapter.publish(post)
        _interrupt(world, status, json={"error": "media already attached"})
        assert world.adapter.publish(post) == first
        assert len(world.server.records) == 1


class TestNothingTwice:
    @pytest.mark.parametrize("words", [WORDS, LONG_WORDS])
    def test_a_lost_answer_is_found_by_looking_up(self, world, words):
        _lose(world)
        post = _post(words=words)
        with pytest.raises(Lost):
            world.adapter.publish(post)
        if words == WORDS:
            receipt = world.adapter.look_up(post)
        else:
            with pytest.raises(Unfinished) as raised:
                world.adapter.look_up(post)
            receipt = world.adapter.publish(replace(post, progress=raised.value.progress))
        assert receipt.references == tuple(world.server.records)
        assert len(world.server.records) == len(post.parts)

    def test_what_never_arrived_is_not_found(self, world):
        world.server.interruptions[0] = Interruption(_silence)
        with pytest.raises(Lost):
            world.adapter.publish(_post())
        assert world.adapter.look_up(_post()) is None

    def test_a_repeat_within_the_hour_meets_the_first_where_the_server_knows_the_key(self, world):
        assert world.adapter.publish(_post()) == world.adapter.publish(_post())
        assert len(world.server.records) == 1

    def test_a_thread_that_has_become_shorter_meanwhile_is_whole(self, world):
        going_on, _step_taken = _step(world, _post(words=LONG_WORDS))
        shorter = replace(going_on, parts=going_on.parts[:1])
        (first,) = world.server.records
        for finish in (world.adapter.publish, world.adapter.look_up):
            assert finish(shorter) == Receipt(f"https://mastodon.example/@paris/{first}", (first,))

    def test_the_words_of_somebody_else_or_of_another_place_are_not_ours(self, world):
        post = _post()
        world.server.network.speak("lea", post.parts[0].text)
        above = world.adapter.publish(_post(words="Autre chose."))
        assert world.adapter.look_up(post) is None
        answering = replace(post, progress={"parts": list(above.references)}, parts=(post.parts[0], post.parts[0]))
        world.adapter.publish(post)
        assert world.adapter.look_up(answering) is None

    def test_a_text_is_known_again_however_the_server_decorates_it(self, world):
        words = "Voir https://www.paris.fr/pages/une-adresse-qui-ne-finit-pas?a=1&b=2 #Été\n\n1 < 2 & « l’été » 🏙️ @lea"
        post = _post(words=words)
        receipt = world.adapter.publish(post)
        world.adapter.credentials = {"server": "mastodon.example", "token": ACCESS}
        assert world.adapter.look_up(post) == receipt
        assert receipt.difference == ""

    def test_a_look_up_reads_on_until_an_hour_before_the_first_attempt(self, world):
        first = world.adapter.publish(_post())
        for number in range(90):
            world.server.network.speak("paris", f"Trouvaille {number}.")
        world.server.forget_calls()
        assert world.adapter.look_up(_post()) == first
        assert len(world.server.calls) == 3

    def test_the_same_words_from_long_before_are_not_ours(self, world):
        world.server.now -= timedelta(minutes=70)
        world.adapter.publish(_post(key="another find"))
        world.server.now += timedelta(minutes=70)
        assert world.adapter.look_up(_post()) is None

    def test_an_account_that_says_more_than_a_look_up_can_read_is_left_to_a_person(self, world):
        for number in range(420):
            world.server.network.speak("paris", f"Trouvaille {number}.")
        with pytest.raises(Refused, match="please look on the network"):
            world.adapter.look_up(_post())

    def test_older_statuses_end_a_look_up(self, world):
        world.server.now -= timedelta(days=3)
        for number in range(60):
            world.server.network.speak("paris", f"Trouvaille {number}.")
        world.server.now += timedelta(days=3)
        world.server.forget_calls()
        assert world.adapter.look_up(_post()) is None
        assert len(world.server.calls) == 1


class TestWhatTheServerMadeOfIt:
    @pytest.mark.parametrize(
        ("changes", "unlike"),
        [
            ({}, ""),
            ({"visibility": "unlisted"}, "It was published, but not for everybody to see."),
            ({"language": None}, "It was published without its language."),
            ({"text": "Trois marches."}, "It was published with other words."),
            ({"media": []}, "It was published with fewer pictures, or without what they show in words."),
        ],
    )
    def test_a_post_that_is_not_as_we_sent_it_is_told(self, world, album, changes, unlike):
        post, _uploaded = _step(world, _post(pictures=album))
        keep = world.server.network._keep
        world.server.network._keep = lambda author, asked: _changed(world, keep(author, asked), changes)
        assert world.adapter.publish(post).difference == unlike

    def test_a_difference_of_the_first_part_is_told_with_the_last(self, world):
        post = _post(words=LONG_WORDS)
        going_on, _taken = _step(world, replace(post, language="de"))
        assert going_on.progress["difference"] == ""
        marked = replace(going_on, progress={**going_on.progress, "difference": "It was published with other words."})
        assert world.adapter.publish(marked).difference == "It was published with other words."


class TestTakingBack:
    def test_a_thread_is_taken_back_from_its_end_with_its_pictures(self, world):
        receipt = _publish(world, _post(words=LONG_WORDS))
        world.server.forget_calls()
        assert world.adapter.stands(receipt)
        world.adapter.retract(receipt, "key")
        assert not world.adapter.stands(receipt)
        deleted = [request for request in world.server.requests if request.method == "DELETE"]
        assert [request.url.path.rsplit("/", 1)[1] for request in deleted] == [*reversed(receipt.references)]
        assert {request.url.params["delete_media"] for request in deleted} == {"true"}

    def test_what_is_half_gone_stands_until_the_rest_is_gone(self, world):
        receipt = _publish(world, _post(words=LONG_WORDS))
        del world.server.records[receipt.references[0]]
        assert world.adapter.stands(receipt)
        world.adapter.retract(receipt, "key")
        assert world.server.records == {}

    def test_more_deletions_than_the_server_allows_wait_as_long_as_it_says(self, world):
        posts = [world.adapter.publish(_post(key=f"{number}", words=f"{number}")) for number in range(31)]
        for receipt in posts[:-1]:
            world.adapter.retract(receipt, "key")
        with pytest.raises(TryLater) as raised:
            world.adapter.retract(posts[-1], "key")
        assert raised.value.after == timedelta(minutes=5)
        assert len(world.server.records) == 1
        assert [(pace.most, pace.window) for pace in Mastodon.paces.values()] == [(30, timedelta(minutes=30))]

    def test_without_a_receipt_a_person_has_to_look(self, world):
        with pytest.raises(Refused, match="please delete it on the network"):
            world.adapter.retract(Receipt(""), "key")


class TestEditing:
    def test_words_and_descriptions_change_where_they_stand(self, world, album):
        receipt = _publish(world, _post(pictures=album))
        described = (replace(album[0], alt="Une porte verte"), album[1])
        corrected = _post(words="Quatre marches.", pictures=described)
        assert world.adapter.edit(receipt, corrected) == receipt
        (status,) = world.server.records.values()
        assert status["text"] == corrected.parts[0].text
        media = world.server.network.memory.media
        assert [media[id].description for id in status["media"]] == ["Une porte verte", "Un chat"]
        (sent,) = (json.loads(request.content) for request in world.server.requests if request.method == "PUT")
        assert sent["media_attributes"] == [
            {"id": status["media"][0], "description": "Une porte verte"},
            {"id": status["media"][1], "description": "Un chat"},
        ]
        assert sent["language"] == "fr"

    def test_words_that_take_another_number_of_posts_cannot_be_changed(self, world):
        receipt = world.adapter.publish(_post())
        with pytest.raises(Refused, match="take it back instead"):
            world.adapter.edit(receipt, _post(words=LONG_WORDS))
        assert world.server.calls == ["POST /v1/statuses"]

    def test_a_picture_that_was_lost_is_told_again(self, world, album):
        receipt = _publish(world, _post())
        assert world.adapter.edit(receipt, _post(pictures=album)).difference.startswith("It was published with fewer")


class TestListening:
    def test_what_was_said_before_we_listened_is_not_heard(self, world):
        world.server.network.speak("lea", "@paris Bonjour")
        begun = world.adapter.hear("")
        assert begun.replies == []
        assert world.adapter.hear(begun.cursor).replies == []

    def test_an_answer_and_a_mention_are_heard_once_in_their_order(self, world):
        ours = world.adapter.publish(_post()).references[0]
        begun = world.adapter.hear("")
        answer = world.server.network.speak("lea", "@paris Je l'ai vue !\nhttps://lea.example/été", answers=ours)
        mention = world.server.network.speak("max", "Merci @paris")
        heard = world.adapter.hear(begun.cursor)
        assert [(reply.reference, reply.author, reply.answers) for reply in heard.replies] == [
            (answer, "lea", ours),
            (mention, "max", ""),
        ]
        assert heard.replies[0].text == "@paris Je l'ai vue !\nhttps://lea.example/été"
        assert heard.replies[0].url == f"https://mastodon.example/@lea/{answer}"
        assert world.adapter.hear(heard.cursor).replies == []

    def test_who_quotes_us_is_heard_with_what_is_quoted(self, world):
        ours = world.adapter.publish(_post()).references[0]
        begun = world.adapter.hear("")
        theirs = world.server.network.speak("max", "Sans rapport.")
        world.server.network.speak("lea", "C'est faux.", quotes=ours)
        world.server.network.speak("lea", "@paris Voyez.", quotes=theirs)
        heard = {reply.text: reply.answers for reply in world.adapter.hear(begun.cursor).replies}
        assert heard == {"C'est faux.": ours, "@paris Voyez.": ""}

    def test_who_is_set_aside_by_the_accounts_settings_is_heard(self, world):
        begun = world.adapter.hear("")
        world.server.network.filtered.add(world.server.network.speak("lea", "Bonjour @paris"))
        assert [reply.text for reply in world.adapter.hear(begun.cursor).replies] == ["Bonjour @paris"]

    def test_an_answer_to_an_answer_still_answers_us(self, world):
        ours = world.adapter.publish(_post()).references[0]
        begun = world.adapter.hear("")
        between = world.server.network.speak("lea", "Jolie.", answers=ours)
        beside = world.server.network.speak("lea", "Sans rapport.")
        world.server.network.speak("max", "@lea @paris Très.", answers=between)
        world.server.network.speak("max", "@lea @paris Ah bon ?", answers=beside)
        assert [reply.answers for reply in world.adapter.hear(begun.cursor).replies] == [ours, ""]

    def test_an_answer_that_is_gone_before_we_ask_what_it_answers_is_heard_as_a_mention(self, world):
        ours = world.adapter.publish(_post()).references[0]
        begun = world.adapter.hear("")
        between = world.server.network.speak("lea", "Jolie.", answers=ours)
        world.server.network.speak("max", "@lea @paris Très.", answers=between)
        world.server.interruptions[len(world.server.calls) + 1] = Interruption(lambda _request: httpx.Response(404))
        assert [reply.answers for reply in world.adapter.hear(begun.cursor).replies] == [""]

    def test_the_first_mention_ever_is_heard(self, world):
        begun = world.adapter.hear("")
        world.server.network.speak("lea", "Bonjour @paris")
        assert [reply.text for reply in world.adapter.hear(begun.cursor).replies] == ["Bonjour @paris"]

    def test_more_than_a_page_is_heard_page_by_page(self, world):
        world.server.network.speak("lea", "@paris 0")
        cursor = world.adapter.hear("").cursor
        for number in range(1, 46):
            world.server.network.speak("lea", f"@paris {number}")
        texts = []
        while heard := world.adapter.hear(cursor):
            texts += [reply.text for reply in heard.replies]
            if cursor == heard.cursor:
                break
            cursor = heard.cursor
        assert texts == [f"@paris {number}" for number in range(1, 46)]

    @pytest.mark.parametrize("visibility", ["direct", "private", "limited"])
    def test_what_is_private_or_gone_is_passed_over(self, world, visibility):
        cursor = world.adapter.hear("").cursor
        world.server.network.speak("lea", "@paris Entre nous", visibility=visibility)
        gone = world.server.network.speak("max", "@paris Pardon")
        del world.server.records[gone]
        heard = world.adapter.hear(cursor)
        assert heard.replies == []
        assert world.adapter.hear(heard.cursor).replies == []

    @pytest.mark.parametrize("visibility", ["public", "unlisted"])
    def test_what_everybody_may_read_is_heard(self, world, visibility):
        cursor = world.adapter.hear("").cursor
        world.server.network.speak("lea", "@paris Bonjour", visibility=visibility)
        assert [reply.text for reply in world.adapter.hear(cursor).replies] == ["@paris Bonjour"]

    @pytest.mark.parametrize("moment", ["yesterday", "2026-05-14T10:00:00", None])
    def test_a_moment_that_is_none_is_no_usable_answer(self, world, moment):
        status = {"id": "2", "created_at": moment, "content": "", "visibility": "public"}
        _interrupt(world, 200, json=[{"id": "1", "status": status}])
        with pytest.raises(TryLater):
            world.adapter.hear("0")

    def test_numbers_are_those_of_all_parts_without_our_own_answer(self, world):
        receipt = _publish(world, _post(words=LONG_WORDS))
        first, last = receipt.references
        world.server.network.applaud(first, likes=3, shares=1)
        world.server.network.applaud(last, likes=1)
        world.server.network.speak("lea", "@paris Oh", answers=last)
        assert world.adapter.count(receipt) == Numbers(views=None, likes=4, shares=1, replies=1)


class TestTheAccount:
    def test_connecting_tells_who_we_are_and_what_the_server_allows(self, tmp_path):
        world = make_world("mastodon", tmp_path)
        account = world.adapter.check()
        assert (account.handle, account.url) == ("paris@mastodon.example", "https://mastodon.example/@paris")
        assert account.credentials["account"] == "paris"
        assert account.limits == {
            "length": 500, "link": 23, "pictures": 4, "picture_bytes": 16_777_216, "alt_length": 1500,
        }  # fmt: skip

    @pytest.mark.parametrize("status", [404, 429, 500])
    def test_a_server_that_tells_nothing_of_itself_can_be_connected(self, tmp_path, status):
        world = make_world("mastodon", tmp_path)
        for call in (1, 2):
            world.server.interruptions[call] = Interruption(lambda _request: httpx.Response(status, html="<h1>…</h1>"))
        account = world.adapter.check()
        assert (account.handle, account.limits) == ("paris@mastodon.example", {})

    def test_a_silent_server_page_does_not_hold_up_the_connection(self, tmp_path):
        world = make_world("mastodon", tmp_path)
        for call in (1, 2):
            world.server.interruptions[call] = Interruption(_silence)
        assert world.adapter.check().limits == {}

    @pytest.mark.parametrize("told", [{"statuses": []}, {"statuses": {"max_characters": "many"}}, [], None])
    def test_limits_that_are_none_are_not_taken(self, tmp_path, told):
        world = make_world("mastodon", tmp_path)
        body = {"domain": "mastodon.example", "configuration": told}
        world.server.interruptions[1] = Interruption(lambda _request: httpx.Response(200, json=body))
        assert world.adapter.check().limits == {}

    @pytest.mark.parametrize(
        "answer", [httpx.Response(401, json={"error": "…"}), httpx.Response(400, text="Invalid Bearer token")]
    )
    def test_a_token_nobody_knows_asks_for_a_person_however_the_server_says_so(self, world, answer):
        world.server.interruptions[0] = Interruption(lambda _request: answer)
        with pytest.raises(Refused, match="reconnect") as raised:
            world.adapter.publish(_post())
        assert raised.value.reconnect

    def test_without_a_token_nothing_is_asked(self, tmp_path):
        world = make_world("mastodon", tmp_path, token=" ")
        with pytest.raises(Refused) as raised:
            world.adapter.publish(_post())
        assert raised.value.reconnect
        assert world.server.calls == []

    def test_the_words_of_the_account_are_changed_and_put_back(self, world, tmp_path):
        before = world.adapter.profile()
        assert before == Profile("La voix de la ville.", face="https://mastodon.example/avatars/missing.png")
        world.adapter.set_profile(Profile("Cette semaine : Léa.", make_picture(tmp_path)))
        assert (world.adapter.profile().words, world.server.network.memory.avatars) == ("Cette semaine : Léa.", 1)
        assert world.adapter.profile().face != before.face
        world.adapter.set_profile(before)
        assert (world.server.network.memory.note, world.server.network.memory.avatars) == (before.words, 1)

    def test_the_picture_changes_and_no_word_is_said(self, world, tmp_path):
        world.adapter.set_profile(Profile(picture=make_picture(tmp_path)))
        memory = world.server.network.memory
        assert (memory.note, memory.avatar) == ("La voix de la ville.", make_picture(tmp_path).path.read_bytes())


class TestConsent:
    @pytest.fixture
    def asking(self, tmp_path):
        """A server that was named, and nothing else."""
        return make_world("mastodon", tmp_path, token="")

    def _come_back(self, asking):
        consent = asking.adapter.consent(CALLBACK, "our-own-state")
        back = _asked(asking.server.network.allow(consent.url))
        asking.adapter.credentials = {**asking.adapter.credentials, **consent.credentials}
        return consent, back

    @pytest.mark.parametrize("proves", [True, False])
    def test_the_office_says_yes_on_the_servers_own_page(self, asking, proves):
        asking.server.network.proves = proves
        consent, back = self._come_back(asking)
        asked = _asked(consent.url)
        assert (asked["scope"], asked["redirect_uri"], back["state"]) == (SCOPES, CALLBACK, "our-own-state")
        assert ("code_challenge" in asked) is proves
        assert consent.credentials.get("verifier", "") not in consent.url or not proves
        asking.adapter.redeem(back["code"], CALLBACK)
        assert asking.adapter.credentials.keys() == {"server", "token", "client_id", "client_secret"}
        assert asking.adapter.check().handle == "paris@mastodon.example"

    def test_a_code_somebody_else_brings_opens_nothing(self, asking):
        _consent, back = self._come_back(asking)
        asking.adapter.credentials = {**asking.adapter.credentials, "verifier": "another"}
        with pytest.raises(Refused, match="begin again") as raised:
            asking.adapter.redeem(back["code"], CALLBACK)
        assert raised.value.reconnect
        assert not asking.adapter.credentials["token"]

    def test_who_has_a_token_is_asked_for_no_consent(self, world):
        assert world.adapter.consent(CALLBACK, "state") is None
        assert world.server.calls == []

    def test_a_server_that_takes_one_address_gets_one(self, asking):
        _interrupt(asking, 422, json={"error": "Validation failed"})
        app = {"client_id": "1", "client_secret": "2"}
        asking.server.interruptions[1] = Interruption(lambda _request: httpx.Response(200, json=app))
        asking.adapter.consent(CALLBACK, "state")
        assert [body["redirect_uris"] for body in asking.server.bodies("/apps")] == [[CALLBACK], CALLBACK]

    def test_a_server_that_takes_no_application_is_left_alone(self, asking):
        for call in (0, 1):
            asking.server.interruptions[call] = Interruption(lambda _request: httpx.Response(422, json={"error": "…"}))
        with pytest.raises(Refused):
            asking.adapter.consent(CALLBACK, "state")
        assert asking.server.calls == ["POST /v1/apps"] * 2


class TestTheStandIn:
    """It refuses what Mastodon refuses, so that a test of ours cannot pass on its kindness."""

    @pytest.mark.parametrize(
        ("method", "path", "request_", "status"),
        [
            ("POST", "/api/v1/statuses", {"json": {"status": "x" * 501}}, 422),
            ("POST", "/api/v1/statuses", {"json": {"status": ""}}, 422),
            ("POST", "/api/v1/statuses", {"json": {"status": "x", "media_ids": ["nobody's"]}}, 422),
            ("POST", "/api/v1/statuses", {"json": {"status": "x", "in_reply_to_id": "nobody's"}}, 404),
            ("POST", "/api/v2/media", {"data": {"description": "x"}}, 422),
            ("POST", "/api/v1/apps", {"data": {"client_name": "x"}}, 422),
            ("POST", "/oauth/token", {"json": {"client_id": "nobody's"}}, 401),
            ("PUT", "/api/v1/statuses/nobody's", {"json": {}}, 404),
            ("GET", "/api/v1/statuses/nobody's/context", {}, 404),
            ("GET", "/api/v1/media/nobody's", {}, 404),
            ("GET", "/api/v1/nothing", {}, 404),
        ],
    )
    def test_it_refuses(self, world, method, path, request_, status):
        bearer = {"authorization": f"Bearer {ACCESS}"}
        request = httpx.Request(method, f"https://mastodon.example{path}", headers=bearer, **request_)
        request.read()
        assert world.server.network.answer(request).status_code == status
        assert world.server.records == {}

    def test_a_picture_hangs_on_one_post_only(self, world, album):
        post, _uploaded = _step(world, _post(pictures=album))
        world.adapter.publish(post)
        body = {"status": "Encore", "media_ids": post.progress["media"]}
        bearer = {"authorization": f"Bearer {ACCESS}"}
        again = httpx.Request("POST", "https://mastodon.example/api/v1/statuses", headers=bearer, json=body)
        assert world.server.network.answer(again).status_code == 422

    def test_an_hour_later_the_key_is_forgotten(self, world):
        world.adapter.publish(_post())
        world.server.now += timedelta(hours=1)
        world.adapter.publish(_post())
        assert len(world.server.records) == 2

    def test_thirty_uploads_in_half_an_hour_are_enough(self, world, album):
        for number in range(15):
            _step(world, _post(key=f"{number}", pictures=album))
        with pytest.raises(TryLater):
            world.adapter.publish(_post(pictures=album))
        world.server.now += timedelta(minutes=31)
        _step(world, _post(pictures=album))

    def test_a_consent_it_would_not_give_is_an_error_of_ours(self, tmp_path):
        asking = make_world("mastodon", tmp_path, token="")
        url = asking.adapter.consent(CALLBACK, "state").url
        for wrong in (url.replace("S256", "plain"), url.replace("desk", "elsewhere"), url.replace("write%3Amedia", "")):
            with pytest.raises(ValueError, match="would refuse"):
                asking.server.network.allow(wrong)


class TestFaults:
    """What a rehearsal can switch on, and what the desk sees of it."""

    @pytest.mark.parametrize(
        ("faults", "trouble"),
        [
            (Faults(busy=True), TryLater),
            (Faults(broken=True), Lost),
            (Faults(drops=True), Lost),
            (Faults(expired=True), Refused),
        ],
    )
    def test_each_ends_in_its_own_trouble(self, world, faults, trouble):
        world.server.network.faults = faults
        with pytest.raises(trouble) as raised:
            world.adapter.publish(_post())
        assert getattr(raised.value, "after", None) == (timedelta(minutes=5) if faults.busy else None)
        assert len(world.server.records) == (1 if faults.drops else 0)
        world.server.network.faults = Faults()
        assert (world.adapter.look_up(_post()) is not None) == faults.drops

    def test_a_picture_that_is_stuck_is_waited_for_and_never_published_without(self, world, album):
        world.server.network.faults = Faults(stuck=True)
        post, _uploaded = _step(world, _post(pictures=album))
        for _time in range(3):
            post, step = _step(world, post)
            assert step.after == DIGESTION
        assert world.server.records == {}


@needs_specs
@pytest.mark.thorough
def test_everything_we_ask_and_are_told_is_as_mastodon_describes_it(tmp_path, album):
    """Everything the adapter can do, once; 206 for a picture half digested is in Mastodon's words only."""
    world = make_world("mastodon", tmp_path, token="")
    _connect(world)
    cursor = world.adapter.hear("").cursor
    world.server.network.digestion = timedelta(seconds=30)
    post, _uploaded = _step(world, _post(words=LONG_WORDS, pictures=album))
    post, _raw = _step(world, post)
    world.server.now += timedelta(minutes=1)
    receipt = _publish(world, post)
    with pytest.raises(Unfinished):
        world.adapter.look_up(_post(words=LONG_WORDS, pictures=album))
    answer = world.server.network.speak("lea", "@paris Oh", answers=receipt.references[0])
    world.server.network.speak("max", "@lea @paris Ah", answers=answer)
    assert [reply.answers for reply in world.adapter.hear(cursor).replies] == [receipt.references[0]] * 2
    world.adapter.count(receipt)
    world.adapter.edit(receipt, _post(words=LONG_WORDS, pictures=album))
    world.adapter.set_profile(replace(world.adapter.profile(), picture=album[0]))
    world.adapter.set_profile(Profile("Bonjour."))
    world.adapter.retract(receipt, "key")
    assert not world.adapter.stands(receipt)
    for faults in (Faults(busy=True), Faults(expired=True)):
        world.server.network.faults = faults
        with pytest.raises((TryLater, Refused)):
            world.adapter.publish(_post())
    asked = {(request.method, answer.status_code) for request, answer in world.server.said}
    assert asked >= {("GET", 200), ("GET", 206), ("POST", 202), ("PUT", 200), ("PATCH", 200), ("DELETE", 200)}
    assert asked >= {("GET", 404), ("POST", 429), ("POST", 401)}
    for request, answer in world.server.said:
        description().check(request, None if answer.status_code == 206 else answer)


@needs_specs
@pytest.mark.thorough
@pytest.mark.parametrize(
    "body", [{"status": "Bonjour", "visibility": "everybody"}, {"status": 7}, {"visibility": "public"}, {}]
)
def test_the_description_would_have_noticed(body):
    good = {"status": "Bonjour", "visibility": "public", "media_ids": ["1"]}
    address = "https://mastodon.example/api/v1/statuses"
    assert description().accepts(httpx.Request("POST", address, json=good))
    assert not description().accepts(httpx.Request("POST", address, json=body))


def _connect(world):
    consent = world.adapter.consent(CALLBACK, "state")
    world.adapter.credentials = {**world.adapter.credentials, **consent.credentials}
    world.adapter.redeem(_asked(world.server.network.allow(consent.url))["code"], CALLBACK)
    world.adapter.check()
