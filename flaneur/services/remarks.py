"""What a city's charter says of finds: a find and its stay handed to the rules as a draft."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flaneur.core.charter import Draft, Effect, Remark, Stay, check, mended
from flaneur.core.dispatch import Limits
from flaneur.core.find import Consideration, FindState, Likeness
from flaneur.core.place import Discretion
from flaneur.core.reading import fold
from flaneur.models import Agreement, Charter, City, Find
from flaneur.services.agreements import STOPS_FINDS, remarks_on_stay
from flaneur.services.channels import rooms
from flaneur.services.lexicons import charter_lists

NEVER_TOLD = (FindState.DRAFT, FindState.WITHDRAWN, FindState.DECLINED)

Telling = tuple[UUID, datetime, str]
"""Id, time and place name of a find that was handed in."""


@dataclass(frozen=True, slots=True)
class Known:
    """What rules want to know of a residency: what was handed in, and what its guest agreed to."""

    told: list[Telling]
    agreement: Agreement | None


def remarks_on(find: Find) -> tuple[Remark, ...]:
    """What the charter says of a find: the version it was submitted under, else the current one."""
    return remarks_on_all([find])[find.pk]


def remarks_on_all(finds: Sequence[Find]) -> dict[UUID, tuple[Remark, ...]]:
    """The same for finds of one city, with what they share asked for once."""
    room = rooms(finds[0].city) if finds else {}
    known = _known({find.residency_id for find in finds})
    return {
        find.pk: _remarks(find.charter or find.city.charters.current(), find, room, known[find.residency_id])
        for find in finds
    }


def remarks_under(charter: Charter, find: Find) -> tuple[Remark, ...]:
    """What a version of the charter says of a find, whichever it was submitted under."""
    return _remarks(charter, find, rooms(find.city), _known([find.residency_id])[find.residency_id])


def as_kept(city: City, words: str, language: str) -> str:
    """A guest's words as they are kept: without blanks around them, with what the system puts right by itself."""
    charter = city.charters.current()
    articles = [article for article in charter.articles if article.effect is Effect.SYS]
    draft = Draft(words.strip(), charter.brand_tag or city.brand_tag, language=language)
    return mended(draft.words, check(draft, articles, charter_lists()))


def _remarks(charter: Charter, find: Find, room: Mapping[str, Limits], known: Known) -> tuple[Remark, ...]:
    """What is said of the find, after what its stay lacks to be heard at all."""
    of_the_stay = remarks_on_stay(find.residency, known.agreement, charter, zone=find.city.zone)
    stopping = tuple(remark for remark in of_the_stay if remark.effect in STOPS_FINDS)
    return stopping + _remarks_on_draft(charter, find, room, known)


def _remarks_on_draft(charter: Charter, find: Find, room: Mapping[str, Limits], known: Known) -> tuple[Remark, ...]:
    draft = Draft(
        words=find.words,
        brand_tag=charter.brand_tag or find.city.brand_tag,
        alts=[photo.alt for photo in find.photos.all()],
        rooms=room,
        language=find.language,
        pillar=find.pillar,
        place=find.place,
        discretion=Discretion(find.discretion),
        consideration=Consideration(find.consideration),
        likeness=Likeness(find.likeness),
        is_lent=find.lent_at is not None,
        seen_at=find.captured_at.astimezone(find.city.zone).strftime("%Y-%m-%dT%H:%M"),
        stay=_stay(find, known),
    )
    return check(draft, charter.articles, charter_lists(), version=charter.version)


def _known(residencies: Iterable[UUID]) -> dict[UUID, Known]:
    told = _told(residencies)
    agreements = {each.residency_id: each for each in Agreement.objects.filter(residency__in=told)}
    return {residency: Known(told[residency], agreements.get(residency)) for residency in told}


def _told(residencies: Iterable[UUID]) -> dict[UUID, list[Telling]]:
    """What was handed in during each residency."""
    told: dict[UUID, list[Telling]] = {residency: [] for residency in residencies}
    handed_in = Find.objects.filter(residency__in=told).exclude(state__in=NEVER_TOLD)
    for residency, pk, at, name in handed_in.values_list("residency_id", "pk", "captured_at", "place_name"):
        told[residency].append((pk, at, name))
    return told


def _stay(find: Find, known: Known) -> Stay:
    """What the residency told before this find, and what its guest declared."""
    names = [name for pk, at, name in known.told if pk != find.pk and at < find.captured_at]
    zone = find.city.zone
    is_last_day = find.captured_at.astimezone(zone).date() == find.residency.ends_at.astimezone(zone).date()
    interests = known.agreement.declared if known.agreement else ()
    return Stay(len(names), is_last_day, Counter(fold(name) for name in names if name), interests)
