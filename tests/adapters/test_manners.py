"""The vocabulary of trouble and the manners of speaking HTTP."""

from datetime import timedelta

import httpx
import pytest

from flaneur.adapters.base import Lost, Refused, TryLater, closing, exchange, listed, picture_bytes, settled
from flaneur.core.dispatch import Account, Limits, Unit
from tests.adapters.worlds import NOW, make_dispatch, make_picture

pytestmark = pytest.mark.thorough

DATE = "Thu, 14 May 2026 10:00:00 GMT"
NOON = 1_778_752_800 + 7200


def _ask(answer, **request):
    def serve(_request):
        if isinstance(answer, Exception):
            raise answer
        return answer

    with httpx.Client(transport=httpx.MockTransport(serve)) as http:
        return exchange(http, "POST", "https://network.example/", **request)


def test_a_good_answer_is_given_as_it_came():
    answer = _ask(httpx.Response(200, json={"uri": "at://x", "size": 3}))
    assert settled(answer, "uri") == {"uri": "at://x", "size": 3}


def test_a_list_is_given_as_its_rows():
    assert listed(_ask(httpx.Response(200, json=[{"id": "1"}, {"id": "2"}]))) == [{"id": "1"}, {"id": "2"}]
    assert listed(_ask(httpx.Response(200, json=[]))) == []


@pytest.mark.parametrize("body", [{"id": "1"}, [1], ["id"], "words", None])
def test_what_is_no_list_of_objects_is_no_usable_answer(body):
    with pytest.raises(TryLater, match="no usable answer"):
        listed(_ask(httpx.Response(200, json=body)))
    with pytest.raises(Refused):
        listed(_ask(httpx.Response(403, json=body)))


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 409, 410, 413, 422])
def test_a_refusal_is_final_and_asks_for_a_person_only_when_the_channel_is_at_fault(status):
    with pytest.raises(Refused) as raised:
        settled(_ask(httpx.Response(status, json={"error": "InvalidRequest"}), decisive=True), decisive=True)
    assert (raised.value.reconnect, raised.value.code) == (status == 401, f"{status} InvalidRequest")


@pytest.mark.parametrize("status", [408, 425, 429])
def test_what_was_put_off_may_be_repeated_even_after_a_decisive_request(status):
    with pytest.raises(TryLater):
        settled(_ask(httpx.Response(status), decisive=True), decisive=True)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_in_trouble_may_have_done_it_all_the_same(status):
    with pytest.raises(Lost):
        settled(_ask(httpx.Response(status)), decisive=True)
    with pytest.raises(TryLater):
        settled(_ask(httpx.Response(status)))


@pytest.mark.parametrize("broken", [httpx.ReadTimeout, httpx.WriteTimeout, httpx.ReadError, httpx.RemoteProtocolError])
def test_silence_after_a_decisive_request_is_lost_and_after_any_other_it_is_not(broken):
    with pytest.raises(Lost) as raised:
        _ask(broken("x"), decisive=True)
    assert raised.value.code == broken.__name__
    with pytest.raises(TryLater):
        _ask(broken("x"))


@pytest.mark.parametrize("broken", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
def test_what_never_left_may_be_repeated(broken):
    with pytest.raises(TryLater, match="cannot be reached"):
        _ask(broken("x"), decisive=True)


@pytest.mark.parametrize(
    "address", ["gopher://network.example/", "https://network.example:port/", "https://xn--a", "none at all"]
)
def test_an_address_that_is_none_is_refused(address):
    with httpx.Client() as http, pytest.raises(Refused, match="not a web address") as raised:
        exchange(http, "GET", address)
    assert raised.value.reconnect


def test_a_token_that_fits_no_header_is_refused():
    with pytest.raises(Refused, match="characters that cannot be sent") as raised:
        _ask(httpx.Response(200), headers={"authorization": "Bearer clé…"})
    assert raised.value.reconnect
    assert "clé" not in str(raised.value)


@pytest.mark.parametrize(
    ("headers", "after"),
    [
        ({"retry-after": "30"}, timedelta(seconds=30)),
        ({"retry-after": "Thu, 14 May 2026 10:02:00 GMT", "date": DATE}, timedelta(minutes=2)),
        ({"ratelimit-reset": f"{NOON}", "date": DATE}, timedelta(hours=2)),
        ({"x-ratelimit-reset": f"{NOON}", "date": DATE}, timedelta(hours=2)),
        ({"x-rate-limit-reset": f"{NOON}", "date": DATE}, timedelta(hours=2)),
        ({"x-ratelimit-reset": "2026-05-14T12:00:00.500000Z", "date": DATE}, timedelta(hours=2, seconds=0.5)),
        ({"x-ratelimit-reset": "2026-05-14T12:00", "date": DATE}, None),
        ({"ratelimit-reset": f"{NOON - 99999}", "date": DATE}, timedelta(0)),
        ({"x-ratelimit-reset": "42"}, timedelta(seconds=42)),
        ({"x-rate-limit-reset": f"{NOON}", "date": DATE.replace("GMT", "UTC")}, timedelta(hours=2)),
        ({"retry-after": "99999999999"}, timedelta(days=1)),
        ({"retry-after": "9" * 400}, None),
        ({"retry-after": "Thu, 14 May 99999 10:02:00 GMT", "date": DATE}, None),
        ({"retry-after": "Thu, 14 May 2026 10:02:00 GMT"}, None),
        ({"ratelimit-reset": f"{NOON}"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_the_pause_a_server_asks_for_is_read_by_its_own_clock(headers, after):
    with pytest.raises(TryLater) as raised:
        settled(_ask(httpx.Response(429, headers=headers)))
    assert raised.value.after == after


def test_a_rate_limit_that_is_not_used_up_asks_for_no_pause():
    answer = _ask(httpx.Response(503, headers={"ratelimit-reset": f"{NOON}", "date": DATE}))
    assert answer.wait is None


def test_a_packed_answer_is_not_unpacked():
    answer = _ask(httpx.Response(200, headers={"content-encoding": "identity"}, json={"uri": "at://x"}))
    assert answer.body is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "— Léa · #ParisJeTaime\nhttps://paris.example/42/porte-rouge"),
        ({"words": "Bonjour #parisjetaime !"}, "— Léa\nhttps://paris.example/42/porte-rouge"),
        ({"brand_tag": "ParisJeTaime", "signature": ""}, "#ParisJeTaime\nhttps://paris.example/42/porte-rouge"),
        ({"brand_tag": "", "signature": ""}, "https://paris.example/42/porte-rouge"),
        ({"brand_tag": "", "signature": "", "link": ""}, ""),
    ],
)
def test_the_closing_signs_tags_and_links_once(fields, expected):
    assert closing(make_dispatch(**fields)) == expected


def test_a_picture_larger_than_the_network_takes_is_refused_before_anything_is_sent(tmp_path):
    picture = make_picture(tmp_path)
    size = picture.path.stat().st_size
    limits = {"length": 300, "unit": Unit.GRAPHEMES, "source": "the test", "read_on": NOW.date()}
    assert len(picture_bytes(picture, Limits(**limits, picture_bytes=size))) == size
    with pytest.raises(Refused, match="too large"):
        picture_bytes(picture, Limits(**limits, picture_bytes=size - 1))
    picture.path.unlink()
    with pytest.raises(Refused, match="cannot be read"):
        picture_bytes(picture, Limits(**limits))


def test_an_account_never_shows_its_credentials():
    assert "app-password" not in repr(Account("@paris", "https://network.example/paris", {"password": "app-password"}))
