"""The journal as people read it: who, when, what in a sentence, why."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from flaneur.core.conversation import ReplyMove
from flaneur.core.find import FindState
from flaneur.core.handover import HandoverMove
from flaneur.core.residency import ResidencyMove
from flaneur.models import Journal
from flaneur.services.journal import record
from flaneur.services.review import approve_find, return_find
from flaneur.services.silences import press_silence
from flaneur.web.desk import words
from tests.makers import NOW, make_editor, make_find, make_guest, make_photo
from tests.web.desk.conftest import DESK

JOURNAL = f"{DESK}journal/"
SERVICES = Path(words.__file__).resolve().parents[2] / "services"


def test_a_line_says_who_did_what_to_which_find_and_why(sit, city, writer):
    find, client = make_find(writer, words="Trois marches."), sit()
    return_find(find, by=make_editor(city), now=NOW + timedelta(seconds=1), remark="Où est-ce ?")
    page = client.get(JOURNAL)
    entry = page.context["entries"][0]
    assert (str(entry.line.by), entry.title, entry.address) == (
        "editor Paris",
        "Trois marches.",
        f"{DESK}find/{find.pk}/",
    )
    assert "returned a find" in page.text
    assert "Où est-ce ?" in page.text
    assert "12:00" in page.text


def test_a_deed_that_names_its_channel_is_not_followed_by_it_again(sit, city, writer):
    find = make_find(writer, words="Trois marches et un chat. " * 4)
    approve_find(find, by=make_editor(city), now=NOW)
    page = sit().get(JOURNAL, {"verb": "plan_find"})
    assert [entry.title for entry in page.context["entries"]] == [
        "Trois marches et un chat. Trois marches et un chat. Trois…"
    ]


def test_the_program_itself_is_called_by_its_name(sit, city):
    record("deliver", city=city, by=None, now=NOW)
    assert "<b>Flâneur</b> published a find" in sit().get(JOURNAL).text


def test_the_newest_fifty_lines_are_a_page(sit, city):
    for number in range(60):
        record("publish_charter", city=city, by=None, now=NOW + timedelta(minutes=number))
    client = sit()
    first, second = client.get(JOURNAL), client.get(JOURNAL, {"page": "2"})
    assert len(first.context["entries"]) == 50
    assert first.context["entries"][0].line.at == NOW + timedelta(minutes=59)
    assert not {e.line.pk for e in first.context["entries"]} & {e.line.pk for e in second.context["entries"]}


def test_lines_are_chosen_by_deed_and_by_subject(sit, city, writer):
    make_find(writer)
    client = sit()
    assert {e.line.verb for e in client.get(JOURNAL, {"verb": "submit_find"}).context["entries"]} == {"submit_find"}
    assert {e.line.subject for e in client.get(JOURNAL, {"subject": "guest"}).context["entries"]} == {"guest"}
    assert client.get(JOURNAL, {"verb": "lose"}).context["entries"] == []


def test_the_choice_goes_along_to_the_next_page(sit, city):
    for _ in range(51):
        record("deliver", city=city, by=None, now=NOW)
    assert "?page=2&amp;verb=deliver" in sit().get(JOURNAL, {"verb": "deliver"}).text


def test_a_deed_nobody_knows_asks_for_nothing(sit, city):
    lines = sit().get(JOURNAL, {"verb": "explode", "subject": "<script>"}).context["entries"]
    assert len(lines) == Journal.objects.filter(city=city).count()


def test_another_citys_lines_are_not_there(sit, city, other_city):
    guest = make_guest(other_city, name="Anouk", slug="anouk")
    make_find(guest, words="Un secret de Nantes.")
    press_silence(other_city, by=make_editor(other_city), now=NOW, why="Une affaire nantaise.")
    page = sit().get(JOURNAL).text
    assert [word for word in ("Anouk", "Un secret de Nantes.", "Une affaire nantaise.") if word in page] == []


def test_every_verb_of_the_services_has_its_sentence():
    written = "".join(path.read_text(encoding="utf-8") for path in SERVICES.glob("*.py"))
    moved = {f"{move}_residency" for move in ResidencyMove} | {f"{move}_reply" for move in ReplyMove}
    moved |= {f"{move}_account" for move in HandoverMove if move is not HandoverMove.REPEAT}
    verbs = set(re.findall(r'\brecord\(\s*"(\w+)"', written)) | moved
    assert verbs == set(words.VERBS)


@pytest.mark.parametrize("state", [state for state in FindState if state is not FindState.DRAFT])
def test_every_state_has_its_word(state):
    assert state in words.STATES


def test_a_stranger_finds_no_journal(stranger, city):
    assert stranger.get(JOURNAL).status_code == 404


def test_three_lines_of_each_kind_cost_the_queries_of_one(sit, city, writer, django_assert_num_queries):
    make_photo(make_find(writer, state=FindState.PUBLISHED))
    client = sit()
    with django_assert_num_queries(15) as one:
        client.get(JOURNAL)
    for number in range(2):
        find = make_find(writer, state=FindState.PUBLISHED)
        make_photo(find, colour=(number * 50, 0, 0))
    with django_assert_num_queries(len(one)):
        client.get(JOURNAL)
