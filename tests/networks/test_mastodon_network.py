"""Our adapter and a server others have written: what readers see, what a lost answer leaves, what comes back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from PIL import Image

from flaneur.adapters.base import Lost, Refused, TryLater, Unfinished
from flaneur.adapters.guard import guarded_client
from flaneur.adapters.mastodon import Mastodon
from flaneur.core.dispatch import Dispatch, Numbers, Picture, Profile
from flaneur.core.text import plain
from tests.lossy import lossy_proxy
from tests.networks.mastodon_mock import running_mock
from tests.peer import ALLOWED_NETWORKS

pytestmark = pytest.mark.network

WORDS = "Grüße 🏙️ ! Trois marches, une porte rouge, un chat : https://paris.example/été (à voir). #Passage"
LONG_WORDS = " ".join(f"Phrase numéro {number}, qui prend son temps pour arriver au bout." for number in range(1, 25))
CALLBACK = "https://paris.example/desk/channels/consent"


@pytest.fixture(scope="module")
def running():
    with running_mock() as mock:
        yield mock


@pytest.fixture
def mock(running):
    running.empty()
    return running


@pytest.fixture
def http():
    with guarded_client(ALLOWED_NETWORKS) as client:
        yield client


@pytest.fixture
def paris(mock, http, tmp_path):
    """A city's account, freshly connected."""
    return _connected(mock.account(), http, tmp_path)


@pytest.fixture
def photos(tmp_path):
    pictures = []
    for name, alt, size in (("cour", "Une cour, deux chaises", (640, 480)), ("chat", "Un chat gris", (480, 640))):
        path = tmp_path / f"{name}.jpg"
        Image.effect_noise(size, 80).convert("RGB").save(path, "JPEG")
        pictures.append(Picture(path, alt, *size))
    return tuple(pictures)


def _connected(answers, http, folder):
    adapter = Mastodon(answers, http=http, folder=folder, now=datetime.now(UTC))
    adapter.check()
    return adapter


def _post(words=WORDS, **fields):
    given = {"key": "publication", "language": "fr", "brand_tag": "#ParisJeTaime", "signature": "Léa"}
    given |= {"link": "https://paris.example/42/porte-rouge", "created_at": datetime.now(UTC)}
    return Mastodon.compose(Dispatch(words=words, **given | fields))


def _send(adapter, post):
    """As the engine does: attempt by attempt, with what the adapter wants to find again."""
    while True:
        try:
            return adapter.publish(post)
        except Unfinished as step:
            post = replace(post, progress=step.progress)


class TestWhatReadersSee:
    def test_a_find_with_two_photos(self, mock, paris, photos):
        post = _post(pictures=photos)
        receipt = _send(paris, post)
        seen = mock.ask(f"/api/v1/statuses/{receipt.references[0]}")
        assert plain(seen["content"]).split() == post.parts[0].text.split()
        assert (seen["visibility"], seen["language"], seen["sensitive"]) == ("public", "fr", False)
        assert [attachment["description"] for attachment in seen["media_attachments"]] == [
            "Une cour, deux chaises",
            "Un chat gris",
        ]
        assert receipt.difference == ""
        assert receipt.url == seen["url"]

    def test_a_thread_in_its_order(self, mock, paris, photos):
        post = _post(LONG_WORDS, pictures=photos)
        assert len(post.parts) > 3
        receipt = _send(paris, post)
        below = mock.ask(f"/api/v1/statuses/{receipt.references[0]}/context")["descendants"]
        assert [status["id"] for status in below] == list(receipt.references[1:])
        assert [status["in_reply_to_id"] for status in below] == list(receipt.references[:-1])

    def test_what_was_taken_back_is_gone(self, mock, paris):
        receipt = _send(paris, _post(LONG_WORDS))
        assert paris.stands(receipt)
        for _time in range(2):
            paris.retract(receipt, "publication")
        assert mock.statuses() == []
        assert not paris.stands(receipt)

    def test_words_and_descriptions_are_corrected_where_they_stand(self, mock, paris, photos):
        receipt = _send(paris, _post(pictures=photos))
        corrected = _post("Quatre marches.", pictures=(replace(photos[0], alt="Une cour vide"), photos[1]))
        paris.edit(receipt, corrected)
        (seen,) = mock.statuses()
        assert "Quatre marches." in plain(seen["content"])
        assert (seen["id"], seen["language"]) == (receipt.references[0], "fr")
        assert len(seen["media_attachments"]) == 2


class TestNothingTwice:
    @pytest.mark.parametrize("words", [pytest.param(WORDS, id="post"), pytest.param(LONG_WORDS, id="thread")])
    @pytest.mark.parametrize("lost", [1, 2])
    def test_after_a_lost_answer_every_part_stands_once(self, mock, http, tmp_path, photos, words, lost):
        post = _post(words, pictures=photos)
        with lossy_proxy(mock.url) as proxy:
            paris = _connected(mock.account() | {"server": proxy.url}, http, tmp_path)
            receipt, silences = None, 0
            for _attempt in range(30):
                if _has_pictures(post) and silences < lost:
                    proxy.doomed[:] = ["/v1/statuses"]
                try:
                    receipt = paris.publish(post)
                    break
                except Unfinished as step:
                    post = replace(post, progress=step.progress)
                except Lost:
                    silences += 1
                    post, receipt = _looked_up(paris, post)
                    if receipt:
                        break
        assert silences == min(lost, len(post.parts))
        assert [status["id"] for status in mock.statuses()] == [*reversed(receipt.references)]
        assert len(receipt.references) == len(post.parts)

    def test_what_the_server_never_got_is_not_there(self, mock, http, tmp_path):
        with lossy_proxy(mock.url) as proxy:
            paris = _connected(mock.account() | {"server": proxy.url}, http, tmp_path)
        with pytest.raises(TryLater):
            paris.publish(_post())
        paris.credentials = {**paris.credentials, "server": mock.url}
        assert paris.look_up(_post()) is None

    def test_a_repeat_without_a_look_up_meets_the_first_by_its_key(self, mock, paris):
        post = _post()
        assert paris.publish(post) == paris.publish(post)
        assert len(mock.statuses()) == 1

    def test_pictures_it_silently_left_out_are_told(self, mock, paris, photos):
        """A media id nobody knows is refused by Mastodon with 422; the mock publishes without the picture."""
        post = replace(_post(pictures=photos), progress={"media": ["1", "2"]})
        assert (
            _send(paris, post).difference == "It was published with fewer pictures, or without what they show in words."
        )


class TestWhatComesBack:
    def test_an_answer_is_heard_and_counted(self, mock, paris):
        receipt = paris.publish(_post())
        begun = paris.hear("")
        answer = {"status": "@paris Je l'ai vue !", "in_reply_to_id": receipt.references[0], "visibility": "public"}
        said = mock.ask("/api/v1/statuses", "POST", json=answer)
        mock.ask(f"/api/v1/statuses/{receipt.references[0]}/favourite", "POST")
        mock.ask(f"/api/v1/statuses/{receipt.references[0]}/reblog", "POST")
        heard = paris.hear(begun.cursor)
        assert [(reply.reference, reply.author, reply.text, reply.answers) for reply in heard.replies] == [
            (said["id"], "lea", "@paris Je l'ai vue !", receipt.references[0])
        ]
        assert paris.hear(heard.cursor).replies == []
        assert paris.count(receipt) == Numbers(likes=1, shares=1, replies=1)

    def test_the_words_of_the_account_are_changed_and_put_back(self, mock, paris, photos):
        before = paris.profile()
        paris.set_profile(Profile("Cette semaine : Léa.", photos[0]))
        assert mock.ask("/api/v1/accounts/verify_credentials", name="paris")["source"]["note"] == "Cette semaine : Léa."
        paris.set_profile(before)
        assert paris.profile() == before


class TestTheAccount:
    def test_the_office_says_yes_on_the_servers_own_page(self, mock, http, tmp_path):
        asking = Mastodon({"server": mock.url, "token": ""}, http=http, folder=tmp_path, now=datetime.now(UTC))
        consent = asking.consent(CALLBACK, "our-own-state")
        page, _sign, query = consent.url.partition("?")
        allowed = httpx.post(page, data={**_only(query), "username": "paris"})
        assert allowed.is_redirect
        back = _only(urlsplit(allowed.headers["location"]).query)
        assert back["state"] == "our-own-state"
        asking.credentials = {**asking.credentials, **consent.credentials}
        asking.redeem(back["code"], CALLBACK)
        assert asking.check().handle.startswith("paris@")
        assert asking.publish(_post()).references

    def test_what_the_server_allows_is_read(self, mock, http, tmp_path):
        account = Mastodon(mock.account(), http=http, folder=tmp_path, now=datetime.now(UTC)).check()
        assert account.limits["length"] == 500
        assert account.limits["link"] == 23

    def test_a_token_it_does_not_know_asks_for_a_person(self, mock, http, tmp_path):
        with pytest.raises(Refused) as raised:
            _connected(mock.account("nobody"), http, tmp_path)
        assert raised.value.reconnect

    def test_a_server_that_is_busy_is_left_in_peace_as_long_as_it_says(self, mock, paris):
        effect = {"type": "ratelimit", "headers": {"Retry-After": "30"}}
        fault = {"match": {"methods": ["POST"], "path": "/api/v1/statuses"}, "effect": effect, "count": 1}
        mock.ask("/api/v1/_mock/faults", "POST", json=fault)
        with pytest.raises(TryLater) as raised:
            paris.publish(_post())
        assert raised.value.after == timedelta(seconds=30)
        assert mock.statuses() == []


def _only(query):
    return {name: values[0] for name, values in parse_qs(query).items()}


def _has_pictures(post):
    return bool(post.progress.get("media")) or bool(post.progress.get("parts"))


def _looked_up(adapter, post):
    """The post as it goes on after a silence, and the receipt if that was the last of it."""
    try:
        return post, adapter.look_up(post)
    except Unfinished as step:
        return replace(post, progress=step.progress), None
