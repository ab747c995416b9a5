"""The only getters of protected objects: each looks inside the request's own city and answers 404 for the rest."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from flaneur.core.find import FindState
from flaneur.core.roles import Act
from flaneur.models import (
    Block,
    Channel,
    Charter,
    Find,
    Guest,
    Membership,
    Photo,
    Proposal,
    Publication,
    Reply,
    Residency,
    Silence,
    User,
)
from flaneur.web.requests import CityRequest, SignedInRequest

Noun = TypeVar("Noun", bound=Model)


def membership(request: SignedInRequest, act: Act) -> Membership:
    """The user's place at this city's desk, if it allows the act. Raises Http404: no desk for strangers."""
    place = request.city.memberships.filter(user=request.user).select_related("user").first()
    if place is None or not place.may(act):
        raise Http404
    return place


def place_at_desk(request: CityRequest, membership_id: int) -> Membership:
    return get_object_or_404(request.city.memberships.select_related("user", "city"), pk=membership_id)


def public_find(request: CityRequest, find_id: UUID) -> Find:
    return _get(request.city.finds.public(), find_id)


def taken_back_find(request: CityRequest, find_id: UUID) -> Find | None:
    """A find the public once saw and that was taken back: its address says so, and no more."""
    return request.city.finds.filter(state=FindState.RETRACTED, published_at__isnull=False, pk=find_id).first()


def public_guest(request: CityRequest, slug: str) -> Guest:
    """A guest the public knows of; who has only been welcomed is nobody's business yet."""
    city = request.city
    is_announced = Q(residencies__in=city.residencies.standing()) | Q(finds__in=city.finds.public())
    return get_object_or_404(city.guests.filter(is_announced).distinct(), slug=slug)


def find_at_desk(request: CityRequest, find_id: UUID) -> Find:
    return _get(request.city.finds.select_related("guest", "residency", "charter"), find_id)


def own_find(request: SignedInRequest, find_id: UUID) -> Find:
    """A find of the guest who asks."""
    return _get(request.city.finds.filter(guest__user=request.user).select_related("guest", "residency"), find_id)


def channel(request: CityRequest, channel_id: UUID) -> Channel:
    """Any channel but the home."""
    return _get(request.city.channels.filter(is_home=False).select_related("city"), channel_id)


def publication(request: CityRequest, publication_id: UUID) -> Publication:
    return _get(request.city.publications.select_related("find", "channel"), publication_id)


def guest_of(request: SignedInRequest) -> Guest:
    """Who the user is as a guest of this city. Raises Http404 for anybody else."""
    return get_object_or_404(request.city.guests, user=request.user)


def charter(request: CityRequest, version: int) -> Charter:
    return get_object_or_404(request.city.charters, version=version)


def guest(request: CityRequest, guest_id: int) -> Guest:
    return get_object_or_404(request.city.guests.select_related("user", "city"), pk=guest_id)


def proposal(request: CityRequest, proposal_id: int) -> Proposal:
    return get_object_or_404(request.city.proposals.select_related("city"), pk=proposal_id)


def residency(request: CityRequest, residency_id: UUID) -> Residency:
    return _get(request.city.residencies.select_related("guest"), residency_id)


def reply(request: CityRequest, reply_id: int) -> Reply:
    return get_object_or_404(request.city.replies.select_related("city", "channel"), pk=reply_id)


def block(request: CityRequest, block_id: int) -> Block:
    """A block that is not lifted yet."""
    return get_object_or_404(request.city.blocks.standing().select_related("city", "channel"), pk=block_id)


def reply_to_own_find(request: SignedInRequest, find_id: UUID, reply_id: int) -> Reply:
    """An answer to a find of the guest who asks, of those that are shown to them."""
    mine = own_find(request, find_id)
    gentle = request.city.replies.gentle(mine.guest, timezone.now()).filter(publication__find=mine)
    shown = gentle.select_related("city", "channel", "publication__find__guest", "publication__find__residency")
    return get_object_or_404(shown, pk=reply_id)


def silence(request: CityRequest, silence_id: int) -> Silence:
    """A silence that is still on."""
    return get_object_or_404(request.city.silences.active().select_related("city"), pk=silence_id)


def photo(request: CityRequest, photo_id: UUID, *, user: User | None) -> Photo:
    """A photo the asker may see: of a public find, of an own find, or at the desk."""
    found = get_object_or_404(Photo.of_city(request.city).select_related("find"), pk=photo_id)
    if not found.is_visible_to(user):
        raise Http404
    return found


def _get(nouns: "QuerySet[Noun]", key: UUID) -> Noun:
    return get_object_or_404(nouns, pk=key)
