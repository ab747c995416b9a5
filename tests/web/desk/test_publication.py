"""A publication: where it stands, and the moves a person may make, each only where the table allows it."""

from datetime import UTC, datetime, timedelta

import pytest

from flaneur.core.errors import TooLate
from flaneur.core.find import FindState
from flaneur.core.publication import PublicationState
from flaneur.core.roles import Role
from flaneur.models import Attempt, Journal, Publication
from flaneur.services.publishing import leave_publication
from flaneur.services.silences import press_silence
from flaneur.web.desk.publications import DEEDS
from tests.makers import NOW, make_channel, make_editor, make_find
from tests.web.desk.conftest import DESK

URL = "https://bsky.app/profile/paris/post/3k"
TYPED = {"confirm": {"url": URL}, "retract": {"why": "Une erreur."}}

OFFERED = {
    PublicationState.PLANNED: ["hold", "cancel"],
    PublicationState.HELD: ["release", "cancel"],
    PublicationState.SENDING: [],
    PublicationState.SENT: ["retract"],
    PublicationState.UNSURE: ["confirm", "retry", "hold", "cancel"],
    PublicationState.FAILED: ["retry", "cancel"],
    PublicationState.CANCELLED: [],
    PublicationState.RETRACTING: [],
    PublicationState.RETRACTED: [],
    PublicationState.CORRECTING: [],
    PublicationState.STRANDED: ["gone", "still"],
}
LEADS_TO = {
    ("planned", "hold"): "held",
    ("planned", "cancel"): "cancelled",
    ("held", "release"): "planned",
    ("held", "cancel"): "cancelled",
    ("sent", "retract"): "retracting",
    ("unsure", "confirm"): "sent",
    ("unsure", "retry"): "planned",
    ("unsure", "hold"): "held",
    ("unsure", "cancel"): "cancelled",
    ("failed", "retry"): "planned",
    ("failed", "cancel"): "cancelled",
    ("stranded", "gone"): "retracted",
    ("stranded", "still"): "retracting",
}


@pytest.fixture
def row(city, writer):
    """A find's publication on another channel than its home."""
    channel = make_channel(city, name="Panneau")
    return make_find(writer, state=FindState.PUBLISHED).publications.get(channel=channel)


def bring(row, state, **fields):
    """Put a publication where a worker would have brought it."""
    leased = {"wake_at": NOW + timedelta(minutes=3), "owner": "w"} if state == "sending" else {"wake_at": None}
    sent = {"sent_at": NOW} if state in {"sent", "correcting", "retracting", "stranded"} else {}
    Publication.objects.filter(pk=row.pk).update(state=state, **{**leased, **sent, **fields})
    return f"{DESK}publication/{row.pk}/"


def state_of(row):
    return Publication.objects.values_list("state", flat=True).get(pk=row.pk)


@pytest.mark.parametrize("state", OFFERED)
def test_each_state_offers_its_own_moves(sit, row, state):
    page = sit().get(bring(row, state))
    assert page.status_code == 200
    assert sorted(page.context["deeds"]) == sorted(OFFERED[state])
    offered = [name for name in DEEDS if f"/publication/{row.pk}/{name}/" in page.text]
    assert sorted(offered) == sorted(OFFERED[state])


def test_what_the_network_made_of_a_post_is_read_in_the_desks_language(sit, row):
    address = bring(row, "sent", reason="It was published, but not for everybody to see.")
    assert "It was published, but not for everybody to see." in sit().get(address).text
    assert "mais pas visible de tout le monde" in sit().get(address.replace("/en/", "/fr/")).text


def test_what_stands_otherwise_than_it_was_meant_is_to_decide_until_somebody_leaves_it_so(sit, row):
    unlike = "It was published with other words."
    address = bring(row, "sent", reason=unlike)
    assert unlike in sit().get(f"{DESK}decisions/").text
    page = sit().get(address)
    assert sorted(page.context["deeds"]) == ["leave", "retract"]
    assert "Laisser ainsi" in sit().get(address.replace("/en/", "/fr/")).text
    assert sit().post(f"{address}leave/", {"back": "decisions"}).url == f"{DESK}decisions/"
    assert (state_of(row), list(Publication.objects.in_need())) == ("sent", [])
    line = Journal.objects.get(verb="leave_publication")
    assert (line.subject_key, line.why) == (str(row.pk), unlike)
    assert sit().post(f"{address}leave/").status_code == 422


def test_nobody_leaves_so_what_somebody_else_has_left_or_what_was_said_meanwhile(city, row, editor):
    bring(row, "sent", reason="It was published with other words.")
    seen, also_seen = (Publication.objects.get(pk=row.pk) for _ in range(2))
    bring(row, "sent", reason="It was published without its language.")
    with pytest.raises(TooLate):
        leave_publication(seen, by=editor, now=NOW)
    bring(row, "correcting", reason=also_seen.reason)
    with pytest.raises(TooLate):
        leave_publication(also_seen, by=editor, now=NOW)
    assert not Journal.objects.filter(verb="leave_publication").exists()


@pytest.mark.parametrize("state", OFFERED)
@pytest.mark.parametrize("name", DEEDS)
def test_a_move_happens_where_it_is_offered_and_nowhere_else(sit, row, state, name):
    address = bring(row, state)
    answer = sit().post(f"{address}{name}/", TYPED.get(name, {}))
    moved = LEADS_TO.get((state, name))
    assert answer.status_code == (302 if moved else 422)
    assert state_of(row) == (moved or state)


def test_the_home_goes_with_its_find_only(sit, row):
    home = row.find.publications.get(channel__is_home=True)
    page = sit().get(bring(home, "planned"))
    assert page.context["deeds"] == ["hold"]
    answer = sit().post(f"{bring(home, 'sent')}retract/", {"why": "Une erreur."})
    assert answer.status_code == 422
    assert state_of(home) == "sent"


def test_what_is_unsure_is_explained_with_its_evidence(sit, row):
    Attempt.objects.create(
        publication=row, number=1, owner="w", started_at=NOW, ended_at=NOW, outcome="lost", reason="Nothing came back."
    )
    page = sit().get(bring(row, "unsure", reason="Nothing came back."))
    for words in ("Did it arrive?", "Nothing came back.", "No. 1", "It is there", "It is not there", "Leave it held"):
        assert words in page.text


def test_a_confirmed_publication_keeps_its_address(sit, row):
    sit().post(f"{bring(row, 'unsure')}confirm/", {"url": URL})
    assert Publication.objects.values_list("state", "url", "sent_at").get(pk=row.pk) == ("sent", URL, NOW)
    line = Journal.objects.get(verb="confirm_publication")
    assert (str(line.by), line.details) == ("editor Paris", {"url": URL})


@pytest.mark.parametrize("typed", ["", "not an address", "javascript:alert(1)"])
def test_an_address_that_is_none_is_asked_again(sit, row, typed):
    answer = sit().post(f"{bring(row, 'unsure')}confirm/", {"url": typed})
    assert answer.status_code == 422
    assert answer.context["forms"]["confirm"]["url"].value() == typed
    assert state_of(row) == "unsure"


def test_taking_a_post_back_needs_a_reason(sit, row):
    assert sit().post(f"{bring(row, 'sent')}retract/", {"why": " "}).status_code == 422
    assert state_of(row) == "sent"


def test_releasing_at_another_time_is_on_the_citys_clock(sit, row):
    sit().post(f"{bring(row, 'held')}release/", {"at": "2026-05-20T09:00"})
    assert Publication.objects.get(pk=row.pk).planned_at == datetime(2026, 5, 20, 7, 0, tzinfo=UTC)


def test_nothing_is_released_in_silence(sit, city, row):
    address = bring(row, "held")
    press_silence(city, by=make_editor(city), now=NOW)
    client = sit()
    assert client.get(address).text.count("Not while silence is on.") == 1
    answer = client.post(f"{address}release/")
    assert answer.status_code == 422
    assert "Silence is on: nothing leaves until it is lifted." in answer.text
    assert state_of(row) == "held"


def test_the_way_back_is_the_list_it_was_done_from(sit, row):
    client, address = sit(), bring(row, "held")
    assert client.post(f"{address}release/", {"back": "calendar"}).url == f"{DESK}calendar/"
    bring(row, "held")
    assert client.post(f"{address}release/", {"back": "https://elsewhere.example"}).url == address


def test_an_act_nobody_knows_is_not_there(sit, row):
    assert sit().post(f"{bring(row, 'planned')}explode/").status_code == 404


def test_an_observer_reads_and_moves_nothing(sit, row):
    client = sit(Role.OBSERVER)
    page = client.get(bring(row, "held"))
    assert page.status_code == 200
    assert "What you can do" not in page.text
    assert client.post(f"{bring(row, 'held')}release/").status_code == 404
    assert state_of(row) == "held"


def test_a_stranger_finds_nothing(stranger, row):
    address = bring(row, "held")
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}release/").status_code == 404


def test_a_step_of_several_to_come_is_no_attempt(sit, row):
    for number, outcome in enumerate(("step", "deferred", "step", "delivered"), 1):
        Attempt.objects.create(publication=row, number=number, owner="w", started_at=NOW, ended_at=NOW, outcome=outcome)
    assert "2 attempts" in sit().get(f"{DESK}find/{row.find_id}/").text
    assert "<dt>Attempts</dt><dd>2</dd>" in sit().get(bring(row, "sent", sent_at=NOW)).text


def test_what_waits_for_its_next_attempt_says_when(sit, row):
    Attempt.objects.create(publication=row, number=1, owner="w", started_at=NOW, ended_at=NOW, outcome="deferred")
    waiting = bring(row, "planned", wake_at=NOW + timedelta(minutes=7))
    assert "<dt>Next attempt</dt>" in sit().get(waiting).text
    assert "1 attempt · next at 12:07" in sit().get(f"{DESK}find/{row.find_id}/").text
