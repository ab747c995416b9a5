"""Silence: from the whole install down to one find, pressed by one person and lifted by another."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from flaneur.core.errors import NotAllowed, Unfit
from flaneur.core.publication import PUBLICATION_MOVES, PublicationMove, PublicationState
from flaneur.core.roles import ALLOWED, Act
from flaneur.core.silence import Scope
from flaneur.core.states import after
from flaneur.core.words import gettext_noop as _
from flaneur.models import Channel, City, Find, Guest, Membership, Publication, Silence, User
from flaneur.services.cities import SILENCED, lock_city, touch
from flaneur.services.journal import record
from flaneur.services.permissions import require

Subject = Channel | Guest | Find


def silence_of(city: City) -> Silence | None:
    """The silence of the whole city that its own desk pressed, while it is on."""
    return Silence.objects.active().filter(scope=Scope.CITY, city=city).first()


@transaction.atomic
def press_silence(
    city: City, *, by: User, now: datetime, why: str = "", on: Subject | None = None, until: datetime | None = None
) -> int:
    """From this moment nothing more leaves, of the city or of one thing in it. Gives how many publications are held.

    Twice is once. `until` is when it is thought to end: then the desk is reminded, nothing lifts itself. Raises `Unfit`
    for what is another city's.
    """
    require(city, by, Act.SILENCE)
    if on is not None and on.city_id != city.pk:
        raise Unfit(_("Nothing of this city is called that."))
    lock_city(city)
    scope, key = (_SCOPES[type(on)], str(on.pk)) if on else (Scope.CITY, str(city.pk))
    if Silence.objects.active().filter(key=f"{scope}:{key}").exists():
        return 0
    named = {scope.value: on} if on else {}
    silence = Silence(scope=scope, key=f"{scope}:{key}", city=city, **named)
    silence.why, silence.pressed_by, silence.pressed_at, silence.until = why, by, now, until
    silence.save(force_insert=True)
    held = _hold(city.publications.filter(_reach(on)))
    if on is None:
        _hush(city, since=city.silenced_at or now)
        record("press_silence", city=city, by=by, now=now, subject=city, why=why, details={"held": held})
    else:
        details = {**_named(on), "held": held}
        record("press_silence_on", city=city, by=by, now=now, subject=on, why=why, details=details)
    return held


_SCOPES: dict[type[Subject], Scope] = {Channel: Scope.CHANNEL, Guest: Scope.GUEST, Find: Scope.FIND}


def _named(on: Subject | None) -> dict[str, object]:
    """What the journal, which forgets nothing, keeps of a name; a find is called by its guest's words, and has none."""
    return {} if on is None or isinstance(on, Find) else {"name": str(on)[:80]}


def _reach(on: Subject | None) -> Q:
    match on:
        case Channel():
            return Q(channel=on)
        case Guest():
            return Q(find__guest=on)
        case Find():
            return Q(find=on)
        case None:
            return Q()


def _hold(publications: "QuerySet[Publication]") -> int:
    held = after(PUBLICATION_MOVES, PublicationState.PLANNED, PublicationMove.HOLD)
    return publications.filter(state=PublicationState.PLANNED).update(state=held, wake_at=None, reason=SILENCED)


@transaction.atomic
def press_silence_everywhere(*, by: User, now: datetime, why: str = "") -> int:
    """Every city of the install at once, by whoever runs it. Gives how many publications are held."""
    if not by.is_superuser:
        raise NotAllowed(_("Only whoever runs this install silences all its cities."))
    cities = list(City.objects.select_for_update(no_key=True).order_by("pk"))
    if Silence.objects.active().filter(scope=Scope.INSTALL).exists():
        return 0
    Silence.objects.create(scope=Scope.INSTALL, key=Scope.INSTALL, why=why, pressed_by=by, pressed_at=now)
    held = {city.pk: _hold(city.publications.all()) for city in cities}
    for city in cities:
        _hush(city, since=city.silenced_at or now)
        record("press_silence", city=city, by=by, now=now, subject=city, why=why, details={"held": held[city.pk]})
    return sum(held.values())


@transaction.atomic
def lift_silence(silence: Silence, *, by: User, now: datetime, why: str = "") -> bool:
    """Publishing is possible again; what was held stays held until somebody releases it, one by one.

    Whoever pressed it does not lift it, unless nobody else could. Gives whether it was lifted by another than pressed
    it. Raises `NotAllowed`.
    """
    _require_lifter(silence, by)
    is_alone = silence.pressed_by_id == by.pk
    if is_alone and _others(silence, by).exists():
        raise NotAllowed(_("You pressed it yourself: somebody else lifts it, with fresh eyes."))
    cities = [silence.city] if silence.city else list(City.objects.order_by("pk"))
    for city in cities:
        lock_city(city)
    if not Silence.objects.active().filter(pk=silence.pk).update(lifted_by=by, lifted_at=now):
        return True
    details: dict[str, object] = {"alone": True} if is_alone else {}
    for city in cities:
        if silence.scope in {Scope.INSTALL, Scope.CITY}:
            _hush(city, since=_silent_since(city))
            record("lift_silence", city=city, by=by, now=now, subject=city, why=why, details=details)
        else:
            on = silence.channel or silence.guest or silence.find
            details |= _named(on)
            record("lift_silence_on", city=city, by=by, now=now, subject=on or city, why=why, details=details)
    return not is_alone


def _require_lifter(silence: Silence, by: User) -> None:
    if silence.city:
        require(silence.city, by, Act.LIFT)
    elif not by.is_superuser:
        raise NotAllowed(_("Only whoever runs this install lets all its cities speak again."))


def _others(silence: Silence, by: User) -> "QuerySet[Membership] | QuerySet[User]":
    """Who else could lift it."""
    if silence.city:
        places = Membership.objects.filter(city=silence.city, role__in=ALLOWED[Act.LIFT], user__is_active=True)
        return places.exclude(user=by)
    return User.objects.filter(is_superuser=True, is_active=True).exclude(pk=by.pk)


def _silent_since(city: City) -> datetime | None:
    whole = Q(scope=Scope.INSTALL) | Q(scope=Scope.CITY, city=city)
    return Silence.objects.active().filter(whole).order_by("pressed_at").values_list("pressed_at", flat=True).first()


def _hush(city: City, *, since: datetime | None) -> None:
    """What every page of the city asks for."""
    City.objects.filter(pk=city.pk).update(silenced_at=since)
    city.silenced_at = since
    touch(city)
