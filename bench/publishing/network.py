"""A network that accepts every post after a while: what `flaneur worker` needs of Mastodon's interface, and no more.

A process of its own, on one event loop, so that thousands who wait for an answer cost next to nothing. It notes when
each post arrived, and tells on request. `python -m bench.publishing.network SECONDS` prints its port, and ends with
its standard input.
"""

import asyncio
import json
import re
import sys
import time
from typing import Any

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_KEY = re.compile(rb"idempotency-key: *([^\r]*)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{6}")


class Network:
    def __init__(self, latency: float) -> None:
        self.latency = latency
        self.arrivals: list[tuple[int, float, str]] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = _LENGTH.search(head)
                body = await reader.readexactly(int(length[1])) if length else b""
                writer.write(await self.answer(head, body))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def answer(self, head: bytes, body: bytes) -> bytes:
        if head.startswith(b"POST"):
            key = _KEY.search(head)
            return _response(await self.accept(json.loads(body), key[1].decode() if key else ""))
        if not head.startswith(b"GET /arrivals"):  # a worker that listens to what people answer: nobody does
            return _response([])
        told, self.arrivals = self.arrivals, []
        return _response({"arrivals": told})

    async def accept(self, post: dict[str, Any], key: str) -> dict[str, Any]:
        """Twice if it is told twice: it is the program that must not double."""
        number = int(_NUMBER.search(post["status"])[0])
        self.arrivals.append((number, time.time(), key))
        await asyncio.sleep(self.latency)
        shown = {"id": f"{number}", "content": post["status"], "visibility": "public"}
        return shown | {"url": f"http://127.0.0.1/{number}", "language": post.get("language", "")}


def _response(body: dict[str, Any] | list[Any]) -> bytes:
    content = json.dumps(body).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n"
    return head.encode() + content


async def main(latency: float) -> None:
    network = Network(latency)
    server = await asyncio.start_server(network.serve, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
