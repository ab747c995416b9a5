"""A stand-in for Threads: one account, its threads, and what others say to it."""

from typing import Any

import httpx

from flaneur.core.dispatch import Limits
from flaneur.core.text import LIMITS, counted
from flaneur.rehearsal.graph import Container, GraphNetwork, Standing

LENGTH: Limits = LIMITS["threads"]


class ThreadsNetwork(GraphNetwork):
    site = "https://www.threads.net"
    version = "v1.0"
    grant = "th"
    state = "status"
    text = "text"
    most_children = 20
    names_next = False

    def obstacle(self, form: dict[str, str]) -> httpx.Response | None:
        parent = form.get("reply_to_id", "")
        if counted(form.get("text", ""), LENGTH) > LENGTH.length:
            return self.refused(100, 0, "Param text must be at most 500 characters long.")
        if parent and parent not in {*self.posts, *self.said}:
            return self.missing()
        return super().obstacle(form)

    def why(self, container: Container) -> dict[str, str]:
        return {"error_message": container.is_broken} if container.is_broken else {}

    def known(self, post: Standing) -> dict[str, Any]:
        return {
            "id": post.reference,
            "text": post.text,
            "username": post.author,
            "timestamp": self.stamp(post),
            "permalink": f"{self.site}/@{post.author}/post/C{post.reference}",
            "has_replies": any(post.reference in (each.root, each.parent) for each in self._others(post)),
            "is_reply": bool(post.parent),
            "is_reply_owned_by_me": post.author == self.account[1],
        }

    def _others(self, post: Standing) -> list[Standing]:
        return [each for each in (*self.posts.values(), *self.said.values()) if each is not post]

    def missing(self) -> httpx.Response:
        return self.refused(24, 4279009, "The requested resource does not exist")

    def _me(self, _request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"id": self.account[0], "username": self.account[1]})

    def _ours(self, request: httpx.Request, edge: str) -> httpx.Response:
        ours = [] if self.hides else [each for each in self.posts.values() if bool(each.parent) == (edge == "replies")]
        return self.page(request, ours)

    def _conversation(self, request: httpx.Request, reference: str) -> httpx.Response:
        if reference not in self.posts:
            return self.missing()
        return self.page(request, [each for each in self._others(self.posts[reference]) if each.root == reference])

    def _mentions(self, request: httpx.Request) -> httpx.Response:
        return self.page(request, [each for each in self.said.values() if not each.parent or self._is_named(each)])

    def _is_named(self, said: Standing) -> bool:
        return f"@{self.account[1]}" in said.text

    def _room(self, _request: httpx.Request) -> httpx.Response:
        quota = {"quota_usage": self.used(), "config": {"quota_total": self.quota, "quota_duration": 86400}}
        replies = {"reply_quota_usage": 0, "reply_config": {"quota_total": 1000, "quota_duration": 86400}}
        return httpx.Response(200, json={"data": [quota | replies]})

    def _forgotten(self, request: httpx.Request, reference: str) -> httpx.Response:
        answer = self.delete(request, reference)
        if answer.status_code != 200:
            return answer
        return httpx.Response(200, json={"success": True, "deleted_id": reference})

    routes = (
        ("GET", "/oauth/authorize", GraphNetwork.authorize),
        ("POST", "/oauth/access_token", GraphNetwork.short),
        ("GET", "/access_token", GraphNetwork.long),
        ("GET", "/refresh_access_token", GraphNetwork.fresh),
        ("POST", "/me/threads", GraphNetwork.contain),
        ("POST", "/me/threads_publish", GraphNetwork.finish),
        ("GET", "/me/threads_publishing_limit", _room),
        ("GET", "/me/(threads|replies)", _ours),
        ("GET", "/me/mentions", _mentions),
        ("GET", "/me", _me),
        ("GET", "/([0-9]+)/conversation", _conversation),
        ("GET", "/([0-9]+)/insights", GraphNetwork.insights),
        ("GET", "/([0-9]+)", GraphNetwork.node),
        ("DELETE", "/([0-9]+)", _forgotten),
    )
