"""An S3 server people run in earnest, started once for a test session on loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

UP = Path(__file__).parent / "s3/up"
BUCKET, KEY, SECRET = "photos", "flaneur", "not a secret"
PATIENCE = 120.0
"""Seconds until it answers: the first time it installs itself."""


@dataclass(frozen=True)
class Server:
    url: str
    client: Any

    def names(self) -> set[str]:
        """Everything in the bucket."""
        return {entry["Key"] for entry in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", ())}

    def empty(self) -> None:
        for name in self.names():
            self.client.delete_object(Bucket=BUCKET, Key=name)


@contextmanager
def running_server() -> Iterator[Server]:
    """Bring it up and down; it ends with us, however we do."""
    with TemporaryDirectory() as folder, TemporaryFile("w+", encoding="utf-8") as log:
        port = free_ports(4)
        words = {
            "S3_PORT": f"{port}",
            "S3_FOLDER": folder,
            "S3_KEY": KEY,
            "S3_SECRET": SECRET,
            "PYTHON": sys.executable,
        }
        with subprocess.Popen(
            [UP], env=os.environ | words | {"PYTHON": sys.executable}, stdin=subprocess.PIPE, stderr=log
        ) as process:
            server = Server(f"http://127.0.0.1:{port}", _client(f"http://127.0.0.1:{port}"))
            try:
                if not _answers(server, process):
                    log.seek(0)
                    pytest.fail(f"the S3 server did not start:\n{log.read()[-2000:]}", pytrace=False)
                yield server
            finally:
                process.stdin.close()


def free_ports(count: int) -> int:
    """The first of so many that follow one another, with room for twins ten thousand above."""
    for first in range(21_000 + os.getpid() % 997 * 8, 50_000, count):
        with suppress(OSError):
            for port in (*range(first, first + count), *range(first + 10_000, first + 10_000 + count)):
                socket.create_server(("127.0.0.1", port)).close()
            return first
    pytest.fail("no free ports", pytrace=False)


def _client(url: str) -> Any:
    manners = Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 1}, signature_version="s3v4")
    return boto3.client(
        "s3",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        config=manners,
    )


def _answers(server: Server, process: subprocess.Popen) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            server.client.create_bucket(Bucket=BUCKET)
            server.client.put_object(Bucket=BUCKET, Key="ready", Body=b"")
        except (BotoCoreError, ClientError):
            time.sleep(0.3)
        else:
            return True
    return False
