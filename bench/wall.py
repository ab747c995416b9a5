"""The wall as its readers get it, kept by the city's revision, beside nginx serving the same bytes from a file.

Run it with `python -m bench.wall [rounds]`; it needs nginx and wrk (on Debian: apt install nginx-light wrk).
Two workers each, one connection pool, loopback; the rounds take turns, so that noise falls on all.
"""

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.demonstration import demonstration, free_port, wait_for

SECONDS, CONNECTIONS = 3, 16
PACKED = "Accept-Encoding: gzip"
NGINX = """
daemon off; worker_processes 2; pid {folder}/pid; error_log stderr error;
events {{ worker_connections 256; }}
http {{
  access_log off; default_type text/html; gzip_static on; keepalive_requests 1000000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    missing = [name for name in ("nginx", "wrk") if shutil.which(name, path="/usr/sbin:/usr/bin:/bin") is None]
    if missing:
        print(f"not measured: {' and '.join(missing)} not on this machine")
        return
    with demonstration() as (address, _links):
        wall = f"{address}/paris/fr/"
        body, tag = fetched(wall)
        with nginx(body) as static:
            doors = {
                "flaneur": (wall, PACKED),
                "flaneur, seen before (304)": (wall, PACKED, f"If-None-Match: {tag}"),
                "flaneur, signed in (never kept)": (wall, PACKED, "Cookie: sessionid=stranger"),
                "nginx": (static, PACKED),
            }
            report(measure(doors, rounds), size=len(body))


def fetched(address: str) -> tuple[bytes, str]:
    """The packed page and its tag."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - the same
        return answer.read(), answer.headers["ETag"]


@contextmanager
def nginx(packed: bytes) -> Iterator[str]:
    """Nginx with this page, packed beforehand; its address."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o755)
        (home / "wall.html.gz").write_bytes(packed)
        (home / "wall.html").write_text("unpacked: never asked for", encoding="utf-8")
        (home / "nginx.conf").write_text(NGINX.format(folder=folder, port=port), encoding="utf-8")
        program = shutil.which("nginx", path="/usr/sbin:/usr/bin") or "nginx"
        server = subprocess.Popen([program, "-p", folder, "-c", str(home / "nginx.conf")])
        try:
            address = f"http://127.0.0.1:{port}/wall.html"
            wait_for(address)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=10)


def measure(doors: dict[str, tuple[str, ...]], rounds: int) -> dict[str, float]:
    """Requests a second, the median of the rounds after one to warm up."""
    rates: dict[str, list[float]] = {name: [] for name in doors}
    for turn in range(rounds + 1):
        for name, (address, *headers) in doors.items():
            rate = pressed(address, headers)
            if turn:
                rates[name].append(rate)
    return {name: statistics.median(seen) for name, seen in rates.items()}


def pressed(address: str, headers: list[str]) -> float:
    words = [word for header in headers for word in ("-H", header)]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *words, address]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said and not any(header.startswith("If-None-Match") for header in headers):
        sys.exit(f"{address} did not answer with its page:\n{said}")
    time.sleep(0.2)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]  # wrk always says it


def report(rates: dict[str, float], *, size: int) -> None:
    ratios = {name: rate / rates["nginx"] for name, rate in rates.items()}
    print(f"the wall of Paris, {size / 1000:.1f} kB packed, {CONNECTIONS} connections")
    for name, rate in rates.items():
        print(f"{name:32} {rate:8.0f} requests/s   × {ratios[name]:.3f} nginx")
    print(json.dumps({"bench": "wall", "x_nginx": {name: round(ratio, 4) for name, ratio in ratios.items()}}))


if __name__ == "__main__":
    main()
