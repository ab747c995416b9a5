"""What every adapter promises, tried on each of them: covered the moment it stands in ADAPTERS."""

import json
import re
import traceback
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import LARGEST_ANSWER, Adapter, Lost, Refused, Trouble, Unfinished
from flaneur.core.dispatch import Receipt
from flaneur.core.text import LONGEST_WORDS, is_fitting, is_tagged
from tests.adapters.servers import Interruption
from tests.adapters.worlds import (
    LONG_WORDS,
    NOW,
    SECRETS,
    SERVERS,
    WORDS,
    compose,
    make_dispatch,
    make_picture,
    make_world,
)

PAGES = Path(__file__).parents[2] / "docs/reference/networks"
# Between two keystrokes one of each family is enough: those left out speak as Mastodon, X or the paper do.
LATER = {"instagram", "pinterest", "threads"}
KINDS = [pytest.param(kind, marks=[pytest.mark.thorough] if kind in LATER else []) for kind in ADAPTERS]
EVERY_KIND = pytest.mark.parametrize("kind", KINDS)
SPEAKING = [kind for kind, adapter in ADAPTERS.items() if adapter.asks]


@pytest.fixture(scope="module")
def album(tmp_path_factory):
    folder = tmp_path_factory.mktemp("album")
    return tuple(make_picture(folder, name=f"{number}.jpg", alt=f"Porte {number}") for number in range(12))


def _raise(trouble):
    def answer(_request):
        raise trouble

    return answer


def _answer(status, **content):
    return lambda _request: httpx.Response(status, **content)


NOTHING_ARRIVES = {
    **{
        f"{status}": _answer(status, json={"error": "Whatever"})
        for status in (301, 400, 401, 403, 404, 409, 413, 422, 429)
    },
    "429 as a web page": _answer(429, html="<h1>Slow down</h1>"),
    "connection refused": _raise(httpx.ConnectError("refused")),
    "connection timed out": _raise(httpx.ConnectTimeout("slow")),
}
NOBODY_KNOWS = {
    **{f"{status}": _answer(status, json={"error": "Whatever"}) for status in (202, 206, 500, 502, 503)},
    "200 as a web page": _answer(200, html="<h1>Welcome to our hotel</h1>"),
    "200 and nothing": _answer(200),
    "200 and a list": _answer(200, json=[1]),
    "200 without what we need": _answer(200, json={}),
    "200 without end": _answer(200, content=b" " * (LARGEST_ANSWER + 1)),
    "200 packed": _raise(httpx.DecodingError("gzip")),
    "200 nested too deep": _answer(200, content=b"[" * 100_000),
    "timed out": _raise(httpx.ReadTimeout("slow")),
    "cut off": _raise(httpx.RemoteProtocolError("closed")),
}
FULLY, TURNS = 4, 3
"""Calls that meet every disturbance, and in how many turns those after them meet all: long ways repeat themselves."""
DISTURBANCES = [(name, answer, False) for name, answer in NOTHING_ARRIVES.items()] + [
    (name, answer, arrives) for name, answer in NOBODY_KNOWS.items() for arrives in (False, True)
]


MOST_STEPS = 40


class Sending:
    """As the engine sends: step by step with what the adapter wants to find again, and never twice blindly.

    Called again, it looks first: after silence, and after a receipt that a worker took with it to its end.
    """

    def __init__(self, adapter, post):
        self.adapter, self.post, self.is_unsure, self.standing = adapter, post, False, 0

    def __call__(self):
        for _step in range(MOST_STEPS):
            try:
                receipt = self.adapter.look_up(self.post) if self.is_unsure else None
                self.is_unsure = False
                receipt = receipt or self.adapter.publish(self.post)
                self.is_unsure = True
                return receipt
            except Unfinished as step:
                self.is_unsure, self.standing = False, len(step.references)
                self.post = replace(self.post, progress=json.loads(json.dumps(dict(step.progress))))
            except Lost:
                self.is_unsure = True
                raise
        raise AssertionError("it never comes to an end")


OPERATIONS = {
    "check": lambda adapter, _short, _long: adapter.check,
    "publish": lambda adapter, short, _long: Sending(adapter, short),
    "publish at length": lambda adapter, _short, long: Sending(adapter, long),
    "look up": lambda adapter, short, _long: lambda: adapter.look_up(short),
    "retract": lambda adapter, short, _long: lambda: adapter.retract(_elsewhere(adapter), short.key),
    "retract without receipt": lambda adapter, _short, long: lambda: adapter.retract(Receipt(""), long.key),
}


def _elsewhere(adapter):
    """The receipt of a post nobody here knows."""
    return Receipt("", SERVERS[adapter.kind].unknown if adapter.kind in SERVERS else ("whatever",))


def _posts(kind, album):
    """A short post with everything on it, and one as long as it gets."""
    short = compose(kind, words=f"{WORDS} Avec @guest.test.", pictures=album[:1])
    return short, compose(kind, key="another", words=LONG_WORDS, pictures=_least(kind, album))


def _least(kind, album):
    """As many pictures as its network insists on."""
    return album[: ADAPTERS[kind].limits.least_pictures]


def _attempt(operation):
    try:
        operation()
    except Trouble as trouble:
        return trouble
    return None


@pytest.mark.thorough
@pytest.mark.parametrize("kind", SPEAKING)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_answer_at_every_step_ends_in_the_vocabulary(kind, operation, album, tmp_path):
    undisturbed, posts = make_world(kind, tmp_path), _posts(kind, album)
    _assert_done_or_left_alone(operation, undisturbed, posts)
    left = len(undisturbed.server.records)
    for step in range(len(undisturbed.server.calls)):
        for name, answer, arrives in DISTURBANCES[step % TURNS :: TURNS] if step >= FULLY else DISTURBANCES:
            world = make_world(kind, tmp_path)
            world.server.interruptions[step] = Interruption(answer, arrives)
            attempt = OPERATIONS[operation](world.adapter, *posts)
            trouble = _attempt(attempt)
            case = f"{name}, {'after' if arrives else 'before'} {undisturbed.server.calls[step]}"
            told = repr((trouble, world.adapter)) + "".join(traceback.format_exception(trouble))
            assert not any(secret in told for secret in SECRETS), case
            if trouble and len(world.server.records) > getattr(attempt, "standing", 0):
                assert isinstance(trouble, Lost), f"{case}: what stands out there is neither refused nor put off"
            world.server.interruptions.clear()
            _attempt(attempt)
            assert len(world.server.records) == left, f"{case}: going on leaves exactly what one attempt leaves"


def _assert_done_or_left_alone(operation, world, posts):
    """A network whose posts carry no mark of ours cannot take back by the key alone: it says so before it asks."""
    trouble = _attempt(OPERATIONS[operation](world.adapter, *posts))
    is_for_a_person = operation == "retract without receipt" and not SERVERS[world.adapter.kind].finds_by_key
    assert (isinstance(trouble, Refused) and not world.server.calls) if is_for_a_person else trouble is None


@pytest.mark.parametrize("kind", sorted(ADAPTERS.keys() - SPEAKING))
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_network_that_asks_for_nothing_is_spoken_to_by_nobody(kind, operation, album, tmp_path):
    assert _attempt(OPERATIONS[operation](make_world(kind, tmp_path).adapter, *_posts(kind, album))) is None


@EVERY_KIND
def test_its_facts_are_complete_and_sourced(kind):
    adapter = ADAPTERS[kind]
    assert (adapter.kind, bool(adapter.name), bool(adapter.limits.source)) == (kind, True, True)
    assert date(2026, 1, 1) < adapter.limits.read_on <= date(2027, 12, 31)
    assert len({ask.key for ask in adapter.asks}) == len(adapter.asks)
    assert all(ask.label for ask in adapter.asks)
    assert all(ask.secret for ask in adapter.asks if "password" in ask.key or "token" in ask.key)


def test_there_is_one_home():
    assert [kind for kind, adapter in ADAPTERS.items() if adapter.abilities.home] == ["site"]


@EVERY_KIND
def test_its_limits_stand_in_the_documentation(kind):
    page = (PAGES / f"{kind}.md").read_text(encoding="utf-8")
    limits = ADAPTERS[kind].limits
    told = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", page)}
    assert {limits.length, limits.pictures, *filter(None, (limits.bytes, limits.picture_bytes))} <= told
    assert str(limits.unit) in page
    assert limits.read_on.isoformat() in page


_PIECES = st.sampled_from(
    ["Rue ", "l’été, ", "👨‍👩‍👧‍👦", "é", "ﷺ", "#ParisJeTaime ", ". ", "\n", "https://paris.fr/a?b=c ", "x" * 90]
)


@EVERY_KIND
@given(
    words=st.lists(_PIECES, min_size=1, max_size=120).map(lambda pieces: "".join(pieces)[:LONGEST_WORDS]),
    is_numbered=st.booleans(),
)
def test_what_it_composes_never_exceeds_its_limits(kind, album, words, is_numbered):
    adapter = ADAPTERS[kind]
    post = adapter.compose(make_dispatch(words=words, is_numbered=is_numbered, pictures=_least(kind, album)))
    assert len(post.title) <= (adapter.limits.title_length or 0)
    assert all(is_fitting(part.text, adapter.limits) for part in post.parts)
    assert len(post.parts) == 1 or adapter.abilities.threads


@EVERY_KIND
def test_the_parts_of_a_thread_say_which_they_are_when_the_charter_wants_it(kind, album):
    parts = compose(kind, words=LONG_WORDS, is_numbered=True, pictures=_least(kind, album)).parts
    marks = [f" {number}/{len(parts)}" for number in range(1, len(parts) + 1)] if len(parts) > 1 else [""]
    assert [mark in part.text for part, mark in zip(parts, marks, strict=True)] == [True] * len(parts)
    assert (len(parts) > 1) == ADAPTERS[kind].abilities.threads


@EVERY_KIND
def test_it_takes_no_more_pictures_than_its_network(kind, album):
    adapter = ADAPTERS[kind]
    first, *others = adapter.compose(make_dispatch(words=LONG_WORDS, pictures=album)).parts
    assert first.pictures == album[: adapter.limits.pictures]
    assert not any(part.pictures for part in others)


@EVERY_KIND
def test_a_closing_that_leaves_no_room_is_refused(kind, album):
    adapter = ADAPTERS[kind]
    endless = make_dispatch(signature="L" * 4000, pictures=_least(kind, album))
    if adapter.closing(endless):
        with pytest.raises(Refused, match="leave no room"):
            adapter.compose(endless)


@EVERY_KIND
@pytest.mark.parametrize("words", [WORDS, LONG_WORDS])
def test_what_was_sent_is_found_and_not_sent_again(kind, words, album, tmp_path):
    world = make_world(kind, tmp_path)
    sending = Sending(world.adapter, compose(kind, words=words, pictures=album[:2]))
    found = world.adapter.look_up(sending.post)
    receipt = sending()
    assert found == (receipt if ADAPTERS[kind].abilities.home else None)
    left = len(world.server.records)
    sending.is_unsure = True
    assert sending() == receipt
    assert len(world.server.records) == left


HOUR, DAYS = timedelta(hours=1), timedelta(days=3)


@pytest.mark.parametrize("kind", SERVERS)
@pytest.mark.parametrize(
    ("sent", "looked"), [(HOUR, 0 * HOUR), (0 * HOUR, HOUR), (-HOUR, 0 * HOUR), (0 * HOUR, -HOUR), (DAYS, DAYS)]
)
def test_a_lost_post_is_found_whatever_our_clock_said(kind, sent, looked, album, tmp_path):
    """How far ours was ahead when the post was sent, and when it was looked for."""
    world = make_world(kind, tmp_path)
    world.adapter.http = httpx.Client(transport=httpx.MockTransport(_dropping(world.server)))
    world.adapter.http.event_hooks["response"].append(world.adapter._note_request)
    world.adapter.now = NOW + sent
    sending = Sending(world.adapter, compose(kind, created_at=NOW + sent, pictures=_least(kind, album)))
    assert isinstance(_attempt(sending), Lost)
    assert len(world.server.records) == 1
    world.adapter.now = NOW + looked
    found = []
    trouble = _attempt(lambda: found.append(world.adapter.look_up(sending.post)))
    assert found != [None]
    assert trouble is None or (isinstance(trouble, Unfinished) and len(trouble.references) == 1)


def _dropping(server):
    """The answer to what makes a post public never comes."""

    def answer(request):
        before = len(server.records)
        said = server(request)
        if len(server.records) > before:
            raise httpx.ReadTimeout("silence")
        return said

    return answer


@pytest.mark.parametrize("kind", [kind for kind, adapter in ADAPTERS.items() if adapter.abilities.look_up])
def test_who_can_be_asked_has_an_answer_of_its_own(kind, album, tmp_path):
    world = make_world(kind, tmp_path)
    post = world.adapter.compose(make_dispatch(pictures=_least(kind, album)))
    assert world.adapter.look_up(post) is None or ADAPTERS[kind].abilities.home
    with pytest.raises(NotImplementedError):
        Adapter.look_up(world.adapter, post)


@EVERY_KIND
@pytest.mark.parametrize("has_receipt", [True, False])
def test_taking_back_leaves_nothing_and_may_be_repeated(kind, has_receipt, album, tmp_path):
    world = make_world(kind, tmp_path)
    other = world.adapter.compose(make_dispatch(key="somebody else", pictures=_least(kind, album)))
    others = Sending(world.adapter, other)
    others()
    sending = Sending(world.adapter, compose(kind, words=LONG_WORDS, pictures=album[:1]))
    receipt = sending() if has_receipt else Receipt("")
    for _time in range(2):
        if has_receipt or kind not in SERVERS or SERVERS[kind].finds_by_key:
            world.adapter.retract(receipt, sending.post.key)
        else:
            with pytest.raises(Refused):
                world.adapter.retract(receipt, sending.post.key)
    if not ADAPTERS[kind].abilities.home:
        assert world.adapter.look_up(sending.post) is None
        assert world.adapter.look_up(others.post)


ASKING = {
    "read_back": ("stands", lambda adapter, receipt, _post: adapter.stands(receipt)),
    "edit": ("edit", lambda adapter, receipt, post: adapter.edit(receipt, post)),
    "replies": ("hear", lambda adapter, _receipt, _post: adapter.hear(adapter.hear("").cursor or "1")),
    "numbers": ("count", lambda adapter, receipt, _post: adapter.count(receipt)),
    "profile": ("set_profile", lambda adapter, _receipt, _post: adapter.set_profile(adapter.profile())),
}
CAN = [(kind, name) for kind in SPEAKING for name in ASKING if getattr(ADAPTERS[kind].abilities, name)]


@pytest.mark.thorough
@pytest.mark.parametrize(("kind", "ability"), CAN)
def test_what_else_it_can_do_ends_in_the_vocabulary_and_publishes_nothing(kind, ability, album, tmp_path):
    ask = ASKING[ability][1]
    undisturbed = make_world(kind, tmp_path)
    sending = Sending(undisturbed.adapter, undisturbed.adapter.compose(make_dispatch(pictures=album[:1])))
    receipt = sending()
    undisturbed.server.forget_calls()
    ask(undisturbed.adapter, receipt, sending.post)
    for step in range(len(undisturbed.server.calls)):
        for name, answer, arrives in DISTURBANCES:
            left = len(undisturbed.server.records)
            undisturbed.server.forget_calls()
            undisturbed.server.interruptions = {step: Interruption(answer, arrives)}
            trouble = _attempt(lambda: ask(undisturbed.adapter, receipt, sending.post))
            case = f"{name} at step {step} of {ability}"
            assert not isinstance(trouble, Lost | Unfinished), f"{case}: nothing was made public"
            assert not any(secret in repr((trouble, undisturbed.adapter)) for secret in SECRETS), case
            assert len(undisturbed.server.records) == left, case


@pytest.mark.parametrize("kind", ADAPTERS)
@pytest.mark.parametrize("ability", ASKING)
def test_what_it_says_it_can_do_has_code_of_its_own(kind, ability):
    method = ASKING[ability][0]
    has_code = getattr(ADAPTERS[kind], method) is not getattr(Adapter, method)
    assert getattr(ADAPTERS[kind].abilities, ability) == has_code


@EVERY_KIND
@pytest.mark.parametrize("words", ["Un mot pour l'#ParisJeTaime.", f"{'Une phrase. ' * 900}#ParisJeTaime"])
def test_the_brand_tag_is_seen_on_every_network_and_said_again_only_where_it_is_not(kind, words, album):
    adapter = ADAPTERS[kind]
    dispatch = make_dispatch(words=words, pictures=album[:1])
    if not adapter.closing(dispatch):
        return  # its page shows the tag by itself
    texts = [part.text for part in adapter.compose(dispatch).parts]
    assert any(is_tagged(text, "#ParisJeTaime", adapter.limits.dialect) for text in texts)
    is_seen = is_tagged(words, "#ParisJeTaime", adapter.limits.dialect)
    assert sum(text.count("#ParisJeTaime") for text in texts) == (1 if is_seen else 2)
