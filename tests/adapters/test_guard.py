"""The client for hosts a person typed, tried on servers of our own."""

import socket
import ssl
import time
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Thread

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from flaneur.adapters import guard
from flaneur.adapters.base import Lost, Refused, TryLater, exchange, settled
from flaneur.adapters.guard import guarded_client, is_public
from tests.adapters.worlds import NOW

pytestmark = pytest.mark.thorough

LOOPBACK = ["127.0.0.0/8"]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Host)
        self.hosts, self.peers = [], []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class _Host(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.hosts.append(self.headers["host"])
        self.server.peers.append(self.client_address)
        moved = self.path == "/moved"
        self.send_response(302 if moved else 200)
        self.send_header("location" if moved else "x-seen", "/")
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_arguments):
        pass


@contextmanager
def _serving(server):
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def server():
    with _serving(_Server()) as running:
        yield running


PRIVATE_IPV4 = [
    "127.0.0.1",
    "0.0.0.0",  # noqa: S104 - an address to refuse, not one to listen on
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
]
PRIVATE_IPV6 = [
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "2001:db8::1",
    "2001::1",
    "100::1",
    "5f00::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1",
]


@pytest.mark.parametrize("address", [*PRIVATE_IPV4, *PRIVATE_IPV6])
def test_any_other_address_is_not_however_it_is_wrapped(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]"])
def test_no_private_address_is_reached_however_it_is_written(host, server):
    with guarded_client() as http, pytest.raises(Refused, match="not a public one") as raised:
        exchange(http, "GET", f"http://{host}:{server.server_port}/", decisive=True)
    assert raised.value.reconnect
    assert server.hosts == []


def test_a_network_on_the_list_is_reached_in_plain_text(server):
    with guarded_client(LOOPBACK) as http:
        assert exchange(http, "GET", server.url).status == 200


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch, server):
    found = [(2, 1, 6, "", (address, server.server_port)) for address in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_keywords: found)
    with guarded_client() as http, pytest.raises(Refused):
        exchange(http, "GET", f"http://city.example:{server.server_port}/")


def test_a_name_is_resolved_once_and_that_very_address_connected(monkeypatch, server):
    asked, resolve = [], socket.getaddrinfo

    def answer(host, *arguments, **keywords):
        asked.append(host)
        return resolve("127.0.0.1" if host == "city.example" else host, *arguments, **keywords)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with guarded_client(LOOPBACK) as http:
        exchange(http, "GET", f"http://city.example:{server.server_port}/")
    assert [host for host in asked if host != "127.0.0.1"] == ["city.example"]
    assert server.hosts == [f"city.example:{server.server_port}"]


def test_the_next_address_is_tried_when_one_is_closed(monkeypatch, server):
    found = [(10, 1, 6, "", ("::1", server.server_port, 0, 0)), (2, 1, 6, "", ("127.0.0.1", server.server_port))]
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **kw: found if host == "city.example" else resolve(host, *rest, **kw)
    )
    with guarded_client([*LOOPBACK, "::1/128"]) as http:
        assert exchange(http, "GET", f"http://city.example:{server.server_port}/").status == 200


def test_a_server_that_is_down_is_tried_later():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}/"
    with guarded_client(LOOPBACK) as http, pytest.raises(TryLater, match="cannot be reached"):
        exchange(http, "GET", url, decisive=True)


def _unknown(*_arguments, **_keywords):
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@pytest.mark.parametrize("host", ["nowhere.example", "a..b"])
def test_a_name_that_means_nothing_is_tried_later(host, monkeypatch):
    if host == "nowhere.example":
        monkeypatch.setattr(socket, "getaddrinfo", _unknown)
    with guarded_client() as http, pytest.raises(TryLater, match="cannot be reached"):
        exchange(http, "GET", f"https://{host}/", decisive=True)


def test_nothing_is_said_to_a_public_address_before_tls(server):
    stream = httpcore.SyncBackend().connect_tcp("127.0.0.1", server.server_port)
    outside = guard._Stream(stream, time.monotonic() + 5, is_open=False)
    with pytest.raises(Refused, match="only be spoken to over https"):
        outside.write(b"GET / HTTP/1.1\r\n\r\n")
    outside.close()
    assert server.hosts == []


def test_a_redirect_is_not_followed(server):
    with guarded_client(LOOPBACK) as http:
        answer = exchange(http, "GET", f"{server.url}/moved")
    assert answer.status == 302
    assert len(server.hosts) == 1
    with pytest.raises(Refused):
        settled(answer)


def test_no_connection_is_kept_for_the_next_request(server):
    with guarded_client(LOOPBACK) as http:
        for _time in range(2):
            exchange(http, "GET", server.url)
    assert len(set(server.peers)) == 2


@contextmanager
def _dripping(head):
    """A server that starts to answer and then sends one byte at a time."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip():
            connection, _address = listener.accept()
            with connection:
                connection.sendall(head)
                while True:
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return
                    time.sleep(0.02)

        thread = Thread(target=drip)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        thread.join()


@pytest.mark.thorough
@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nx-endless: ", b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n"]
)
def test_a_server_that_drips_does_not_hold_us_longer_than_the_conversation(head):
    with _dripping(head) as url:
        begun = time.monotonic()
        with guarded_client(LOOPBACK, seconds=0.3) as http, pytest.raises(Lost):
            exchange(http, "GET", url, decisive=True)
        assert 0.3 <= time.monotonic() - begun < 2


@pytest.mark.thorough
def test_a_server_that_does_not_listen_does_not_either():
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/"
        with guarded_client(LOOPBACK, seconds=0.3) as http, pytest.raises(Lost):
            exchange(http, "POST", url, content=b"x" * 20_000_000, decisive=True)


def test_after_the_conversation_nothing_leaves_any_more(server):
    with guarded_client(LOOPBACK, seconds=0) as http, pytest.raises(TryLater):
        exchange(http, "GET", server.url, decisive=True)
    assert server.hosts == []


@pytest.fixture
def certified(tmp_path):
    """A server with a certificate for city.example that nobody vouches for, and the file that would."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "city.example")])
    builder = x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=1)
    builder = builder.not_valid_before(NOW - timedelta(days=3650)).not_valid_after(NOW + timedelta(days=3650))
    alternative = x509.SubjectAlternativeName([x509.DNSName("city.example")])
    certificate = builder.add_extension(alternative, critical=False).sign(key, hashes.SHA256())
    pem = tmp_path / "city.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server = _Server()
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_arguments: None
    with _serving(server):
        yield server, pem


@pytest.fixture
def resolving(monkeypatch):
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **kw: resolve("127.0.0.1" if "." in host else host, *rest, **kw)
    )


@pytest.mark.thorough
@pytest.mark.usefixtures("resolving")
def test_a_certificate_nobody_vouches_for_is_not_trusted(certified):
    server, _pem = certified
    with guarded_client(LOOPBACK) as http, pytest.raises(TryLater, match="cannot be reached"):
        exchange(http, "GET", f"https://city.example:{server.server_port}/", decisive=True)
    assert server.hosts == []


@pytest.mark.thorough
@pytest.mark.usefixtures("resolving")
def test_a_certificate_is_checked_against_the_name_and_not_the_address(certified, monkeypatch):
    server, pem = certified
    trusting = ssl.create_default_context(cafile=pem)
    monkeypatch.setattr(guard, "_tls", lambda: trusting)
    with guarded_client(LOOPBACK) as http:
        assert exchange(http, "GET", f"https://city.example:{server.server_port}/").status == 200
        with pytest.raises(TryLater):
            exchange(http, "GET", f"https://another.example:{server.server_port}/")
