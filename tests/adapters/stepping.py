"""How quick tests go with an adapter, step by step, and come between it and its server."""

import json
from dataclasses import replace

import httpx
import pytest

from flaneur.adapters.base import Unfinished
from tests.adapters.servers import Interruption


def sent(world, post):
    """The receipt of a post, as the engine would get it, pauses included."""
    for _step in range(60):
        try:
            return world.adapter.publish(post)
        except Unfinished as step:
            world.server.now = world.adapter.now = world.adapter.now + step.after
            post = kept(post, step)
    raise AssertionError("it never comes to an end")


def kept(post, step):
    """The post as it comes out of the database afterwards."""
    return replace(post, progress=json.loads(json.dumps(dict(step.progress))))


def unfinished(act, post):
    with pytest.raises(Unfinished) as raised:
        act(post)
    return raised.value, kept(post, raised.value)


def ready(world, post):
    """The post just before the step that everybody sees."""
    while not post.progress.get("ready"):
        step, post = unfinished(world.adapter.publish, post)
        world.server.now = world.adapter.now = world.adapter.now + step.after
    return post


def interrupt(world, answer, *, after=0, arrives=False):
    """What comes instead of the next answer, or of one a few calls later."""
    world.server.interruptions[len(world.server.calls) + after] = Interruption(answer, arrives)


def says(status, **body):
    return lambda _request: httpx.Response(status, json=body)


def errs(code, sub=0, status=400):
    """No, as Meta says it."""
    return says(status, error={"message": "No.", "type": "OAuthException", "code": code, "error_subcode": sub})


def silence(_request):
    raise httpx.ReadTimeout("silence")
