"""The one client for hosts a person typed: no private address, no plain text, no redirect, and an end in sight."""

import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore
import httpx

from flaneur.adapters.base import Refused
from flaneur.core.words import gettext_noop as _

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

CONVERSATION = 90.0
"""Seconds a client has for everything it does, well below the lease of a publication (3 minutes)."""

_HEADERS = {"user-agent": "flaneur", "accept-encoding": "identity"}
_PATIENCE = httpx.Timeout(15, connect=5)
_SLICE = 16_384
_PUBLIC_IPV6 = ip_network("2000::/3")
_NAT64 = ip_network("64:ff9b::/96")


def guarded_client(allowed: Iterable[str] = (), *, seconds: float = CONVERSATION) -> httpx.Client:
    """A client for one conversation: `seconds` after it was made, everything it does has ended.

    `allowed` are networks (CIDR) it may reach although they are private, and in plain text: a test server, an intranet.
    Nothing is kept alive, so that a connection the other side just closed cannot swallow a request.
    """
    transport = _GuardedTransport([ip_network(network) for network in allowed], time.monotonic() + seconds)
    return httpx.Client(transport=transport, timeout=_PATIENCE, follow_redirects=False, headers=_HEADERS)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open internet, also when an IPv6 address only wraps an IPv4 one."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    wrapped = address.ipv4_mapped or address.sixtofour
    if address in _NAT64:
        wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
    if wrapped:
        return is_public(wrapped)
    return address in _PUBLIC_IPV6 and address.is_global


class _GuardedTransport(httpx.HTTPTransport):
    """httpx offers no argument for the network backend, httpcore below it does: hence the pool of our own."""

    def __init__(self, allowed: Sequence[Network], deadline: float) -> None:
        super().__init__(verify=_tls())
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls(), max_keepalive_connections=0, network_backend=_Door(allowed, deadline)
        )


class _Door(httpcore.NetworkBackend):
    """Resolves a name once, looks at the addresses, and connects to exactly those."""

    def __init__(self, allowed: Sequence[Network], deadline: float) -> None:
        self._allowed = allowed
        self._deadline = deadline
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        trouble: Exception = httpcore.ConnectError("no address")
        for address in self._checked(host, port):
            left = _left(self._deadline, timeout, httpcore.ConnectTimeout)
            try:
                stream = self._backend.connect_tcp(str(address), port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                trouble = failed
            else:
                return _Stream(stream, self._deadline, is_open=self._is_allowed(address))
        raise trouble

    def _checked(self, host: str, port: int) -> list[Address]:
        addresses = list(_resolved(host, port))
        if all(self._is_allowed(address) or is_public(address) for address in addresses):
            return addresses
        raise Refused(_("The server's address is not a public one."), reconnect=True)

    def _is_allowed(self, address: Address) -> bool:
        return any(address in network for network in self._allowed)


class _Stream(httpcore.NetworkStream):
    """A connection that ends at the deadline, however slowly the other side drips, and says nothing before TLS."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float, *, is_open: bool) -> None:
        self._stream = stream
        self._deadline = deadline
        self._is_open = is_open

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not self._is_open:
            raise Refused(_("This server can only be spoken to over https."), reconnect=True)
        for start in range(0, len(buffer), _SLICE):
            self._stream.write(buffer[start : start + _SLICE], _left(self._deadline, timeout, httpcore.WriteTimeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, timeout, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline, is_open=True)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _resolved(host: str, port: int) -> Iterator[Address]:
    """The system's resolver knows no time limit of ours; its own (some 30 s) still fits between deadline and lease."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise httpcore.ConnectError("the name cannot be resolved") from None
    return (ip_address(entry[4][0]) for entry in found)


def _left(deadline: float, timeout: float | None, expired: type[Exception]) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise expired("the conversation is over")
    return left if timeout is None else min(left, timeout)


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()
