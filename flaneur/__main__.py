"""The console command: `flaneur serve`, `flaneur worker`, `flaneur doctor` and the others of management/commands/."""

import os
import pkgutil
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line, load_command_class

from flaneur.env import BadSetting
from flaneur.management import commands

PIPE_IS_GONE = 141
"""What a shell says of a program that wrote where nobody reads."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flaneur.settings")
    words = sys.argv[1:]
    try:
        django.setup()
    except (BadSetting, ImproperlyConfigured) as trouble:
        sys.exit(f"flaneur: {trouble}")
    if words in ([], ["help"], ["--help"], ["-h"]):
        introduce()
    else:
        try:
            execute_from_command_line(["flaneur", *words])
            sys.stdout.flush()
        except BrokenPipeError:
            leave_quietly()


def leave_quietly() -> None:
    """Whoever read has read enough, as `head` does; Python would complain once more when it closes its output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(PIPE_IS_GONE)


def introduce() -> None:
    """Our own commands, a line each; Django's many others stay within reach."""
    for name in sorted(module.name for module in pkgutil.iter_modules(commands.__path__)):
        sys.stdout.write(f"flaneur {name:12} {load_command_class('flaneur', name).help}\n")
    sys.stdout.write("\nflaneur COMMAND --help says more; flaneur help --commands lists Django's own as well.\n")


if __name__ == "__main__":
    main()
