"""What no linter knows about this house: each rule is tried on a line it must catch and one it must leave alone."""

import ast
import re
import statistics
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import models as django_models

import flaneur.models

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "flaneur"
TEMPLATES = PACKAGE / "web/templates"


@dataclass(frozen=True, slots=True)
class Pattern:
    """`wrong` may stand in none of the files below `where`, `but` for the folders named."""

    name: str
    wrong: str
    where: str
    bad: str
    good: str
    but: tuple[str, ...] = ()

    def breaches(self) -> list[str]:
        found = []
        for path in sorted(PACKAGE.glob(self.where)):
            if not any(path.is_relative_to(PACKAGE / folder) for folder in self.but) and path.suffix != ".pyc":
                lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
                found += [f"{path.relative_to(ROOT)}:{number}" for number, line in lines if re.search(self.wrong, line)]
        return found


PATTERNS = (
    Pattern(
        "a network's kind is compared in its adapter only",
        r"\.kind\s*(==|!=|\bin\b|\bnot in\b)|(==|!=)\s*[\w.]*\.kind\b",
        "**/*.py",
        bad='if channel.kind == "bluesky":',
        good="adapter = ADAPTERS[channel.kind]",
        but=("adapters",),
    ),
    Pattern(
        "a template does not ask for a kind either",
        r"\.kind\s*(==|!=|\bin\b)",
        "web/templates/**/*.html",
        bad='{% if channel.kind == "bluesky" %}',
        good="{{ channel.kind }}",
    ),
    Pattern(
        "views ask services and named querysets",
        r"\.objects\b",
        "web/**/*.py",
        bad="find = Find.objects.get(pk=pk)",
        good="find = access.find(request, pk)",
    ),
    Pattern(
        "the clock is read in web and commands only",
        r"\btimezone\.now\(|datetime\.(now|utcnow)\(|\btime\.time\(|\bdate\.today\(|\bNow\(",
        "**/*.py",
        bad="sent_at = timezone.now()",
        good="sent_at = now",
        but=("web", "management", "migrations"),
    ),
    Pattern(
        "nothing is inline in a page",
        r"\sstyle=|<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son[a-z]+=|javascript:",
        "web/templates/**/*.html",
        bad='<a href="#" onclick="go()">',
        good='<script type="module" src="x.js"></script>',
    ),
    Pattern(
        "nothing is trusted unescaped",
        r"\|\s*safe\b|\bmark_safe\b|{%\s*autoescape off",
        "web/**/*.[hp][ty]*",
        bad="{{ find.words|safe }}",
        good="{{ find.words }}",
    ),
    Pattern(
        "translated blocks are trimmed",
        r"{%-?\s*blocktrans(late)?\b(?!.*\btrimmed\b)",
        "web/templates/**/*.*",
        bad="{% blocktranslate count n=n %}",
        good="{% blocktranslate trimmed count n=n %}",
    ),
    Pattern(
        "no signals",
        r"django\.(db\.models\.)?(dispatch|signals)|@receiver",
        "**/*.py",
        bad="from django.db.models.signals import post_save",
        good="from django.db import models",
    ),
)
VAGUE_FILES = {"utils", "util", "helpers", "helper", "common", "lib", "misc", "managers", "signals", "tasks"}
NAMED_BY_OTHERS = {"get_extra_info", "process_view"}
"""What a library calls a method of ours: httpcore its stream, Django its middleware."""
VAGUE_WORDS = {"manager", "helper", "util", "utils", "handler", "data", "info", "process", "do"}


def functions():
    """Every function of the package with its file and its length in lines."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield path, node, node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_the_rule_is_kept(pattern):
    assert re.search(pattern.wrong, pattern.bad)
    assert not re.search(pattern.wrong, pattern.good)
    assert pattern.breaches() == []


def test_functions_stay_short():
    """Median, 95th percentile and longest: the habit of the codebases this house was modelled on."""
    lengths = sorted(length for _path, _node, length in functions())
    longest = [f"{path.name}: {node.name}" for path, node, length in functions() if length > 40]
    assert statistics.median(lengths) <= 10
    assert lengths[int(len(lengths) * 0.95)] <= 25
    assert longest == []


def test_files_stay_short():
    files = [*PACKAGE.rglob("*.py"), *PACKAGE.glob("web/static/js/*.js"), *PACKAGE.glob("web/templates/**/*.html")]
    long = [path.name for path in files if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    assert [name for name in long if not name.startswith("0001_")] == []
    assert len((PACKAGE / "settings.py").read_text(encoding="utf-8").splitlines()) <= 200


def unsaid(source):
    """Lines that read or write a text as the machine's own language has it."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call):
            is_text = getattr(call.func, "attr", "") in {"read_text", "write_text"} or ast.unparse(call.func) == "open"
            if is_text and "encoding" not in {keyword.arg for keyword in call.keywords}:
                yield call.lineno


def test_texts_are_utf_8_whatever_the_machine_speaks():
    assert list(unsaid("path.read_text()\nopen(path)\npath.write_text(words)")) == [1, 2, 3]
    assert list(unsaid('path.read_text(encoding="utf-8")\nImage.open(path)\npath.read_bytes()')) == []
    ours = [*(ROOT / "flaneur").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "scripts").glob("*.py")]
    ours += [*(ROOT / "bench").rglob("*.py"), ROOT / "start.py"]
    found = {path.name: list(unsaid(path.read_text(encoding="utf-8"))) for path in ours}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_names_say_something():
    files = {path.stem for path in PACKAGE.rglob("*.py")} | {path.name for path in PACKAGE.rglob("*/")}
    names = {node.name for _path, node, _length in functions()} - NAMED_BY_OTHERS
    assert files & VAGUE_FILES == set()
    assert {name for name in names if VAGUE_WORDS & set(name.strip("_").split("_"))} == set()


def test_models_have_no_workflow():
    nouns = [noun for noun in vars(flaneur.models).values() if isinstance(noun, type)]
    saving = [noun.__name__ for noun in nouns if {"save", "delete"} & vars(noun).keys()]
    kinds = [field for noun in nouns if issubclass(noun, django_models.Model) for field in noun._meta.fields]
    assert saving == []
    assert [str(field) for field in kinds if field.name == "kind" and field.choices] == []


def test_migrations_are_named_by_hand():
    names = [path.stem for path in (PACKAGE / "migrations").glob("0*.py")]
    assert names
    assert [name for name in names if "auto_" in name or not re.fullmatch(r"\d{4}(_[a-z]+){2,}", name)] == []


def test_what_is_let_off_is_let_off_with_a_reason():
    """A silenced linter or type checker says why on the same line."""
    silenced = re.compile(r"#\s*(?:noqa|type: ignore|pragma)(?::?\s*[A-Z]+\d+|\[[a-z-]+\]|: no \w+)?,?\s*$")
    assert silenced.search("import os  # noqa: F401")
    assert not silenced.search("import os  # noqa: F401 - it is the one place")
    lines = [(path, line) for path in PACKAGE.rglob("*.py") for line in path.read_text(encoding="utf-8").splitlines()]
    assert [f"{path.name}: {line}" for path, line in lines if silenced.search(line)] == []
