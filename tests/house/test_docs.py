"""The documentation is held to the code: nothing undocumented, nothing stale, nothing that leads nowhere."""

import re
import tomllib
from itertools import chain

import pytest
from django.apps import apps

from flaneur.adapters import ADAPTERS
from flaneur.core.charter import RULES, Effect
from flaneur.core.dispatch import Unit
from flaneur.core.find import FindMove, FindState
from flaneur.core.place import Discretion
from flaneur.core.publication import PublicationMove, PublicationState
from flaneur.core.residency import ResidencyMove, ResidencyState
from flaneur.core.roles import Act, Role
from flaneur.env import SETTINGS
from flaneur.models.publications import ChannelState
from scripts import docs

ROOT = docs.ROOT
REFERENCE = docs.REFERENCE
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
ROOMS = ("", "flaneur", "flaneur/web")
"""Where a path named in the docs may begin: a page about the house says `core/text.py`."""


def named(path):
    return str(path.relative_to(ROOT))


def words_of(page):
    """A page without its code blocks, which may hold examples."""
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def reference(name):
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", docs.pages(), ids=named)
def test_what_is_made_from_the_code_is_fresh(page):
    assert page.read_text(encoding="utf-8") == docs.fresh(page), "stale: run `make docs`"


def test_every_generated_block_has_its_place():
    blocks = chain.from_iterable(docs.BLOCK.findall(page.read_text(encoding="utf-8")) for page in docs.pages())
    assert sorted(name for _head, name, _end in blocks) == sorted(docs.MAKERS)


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("settings", SETTINGS),
        ("commands", [f"## flaneur {name}" for name in docs.command_names()]),
        ("networks", [f"[`{kind}`](networks/{kind}.md)" for kind in ADAPTERS]),
        ("charter-rules", [f"`{word}`" for word in (*RULES, *Effect)]),
        ("roles", [f"| `{word}`" for word in Act] + [f"`{word}`" for word in Role]),
        ("states", [f"| `{state}` |" for state in (*FindState, *PublicationState, *ResidencyState)]),
        ("states", [f": {move}" for move in (*FindMove, *PublicationMove, *ResidencyMove)]),
    ],
    ids=["settings", "commands", "networks", "rules", "roles", "states", "moves"],
)
def test_the_reference_names_everything(page, names):
    assert [name for name in names if name not in reference(page)] == []


@pytest.mark.parametrize("states", [FindState, PublicationState, ResidencyState], ids=lambda states: states.__name__)
def test_every_state_has_its_meaning_beside_its_moves(states):
    rows = re.findall(r"^\| `([a-z]+)` \| (?!.*→)(?!–)(.{8,}) \|$", reference("states"), re.MULTILINE)
    assert set(states) <= {state for state, _meaning in rows}


@pytest.mark.parametrize("kind", ADAPTERS)
def test_every_network_has_a_page(kind):
    assert (REFERENCE / f"networks/{kind}.md").exists()


@pytest.mark.parametrize("kind", ADAPTERS)
@pytest.mark.parametrize("row", ["take back", "read back", "edit"])
def test_every_network_says_whether_a_post_can_be_taken_back_looked_at_and_corrected(kind, row):
    assert re.search(rf"^\| {row} \| \S", reference(f"networks/{kind}"), re.MULTILINE)


def test_the_glossary_has_a_word_for_every_noun_in_order():
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    _head, *entries = re.findall(r"^\| ([a-z][a-z -]*?)(?: \(.*\))? \|", glossary, re.MULTILINE)
    nouns = [noun.__name__ for noun in apps.get_app_config("flaneur").get_models()]
    words = {re.sub(r"(?<=[a-z])(?=[A-Z])", " ", noun).lower().replace("sign in", "sign-in") for noun in nouns}
    assert words <= set(entries)
    assert entries == sorted(entries)


@pytest.mark.parametrize("words", [ChannelState.values, Discretion, Unit], ids=["channel", "discretion", "unit"])
def test_words_people_choose_from_are_explained_somewhere(words):
    everything = " ".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [word for word in words if word not in everything] == []


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras, groups = project["project"]["optional-dependencies"], project["dependency-groups"]
    wanted = chain(project["project"]["dependencies"], *extras.values(), *groups.values())
    reasons = (ROOT / "docs/decisions/0013-dependencies.md").read_text(encoding="utf-8").partition("## Rejected")[0]
    table = set(
        re.findall(r"`([\w-]+)`", "\n".join(line.split("|")[1] for line in reasons.splitlines() if line[:1] == "|"))
    )
    assert {re.match(r"[\w-]+", each)[0] for each in wanted} == table


def test_decisions_are_numbered_without_a_gap_and_built_alike():
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert heads[0].startswith(f"{int(page.name[:4])}. ")
        assert heads[1:] == ["Context", "Decision", "Consequences", "Rejected"]


def anchors(page):
    heads = re.findall(r"^#+ (.*)$", words_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page):
    """The picture of the wall aside, which `make screenshots` takes."""
    for target in re.findall(r"\]\(([^)\s]+)\)", words_of(page)):
        path, _, anchor = target.partition("#")
        assert not path.startswith(("http:", "/")), target
        found = (page.parent / path).resolve() if path else page
        assert found.exists() or found.is_relative_to(ROOT / "docs/screenshots"), target
        assert not anchor or anchor in anchors(found), target


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_that_is_named_exists(page):
    """Named with a folder, as `core/text.py` or `services/finds.py: hand_in`: then the function is there as well."""
    for path, name in re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|js|md|json|css|html))(?:: (\w+))?`", words_of(page)):
        found = [ROOT / room / path for room in ROOMS if (ROOT / room / path).exists()]
        assert found, path
        assert not name or re.search(rf"\b{name}\b", found[0].read_text(encoding="utf-8")), f"{path}: {name}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_that_is_named_is_one(page):
    known = {*docs.command_names(), "migrate", "shell", "city"}
    assert set(re.findall(r"(?:`|bin/|^)flaneur ([a-z_]+)", page.read_text(encoding="utf-8"), re.MULTILINE)) <= known
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)) <= targets


def test_pages_come_from_no_machine_in_particular():
    public = r"localhost|127\.0\.0\.1|[\w.]*example\.org|bsky\.social|api\.x\.com|[\w.-]+\.pinterest\.com"
    private = re.compile(rf"/work/|/tmp/h\d|https?://(?!{public})")
    assert [named(page) for page in PAGES if private.search(page.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs/reference/networks").glob("*.md")), ids=lambda page: page.stem)
def test_what_a_networks_page_names_exists(page):
    """The tests that show an ability, and the files where a fact lies."""
    told = page.read_text(encoding="utf-8")
    tests = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    classes = {name for text in tests for name in re.findall(r"^class (Test\w+)", text, re.MULTILINE)}
    assert set(re.findall(r"`(Test\w+)`", told)) <= classes
    files = re.findall(r"`((?:adapters|core|darkroom|flaneur|tests)/[\w/.]+\.py)", told)
    assert [name for name in files if not (ROOT / name).exists() and not (ROOT / "flaneur" / name).exists()] == []
