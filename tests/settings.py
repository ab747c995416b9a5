"""Settings of the tests: a home of their own, everything that outlives a test in memory."""

import os
from pathlib import Path

os.environ["FLANEUR_HOME"] = str(Path(__file__).resolve().parent.parent / "var/tests")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's event loop runs in the tests' own thread

from flaneur.settings import *

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": FOLDER_STORAGE,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["*"]
# Each test's client begins with a new handler: looking a static file up when it is wanted beats reading all at once.
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and the live server then wait for each other as they do in earnest.
    # Its name carries the process, so that two runs at once do not meet.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / f"tests-{os.getpid()}.sqlite3")}
    in_a_hurry = {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"}
    DATABASES["default"]["OPTIONS"] = {**SQLITE_OPTIONS, **in_a_hurry}
