"""Our adapter and Bluesky's real software: what readers see, what a lost answer leaves, what the server refuses."""

import json
import random
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from PIL import Image

from flaneur.adapters.base import Lost, Refused, TryLater
from flaneur.adapters.bluesky import SLACK, Bluesky, facets
from flaneur.adapters.guard import guarded_client
from flaneur.core.dispatch import Dialect, Dispatch, Numbers, Picture, Profile, Receipt
from flaneur.core.text import signs
from tests.lossy import lossy_proxy
from tests.networks.recording import FOLDER, record, shape
from tests.peer import ALLOWED_NETWORKS, NODE, ORACLE, eventually, texts

pytestmark = pytest.mark.network

WORDS = "Grüße 🏙️ ! Trois marches, une porte rouge, un chat : https://paris.example/été (à voir). #Passage"
LONG_WORDS = " ".join(f"Phrase numéro {number}, qui prend son temps pour arriver au bout." for number in range(1, 25))
LINK = "https://paris.example/42/porte-rouge"
TEXTS = [
    "Grüße 🏙️ de @louvre.test — https://paris.example/été?x=1#y #ParisJeTaime",
    "Fin (https://paris.example/42), https://fr.wikipedia.example/wiki/Place_(Paris).",
    "« #CoinsCachés » ; https://paris.example/a,b #été #2024 #JO2024 #a_b #fin!",
    "👨‍👩‍👧‍👦 #famille @a.b.test: oui, lea@paris.example et (@orsay.test)",
    "C#, a#b, &#x27; #\n#ParisJeTaime\nhttps://paris.example/42/porte-rouge",
]
BITS = [
    "#", "＃", "#Lune", "#1er", "#80", "#a-b", "#l'été", "#fin.", "#_", "#❤", "#❤\ufe0f", "#\ufe0fa", "(#x)", "l'#tag",
    "@bob.bsky.social", "@bob.test", "@a.fr.", "@a.fr-", "@a.fr_b", "@bob", "(@lea.paris.fr)", "https://exemple.org/a",
    "http://a.b", "https://x.org/(a)", "https://x.org/a).", "HTTPS://a.org", "paris.fr", "paris.fr/x?y=1,", "Paris.fr",
    "saint-ouen.fr", "a.b.c", "exemple.notld", "(paris.fr)", "a.co.uk:80/x", "v2.0", "fin.Puis", "9h.30", " ", "  ",
    "\n", "\u202f",
    "\xa0", "\u200b", "\u2060", "\xad", "\ufeff", "\x85", ".", ",", "…", "»", "«", "é", "mot", "漢字", "/",
]  # fmt: skip


@pytest.fixture
def http():
    with guarded_client(ALLOWED_NETWORKS) as client:
        yield client


@pytest.fixture
def photos(tmp_path):
    """Two photos of different shape, with enough in them to weigh something."""
    pictures = []
    for name, alt, size in (("cour", "Une cour, deux chaises", (640, 480)), ("chat", "Un chat gris", (480, 640))):
        path = tmp_path / f"{name}.jpg"
        Image.effect_noise(size, 80).convert("RGB").save(path, "JPEG")
        pictures.append(Picture(path, alt, *size))
    return tuple(pictures)


@pytest.fixture
def paris(peer, http, tmp_path):
    """A city's account on the network, freshly connected."""
    return _connected(peer.account(), http, tmp_path)


def _connected(answers, http, folder):
    adapter = Bluesky(answers, http=http, folder=folder, now=datetime.now(UTC))
    adapter.check()
    return adapter


def _post(words=WORDS, **fields):
    given = {"key": "publication", "language": "fr", "brand_tag": "#ParisJeTaime", "signature": "Léa"}
    return Bluesky.compose(Dispatch(words=words, link=LINK, created_at=datetime.now(UTC), **given | fields))


def _records(peer, adapter):
    return peer.records(adapter.credentials["did"])


def _head(peer, adapter):
    """The newest commit of an account's repository."""
    query = {"did": adapter.credentials["did"]}
    return httpx.get(f"{peer.pds}/xrpc/com.atproto.sync.getLatestCommit", params=query).json()


class TestWhatReadersSee:
    def test_a_find_with_two_photos(self, peer, paris, photos):
        post = _post(pictures=photos)
        receipt = paris.publish(post)
        seen = eventually(lambda: peer.thread(receipt.references[0]))["post"]
        assert seen["uri"] == receipt.references[0]
        assert seen["record"]["text"] == post.parts[0].text
        assert seen["record"]["langs"] == ["fr"]
        shown = [(image["alt"], image["aspectRatio"]) for image in seen["embed"]["images"]]
        assert shown == [
            ("Une cour, deux chaises", {"width": 640, "height": 480}),
            ("Un chat gris", {"width": 480, "height": 640}),
        ]
        thumbnail = httpx.get(seen["embed"]["images"][0]["thumb"], timeout=30)
        assert (thumbnail.status_code, thumbnail.headers["content-type"].split("/")[0]) == (200, "image")

    def test_links_tags_and_names_are_where_they_belong(self, peer, http, paris, tmp_path):
        guest = _connected(peer.account("lea"), http, tmp_path)
        handle, did = guest.credentials["identifier"], guest.credentials["did"]
        receipt = paris.publish(_post(f"{WORDS} Avec @{handle} et @nobody.test."))
        record = eventually(lambda: peer.thread(receipt.references[0]))["post"]["record"]
        found = []
        for facet in record["facets"]:
            start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
            (feature,) = facet["features"]
            text = record["text"].encode()[start:end].decode()
            found.append((text, feature.get("uri") or feature.get("tag") or feature.get("did")))
        assert found == [
            ("https://paris.example/été", "https://paris.example/été"),
            ("#Passage", "Passage"),
            (f"@{handle}", did),
            ("#ParisJeTaime", "ParisJeTaime"),
            ("https://paris.example/42/porte-rouge", "https://paris.example/42/porte-rouge"),
        ]

    def test_a_thread_in_its_order(self, peer, paris, photos):
        post = _post(LONG_WORDS, pictures=photos)
        assert len(post.parts) > 3
        root = paris.publish(post).references[0]
        seen = eventually(lambda: peer.thread(root, parts=len(post.parts)))
        assert texts(seen) == [part.text for part in post.parts]
        assert len(seen["post"]["embed"]["images"]) == 2
        last = seen
        while last.get("replies"):
            (last,) = last["replies"]
        card = last["post"]["embed"]["external"]
        assert (card["uri"], card["title"]) == (LINK, "Phrase numéro 1, qui prend son temps pour arriver au bout.")
        thumbnail = httpx.get(card["thumb"], timeout=30)
        assert (thumbnail.status_code, thumbnail.headers["content-type"].split("/")[0]) == (200, "image")

    def test_a_find_without_photos_with_the_card_of_its_page(self, peer, paris):
        receipt = paris.publish(_post("Une cour. Deux chaises.", pillar="Coins cachés"))
        seen = eventually(lambda: peer.thread(receipt.references[0]))["post"]
        assert seen["embed"]["external"] == {"uri": LINK, "title": "Une cour.", "description": "Coins cachés"}

    @pytest.mark.parametrize("words", [pytest.param(WORDS, id="post"), pytest.param(LONG_WORDS, id="thread")])
    def test_what_was_taken_back_is_gone(self, peer, paris, words):
        post = _post(words)
        receipt = paris.publish(post)
        eventually(lambda: peer.thread(receipt.references[-1]))
        for _time in range(2):
            paris.retract(receipt, post.key)
        assert _records(peer, paris) == []
        for uri in receipt.references:
            eventually(lambda uri=uri: peer.thread(uri) is None)
        assert paris.look_up(post) is None
        assert not paris.stands(receipt)

    def test_a_thread_of_which_a_part_was_taken_down_by_hand_still_stands(self, paris):
        receipt = paris.publish(_post(LONG_WORDS))
        paris.retract(Receipt("", receipt.references[:1]), "")
        assert paris.stands(receipt)
        paris.retract(receipt, "")
        assert not paris.stands(receipt)

    def test_what_was_taken_back_without_a_receipt_is_gone_and_nothing_else(self, peer, paris):
        kept = paris.publish(_post(LONG_WORDS, key="another"))
        paris.publish(_post(LONG_WORDS))
        paris.retract(Receipt(""), "publication")
        assert {record["uri"] for record in _records(peer, paris)} == set(kept.references)


class TestNothingTwice:
    @pytest.mark.parametrize("words", [pytest.param(WORDS, id="post"), pytest.param(LONG_WORDS, id="thread")])
    def test_after_a_lost_answer_there_is_one_post_and_not_two(self, peer, http, photos, tmp_path, words):
        post = _post(words, pictures=photos)
        decisive = "putRecord" if len(post.parts) == 1 else "applyWrites"
        with lossy_proxy(peer.pds) as proxy:
            paris = _connected(peer.account() | {"service": proxy.url}, http, tmp_path)
            proxy.lose(decisive)
            with pytest.raises(Lost):
                paris.publish(post)
            assert proxy.lost == [decisive]
            receipt = paris.look_up(post)
            before = _head(peer, paris)
            assert paris.publish(post) == receipt
            assert _head(peer, paris) == before, "the repeat made no commit"
        assert sorted(record["uri"] for record in _records(peer, paris)) == sorted(receipt.references)

    def test_what_the_server_never_got_is_not_there_and_may_be_sent(self, peer, http, tmp_path):
        post = _post()
        with lossy_proxy(peer.pds) as proxy:
            paris = _connected(peer.account() | {"service": proxy.url}, http, tmp_path)
        with pytest.raises(TryLater):
            paris.publish(post)
        paris.credentials = {**paris.credentials, "service": peer.pds}
        assert paris.look_up(post) is None
        paris.publish(post)
        assert len(_records(peer, paris)) == 1

    @pytest.mark.parametrize("lost", ["uploadBlob", "getRecord", "resolveHandle"])
    def test_any_other_lost_answer_leaves_nothing_behind(self, peer, http, photos, tmp_path, lost):
        post = _post(f"{LONG_WORDS} @nobody.test", pictures=photos)
        with lossy_proxy(peer.pds) as proxy:
            paris = _connected(peer.account() | {"service": proxy.url}, http, tmp_path)
            proxy.lose(lost)
            with pytest.raises(TryLater):
                paris.publish(post)
            assert _records(peer, paris) == []
            paris.publish(post)
        assert len(_records(peer, paris)) == len(post.parts)

    def test_a_thread_written_behind_our_back_is_lost_and_then_found(self, peer, paris):
        post = _post(LONG_WORDS)
        receipt = paris.publish(post)
        with pytest.raises(Lost):
            paris._write_thread(receipt.references, paris._records(post))
        assert paris.look_up(post) == receipt
        assert len(_records(peer, paris)) == len(post.parts)


class TestWhatPeopleAnswer:
    def test_answers_mentions_and_quotes_are_heard_in_their_order(self, peer, paris):
        ours = paris.publish(_post(LONG_WORDS)).references
        cursor = paris.hear("").cursor
        lea, max_ = peer.reader("lea"), peer.reader("max")
        first = lea.answer(ours[0], "Je l'ai vue !")
        max_.like(ours[0])
        max_.answer(first, "Moi aussi.")
        max_.answer(ours[-1], "@paris Très jolie.", naming=paris.credentials["did"])
        max_.quote(ours[0], "Voyez ceci.")
        lea.say("@paris Merci !", naming=paris.credentials["did"])
        said, cursor = _heard(paris, cursor, 5)
        assert [(reply.author, reply.text, reply.answers) for reply in said] == [
            (lea.handle, "Je l'ai vue !", ours[0]),
            (max_.handle, "Moi aussi.", ours[0]),
            (max_.handle, "@paris Très jolie.", ours[-1]),
            (max_.handle, "Voyez ceci.", ours[0]),
            (lea.handle, "@paris Merci !", ""),
        ]
        assert {reply.language for reply in said} == {"fr"}
        assert said[0].reference == first
        paris.now += 2 * SLACK
        assert paris.hear(paris.hear(cursor).cursor).replies == []

    def test_an_answer_whose_app_says_it_was_written_before_others_is_heard(self, peer, paris):
        paris.now -= timedelta(hours=1)
        lea, cursor = peer.reader(), paris.hear("").cursor
        lea.say("@paris Bonjour", naming=paris.credentials["did"])
        _said, cursor = _heard(paris, cursor, 1)
        minutes_ago = (datetime.now(UTC) - SLACK / 2).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        lea.say("@paris Bonsoir", naming=paris.credentials["did"], createdAt=minutes_ago)
        said, _cursor = _heard(paris, cursor, 2)
        assert [reply.text for reply in said] == ["@paris Bonsoir", "@paris Bonjour"]

    def test_more_than_is_read_at_a_time_is_heard_bit_by_bit(self, peer, paris, monkeypatch):
        monkeypatch.setattr("flaneur.adapters.bluesky.PAGE", 2)
        monkeypatch.setattr("flaneur.adapters.bluesky.MOST_PAGES", 2)
        lea, cursor = peer.reader(), paris.hear("").cursor
        for number in range(8):
            lea.say(f"@paris {number}", naming=paris.credentials["did"])
        said, _cursor = _heard(paris, cursor, 8)
        assert sorted(reply.text for reply in said) == [f"@paris {number}" for number in range(8)]

    def test_numbers_of_a_thread(self, peer, paris):
        receipt = paris.publish(_post(LONG_WORDS))
        first, last = receipt.references[0], receipt.references[-1]
        for reader in (peer.reader("lea"), peer.reader("max")):
            reader.like(first)
            reader.answer(last, "Jolie.")
        reader.like(last)
        reader.repost(first)
        reader.quote(first, "Voyez ceci.")
        expected = Numbers(likes=3, shares=2, replies=2)
        assert eventually(lambda: paris.count(receipt) == expected), paris.count(receipt)


def _heard(adapter, cursor, count):
    """What is heard once there are so many, each once, and the cursor after them."""
    said = {}

    def listen():
        nonlocal cursor
        adapter.now, is_done = datetime.now(UTC), False
        while not is_done:
            heard = adapter.hear(cursor)
            said.update({reply.reference: reply for reply in heard.replies} | said)
            cursor, is_done = heard.cursor, " " not in heard.cursor
        return len(said) >= count

    eventually(listen)
    return sorted(said.values(), key=lambda reply: reply.created_at), cursor


class TestTheProfile:
    def test_words_and_picture_for_a_handover_and_back(self, peer, paris, photos):
        did = paris.credentials["did"]
        place = {"repo": did, "collection": "app.bsky.actor.profile", "rkey": "self"}
        banner = paris._blob(photos[1])
        said = {"$type": place["collection"], "displayName": "Paris", "description": "Une ville.", "banner": banner}
        paris._put(place, said, decisive=False)
        before = paris.profile()
        paris.set_profile(Profile("Cette semaine : Léa.", photos[0]))
        shown = eventually(lambda: (found := peer.profile(did)).get("avatar") and found)
        assert (shown["displayName"], shown["description"]) == ("Paris", "Cette semaine : Léa.")
        assert shown["banner"]
        kept = peer.record(f"at://{did}/app.bsky.actor.profile/self")["value"]
        paris.set_profile(replace(before, picture=photos[1]))
        assert peer.record(f"at://{did}/app.bsky.actor.profile/self")["value"] == said | {"avatar": banner}
        assert kept["avatar"] != banner
        assert paris.profile().face == banner["ref"]["$link"] != kept["avatar"]["ref"]["$link"]

    def test_an_account_that_never_said_anything_of_itself(self, peer, paris):
        assert paris.profile() == Profile("")
        paris.set_profile(Profile("Léa"))
        assert paris.profile() == Profile("Léa")
        head = _head(peer, paris)
        paris.set_profile(Profile("Léa"))
        assert _head(peer, paris) == head, "saying the same again makes no commit"

    def test_what_somebody_writes_meanwhile_is_not_lost(self, peer, paris, http, tmp_path):
        paris.set_profile(Profile("Une ville."))
        stale = paris._own_profile()
        paris.set_profile(Profile("Une autre."))
        paris._own_profile = lambda: stale
        with pytest.raises(TryLater, match="changed meanwhile"):
            paris.set_profile(Profile("Léa"))
        del paris._own_profile
        assert paris.profile() == Profile("Une autre.")

    def test_words_too_long_for_a_profile_are_refused(self, paris):
        paris.set_profile(Profile("é" * 256))
        with pytest.raises(Refused):
            paris.set_profile(Profile("é" * 257))
        assert paris.profile() == Profile("é" * 256)


class TestSessions:
    def test_a_session_is_renewed_ahead_without_the_password(self, paris):
        old = {**paris.credentials, "password": "forgotten"}
        paris.credentials = old
        paris.renew()
        assert paris.credentials["refresh"] != old["refresh"]
        assert paris.check().handle == old["identifier"]

    def test_two_who_renew_with_one_token_both_stay_signed_in(self, paris):
        old = {**paris.credentials, "password": "forgotten"}
        for _speaker in range(2):
            paris.credentials = old
            paris.renew()
            paris.check()
            paris.renew()

    def test_a_withdrawn_app_password_is_noticed_at_the_next_renewal(self, peer, http, tmp_path):
        answers = peer.account()
        paris = _connected(answers, http, tmp_path)
        whole = peer.call(
            "com.atproto.server.createSession",
            json={"identifier": answers["identifier"], "password": "the-account-itself"},
        )
        bearer = {"authorization": f"Bearer {whole['accessJwt']}"}
        peer.call("com.atproto.server.revokeAppPassword", json={"name": "flaneur"}, headers=bearer)
        with pytest.raises(Refused) as raised:
            paris.renew()
        assert raised.value.reconnect

    def test_an_expired_session_is_renewed_without_the_password(self, peer, paris):
        old = paris.credentials
        paris.credentials = {**old, "access": peer.expired(old["access"]), "password": "forgotten"}
        paris.publish(_post())
        assert paris.credentials["refresh"] != old["refresh"]
        assert len(_records(peer, paris)) == 1

    def test_a_lost_renewal_does_not_lock_us_out(self, peer, http, tmp_path):
        with lossy_proxy(peer.pds) as proxy:
            paris = _connected(peer.account() | {"service": proxy.url}, http, tmp_path)
            old = {**paris.credentials, "access": peer.expired(paris.credentials["access"]), "password": "forgotten"}
            paris.credentials = old
            proxy.lose("refreshSession")
            with pytest.raises(TryLater):
                paris.publish(_post())
            paris.credentials = old
            paris.publish(_post())
        assert len(_records(peer, paris)) == 1

    def test_a_worn_out_session_is_opened_anew_with_the_password(self, peer, paris):
        old = paris.credentials
        expired = {"access": peer.expired(old["access"]), "refresh": peer.expired(old["refresh"])}
        paris.credentials = {**old, **expired}
        paris.publish(_post())
        assert len(_records(peer, paris)) == 1

    def test_a_wrong_password_asks_for_a_person(self, peer, http, tmp_path):
        with pytest.raises(Refused) as raised:
            _connected(peer.account() | {"password": "wrong"}, http, tmp_path)
        assert raised.value.reconnect

    def test_too_many_logins_wait_as_long_as_the_server_asks(self, peer, http, tmp_path):
        answers = peer.account()
        for _login in range(30):
            _connected(answers, http, tmp_path)
        with pytest.raises(TryLater) as raised:
            _connected(answers, http, tmp_path)
        assert timedelta(0) < raised.value.after <= timedelta(minutes=5)


class TestWhatTheServerRefuses:
    def test_a_picture_over_the_limit_and_then_nothing_stands(self, peer, http, tmp_path):
        class Careless(Bluesky):
            limits = replace(Bluesky.limits, picture_bytes=None)

        path = tmp_path / "large.jpg"
        Image.effect_noise((2400, 1800), 120).save(path, "JPEG", quality=95)
        assert path.stat().st_size > 2_000_000
        careless = Careless(peer.account(), http=http, folder=tmp_path, now=datetime.now(UTC))
        with pytest.raises(Refused) as raised:
            careless.publish(_post(pictures=(Picture(path, "Du bruit", 2400, 1800),)))
        assert (raised.value.reconnect, raised.value.code[:3]) == (False, "400")
        assert _records(peer, careless) == []

    def test_a_server_on_this_machine_without_leave(self, peer, tmp_path):
        with guarded_client() as http, pytest.raises(Refused, match="not a public one"):
            _connected(peer.account(), http, tmp_path)


def test_facets_are_those_bluesky_finds_itself(peer):
    dice = random.Random(7)
    drawn = ["".join(dice.choice(BITS) + dice.choice(["", " "]) for _bit in range(8)) for _text in range(3000)]
    every = [*TEXTS, *drawn]
    asked = subprocess.run([NODE, ORACLE], input=json.dumps(every), capture_output=True, text=True, check=True)
    for text, theirs in zip(every, json.loads(asked.stdout), strict=True):
        ours = facets(text, {name.text: name.text for name in signs(text, Dialect.BLUESKY).mentions})
        told = [[*facet["index"].values(), *facet["features"][0].values()] for facet in ours]
        theirs = sorted([*place, kind, value.lower() if kind == "mention" else value] for *place, kind, value in theirs)
        # None of ours lies in another, and a bracket too many after a pair is none of the address.
        is_apart = all(one[1] <= other[0] for one, other in pairwise(theirs))
        if is_apart and all(value.count("(") >= value.count(")") for *_place, value in theirs):
            assert [[start, end, kind.split("#")[1], value] for start, end, kind, value in told] == theirs, text


def test_the_recordings_still_look_like_the_real_server(peer):
    kept = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in Path(FOLDER).glob("*.json")}
    fresh = record(peer)
    assert fresh.keys() == kept.keys()
    for situation, answer in fresh.items():
        assert (situation, shape(answer)) == (situation, shape(kept[situation]))
        assert answer["status"] == kept[situation]["status"]
        assert answer["body"].get("error") == kept[situation]["body"].get("error")
