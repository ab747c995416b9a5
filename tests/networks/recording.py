"""Real answers of Bluesky's server for the quick tests; `python -m tests.networks.recording` records them anew."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from flaneur.adapters.bluesky import POST, PROFILE
from tests.peer import Peer, eventually, running_peer

FOLDER = Path(__file__).parents[1] / "recordings/bluesky"
_KEYS = ("3n2yighewz5u2", "3n2yighewz5u3")
_KEPT_HEADERS = {"date", "retry-after", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "ratelimit-policy"}


class Conversation:
    """Speaks XRPC without our adapter, and keeps every answer under the name of its situation."""

    def __init__(self, peer: Peer, server: httpx.Client) -> None:
        self.answers: dict[str, dict[str, Any]] = {}
        self.peer = peer
        self.account = peer.account()
        self.server = server

    def ask(self, situation: str, verb: str, method: str, token: str = "", **request: Any) -> Any:
        headers = {**request.pop("headers", {}), **({"authorization": f"Bearer {token}"} if token else {})}
        answer = self.server.request(verb, method, headers=headers, **request)
        kept = {name: value for name, value in answer.headers.items() if name in _KEPT_HEADERS}
        self.answers[situation] = {
            "status": answer.status_code,
            "headers": kept,
            "body": without_secrets(answer.json()),
        }
        return answer.json()


def record(peer: Peer) -> dict[str, dict[str, Any]]:
    """Every situation our adapter meets, by its name."""
    with httpx.Client(base_url=f"{peer.pds}/xrpc/", timeout=30) as server:
        talk = Conversation(peer, server)
        identity = {"identifier": talk.account["identifier"], "password": talk.account["password"]}
        session = talk.ask("createSession", "POST", "com.atproto.server.createSession", json=identity)
        _sessions(talk, session)
        _records(talk, session["did"], session["accessJwt"])
        _profile(talk, session["did"], session["accessJwt"])
        _voices(talk, session["did"], session["accessJwt"])
        for _login in range(31):
            talk.ask("rate-limited", "POST", "com.atproto.server.createSession", json=identity)
        return talk.answers


def _sessions(talk: Conversation, session: dict[str, Any]) -> None:
    wrong = {"identifier": talk.account["identifier"], "password": "wrong"}
    talk.ask("wrong-password", "POST", "com.atproto.server.createSession", json=wrong)
    talk.ask("bad-token", "GET", "com.atproto.server.getSession", "x.y.z")
    talk.ask("expired-token", "GET", "com.atproto.server.getSession", talk.peer.expired(session["accessJwt"]))
    talk.ask("getSession", "GET", "com.atproto.server.getSession", session["accessJwt"])
    talk.ask("refreshSession", "POST", "com.atproto.server.refreshSession", session["refreshJwt"])
    known, unknown = {"handle": talk.account["identifier"]}, {"handle": "nobody.test"}
    talk.ask("resolveHandle", "GET", "com.atproto.identity.resolveHandle", params=known)
    talk.ask("no-such-handle", "GET", "com.atproto.identity.resolveHandle", params=unknown)


def _records(talk: Conversation, did: str, token: str) -> None:
    first, second = ({"repo": did, "collection": POST, "rkey": key} for key in _KEYS)
    photo = BytesIO()
    Image.new("RGB", (64, 48), (200, 80, 40)).save(photo, "JPEG")
    jpeg = {"content": photo.getvalue(), "headers": {"content-type": "image/jpeg"}}
    blob = talk.ask("uploadBlob", "POST", "com.atproto.repo.uploadBlob", token, **jpeg)["blob"]
    value = {"$type": POST, "text": "Une cour, deux chaises.", "createdAt": "2026-05-14T10:00:00.000Z", "langs": ["fr"]}
    images = [{"alt": "Une cour", "image": blob, "aspectRatio": {"width": 64, "height": 48}}]
    value["embed"] = {"$type": "app.bsky.embed.images", "images": images}
    crowded = {**value, "embed": {**value["embed"], "images": images * 5}}
    write = {"$type": "com.atproto.repo.applyWrites#create", "collection": POST, "rkey": _KEYS[1], "value": value}

    talk.ask("RecordNotFound", "GET", "com.atproto.repo.getRecord", token, params=first)
    talk.ask("too-many-pictures", "POST", "com.atproto.repo.putRecord", token, json={**first, "record": crowded})
    talk.ask("putRecord", "POST", "com.atproto.repo.putRecord", token, json={**first, "record": value})
    talk.ask("applyWrites", "POST", "com.atproto.repo.applyWrites", token, json={"repo": did, "writes": [write]})
    talk.ask("already-there", "POST", "com.atproto.repo.applyWrites", token, json={"repo": did, "writes": [write]})
    talk.ask("getRecord", "GET", "com.atproto.repo.getRecord", token, params=first)
    talk.ask("listRecords", "GET", "com.atproto.repo.listRecords", token, params={"repo": did, "collection": POST})
    talk.ask("deleteRecord", "POST", "com.atproto.repo.deleteRecord", token, json=second)
    talk.ask("deleted-already", "POST", "com.atproto.repo.deleteRecord", token, json=second)


def _profile(talk: Conversation, did: str, token: str) -> None:
    place = {"repo": did, "collection": PROFILE, "rkey": "self"}
    said = {"$type": PROFILE, "displayName": "Paris", "description": "Une ville."}
    first, second = ({**place, "record": record, "swapRecord": None} for record in (said, {**said, "displayName": "?"}))
    talk.ask("putProfile", "POST", "com.atproto.repo.putRecord", token, json=first)
    talk.ask("InvalidSwap", "POST", "com.atproto.repo.putRecord", token, json=second)
    talk.ask("profile", "GET", "com.atproto.repo.getRecord", token, params=place)


def _voices(talk: Conversation, did: str, token: str) -> None:
    """The app view's answers, which the account's own server hands on."""
    post, lea = f"at://{did}/{POST}/{_KEYS[0]}", talk.peer.reader()
    lea.answer(post, "Je l'ai vue.")

    def told() -> Any:
        query = {"limit": 50}
        return talk.ask("listNotifications", "GET", "app.bsky.notification.listNotifications", token, params=query)

    def counted() -> Any:
        found = talk.ask("getPosts", "GET", "app.bsky.feed.getPosts", token, params={"uris": [post]})["posts"]
        return found and found[0]["replyCount"]

    eventually(lambda: told()["notifications"])
    eventually(counted)


def without_secrets(value: Any) -> Any:
    match value:
        case dict():
            return {key: f"<{key}>" if key.endswith("Jwt") else without_secrets(held) for key, held in value.items()}
        case list():
            return [without_secrets(held) for held in value]
        case _:
            return value


def shape(value: Any) -> Any:
    """What stays the same from one conversation to the next: keys, the first of each list, the types of the rest."""
    match value:
        case dict():
            return {key: shape(held) for key, held in value.items()}
        case list():
            return [shape(held) for held in value[:1]]
        case _:
            return type(value).__name__


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running_peer() as running:
        for name, answer in record(running).items():
            text = json.dumps(answer, indent=2, ensure_ascii=False, sort_keys=True)
            (FOLDER / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
