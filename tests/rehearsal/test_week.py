"""A whole week on five networks at once, without an account anywhere, told by what each of them displays.

One test, as a week is one story: what Monday left is there on Saturday, and Sunday counts everything.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from django.test import Client

from flaneur.core.calendar import CATCH_UP
from flaneur.core.conversation import Heat, ReplyMove
from flaneur.core.errors import NotAllowed, Unfit
from flaneur.core.roles import Role
from flaneur.models import Channel, Count, Find, Journal, Reply
from flaneur.rehearsal.served import Front, Served, serving
from flaneur.rehearsal.stages import stages
from flaneur.services.channels import credentials
from flaneur.services.cities import set_heat
from flaneur.services.publishing import (
    cancel_publication,
    confirm_gone,
    release_publication,
    retract_find,
    retry_publication,
)
from flaneur.services.replies import handle_reply
from flaneur.services.residencies import guest_on_duty
from flaneur.services.silences import lift_silence, press_silence, silence_of
from tests.makers import make_editor, make_find, make_guest, make_residency
from tests.rehearsal.town import ALT, Clock, Town, lying_in_the_house

MONDAY = datetime(2026, 5, 18, 4, 0, tzinfo=UTC)
"""06:00 in Paris, when the pen changes hands."""
DAY = timedelta(days=1)
EVERYWHERE = {"mastodon", "x", "instagram", "threads", "pinterest"}
HEARING = EVERYWHERE - {"pinterest"}
WALL = {"site": "sent"}
OWN = "La voix de la ville."
ALL_SENT = WALL | dict.fromkeys(EVERYWHERE, "sent")


@pytest.fixture
def town(city, settings, monkeypatch):
    """Paris on the eve: a channel on each network by its own consent, Léa with the pen, Max from Monday on.

    Patience has no dice here: how long it waits decides what is late.
    """
    monkeypatch.setattr("flaneur.services.settling.random.random", lambda: 0.5)
    settings.ALLOWED_NETWORKS = ["127.0.0.1/32"]
    clock = Clock(MONDAY - DAY)
    front = Front(lambda _network: "", {}, lambda _network, _yes, _no: "")
    cast = {stage.kind: Served(stage, front) for stage in stages(clock)}
    lea, max_ = make_guest(city), make_guest(city, name="Max", slug="max")
    make_residency(lea, MONDAY - 7 * DAY, MONDAY)
    make_residency(max_, MONDAY, MONDAY + 7 * DAY)
    desk = [make_editor(city, role) for role in (Role.CHIEF, Role.EDITOR, Role.ON_CALL)]
    town = Town(city, cast, clock, lea, max_, *desk)
    for kind in ("instagram", "threads"):
        cast[kind].stage.network.fetch = lying_in_the_house
    with serving(cast.values()):
        for kind in cast:
            town.connect(kind)
        Channel.objects.filter(city=city).update(gap=0, hands_over_since=clock.now)
        yield town


def test_a_week_in_which_nothing_is_lost_and_nothing_said_twice(town):
    monday_the_pen_changes_hands(town)
    monday_a_find_stands_on_every_network(town)
    tuesday_people_answer(town)
    tuesday_a_crowd_falls_upon_us(town)
    wednesday_silence_is_pressed_while_it_is_being_sent(town)
    thursday_all_five_are_in_trouble(town)
    friday_two_tokens_die(town)
    saturday_everything_is_taken_back_from_one_button(town)
    sunday_we_count(town)


def monday_the_pen_changes_hands(town):
    eve = town.clock.now
    town.listen(minutes=0)
    assert guest_on_duty(town.city, now=town.clock.now).guest == town.lea
    assert town.says_of_itself == OWN, "Léa agreed before the office wished to name anybody"
    with pytest.raises(NotAllowed):
        make_find(town.max, now=eve, captured_at=eve)

    town.live(until=MONDAY + timedelta(seconds=10))
    town.worker.listen()
    now = town.clock.now
    assert guest_on_duty(town.city, now=now).guest == town.max
    assert "Max" in town.says_of_itself
    assert set(town.city.residencies.values_list("guest__name", "state")) == {("Léa", "ended"), ("Max", "live")}
    with pytest.raises(NotAllowed):
        make_find(town.lea, now=now, captured_at=now)
    asleep = make_find(town.lea, now=now, captured_at=eve, words="Le dernier métro, vu du pont.")
    assert asleep.guest == town.lea, "what was seen in time may still arrive"


def monday_a_find_stands_on_every_network(town):
    words = "Trois marches, une porte rouge, un chat."
    find = town.approve(words)
    town.live(minutes=30)
    assert town.states(find) == ALL_SENT
    assert town.where(words) == EVERYWHERE
    for kind, (post,) in town.ours(words).items():
        (picture,) = post.pictures
        assert (kind, picture.alt, picture.media_type) == (kind, ALT, "image/jpeg")
        assert "Max" in post.text, kind
        assert town.row(find, kind).url.startswith(town.cast[kind].origin)
    for kind in ("instagram", "threads"):
        (post,) = town.cast[kind].stage.network.posts.values()
        address = urlsplit(post.pictures[0]["image_url"])
        assert Client().get(address.path).getvalue() == town.ours(words)[kind][0].pictures[0].content


def tuesday_people_answer(town):
    town.live(until=MONDAY + DAY)
    town.worker.listen()
    for kind in HEARING:
        town.speak(kind, f"C’est où, dites ? (sur {kind})", under="une porte rouge")
    town.listen()
    heard = Reply.objects.values_list("channel__kind", "publication__channel__kind", "state")
    assert set(heard) == {(kind, kind, "new") for kind in HEARING}
    page = town.desk("replies/")
    assert all(f"(sur {kind})" in page for kind in HEARING)
    for reply in Reply.objects.all():
        handle_reply(reply, ReplyMove.ANSWER, by=town.editor, now=town.clock.now)
    assert "(sur x)" not in town.desk("replies/?state=new")


def tuesday_a_crowd_falls_upon_us(town):
    set_heat(town.city, Heat(10, 30), by=town.chief, now=town.clock.now)
    town.city.refresh_from_db()
    words = "Un banc qui regarde la Seine."
    planned = town.approve(words, in_minutes=15)
    for number in range(25):
        town.speak("x", f"Dégage, connard ! ({number})", under="une porte rouge")
    began = town.clock.now
    town.listen(minutes=5)
    assert Reply.objects.filter(channel__kind="x", is_harsh=True).count() == 25
    assert "Dégage" in town.desk("replies/?kind=harsh")
    assert "Dégage" not in town.desk("replies/?kind=gentle")

    town.live(until=began + timedelta(minutes=29))
    assert town.where(words) == EVERYWHERE - {"x"}
    assert (town.row(planned, "x").state, town.row(planned, "x").reason) == ("planned", "hot")
    town.live(minutes=10)
    assert town.where(words) == EVERYWHERE
    assert [post.author for post in town.shown("x")].count("lea_visite") == 26, "nobody's words are taken away"


def wednesday_silence_is_pressed_while_it_is_being_sent(town):
    town.live(until=MONDAY + 2 * DAY)
    words = "La girouette en forme de poisson."
    find = town.approve(words)
    town.cast["instagram"].stage.network.digests = 3600
    town.live_until(lambda: town.where(words) and town.row(find, "instagram").progress)
    before = town.where(words)
    assert 0 < len(before) < 5

    now = town.clock.now
    press_silence(town.city, by=town.on_call, now=now, why="Quelque chose est arrivé.")
    town.cast["instagram"].stage.network.digests = 0
    town.listen(minutes=90)
    assert town.says_of_itself == OWN
    assert town.where(words) == before, "nothing more leaves, not even what had begun"
    left = EVERYWHERE - before
    assert town.states(find) == WALL | dict.fromkeys(before, "sent") | dict.fromkeys(left, "held")
    assert "Silence" in town.desk("silence/")

    with pytest.raises(NotAllowed):
        lift_silence(silence_of(town.city), by=town.on_call, now=town.clock.now)
    with pytest.raises(Unfit):
        release_publication(town.row(find, min(left)), by=town.editor, now=town.clock.now)
    assert lift_silence(silence_of(town.city), by=town.editor, now=town.clock.now)
    town.listen(minutes=60)
    assert "Max" in town.says_of_itself
    assert town.where(words) == before, "lifting lets nothing go by itself"
    for kind in sorted(left):
        release_publication(town.row(find, kind), by=town.editor, now=town.clock.now, at=town.clock.now)
        town.live(minutes=15)
        before |= {kind}
        assert town.where(words) == before, "one by one"
    assert town.states(find) == ALL_SENT


def thursday_all_five_are_in_trouble(town):
    town.live(until=MONDAY + 3 * DAY)
    noon = town.clock.now
    words = ["Une fontaine sous les toits.", "Le boulanger de nuit.", "Un escalier qui ne mène à rien."]
    finds = [town.approve(each, in_minutes=10 * number) for number, each in enumerate(words)]
    first = finds[0]
    town.faults("mastodon").slow = 0.02
    town.faults("instagram").busy = town.faults("pinterest").drops = True
    town.faults("x").broken = town.faults("threads").broken = True

    town.live_until(lambda: town.row(first, "pinterest").state == "unsure")
    assert "pinterest" in town.where(words[0]), "it was taken, and nobody knows"
    town.faults("pinterest").drops = False
    town.live(until=noon + timedelta(minutes=45))
    assert [town.where(each) for each in words] == [{"mastodon", "pinterest"}] * 3
    tries = town.row(first, "pinterest").tries.values_list("errand", "outcome")
    assert list(tries) == [("send", "lost"), ("look up", "found")]

    town.faults("instagram").busy = town.faults("x").broken = False
    town.live(until=noon + timedelta(minutes=135))
    assert [town.where(each) for each in words] == [EVERYWHERE - {"threads"}] * 3
    for kind in ("instagram", "x"):
        sent = sorted(town.row(find, kind).sent_at for find in finds)
        assert min(later - sooner for sooner, later in pairwise(sent)) >= CATCH_UP, "not in a burst"

    town.live(until=noon + timedelta(minutes=180))
    town.faults("threads").broken = False
    town.live(minutes=120)
    late = [town.row(find, "threads") for find in finds]
    assert [(row.state, row.reason) for row in late] == [("held", "late")] * 3
    assert set(late) <= set(town.city.publications.in_need())
    assert "threads" not in set().union(*map(town.where, words))
    release_publication(late[0], by=town.editor, now=town.clock.now)
    for row in late[1:]:
        cancel_publication(row, by=town.editor, now=town.clock.now, why="Le pain est mangé.")
    town.live(minutes=15)
    assert [town.where(each) for each in words] == [EVERYWHERE, EVERYWHERE - {"threads"}, EVERYWHERE - {"threads"}]


def friday_two_tokens_die(town):
    """X's own die every two hours, and are renewed in time; the one for Threads is withdrawn."""
    on_thursday = credentials(town.channel("x"))["access"]
    town.live(until=MONDAY + 4 * DAY)
    town.faults("threads").expired = True
    words = ["Le quai, à l’heure des péniches.", "Une clé pendue à un platane."]
    finds = [town.approve(each) for each in words]
    town.live(minutes=60)
    assert [town.where(each) for each in words] == [EVERYWHERE - {"threads"}] * 2
    assert (credentials(town.channel("x"))["access"] == on_thursday, town.channel("x").trouble) == (False, "")
    threads = town.channel("threads")
    assert "reconnect" in threads.trouble
    assert "Connect it again" in town.desk("channels/", by=town.chief)
    first, second = (town.row(find, "threads") for find in finds)
    assert [(row.state, row.reason) for row in (first, second)] == [("failed", threads.trouble), ("held", "trouble")]

    town.faults("threads").expired = False
    assert town.connect("threads") == threads
    town.live(minutes=60)
    assert "threads" not in set().union(*map(town.where, words)), "what waited is for a person to decide"
    retry_publication(first, by=town.editor, now=town.clock.now)
    release_publication(second, by=town.editor, now=town.clock.now)
    town.live(minutes=30)
    assert [town.where(each) for each in words] == [EVERYWHERE] * 2


def saturday_everything_is_taken_back_from_one_button(town):
    town.live(until=MONDAY + 5 * DAY)
    words = "une porte rouge"
    find = Find.objects.get(words__contains=words)
    town.cast["instagram"].stage.network.keeps = True
    retract_find(find, by=town.on_call, now=town.clock.now, why="La voisine préfère sa cour tranquille.")
    assert Client().get(f"/paris/fr/find/{find.pk}/").status_code == 410, "the page is gone at once"
    town.live(minutes=60)
    assert town.where(words) == {"instagram"}
    gone = dict.fromkeys({"site", *EVERYWHERE}, "retracted")
    assert town.states(find) == gone | {"instagram": "stranded"}
    assert [post.author for post in town.shown("x")].count("lea_visite") == 26, "only what is ours is taken back"

    stayed = town.row(find, "instagram")
    assert stayed in town.city.publications.in_need()
    assert stayed.url in town.desk(f"publication/{stayed.pk}/")
    confirm_gone(stayed, by=town.editor, now=town.clock.now)
    town.live(minutes=60)
    assert town.states(find)["instagram"] == "stranded", "nobody is believed, it is looked for"
    town.cast["instagram"].stage.network.posts.pop(stayed.references[0])
    confirm_gone(town.row(find, "instagram"), by=town.editor, now=town.clock.now)
    town.live(minutes=5)
    assert town.states(find) == gone
    assert town.where(words) == set()


def sunday_we_count(town):
    """What stands on a network is what the city knows of, each of it once; nothing is left in the air."""
    town.live(until=MONDAY + 7 * DAY)
    town.worker.listen()
    assert guest_on_duty(town.city, now=town.clock.now) is None
    assert town.says_of_itself == OWN
    for kind in EVERYWHERE:
        rows = town.channel(kind).publications.all()
        known = [reference for row in rows.filter(state="sent") for reference in row.references]
        ours = [post for post in town.shown(kind) if town.is_ours(post)]
        assert sorted(known) == sorted(post.reference for post in ours), kind
        assert len({post.text for post in ours}) == len(ours) >= 5, kind
    states = town.city.publications.values_list("channel__kind", "state").exclude(state="sent")
    taken_back = [(kind, "retracted") for kind in ("site", *EVERYWHERE)]
    assert sorted(states) == sorted([*taken_back, *[("threads", "cancelled")] * 2])
    assert list(town.city.publications.in_need()) == []
    assert Count.objects.filter(publication__channel__kind="mastodon", hours=72).exists()
    told = set(Journal.objects.filter(city=town.city).values_list("verb", flat=True))
    assert {
        "open_residency",
        "end_residency",
        "press_silence",
        "lift_silence",
        "lose",
        "strand",
        "retract_find",
    } <= told
