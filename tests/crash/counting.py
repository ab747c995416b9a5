"""What the networks show, held against what the rows say."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.test import Client

from flaneur.core.publication import Errand, Outcome
from flaneur.models import Journal, Publication
from flaneur.services import sending
from flaneur.services.addresses import find_address
from tests.crash.towns import Town, notices

FOR_THE_DESK = ("unsure", "failed", "stranded")
GONE = ("retracted", "cancelled", "failed")
ANSWERED = (Outcome.FOUND, Outcome.ABSENT, Outcome.STEP)


@dataclass
class Count:
    """Of one kind of network. `unsure` became so at some time, `looked_up` of them were resolved by a look-up.

    `lost`: the row says sent, and not all of it stands. `doubled`: posts too many. `stray`: stands, though the row says
    it does not. `open`: nothing ended it. `desk`: a person was asked to.
    """

    publications: int = 0
    sent: int = 0
    taken_back: int = 0
    unsure: int = 0
    looked_up: int = 0
    desk: int = 0
    lost: int = 0
    doubled: int = 0
    stray: int = 0
    open: int = 0


def count(towns: Iterable[Town]) -> dict[str, dict[str, int]]:
    """By kind of network."""
    counts: dict[str, Count] = {}
    were_unsure = set(Journal.objects.filter(verb="lose").values_list("subject_key", flat=True))
    for town in towns:
        for channel in town.city.channels.all():
            seen = shown(town, channel)
            for row in channel.publications.select_related("find", "find__guest", "find__charter", "city", "channel"):
                _note(counts.setdefault(channel.kind, Count()), row, parts_shown(row, seen))
                _note_doubt(counts[channel.kind], row, was_unsure=str(row.pk) in were_unsure)
    return {kind: asdict(each) for kind, each in counts.items()}


def shown(town: Town, channel) -> list[str]:
    """What a visitor reads there: a text for each post."""
    if channel.kind == "paper":
        return [f"{(sheet / 'notice.md').read_text(encoding='utf-8')}" for sheet in notices(channel)]
    if channel.kind == "site":
        return [str(find.pk) for find in town.finds if Client().get(_path(find)).status_code == 200]
    return town.shown(channel.kind)


def _path(find) -> str:
    return "/" + find_address(find).split("/", 3)[3]


def parts_shown(row: Publication, seen: list[str]) -> list[int]:
    """How often each part of a post stands."""
    if row.channel.kind == "site":
        return [seen.count(str(row.find_id))]
    if row.channel.kind == "paper":
        return [sum(f"key: {row.pk}\n" in text for text in seen)]
    plain = [" ".join(text.split()) for text in seen]
    return [sum(" ".join(part.text.split()) in text for text in plain) for part in sending._post(row).parts]


def _note(counted: Count, row: Publication, parts: list[int]) -> None:
    counted.publications += 1
    counted.doubled += sum(max(0, times - 1) for times in parts)
    counted.sent += row.state == "sent"
    counted.taken_back += row.state in {"retracted", "cancelled"}
    counted.desk += row.state in FOR_THE_DESK
    counted.open += row.state not in {"sent", *GONE, *FOR_THE_DESK}
    counted.lost += row.state == "sent" and not all(parts)
    counted.stray += row.state in GONE and any(parts)


def _note_doubt(counted: Count, row: Publication, *, was_unsure: bool) -> None:
    asked = row.tries.filter(errand=Errand.LOOK_UP, outcome__in=ANSWERED)
    counted.unsure += was_unsure
    counted.looked_up += was_unsure and row.state != "unsure" and asked.exists()


def left_to_the_desk() -> list[str]:
    """What a person was asked to look at, and why."""
    rows = Publication.objects.filter(state__in=FOR_THE_DESK).values_list("channel__kind", "state", "reason")
    return [f"{number} × {' · '.join(row)}" for row, number in Counter(rows).most_common()]


def total(counts: dict[str, dict[str, int]]) -> Counter[str]:
    return sum((Counter(each) for each in counts.values()), Counter())
