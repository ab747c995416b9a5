"""A stand-in for Instagram, behind either of its two doors: one account, its posts, and the comments under them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx

from flaneur.rehearsal.faults import Faults
from flaneur.rehearsal.graph import Container, GraphNetwork, Standing

LENGTH = 2200
AGELESS = timedelta(days=36_500)


class InstagramNetwork(GraphNetwork):
    """`by_facebook`: which door. `pages`: names of the other accounts whoever signs in looks after."""

    site = "https://www.instagram.com"
    version = "v25.0"
    grant = "ig"
    state = "status_code"
    text = "caption"
    most_children = 10

    def __init__(
        self, clock: Callable[[], datetime], faults: Faults | None = None, *, by_facebook: bool = True
    ) -> None:
        super().__init__(clock, faults)
        self.by_facebook = by_facebook
        self.pages: list[str] = []

    def obstacle(self, form: dict[str, str]) -> httpx.Response | None:
        if len(form.get("caption", "")) > LENGTH:
            return self.refused(100, 2207010, "The caption was too long.")
        return super().obstacle(form)

    def why(self, container: Container) -> dict[str, str]:
        told = {"FINISHED": "Finished: Media has been uploaded and it is ready to be published."}
        broken = f"Error: Media upload has failed with error code {container.is_broken}"
        return {"status": broken if container.is_broken else told.get(self.state_of(container), "")}

    def known(self, post: Standing) -> dict[str, Any]:
        comments = sum(each.parent == post.reference for each in self.said.values())
        return {
            "id": post.reference,
            "text" if post.reference in self.said else "caption": post.text,
            "username": post.author,
            "timestamp": self.stamp(post),
            "permalink": f"{self.site}/p/C{post.reference}/",
            "like_count": post.counts.get("likes", 0),
            "comments_count": comments,
        }

    def missing(self) -> httpx.Response:
        return self.refused(100, 33, "Unsupported get request. Object does not exist or cannot be loaded.")

    def _me(self, _request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"user_id": int(self.account[0]), "username": self.account[1]})

    def _node(self, request: httpx.Request, reference: str) -> httpx.Response:
        if reference == self.account[0]:
            return httpx.Response(200, json={"id": reference, "username": self.account[1]})
        return self.node(request, reference)

    def _ours(self, request: httpx.Request, _account: str) -> httpx.Response:
        return self.page(request, [] if self.hides else self.posts.values())

    def _comments(self, request: httpx.Request, reference: str) -> httpx.Response:
        if reference not in self.posts:
            return self.missing()
        return self.page(request, [each for each in self.said.values() if each.parent == reference])

    def _room(self, _request: httpx.Request, _account: str) -> httpx.Response:
        quota = {"config": {"quota_total": self.quota, "quota_duration": 86400}, "quota_usage": self.used()}
        return httpx.Response(200, json={"data": [quota]})

    def _remove(self, request: httpx.Request, reference: str) -> httpx.Response:
        if not self.by_facebook:
            return self.refused(100, 33, "Unsupported delete request.")
        return self.delete(request, reference)

    def _page_token(self, request: httpx.Request) -> httpx.Response:
        """By way of Facebook, one address changes a code into a token and a token into a longer one."""
        asked = dict(request.url.params)
        if asked.get("grant_type") == "fb_exchange_token":
            is_good = asked.get("fb_exchange_token") in self.tokens and asked.get("client_secret") == self.app[1]
        else:
            is_good = self.is_ours(asked)
        return self.tokened() if is_good else self.refused(100, 36009, "This authorization code has been used.")

    def _accounts(self, _request: httpx.Request) -> httpx.Response:
        pages: list[dict[str, Any]] = [{"access_token": "nothing", "id": "1"}]
        for number, name in enumerate([self.account[1], *self.pages]):
            token = f"page-{self.next()}"
            self.let_in(token, AGELESS)
            account = {"id": self.account[0] if not number else self.next(), "username": name}
            pages.append({"access_token": token, "id": f"{number}", "instagram_business_account": account})
        return httpx.Response(200, json={"data": pages})

    routes = (
        ("GET", "/oauth/authorize", GraphNetwork.authorize),
        ("GET", "/dialog/oauth", GraphNetwork.authorize),
        ("POST", "/oauth/access_token", GraphNetwork.short),
        ("GET", "/oauth/access_token", _page_token),
        ("GET", "/access_token", GraphNetwork.long),
        ("GET", "/refresh_access_token", GraphNetwork.fresh),
        ("GET", "/me/accounts", _accounts),
        ("GET", "/me", _me),
        ("POST", "/([0-9]+)/media", GraphNetwork.contain),
        ("POST", "/([0-9]+)/media_publish", GraphNetwork.finish),
        ("GET", "/([0-9]+)/content_publishing_limit", _room),
        ("GET", "/([0-9]+)/media", _ours),
        ("GET", "/([0-9]+)/comments", _comments),
        ("GET", "/([0-9]+)/insights", GraphNetwork.insights),
        ("GET", "/([0-9]+)", _node),
        ("DELETE", "/([0-9]+)", _remove),
    )
