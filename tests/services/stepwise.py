"""A network that takes a thread part by part, and can be read back: what several steps look like from the engine."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Unfinished
from flaneur.core.dispatch import Abilities, Pace, Part, Receipt
from flaneur.core.publication import Errand
from tests.services.scripted import Scripted

WINDOW = timedelta(minutes=30)


class Stepwise(Scripted):
    """`wall` holds what stands, by reference; `parts` is how many a post has. A trouble in `script` meets each step."""

    kind = "stepwise"
    abilities = Abilities(threads=True, look_up=True, read_back=True, edit=True)
    paces = {Errand.TAKE_BACK: Pace(4, WINDOW)}
    wall: list[str]
    ghosts: list[str]
    parts = 3

    @classmethod
    def compose(cls, dispatch, limits=None):
        post = super().compose(dispatch, limits)
        return replace(post, parts=tuple(Part(f"{number}") for number in range(cls.parts)))

    def publish(self, post):
        done = post.progress.get("done", 0)
        answer = self.script.pop(0) if self.script else None
        if answer is None or answer.arrives:
            self.arrived.append(post)
            self.wall.append(f"{post.key}/{done}")
        if answer is not None:
            answer()
        return self._next(post, done + 1)

    def look_up(self, post):
        done = post.progress.get("done", 0)
        return self._next(post, done + 1) if f"{post.key}/{done}" in self.wall else None

    def _next(self, post, done):
        references = tuple(f"{post.key}/{number}" for number in range(done))
        if done < self.parts:
            raise Unfinished({"done": done}, references, timedelta(seconds=20))
        return Receipt(f"https://network.example/{post.key}", references)

    def retract(self, receipt, post_key):
        if self.script:
            self.script.pop(0)()
        self.wall[:] = [reference for reference in self.wall if reference not in receipt.references]

    def stands(self, receipt):
        return bool({*self.wall, *self.ghosts} & set(receipt.references))

    def edit(self, receipt, post):
        if self.script:
            self.script.pop(0)()
        self.arrived.append(post)
        return receipt


@pytest.fixture
def stepwise(monkeypatch, network):
    """The same network, speaking in steps."""
    Stepwise.script, Stepwise.wall, Stepwise.ghosts = [], [], []
    monkeypatch.setitem(ADAPTERS, Stepwise.kind, Stepwise)
    return Stepwise
