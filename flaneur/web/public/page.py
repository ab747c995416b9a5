"""What stands around a find on its own page: its neighbours on the wall, and where else it was published."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from flaneur.core.place import Discretion
from flaneur.core.publication import PublicationState
from flaneur.models import Find, Publication
from flaneur.web.cards import Card


def newer_than(find: Find, finds: QuerySet[Find]) -> QuerySet[Find]:
    """The next newer find of the wall, alone, or nothing."""
    later = Q(published_at__gt=find.published_at) | Q(published_at=find.published_at, pk__gt=find.pk)
    return finds.filter(later).order_by("published_at", "id")[:1]


def older_than(find: Find, finds: QuerySet[Find]) -> QuerySet[Find]:
    earlier = Q(published_at__lt=find.published_at) | Q(published_at=find.published_at, pk__lt=find.pk)
    return finds.filter(earlier).order_by("-published_at", "-id")[:1]


def elsewhere(find: Find) -> QuerySet[Publication]:
    """Where else it stands: posts of other channels that a browser can open."""
    sent = find.publications.filter(state=PublicationState.SENT, channel__is_home=False, url__startswith="http")
    return sent.select_related("channel").order_by("channel__name")


def told_place(card: Card) -> str:
    """The map in words, as precise as the guest allows; empty for a secret."""
    if card.plate is None:
        return ""
    place = ", ".join(dict.fromkeys(part for part in (card.plate.name, card.plate.short) if part))
    sentences = {
        Discretion.EXACT: _("Right here: %(place)s."),
        Discretion.STREET: _("In this corner: %(place)s. The rest you will find on foot."),
        Discretion.DISTRICT: _("Somewhere around here: %(place)s. Where exactly is for you to find."),
    }
    return sentences[Discretion(card.find.discretion)] % {"place": place}
