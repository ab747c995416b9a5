"""Write the parts of docs/reference that are made from the code; with --check, only name the pages that are stale."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path

import django
from django.core.management import BaseCommand, load_command_class

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Adapter
from flaneur.core.block import BLOCK_MOVES, BlockState
from flaneur.core.charter import RULES, THEMES, Rule
from flaneur.core.conversation import REPLY_MOVES, ReplyState
from flaneur.core.dispatch import Limits
from flaneur.core.find import FIND_MOVES, FindState
from flaneur.core.handover import HANDOVER_MOVES, HandoverState
from flaneur.core.publication import PUBLICATION_MOVES, PublicationState
from flaneur.core.residency import RESIDENCY_MOVES, ResidencyState
from flaneur.core.roles import ALLOWED, Role
from flaneur.core.text import LIMITS
from flaneur.env import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs/reference"
COMMANDS = ROOT / "flaneur/management/commands"
CAN = ("read_back", "edit", "replies", "numbers", "profile")
"""What an adapter may do besides, in the words of its `Abilities`."""
BLOCK = re.compile(r"(<!-- made from the code by scripts/docs\.py: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--check", action="store_true", help="write nothing; fail when a page is stale")
    is_check = reader.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flaneur.settings")
    django.setup()
    stale = [page for page in pages() if page.read_text(encoding="utf-8") != fresh(page)]
    for page in stale:
        print(f"{'stale' if is_check else 'written'}: {page.relative_to(ROOT)}")
        if not is_check:
            page.write_text(fresh(page), encoding="utf-8")
    return 1 if stale and is_check else 0


def pages() -> list[Path]:
    return sorted(page for page in REFERENCE.rglob("*.md") if BLOCK.search(page.read_text(encoding="utf-8")))


def fresh(page: Path) -> str:
    """A page with each of its blocks made anew. Raises KeyError for a block nobody makes."""
    return BLOCK.sub(lambda found: f"{found[1]}\n{MAKERS[found[2]]()}\n\n{found[3]}", page.read_text(encoding="utf-8"))


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [list(head)]
    lines += [["---"] * len(lines[0]), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


def settings() -> str:
    rows = ([f"`{each.name}`", each.default, each.meaning] for each in SETTINGS.values())
    return table(["variable", "when it is not set", "meaning"], rows)


def command_names() -> list[str]:
    return sorted(path.stem for path in COMMANDS.glob("*.py") if path.stem != "__init__")


def commands() -> str:
    return "\n\n".join(_command(name) for name in command_names())


def _command(name: str) -> str:
    command = load_command_class("flaneur", name)
    parser = command.create_parser("flaneur", name)
    return "\n\n".join([f"## flaneur {name}", command.help, *_arguments(f"flaneur {name}", parser)])


def _arguments(usage: str, parser: argparse.ArgumentParser) -> list[str]:
    """The table of a command's own arguments, then those of its verbs; Django's are the same everywhere."""
    everywhere = {action.dest for action in BaseCommand().create_parser("flaneur", "")._actions}
    own = [action for action in parser._actions if action.dest not in everywhere]
    verbs = [action for action in own if isinstance(action.choices, dict)]
    rows = [[_written(action), _asked(action)] for action in own if action not in verbs]
    parts = [f"`{usage}`\n\n{table(['argument', 'meaning'], rows)}"] if rows else []
    for verb, below in ((verb, below) for action in verbs for verb, below in action.choices.items()):
        parts += _arguments(f"{usage} {verb}", below)
    return parts


def _written(action: argparse.Action) -> str:
    name = action.option_strings[-1] if action.option_strings else str(action.metavar or action.dest).upper()
    takes = "" if action.nargs == 0 or not action.option_strings else f" {action.metavar or action.dest.upper()}"
    return f"`{name}{takes}`"


def _asked(action: argparse.Action) -> str:
    said = (action.help or "").rstrip(".")
    default = f"default `{action.default}`" if "(default" not in said and _is_the_same_everywhere(action) else ""
    is_wanted = action.required and action.nargs != "?"
    notes = "; ".join(filter(None, ["required" if is_wanted else "", default]))
    return f"{said} ({notes})" if notes else said


def _is_the_same_everywhere(action: argparse.Action) -> bool:
    """Neither a folder nor an address of this machine, nor the absence of a default."""
    return bool(action.default) and not str(action.default).startswith(("/", "http"))


def states(states: type[StrEnum], moves: Mapping[tuple[StrEnum, StrEnum], StrEnum], first: StrEnum) -> str:
    """A diagram of the table, then the table itself: one line for each state."""
    arrows = [f"    {before} --> {became}: {move}" for (before, move), became in moves.items()]
    diagram = "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {first}", *arrows, "```"])
    rows = [
        [f"`{state}`", ", ".join(f"{move} → `{became}`" for (s, move), became in moves.items() if s is state) or "–"]
        for state in states
    ]
    return f"{diagram}\n\n{table(['from', 'moves'], rows)}"


def networks() -> str:
    does = [name.replace("_", " ") for name in CAN] + ["source"]
    head = ["kind", "name", "length", "pictures", "threads", "look up", "take back", *does]
    return table(head, (_network(kind, adapter) for kind, adapter in ADAPTERS.items()))


def _network(kind: str, adapter: type[Adapter]) -> list[str]:
    limits, can = adapter.limits, adapter.abilities
    size = f"{limits.length:,} {limits.unit}" + (f" and {limits.bytes:,} bytes" if limits.bytes else "")
    pictures = f"{limits.pictures}" + (f" of {limits.picture_bytes:,} bytes" if limits.picture_bytes else "")
    does = (getattr(can, name) for name in CAN)
    abilities = ["yes" if able else "no" for able in (can.threads, can.look_up, can.retract, *does)]
    if can.threads and not limits.threads:
        abilities[0] = "where the channel says so"
    return [f"[`{kind}`](networks/{kind}.md)", adapter.name, size, pictures, *abilities, _source(adapter)]


def _source(adapter: type[Adapter]) -> str:
    return f"{adapter.limits.source}, read {adapter.limits.read_on:%Y-%m-%d}"


def charter_rules() -> str:
    """For each theme a table of its rules, then what each may be given."""
    names = [theme.__name__.rpartition(".")[2] for theme in THEMES]
    parts = [f"## {name.capitalize()}\n\n{_theme(name)}" for name in names]
    rows = [
        [f"`{rule.key}`", f"`{each.name}`", f"`{each.takes}`", each.meaning, _default(each.default)]
        for rule in RULES.values()
        for each in rule.about.parameters
    ]
    return "\n\n".join([*parts, table(["rule", "parameter", "takes", "meaning", "when it is not set"], rows)])


def _theme(name: str) -> str:
    head = ["rule", "no.", "effect", "may be", "why, and what it may say", "source"]
    return table(head, (_rule(rule) for rule in RULES.values() if rule.theme == name))


def _rule(rule: Rule) -> list[object]:
    about = rule.about
    sentences = (re.sub(r"%\((\w+)\)[ds]", r"*\1*", text) for text in about.says.values())
    says = "<br>".join([f"**{about.why}**", *sentences])
    where = "" if about.on_phone else " (server)"
    effects = " ".join(effect for effect in rule.effects if effect is not about.effect) or "–"
    return [f"`{rule.key}`{where}", about.number or "–", f"`{about.effect}`", effects, says, about.source]


def _default(value: object) -> str:
    if isinstance(value, Mapping):
        return "<br>".join(f"{typed} = {written}" for typed, written in value.items()) or "–"
    return ", ".join(map(str, value)) or "–" if isinstance(value, list | tuple) else str(value)


def roles() -> str:
    rows = ([f"`{act}`", *("yes" if role in allowed else "" for role in Role)] for act, allowed in ALLOWED.items())
    return table(["act", *(f"`{role}`" for role in Role)], rows)


def limits() -> str:
    head = ["network", "words", "a link counts", "at most", "title", "description", "pictures", "source"]
    return table(head, (_limits(name, each) for name, each in LIMITS.items()))


def _limits(name: str, limits: Limits) -> list[str]:
    words = f"{limits.length:,} {limits.unit}" + (f" and {limits.bytes:,} bytes" if limits.bytes else "")
    most = [f"{number} {kind}" for kind in ("hashtags", "mentions") if (number := getattr(limits, kind))]
    beside = [f"{number:,}" if number else "–" for number in (limits.title_length, limits.alt_length)]
    source = f"{limits.source}, read {limits.read_on:%Y-%m-%d}"
    return [
        f"`{name}`",
        words,
        str(limits.link or "as written"),
        ", ".join(most) or "–",
        *beside,
        str(limits.pictures),
        source,
    ]


MAKERS: Mapping[str, Callable[[], str]] = {
    "settings": settings,
    "commands": commands,
    "find-states": lambda: states(FindState, FIND_MOVES, FindState.DRAFT),
    "publication-states": lambda: states(PublicationState, PUBLICATION_MOVES, PublicationState.PLANNED),
    "handover-states": lambda: states(HandoverState, HANDOVER_MOVES, HandoverState.AHEAD),
    "reply-states": lambda: states(ReplyState, REPLY_MOVES, ReplyState.NEW),
    "block-states": lambda: states(BlockState, BLOCK_MOVES, BlockState.BLOCKED),
    "residency-states": lambda: states(ResidencyState, RESIDENCY_MOVES, ResidencyState.SCHEDULED),
    "networks": networks,
    "limits": limits,
    "charter-rules": charter_rules,
    "roles": roles,
}


if __name__ == "__main__":
    sys.exit(main())
