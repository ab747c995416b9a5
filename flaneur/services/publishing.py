"""Publications as the desk handles them: held, released, resolved, corrected, taken back."""

from datetime import datetime

from django.db import transaction

from flaneur.core.errors import TooLate, Unfit
from flaneur.core.find import FIND_MOVES, FindMove, FindState
from flaneur.core.publication import PUBLICATION_MOVES, PublicationMove, PublicationState
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import Find, Publication, Silence, User
from flaneur.services.bell import ring
from flaneur.services.channels import describe_channel
from flaneur.services.cities import lock_city, touch
from flaneur.services.claiming import give_up
from flaneur.services.journal import record
from flaneur.services.moves import ANYBODY, lock_find, move
from flaneur.services.permissions import require
from flaneur.services.planning import earliest, first_wake


@transaction.atomic
def hold_publication(publication: Publication, *, by: User, now: datetime, why: str = "") -> None:
    """Keep a planned publication from leaving until somebody releases it."""
    require(publication.city, by, Act.PUBLISH)
    move(publication, PUBLICATION_MOVES, PublicationMove.HOLD, wake_at=None, reason=why, owner="")
    record("hold_publication", city=publication.city, by=by, now=now, subject=publication, why=why)


@transaction.atomic
def release_publication(publication: Publication, *, by: User, now: datetime, at: datetime | None = None) -> None:
    """Let one held publication go, at its own time or at another; never earlier than now. Refused in silence."""
    _replan(publication, PublicationMove.RELEASE, by=by, now=now, at=at or publication.planned_at)
    record("release_publication", city=publication.city, by=by, now=now, subject=publication)


@transaction.atomic
def retry_publication(publication: Publication, *, by: User, now: datetime) -> None:
    """Send again what failed, or what somebody has looked for in vain. Refused in silence."""
    _replan(publication, PublicationMove.RETRY, by=by, now=now, at=now)
    record("retry_publication", city=publication.city, by=by, now=now, subject=publication)


def _replan(publication: Publication, step: PublicationMove, *, by: User, now: datetime, at: datetime) -> None:
    require(publication.city, by, Act.PUBLISH)
    lock_city(publication.city)
    if Silence.objects.active().over(publication).exists():
        raise Unfit(_("Silence is on: nothing leaves until it is lifted."))
    if lock_find(publication.find) == FindState.RETRACTED:
        raise Unfit(_("This find was taken back: nothing of it leaves any more."))
    when = max(at, earliest(publication.find, now=now))
    wake_at = first_wake(publication.find, publication.channel, when)
    move(publication, PUBLICATION_MOVES, step, planned_at=when, wake_at=wake_at, reason="", attempts=0)
    ring()


@transaction.atomic
def cancel_publication(publication: Publication, *, by: User, now: datetime, why: str = "") -> None:
    """This find will not go out on this channel; what stands of it there already is taken back."""
    require(publication.city, by, Act.PUBLISH)
    give_up(publication, now=now, reason=why)
    ring()
    record("cancel_publication", city=publication.city, by=by, now=now, subject=publication, why=why)


@transaction.atomic
def confirm_publication(publication: Publication, *, url: str, by: User, now: datetime) -> None:
    """The desk has looked: what was unsure did arrive. If its find was taken back meanwhile, it is taken back too."""
    require(publication.city, by, Act.PUBLISH)
    if publication.channel.is_home:
        raise Unfit(_("The page looks after itself: look again in a minute."))
    is_gone = lock_find(publication.find) == FindState.RETRACTED
    step, fields = PublicationMove.DELIVER, {"sent_at": now, "url": url, "reason": "", "progress": {}}
    move(publication, PUBLICATION_MOVES, step, ANYBODY, wake_at=None, owner="", **fields)
    record("confirm_publication", city=publication.city, by=by, now=now, subject=publication, details={"url": url})
    if is_gone:
        _start_retraction(publication, now=now)


@transaction.atomic
def leave_publication(publication: Publication, *, by: User, now: datetime) -> None:
    """The desk has read in what the post differs from what was sent, and lets it stand."""
    require(publication.city, by, Act.PUBLISH)
    unlike = Publication.objects.filter(pk=publication.pk, state=PublicationState.SENT, reason=publication.reason)
    if not publication.reason or not unlike.update(reason=""):
        raise TooLate(_("Somebody else was faster; please look again."))
    why, publication.reason = publication.reason, ""
    record("leave_publication", city=publication.city, by=by, now=now, subject=publication, why=why)


@transaction.atomic
def retract_publication(publication: Publication, *, by: User, now: datetime, why: str) -> None:
    """Take one post back from its network. The home is taken back with its find, by `retract_find`."""
    require(publication.city, by, Act.RETRACT)
    if publication.channel.is_home:
        raise Unfit(_("The page goes with its find: take the find back everywhere."))
    if publication.state not in {PublicationState.SENT, PublicationState.CORRECTING}:
        raise TooLate(_("Somebody else was faster; please look again."))
    _start_retraction(publication, now=now)
    record("retract_publication", city=publication.city, by=by, now=now, subject=publication, why=why)


@transaction.atomic
def retract_find(find: Find, *, by: User, now: datetime, why: str) -> None:
    """Take a find back everywhere: its page is a tombstone at once, its posts follow, what was planned is cancelled.

    Works in silence too. What is on its way right now is taken back as soon as it has arrived.
    """
    require(find.city, by, Act.RETRACT)
    if not why.strip():
        raise Unfit(_("Say in a sentence why this is taken back."))
    touch(find.city)
    move(find, FIND_MOVES, FindMove.RETRACT, retracted_at=now)
    for publication in find.publications.select_for_update(of=("self",)):
        if publication.state in {PublicationState.SENT, PublicationState.CORRECTING}:
            _start_retraction(publication, now=now)
        elif publication.state in {PublicationState.PLANNED, PublicationState.HELD, PublicationState.FAILED}:
            give_up(publication, now=now, reason=why)
    ring()
    record("retract_find", city=find.city, by=by, now=now, subject=find, why=why)


@transaction.atomic
def confirm_gone(publication: Publication, *, by: User, now: datetime, why: str = "") -> None:
    """Somebody has taken it down by hand. Where the network can be asked it is looked for once more."""
    require(publication.city, by, Act.RETRACT)
    if describe_channel(publication.channel).abilities.read_back:
        _start_retraction(publication, now=now)
    else:
        move(publication, PUBLICATION_MOVES, PublicationMove.TAKE_BACK, wake_at=None, reason="")
    record("confirm_gone", city=publication.city, by=by, now=now, subject=publication, why=why)


@transaction.atomic
def ask_again(publication: Publication, *, by: User, now: datetime) -> None:
    """It is still there: the network is asked once more to take it back, where it can be asked at all."""
    require(publication.city, by, Act.RETRACT)
    if describe_channel(publication.channel).abilities.retract:
        _start_retraction(publication, now=now)
    record("still_there", city=publication.city, by=by, now=now, subject=publication)


def _start_retraction(publication: Publication, *, now: datetime) -> None:
    move(publication, PUBLICATION_MOVES, PublicationMove.RETRACT, wake_at=now, owner="", attempts=0, reason="")
    ring()
