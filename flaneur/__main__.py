"""The console command: `flaneur serve`, `flaneur worker`, `flaneur doctor` and the others of management/commands/."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flaneur.settings")
    execute_from_command_line(["flaneur", *sys.argv[1:]])


if __name__ == "__main__":
    main()
