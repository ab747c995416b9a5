"""Connections that break: what the server really has is what the phone is told."""

import http.client
import re
import socket
import uuid
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from flaneur.models import Find
from tests.makers import jpeg

pytestmark = pytest.mark.django_db(transaction=True)

BOUNDARY = "a-part-of-a-find"
TOKEN = "a" * 32
SHADES = [(200, 1, 1), (1, 200, 1), (1, 1, 200)]


def part(name, content, kind=""):
    file = f'; filename="{name}.jpg"\r\nContent-Type: image/jpeg' if kind else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def body():
    """Three photos and their words, in parts as a browser sends them."""
    told = {"id": str(uuid.uuid4()), "words": "Trois photos", "language": "fr", "audience": "both"}
    parts = [part(name, value.encode()) for name, value in {**told, "discretion": "exact"}.items()]
    for number, shade in enumerate(SHADES):
        parts += [part(f"photo_{number}", jpeg(colour=shade).getvalue(), "jpeg")]
        parts += [part(f"alt_{number}", f"Photo {number}".encode())]
    return [*parts, part("end", b"1"), f"--{BOUNDARY}--\r\n".encode()]


def post(live_server, user, content, *, promised):
    """The status of a request that promises so many bytes and closes its way out after its content."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    address = urlsplit(live_server.url)
    head = (
        "POST /paris/en/guest/capture/ HTTP/1.1",
        f"Host: {address.netloc}",
        "Accept: application/json",
        f"Cookie: {settings.CSRF_COOKIE_NAME}={TOKEN}; {settings.SESSION_COOKIE_NAME}={session}",
        f"X-CSRFToken: {TOKEN}",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        f"Content-Length: {promised}",
        "Connection: close",
    )
    with socket.create_connection((address.hostname, address.port), timeout=30) as way:
        way.sendall("\r\n".join([*head, "", ""]).encode() + content)
        way.shutdown(socket.SHUT_WR)
        answer = http.client.HTTPResponse(way)
        answer.begin()
        return answer.status


def test_a_find_cut_between_two_photos_arrives_whole_the_second_time(live_server, writer):
    parts = body()
    whole = b"".join(parts)
    after_the_first_photo = b"".join(parts[:7])
    assert re.findall(rb'name="(photo_\d)"', after_the_first_photo) == [b"photo_0"]
    cut = post(live_server, writer.user, after_the_first_photo, promised=len(whole))
    assert (cut, Find.objects.count()) == (408, 0)
    assert post(live_server, writer.user, whole, promised=len(whole)) == 201
    find = Find.objects.get()
    assert (find.state, find.photos.count()) == ("submitted", 3)
    assert post(live_server, writer.user, whole, promised=len(whole)) == 200
