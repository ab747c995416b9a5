"""Files by others that lie beside the checkout and never in it: tests read them where they are, or do without."""

import json
import os
import re
from pathlib import Path

SHARED = Path(os.environ.get("FLANEUR_SHARED") or Path(__file__).resolve().parents[2] / "shared")

_GROUP = re.compile(r"  (\w+):")
_LINE = re.compile(r"\s*(- )?(?:(\w+):(?= |$))? ?(.*)")


def conformance_cases(path):
    """Cases of a conformance file: group, description, text, expected; none where the file is not.

    Not all of YAML: those files say everything on lines of their own, strings in double quotes, lists as JSON.
    """
    file, cases, group = SHARED / path, [], ""
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        is_new, name, value = _LINE.fullmatch(line).groups()
        if heading := _GROUP.fullmatch(line):
            group = heading[1]
        elif name == "description":
            cases.append({"group": group, "description": value.strip('"'), "expected": []})
        elif name in ("text", "expected"):
            cases[-1][name] = _scalar(value) if value else []
        elif cases and (name or is_new):
            _extend(cases[-1]["expected"], is_new, name, _scalar(value))
    return cases


def _extend(expected, is_new, name, value):
    if is_new:
        expected.append({} if name else value)
    if name:
        expected[-1][name] = value


def _scalar(written):
    written = re.sub(r"\\U([0-9A-Fa-f]{8})", lambda found: chr(int(found[1], 16)), written)
    try:
        return json.loads(written)
    except ValueError:
        return written
