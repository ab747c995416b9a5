"""What both databases refuse, whoever writes: every constraint of every noun is tried once."""

from datetime import time, timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from flaneur.core.place import Discretion
from flaneur.core.roles import Role
from flaneur.models import (
    Attempt,
    Block,
    Channel,
    Charter,
    Choice,
    City,
    Count,
    Find,
    Guest,
    Handover,
    Heartbeat,
    Membership,
    Mute,
    Photo,
    Proposal,
    Publication,
    SignInLink,
    Silence,
)
from tests.makers import (
    NOW,
    make_channel,
    make_city,
    make_editor,
    make_find,
    make_guest,
    make_reply,
    make_residency,
    make_user,
)

NOUNS = apps.get_app_config("flaneur").get_models()
CONSTRAINTS = {constraint.name: (noun, constraint) for noun in NOUNS for constraint in noun._meta.constraints}


def update(noun, **fields):
    type(noun).objects.filter(pk=noun.pk).update(**fields)


def make_photo_row(find, **fields):
    return Photo.objects.create(find=find, original="originals/1", width=4, height=3, **fields)


def make_publication_row(find, channel, **fields):
    return Publication.objects.create(city=find.city, find=find, channel=channel, planned_at=NOW, **fields)


@pytest.fixture
def cast(city):
    """One row of each noun, all as they should be."""
    guest = make_guest(city)
    residency = make_residency(guest)
    find = make_find(guest)
    publication = make_publication_row(find, city.channels.get(is_home=True))
    return SimpleNamespace(
        city=city,
        guest=guest,
        residency=residency,
        find=find,
        user=guest.user,
        membership=Membership.objects.get(city=city, user=make_editor(city)),
        photo=make_photo_row(find, digest="a" * 64),
        channel=make_channel(city),
        publication=publication,
        silence=Silence.objects.create(scope="city", key=f"city:{city.pk}", city=city, pressed_at=NOW),
        attempt=Attempt.objects.create(publication=publication, number=1, owner="worker", started_at=NOW),
    )


def ask_somebody(cast, digest):
    fields = {"email": "ana@example.org", "digest": digest, "asked_by": cast.user, "expires_at": NOW}
    return Proposal.objects.create(city=cast.city, **fields)


def count(cast, hours):
    return Count.objects.create(publication=cast.publication, hours=hours, counted_at=NOW)


def hand_over(cast, residency=None, **fields):
    return Handover.objects.create(channel=cast.channel, residency=residency or cast.residency, **fields)


def block(cast, **fields):
    fields = {"residency": cast.residency, "blocked_by": cast.user, "blocked_at": NOW, "author": "voisine", **fields}
    return Block.objects.create(city=cast.city, channel=cast.channel, why="Elle insulte.", **fields)


def mute(cast, author):
    return Mute.objects.create(guest=cast.guest, channel=cast.channel, author=author, until=NOW)


BREACHES = {
    "city_slug_is_free": lambda cast: update(cast.city, slug="static"),
    "one_charter_for_each_version": lambda cast: Charter.objects.create(city=cast.city, version=1, published_at=NOW),
    "user_email_is_lower": lambda cast: update(cast.user, email="Lea@Paris.Example"),
    "one_membership_for_each_city": lambda cast: Membership.objects.create(
        city=cast.city, user=cast.membership.user, role=Role.OBSERVER
    ),
    "membership_role_is_known": lambda cast: update(cast.membership, role="mayor"),
    "one_guest_page_for_each_slug": lambda cast: make_guest(cast.city, email="second@paris.example"),
    "one_guest_for_each_user_of_a_city": lambda cast: Guest.objects.create(
        city=cast.city, user=cast.user, name="Léa", slug="lea-again"
    ),
    "residency_state_is_known": lambda cast: update(cast.residency, state="eternal"),
    "residency_ends_after_start": lambda cast: update(cast.residency, ends_at=cast.residency.starts_at),
    "find_state_is_known": lambda cast: update(cast.find, state="famous"),
    "find_audience_is_known": lambda cast: update(cast.find, audience="nobody"),
    "find_discretion_is_known": lambda cast: update(cast.find, discretion="whispered"),
    "find_consideration_is_known": lambda cast: update(cast.find, consideration="a lot"),
    "find_likeness_is_known": lambda cast: update(cast.find, likeness="a dog"),
    "find_later_is_known": lambda cast: update(cast.find, later="one day"),
    "choice_speaker_is_known": lambda cast: Choice.objects.create(residency=cast.residency, speaker="a ghost"),
    "agreement_age_is_known": lambda cast: update(cast.residency.agreement, age="old enough"),
    "agreement_standing_is_known": lambda cast: update(cast.residency.agreement, standing="perhaps"),
    "one_open_proposal_for_each_address": lambda cast: [ask_somebody(cast, digest) for digest in "ab"],
    "find_point_is_on_earth": lambda cast: update(cast.find, lat=91),
    "published_find_has_a_date": lambda cast: update(cast.find, state="published"),
    "one_photo_for_each_position": lambda cast: make_photo_row(cast.find, digest="b" * 64),
    "a_find_shows_a_photo_once": lambda cast: make_photo_row(cast.find, digest="a" * 64, position=1),
    "focus_is_inside": lambda cast: update(cast.photo, focus_y=1.1),
    "one_channel_for_each_account": lambda cast: make_channel(cast.city),
    "one_home_for_each_city": lambda cast: update(cast.channel, is_home=True),
    "channel_night_has_both_ends": lambda cast: update(cast.channel, quiet_from=time(22)),
    "channel_state_is_known": lambda cast: update(cast.channel, state="tired"),
    "one_publication_for_each_find_and_channel": lambda cast: make_publication_row(cast.find, cast.publication.channel),
    "publication_state_is_known": lambda cast: update(cast.publication, state="viral"),
    "sent_publication_has_a_date": lambda cast: update(cast.publication, state="sent"),
    "sending_publication_has_a_lease": lambda cast: update(cast.publication, state="sending", owner="worker"),
    "one_attempt_for_each_number": lambda cast: Attempt.objects.create(
        publication=cast.publication, number=1, owner="other", started_at=NOW
    ),
    "attempt_errand_is_known": lambda cast: update(cast.attempt, errand="a walk"),
    "attempt_outcome_is_known": lambda cast: update(cast.attempt, outcome="perhaps"),
    "handover_state_is_known": lambda cast: hand_over(cast, state="lost"),
    "one_handover_for_each_channel_and_stay": lambda cast: [hand_over(cast, state="restored") for _time in range(2)],
    "one_handover_at_a_time_for_each_channel": lambda cast: [
        hand_over(cast, state="named"),
        hand_over(cast, make_residency(cast.guest, NOW + timedelta(days=30))),
    ],
    "reply_state_is_known": lambda cast: make_reply(cast.channel, state="shouted back"),
    "one_reply_for_each_reference": lambda cast: [make_reply(cast.channel, reference="1") for _time in range(2)],
    "one_count_for_each_age": lambda cast: [count(cast, 6) for _time in range(2)],
    "count_is_of_a_known_age": lambda cast: count(cast, 5),
    "one_mute_for_each_guest_and_author": lambda cast: [mute(cast, "voisine") for _time in range(2)],
    "block_state_is_known": lambda cast: block(cast, state="ignored"),
    "block_has_one_end": lambda cast: block(cast, until=NOW),
    "one_standing_block_for_each_author": lambda cast: [block(cast) for _time in range(2)],
    "silence_scope_is_known": lambda cast: update(cast.silence, scope="the moon"),
    "silence_of_less_than_the_install_has_a_city": lambda cast: update(cast.silence, city=None),
    "one_silence_at_a_time_for_each_key": lambda cast: Silence.objects.create(
        scope="city", key=cast.silence.key, city=cast.city, pressed_at=NOW
    ),
}


def complaint(name):
    """What the database says: the constraint's name, but SQLite names the columns of a unique one instead."""
    noun, constraint = CONSTRAINTS[name]
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        columns = [noun._meta.get_field(field).column for field in constraint.fields]
        return ", ".join(f"{noun._meta.db_table}.{column}" for column in columns)
    return name


def test_a_block_without_an_end_is_refused(cast):
    with pytest.raises(IntegrityError, match="block_has_one_end"), transaction.atomic():
        block(cast, residency=None)


def test_who_was_unblocked_may_be_blocked_again(cast):
    block(cast, state="unblocked")
    block(cast, state="unblocked")
    assert block(cast, until=NOW, residency=None).ends_at == NOW


def test_every_constraint_is_tried():
    assert set(BREACHES) == set(CONSTRAINTS)


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_is_refused_by_the_database(name, cast):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREACHES[name](cast)
    assert complaint(name) in str(refusal.value)


@pytest.mark.parametrize(
    "point",
    [
        {"lon": 181, "lat": 48.8},
        {"lon": -181, "lat": 48.8},
        {"lon": 2.3, "lat": 91},
        {"lon": 2.3, "lat": -91},
        {"lon": 2.3, "lat": None},
        {"lon": None, "lat": 48.8},
    ],
)
def test_a_point_off_the_earth_or_half_a_point_is_refused(point, cast):
    with pytest.raises(IntegrityError, match="find_point_is_on_earth"), transaction.atomic():
        update(cast.find, **point)


@pytest.mark.parametrize("point", [{"lon": 180, "lat": 90}, {"lon": -180, "lat": -90}, {"lon": None, "lat": None}])
def test_the_ends_of_the_earth_and_no_point_at_all_are_kept(point, cast):
    update(cast.find, **point)
    cast.find.refresh_from_db()
    assert {"lon": cast.find.lon, "lat": cast.find.lat} == point


@pytest.mark.parametrize(
    "fields",
    [
        {"owner": "", "wake_at": NOW},
        {"owner": "worker", "wake_at": None},
    ],
)
def test_sending_needs_an_owner_and_an_end(fields, cast):
    with pytest.raises(IntegrityError, match="sending_publication_has_a_lease"), transaction.atomic():
        update(cast.publication, state="sending", **fields)


def test_a_publication_with_its_lease_or_its_date_is_kept(cast):
    update(cast.publication, state="sending", owner="worker", wake_at=NOW + timedelta(minutes=3))
    update(cast.publication, state="sent", sent_at=NOW)
    assert Publication.objects.get().state == "sent"


@pytest.mark.parametrize("discretion", Discretion)
def test_every_discretion_is_kept(discretion, cast):
    update(cast.find, discretion=discretion)
    assert Find.objects.get().discretion == discretion


def test_two_cities_share_nothing_but_the_rules(cast):
    """The same slug, the same person and the same account again, in another city."""
    nantes = make_city("nantes")
    guest = make_guest(nantes, email=cast.user.email)
    assert (guest.user, guest.slug) == (cast.user, cast.guest.slug)
    assert make_channel(nantes).handle == cast.channel.handle
    assert nantes.channels.filter(is_home=True).count() == 1


def test_a_photo_may_be_shown_by_two_finds(cast):
    other = make_find(cast.guest)
    assert make_photo_row(other, digest=cast.photo.digest).position == cast.photo.position


@pytest.mark.parametrize(
    "write",
    [
        lambda cast: City.objects.create(name="Paris", slug="paris", brand_tag="#Paris"),
        lambda cast: [update(each, domain="paris.example") for each in (cast.city, make_city("nantes"))],
        lambda cast: (
            make_user("new@example.org", pk=cast.user.pk + 1000) and update(cast.user, email="new@example.org")
        ),
        lambda cast: [SignInLink.objects.create(user=cast.user, digest="d", expires_at=NOW) for _ in range(2)],
        lambda cast: [Heartbeat.objects.create(owner="worker", beat_at=NOW) for _ in range(2)],
    ],
    ids=["slug", "domain", "e-mail", "link", "heartbeat"],
)
def test_what_names_one_thing_names_only_one(write, cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        write(cast)


def test_cities_without_a_domain_do_not_get_in_each_others_way(cast):
    assert [make_city(slug).domain for slug in ("nantes", "bordeaux")] == [None, None]


@pytest.mark.parametrize("noun", ["find", "guest", "user", "residency"])
def test_what_something_hangs_on_cannot_go(noun, cast):
    with pytest.raises(models.ProtectedError):
        getattr(cast, noun).delete()


def test_a_channel_with_publications_cannot_go(cast):
    with pytest.raises(models.ProtectedError):
        Channel.objects.get(pk=cast.publication.channel_id).delete()
