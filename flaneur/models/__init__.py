"""Nouns: fields, constraints and named querysets; no workflow, no network."""

from flaneur.models.blocks import Block
from flaneur.models.charters import Charter
from flaneur.models.cities import City
from flaneur.models.finds import Find, Photo
from flaneur.models.handovers import Handover
from flaneur.models.journal import Journal
from flaneur.models.people import Membership, Proposal, SignInLink, User
from flaneur.models.publications import Attempt, Channel, Publication
from flaneur.models.replies import Count, Mute, Reply
from flaneur.models.residencies import Agreement, Choice, Guest, Residency
from flaneur.models.silences import Silence
from flaneur.models.workers import Heartbeat

__all__ = [
    "Agreement",
    "Attempt",
    "Block",
    "Channel",
    "Charter",
    "Choice",
    "City",
    "Count",
    "Find",
    "Guest",
    "Handover",
    "Heartbeat",
    "Journal",
    "Membership",
    "Mute",
    "Photo",
    "Proposal",
    "Publication",
    "Reply",
    "Residency",
    "SignInLink",
    "Silence",
    "User",
]
