"""Settings of the kills: the tests' own, in a folder and a database nobody else uses, the disk taken seriously."""

import os
from pathlib import Path

from tests.settings import *

HOME = Path(os.environ["FLANEUR_CRASH_HOME"])
MEDIA_ROOT = HOME / "media"
ALLOWED_NETWORKS = ["127.0.0.0/8"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "crash.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = SQLITE_OPTIONS["init_command"]
else:
    DATABASES["default"]["TEST"] = {"NAME": "crash"}
LOGGING["root"]["level"] = "ERROR"
