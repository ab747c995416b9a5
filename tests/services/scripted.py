"""A network that answers as the test wrote it: for what the real ones cannot be made to do."""

from collections.abc import Callable
from datetime import date

import pytest

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Adapter
from flaneur.core.dispatch import Abilities, Account, Limits, Post, Receipt, Unit


class Scripted(Adapter):
    """Keeps what arrived in `arrived`; `script` decides what each call answers, before or after it arrived."""

    kind = "scripted"
    name = "Scripted"
    limits = Limits(300, Unit.GRAPHEMES, source="the test", read_on=date(2026, 11, 23), pictures=4)
    abilities = Abilities(threads=True, look_up=True)
    arrived: list[Post]
    script: list[Callable[[], None]]

    def check(self) -> Account:
        return Account(handle="@test", url="https://network.example/@test")

    def publish(self, post: Post) -> Receipt:
        answer = self.script.pop(0) if self.script else None
        if answer is None or answer.arrives:
            self.arrived.append(post)
        if answer is not None:
            answer()
        return Receipt(f"https://network.example/{post.key}", (post.key,))

    def look_up(self, post: Post) -> Receipt | None:
        there = any(known.key == post.key for known in self.arrived)
        return Receipt(f"https://network.example/{post.key}", (post.key,)) if there else None

    def retract(self, receipt: Receipt, post_key: str) -> None:
        self.arrived[:] = [post for post in self.arrived if post.key != post_key]


class Deaf(Scripted):
    """The same network, when it cannot be asked whether something arrived."""

    kind = "deaf"
    abilities = Abilities(threads=True, look_up=False)


class Answer:
    """One scripted answer: a trouble raised before the post arrived, or after."""

    def __init__(self, trouble: Exception, *, arrives: bool = False) -> None:
        self.trouble, self.arrives = trouble, arrives

    def __call__(self) -> None:
        raise self.trouble


@pytest.fixture
def network(monkeypatch):
    """The scripted network, connected nowhere yet."""
    Scripted.arrived, Scripted.script = [], []
    monkeypatch.setitem(ADAPTERS, Scripted.kind, Scripted)
    monkeypatch.setitem(ADAPTERS, Deaf.kind, Deaf)
    return Scripted
