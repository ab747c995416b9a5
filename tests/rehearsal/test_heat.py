"""What is planned does not talk over people: it waits where they talk, and when that makes it late a person decides."""

from datetime import timedelta

from flaneur.models import Channel, Publication
from flaneur.rehearsal.display import say
from flaneur.services.review import approve_find
from tests.makers import make_find, make_reply
from tests.rehearsal.conftest import post_on


def test_something_planned_waits_while_people_talk_and_the_live_and_the_page_do_not(
    cast, sent, guest, editor, clock, listen, live
):
    sent.city.hot_replies, sent.city.hot_minutes = 2, 20
    sent.city.save(update_fields=["hot_replies", "hot_minutes"])
    for words in ("Oh !", "Où est-ce ?"):
        say(cast["x"].stage.network, words, post_on(cast["x"]))
    said_at = clock.now
    listen(6)
    planned = make_find(guest, words="Un banc qui regarde la Seine.", now=clock.now)
    approve_find(planned, by=editor, now=clock.now, at=clock.now)
    x, mastodon = (planned.publications.get(channel__kind=kind) for kind in ("x", "mastodon"))
    live(lambda: Publication.objects.get(pk=x.pk).reason == "hot")
    assert Publication.objects.get(pk=x.pk).state == "planned"
    assert Publication.objects.get(pk=mastodon.pk).state == "sent"
    live(lambda: Publication.objects.get(pk=x.pk).state == "sent")
    x.refresh_from_db()
    assert timedelta(0) <= x.sent_at - (said_at + timedelta(minutes=20)) < timedelta(minutes=6)
    assert x.reason == ""


def test_a_talk_that_does_not_end_makes_it_late_and_a_person_decides(cast, sent, guest, editor, clock, live):
    city = sent.city
    city.hot_replies, city.hot_minutes, city.lateness = 1, 30, 60
    city.save(update_fields=["hot_replies", "hot_minutes", "lateness"])
    channel = Channel.objects.get(kind="x")
    planned = make_find(guest, words="Un banc qui regarde la Seine.", now=clock.now)
    approve_find(planned, by=editor, now=clock.now, at=clock.now)
    row = planned.publications.get(channel=channel)

    def is_held():
        make_reply(channel, posted_at=clock.now)
        row.refresh_from_db()
        return row.state == "held"

    live(is_held)
    assert row.reason == "late"
    assert timedelta(hours=1) < clock.now - row.planned_at < timedelta(minutes=63)
    assert row in city.publications.in_need()


def test_a_live_find_does_not_wait_for_a_talk(cast, sent, guest, editor, clock, live):
    sent.city.hot_replies, sent.city.hot_minutes = 1, 240
    sent.city.save(update_fields=["hot_replies", "hot_minutes"])
    channel = Channel.objects.get(kind="x")
    make_reply(channel, posted_at=clock.now)
    fresh = make_find(guest, words="Un banc qui regarde la Seine.", now=clock.now)
    approve_find(fresh, by=editor, now=clock.now, is_live=True)
    live(lambda: fresh.publications.get(channel=channel).state == "sent", hours=1)
