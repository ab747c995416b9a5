"""The charter at the desk: read by all of it, changed by its chief, kept in every version."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flaneur.core.charter import HOUSE_RULES, RULES, Effect, Thread
from flaneur.core.charter.written import read_book
from flaneur.core.roles import Role
from flaneur.models import Charter, Find
from flaneur.services.cities import publish_charter
from tests.makers import NOW, PILLARS, make_find

PAGE = "/paris/en/desk/charter/"


def filled(page):
    """What a browser would send back of the form as it stands."""
    return {field.name: field.value() for field in page.context["form"]}


def test_the_page_names_every_rule_in_plain_words(sit, city):
    page = sit(Role.OBSERVER).get(PAGE)
    assert page.status_code == 200
    for key, rule in RULES.items():
        assert f"<code>{key}</code>" in page.text
        assert rule.about.source.replace("'", "&#x27;") in page.text
    assert "Publish as the next version" not in page.text


def test_the_chief_publishes_the_next_version(sit, city):
    client = sit(Role.CHIEF)
    sent = filled(client.get(PAGE)) | {
        "few_hashtags": "nudge",
        "few_hashtags.most": "2",
        "readable_hashtags.known": "coinscachés = CoinsCachés\n\n",
        "fragile_place.places": "rue Crémieux\nvilla Léandre",
        "acronyms": "off",
    }
    assert client.post(PAGE, sent).status_code == 302
    first, second = Charter.objects.order_by("version")
    assert first.articles == HOUSE_RULES
    changed = {a.key: (a.effect, a.parameters) for a in second.articles if a not in first.articles}
    assert changed == {
        "few_hashtags": (Effect.NUDGE, {"most": 2}),
        "readable_hashtags": (Effect.SYS, {"known": {"coinscachés": "CoinsCachés"}}),
        "fragile_place": (Effect.BLOCK, {"places": ["rue Crémieux", "villa Léandre"]}),
    }
    assert {a.key for a in first.articles} - {a.key for a in second.articles} == {"acronyms"}
    assert (second.text, second.pillars) == (first.text, first.pillars)


def test_the_chief_has_threads_numbered_and_everybody_reads_so(sit, city):
    client = sit(Role.CHIEF)
    assert "Without numbers" in sit(Role.OBSERVER).get(PAGE).text
    client.post(PAGE, filled(client.get(PAGE)) | {"thread": "numbered"})
    newest = city.charters.current()
    assert (newest.version, newest.thread, newest.articles) == (2, Thread.NUMBERED, HOUSE_RULES)
    assert "thread: numbered" in client.get(f"{PAGE}2/file/").text
    assert "Each part says which it is: 1/3, 2/3, 3/3" in sit(Role.OBSERVER).get(PAGE).text
    assert "numbered" not in client.get("/paris/en/charter/").text


def test_the_desk_sees_what_was_told_beside_what_it_wishes_for(sit, city, writer):
    pillars = [{**pillar, "share": share} for pillar, share in zip(PILLARS, (70, 30), strict=True)]
    publish_charter(city, replace(city.charters.current().book, pillars=pillars), by=None, now=NOW)
    find = make_find(writer, state="published", pillar="hidden")
    Find.objects.filter(pk=find.pk).update(published_at=NOW - timedelta(weeks=11))
    client = sit(Role.OBSERVER)
    assert client.get(PAGE).context["shares"].finds == 0
    page = client.get(PAGE, {"weeks": "12"})
    assert "1 find went up in these weeks." in page.text
    themes, readers, registers = page.context["shares"].tables
    assert [(name, share.wanted, share.told, share.gap) for name, share in themes.rows] == [
        ("Hidden corners", 70, 100, 30),
        ("Icons, otherwise", 30, 0, -30),
    ]
    assert [(name, share.told) for name, share in readers.rows] == [
        ("For visitors", 50),
        ("For those who live here", 50),
    ]
    assert [name for name, _share in registers.rows] == ["To make one want to go", "To inform"]
    assert client.get(PAGE, {"weeks": "9999999"}).context["shares"].weeks == 4
    assert [table.caption for table in client.get(f"{PAGE}2/").context["shares"].tables] == ["Themes"]


def test_a_page_sent_back_unchanged_publishes_nothing(sit, city):
    client = sit(Role.CHIEF)
    assert client.post(PAGE, filled(client.get(PAGE))).status_code == 302
    assert Charter.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("swearing", "block"),
        ("readable_hashtags", "off"),
        ("few_hashtags.most", "three"),
        ("few_hashtags.most", "1000"),
        ("before_a_vote.periods", "in spring"),
        ("readable_hashtags.known", "coinscachés"),
        ("few_hashtags", ""),
    ],
)
def test_what_a_rule_cannot_be_is_refused_and_kept_in_the_form(sit, city, name, typed):
    client = sit(Role.CHIEF)
    answer = client.post(PAGE, filled(client.get(PAGE)) | {name: typed})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert answer.context["form"][name].value() == typed
    assert Charter.objects.count() == 1


def test_only_the_chief_may_publish(sit, city):
    client = sit(Role.EDITOR)
    assert client.post(PAGE, {}).status_code == 404
    assert Charter.objects.count() == 1


def test_an_old_version_is_shown_and_handed_out_as_it_was(sit, city):
    client = sit(Role.CHIEF)
    client.post(PAGE, filled(client.get(PAGE)) | {"acronyms": "off"})
    page = client.get(f"{PAGE}1/")
    assert "<h1>The charter, version 1</h1>" in page.text
    assert 'name="acronyms"' not in page.text
    file = client.get(f"{PAGE}1/file/")
    assert file["Content-Disposition"] == 'attachment; filename="paris-charter-1.yaml"'
    assert read_book(file.text) == Charter.objects.get(version=1).book
    assert client.get(f"{PAGE}3/").status_code == 404
