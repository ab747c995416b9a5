"""The same load on procrastinate, PostgreSQL's own task queue: as many jobs, one at a time for each channel.

Run in an environment of its own (bench/publish.py makes it): `prepare` makes its tables, `defer` takes jobs from
standard input, `work` is a worker.
"""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime

import httpx
import procrastinate

CONNECTION = os.environ["FLANEUR_DATABASE_URL"]
app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=CONNECTION))
POLL = 0.1
"""Seconds between two looks for what has become due; as shipped it is five."""


@app.task(name="knock")
async def knock(number: int, channel: str, server: str) -> None:
    body, headers = {"status": f"Trouvaille {number:06d}", "language": "fr"}, {"idempotency-key": channel}
    async with httpx.AsyncClient(timeout=15) as http:
        (await http.post(f"{server}/api/v1/statuses", json=body, headers=headers)).raise_for_status()


async def prepare() -> None:
    async with app.open_async():
        await app.schema_manager.apply_schema_async()


async def defer() -> None:
    """From standard input: jobs [number, channel, Unix time], and the network's address."""
    told = json.load(sys.stdin)
    async with app.open_async():
        for number, channel, due in told["jobs"]:
            job = knock.configure(lock=channel, schedule_at=datetime.fromtimestamp(due, UTC))
            await job.defer_async(number=number, channel=channel, server=told["server"])


async def work(concurrency: str) -> None:
    async with app.open_async():
        await app.run_worker_async(concurrency=int(concurrency), fetch_job_polling_interval=POLL)


if __name__ == "__main__":
    asyncio.run({"prepare": prepare, "defer": defer, "work": work}[sys.argv[1]](*sys.argv[2:]))
