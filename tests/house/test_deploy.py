"""The compose file of docs/how-to/scale.md asks for nothing the program does not know."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from cryptography.fernet import Fernet
from django.core.management import get_commands, load_command_class

from flaneur.env import SETTINGS

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("image") == "flaneur"}


def filled(text):
    """A value as compose hands it on, once somebody has filled in the words it asks for."""
    return re.sub(r"\$\{(\w+)(?::([?-])([^}]*))?\}", lambda asked: asked[3] if asked[2] == "-" else "asked", str(text))


def test_web_and_worker_may_be_many():
    assert {"web", "worker", "migrate"} == OURS.keys()
    for name in ("web", "worker"):
        assert not {"container_name", "ports", "volumes"} & OURS[name].keys(), name


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_a_command_of_ours_with_options_it_has(name):
    program, command, *options = OURS[name]["command"]
    assert program == "flaneur"
    parser = load_command_class(get_commands()[command], command).create_parser("flaneur", command)
    parser.parse_args(options)


@pytest.mark.parametrize("name", OURS)
def test_every_setting_is_one(name):
    given = OURS[name]["environment"]
    assert {setting.removesuffix("_FILE") for setting in given} <= SETTINGS.keys()
    shared = {"FLANEUR_DATABASE_URL", "FLANEUR_SECRET_KEY", "FLANEUR_CREDENTIAL_KEYS", "FLANEUR_MEDIA_BUCKET"}
    assert shared <= given.keys(), "what hosts must agree on"


def test_everything_that_is_named_is_there():
    for service in SERVICES.values():
        assert set(service.get("depends_on", ())) <= SERVICES.keys()
        assert {config["source"] for config in service.get("configs", ())} <= COMPOSE["configs"].keys()
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source in COMPOSE["volumes"] or (DEPLOY / source).is_file()
    (identity,) = json.loads(filled(COMPOSE["configs"]["keys"]["content"]))["identities"]
    assert identity["credentials"][0]["accessKey"] == OURS["web"]["environment"]["FLANEUR_MEDIA_KEY"]
    for path in re.findall(r"-r (\S+)", (DEPLOY / "Dockerfile").read_text(encoding="utf-8")):
        assert (DEPLOY.parent / path).is_file()


def test_the_program_begins_with_these_settings(tmp_path):
    given = {name: filled(value) for name, value in OURS["web"]["environment"].items()}
    given |= {"FLANEUR_CREDENTIAL_KEYS": Fernet.generate_key().decode(), "FLANEUR_HOME": str(tmp_path)}
    words = [sys.executable, "-m", "flaneur", "check", "--deploy", "--fail-level", "ERROR"]
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    run = subprocess.run(words, cwd=DEPLOY.parent, env=kept | given, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
