"""Towns to publish for: a city, its finds, a stand-in for each network, and weather that changes with every answer."""

import hashlib
import itertools
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from flaneur.core.errors import Unfit
from flaneur.models import Channel, City, Find, Guest, Photo, User
from flaneur.rehearsal.display import displayed
from flaneur.rehearsal.faults import Faults, StandIn
from flaneur.rehearsal.graph import GraphNetwork
from flaneur.rehearsal.served import Front, Served, serving
from flaneur.rehearsal.stages import Stage, stages
from flaneur.rehearsal.x import XNetwork
from flaneur.services import media
from flaneur.services.channels import connect_channel
from flaneur.services.photos import renditions_folder
from flaneur.services.review import approve_find
from tests.adapters.bluesky_server import BlueskyServer
from tests.adapters.servers import recorded
from tests.makers import jpeg, make_channel, make_city, make_editor, make_find, make_guest, make_residency

ALT = "Une porte rouge au fond d’une cour"
MANY = 1_000_000
PATIENCE = 9
"""Times a connection is asked for anew."""
_numbers = itertools.count(1)


class BlueskyStandIn(StandIn):
    """The recorded data server of the quick tests, on a wire."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__(clock)
        self.server = BlueskyServer()

    def respond(self, request: httpx.Request) -> httpx.Response:
        return self.server(request)

    def busy(self) -> httpx.Response:
        return recorded("rate-limited")

    def broken(self) -> httpx.Response:
        return httpx.Response(500, json={"error": "InternalServerError", "message": "Internal Server Error"})


@dataclass
class Weather:
    """Every answer decides what meets the next request: of a hundred, `share` meet one of the network's own faults.

    `slow`: seconds, longer than the client waits; what comes late is accepted late.
    """

    share: float = 0.06
    slow: float = 0.35
    dice: random.Random = field(default_factory=lambda: random.Random(20))

    def over(self, stage: Stage) -> None:
        network, faults = stage.network, [name for name in stage.faults if name != "expired"]
        answer = network.answer

        def answered(request: httpx.Request) -> httpx.Response:
            network.faults.stuck &= request.method == "GET"  # what was ready once stays so
            try:
                return answer(request)
            finally:
                network.faults = self._next(faults)

        network.answer = answered

    def _next(self, faults: list[str]) -> Faults:
        if self.dice.random() >= self.share:
            return Faults()
        name = self.dice.choice(faults)
        return Faults(**{name: self.slow if name == "slow" else True})


@dataclass
class Town:
    """`cast` are its networks by kind, `finds` those planned so far."""

    city: City
    guest: Guest
    editor: User
    cast: dict[str, Served]
    since: datetime
    finds: list[Find] = field(default_factory=list)

    def shown(self, kind: str) -> list[str]:
        """The texts that stand on a network, but for those that stood there before anybody began."""
        network = self.cast[kind].stage.network
        if isinstance(network, BlueskyStandIn):
            return [record["text"] for record in network.server.records.values()]
        return [post.text for post in displayed(network) if post.created_at >= self.since]

    def plan(
        self, count: int, clock: Callable[[], datetime] = timezone.now, apart: timedelta = timedelta()
    ) -> list[Find]:
        """Approved finds: every other one has two photos, and is a thread where there are threads."""
        now = clock()
        fresh = [self._plan(next(_numbers), now, now + apart * each) for each in range(count)]
        self.finds += fresh
        return fresh

    def _plan(self, number: int, now: datetime, at: datetime) -> Find:
        is_long = bool(number % 2)
        words = words_of(number, sentences=9 if is_long else 1)
        find = make_find(self.guest, words=words, now=now, captured_at=now)
        for position in range(1 + is_long):
            hang(find, position)
        approve_find(find, by=self.editor, now=now, at=at)
        return find


def words_of(number: int, sentences: int) -> str:
    """Words nobody else says, in every part of a thread."""
    return " ".join(f"Trouvaille {number:05d}, phrase {each}, qui prend son temps." * 2 for each in range(sentences))


def hang(find: Find, position: int) -> None:
    """A photo as the darkroom would have left it; developing hundreds would be another test."""
    name, content = "640.jpg", _picture(position)
    digest = hashlib.sha256(content).hexdigest()
    entry = {"width": 640, "height": 480, "name": name, "size": len(content)}
    photo = Photo.objects.create(
        find=find, position=position, digest=digest, original="", alt=ALT, width=640, height=480, renditions=[entry]
    )
    media.keep_content(ContentFile(content), f"{renditions_folder(photo)}/{name}")


def _picture(position: int) -> bytes:
    return jpeg(colour=(200, 80 + 40 * position, 40)).getvalue()


def open_town(stack: ExitStack, clock: Callable[[], datetime] = timezone.now) -> Town:
    """A city with a channel on everything there is; its networks answer until the stack is closed."""
    now, number = clock(), next(_numbers)
    city = make_city(f"ville-{number}", brand_tag="#VilleJeTaime")
    guest = make_guest(city)
    make_residency(guest, now - timedelta(days=1))
    make_channel(city, "paper")
    cast = [Served(stage, Front(lambda _network: "", {}, lambda _network, _yes, _no: "")) for stage in stage_all(clock)]
    stack.enter_context(serving(cast))
    for network in cast:
        connect(city, network, network.origin, now)
    city.channels.update(gap=0)
    by_kind = {network.stage.kind: network for network in cast}
    return Town(city, guest, make_editor(city), by_kind, now - timedelta(minutes=1))


def connect(city: City, network: Served, origin: str, now: datetime, patience: int = PATIENCE) -> Channel:
    """As a person does, who asks again when a busy machine was slower than the client waits."""
    stage = network.stage
    answers = {**network.typed, **stage.granted, stage.address: origin}
    try:
        return connect_channel(city, kind=stage.kind, name=stage.name, answers=answers, now=now)
    except Unfit:
        if not patience:
            raise
        return connect(city, network, origin, now, patience - 1)


def stage_all(clock: Callable[[], datetime]) -> Iterator[Stage]:
    """The rehearsal's networks and Bluesky's; their daily allowances would end a test of minutes.

    No city serves pictures here: where they are said to lie, something else of this machine may listen.
    """
    for stage in stages(clock):
        if isinstance(stage.network, GraphNetwork):
            stage.network.quota, stage.network.digests = MANY, 0.1
            stage.network.fetch = lambda _address: b""
        if isinstance(stage.network, XNetwork):
            stage.network.most_posts = MANY
        yield stage
    bluesky = BlueskyServer.credentials
    faults = ("slow", "busy", "broken", "drops")
    yield Stage("bluesky", "Bluesky", BlueskyStandIn(clock), bluesky, faults=faults)


def notices(channel: Channel) -> list[Path]:
    """Of a notice board: everything that was ever pinned there and hangs still, repeats too."""
    board = Path(settings.HOME) / "channels" / str(channel.pk)
    return [sheet.parent for sheet in board.glob("notice-*/**/notice.md")]
