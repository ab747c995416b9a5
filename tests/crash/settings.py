"""Settings of the crash test: the tests' own, in a folder nobody else uses, with the disk taken seriously."""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403 - they are the same but for the home

HOME = Path(os.environ["FLANEUR_CRASH_HOME"])
MEDIA_ROOT = HOME / "media"
ALLOWED_NETWORKS = ["127.0.0.0/8"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405 - it comes with the star
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "crash.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = SQLITE_OPTIONS["init_command"]  # noqa: F405
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
