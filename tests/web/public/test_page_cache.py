"""Kept pages: for anybody the same bytes, until something in their city changes."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from flaneur.services.cities import touch
from flaneur.services.publishing import retract_find
from flaneur.web import page_cache
from flaneur.web.page_cache import PageCache, kept
from tests import makers


@pytest.fixture
def count_renders():
    """`count_renders(view, clock=…)` wraps a view in a PageCache; `.renders` grows with each real answer."""

    class Counted:
        def __init__(self, city, clock=lambda: 0.0):
            self.city, self.renders = city, 0
            self.cache = PageCache(self.answer, clock)

        def answer(self, request):
            request.city = type(self.city).objects.get(pk=self.city.pk)
            return self.view(request)

        @staticmethod
        def _page(_request):
            return HttpResponse("<p>page</p>" * 100)

        def view(self, request):
            self.renders += 1
            return kept("page")(self._page)(request)

        def get(self, address="/paris/fr/", **headers):
            return self.cache(RequestFactory().get(address, headers=headers))

    return Counted


def test_the_second_reader_gets_the_same_bytes_for_one_query(client, publish, django_assert_num_queries):
    publish()
    first = client.get("/paris/fr/")
    with django_assert_num_queries(1):
        second = client.get("/paris/fr/")
    assert second.content == first.content
    assert (second["ETag"], second["Content-Security-Policy"]) == (first["ETag"], first["Content-Security-Policy"])
    assert second["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in second["Vary"]


def test_what_is_published_and_what_is_taken_back_is_seen_at_once(client, city, publish):
    publish("La première.", minutes=9)
    assert "La seconde." not in client.get("/paris/fr/").text
    second = publish("La seconde.")
    touch(city)
    assert "La seconde." in client.get("/paris/fr/").text
    retract_find(second, by=makers.make_editor(city), now=makers.NOW, why="a neighbour asked")
    assert "La seconde." not in client.get("/paris/fr/").text


def test_another_citys_changes_leave_a_page_kept(city, other_city, count_renders):
    counted = count_renders(city)
    counted.get()
    touch(other_city)
    counted.get()
    assert counted.renders == 1
    touch(city)
    counted.get()
    assert counted.renders == 2


def test_a_page_is_kept_a_minute_at_most(city, count_renders):
    moments = iter([0.0, 59.0, 61.0, 61.0])
    counted = count_renders(city, lambda: next(moments))
    for renders in (1, 1, 2):
        counted.get()
        assert counted.renders == renders


def test_somebody_signed_in_neither_gets_nor_fills_what_is_kept(city, count_renders):
    counted = count_renders(city)
    for cookie in ("sessionid=abc", "messages=hello"):
        counted.get(cookie=cookie)
    assert counted.cache.pages == {}
    counted.get()
    counted.get(cookie="sessionid=abc")
    assert counted.renders == 4


@pytest.mark.parametrize(
    "change",
    [
        lambda response: response.set_cookie("seen", "1"),
        lambda response: setattr(response, "status_code", 410),
        lambda response: response.headers.__setitem__("Cache-Control", "private"),
    ],
    ids=["a cookie", "gone", "private"],
)
def test_an_answer_for_one_reader_is_never_kept(city, count_renders, monkeypatch, change):
    counted = count_renders(city)

    def page(_request):
        response = HttpResponse("for you")
        change(response)
        return response

    counted._page = page
    counted.get()
    counted.get()
    assert (counted.renders, counted.cache.pages) == (2, {})


def test_an_unmarked_view_and_an_unknown_parameter_are_not_kept(city, count_renders):
    counted = count_renders(city)
    counted.get("/paris/fr/?utm_source=a")
    counted.get("/paris/fr/?page=2&fbclid=b")
    assert counted.cache.pages == {}
    counted.get("/paris/fr/?page=2")
    assert len(counted.cache.pages) == 1
    counted.view = lambda _request: HttpResponse("unmarked")
    counted.get("/paris/fr/desk/")
    assert len(counted.cache.pages) == 1


def test_only_the_pages_read_last_are_kept(city, count_renders, monkeypatch):
    monkeypatch.setattr(page_cache, "MOST_PAGES", 2)
    counted = count_renders(city)
    for number in (1, 2, 1, 3):
        counted.get(f"/paris/fr/?page={number}")
    assert [key[2] for key in counted.cache.pages] == ["/paris/fr/?page=1", "/paris/fr/?page=3"]


def test_hosts_and_schemes_do_not_share_pages(city, count_renders):
    counted = count_renders(city)
    counted.get()
    counted.get(host="elsewhere.example")
    assert counted.renders == 2


def test_a_browser_that_unpacks_gets_it_packed(city, count_renders):
    counted = count_renders(city)
    plain, packed = counted.get(), counted.get(**{"accept-encoding": "br, gzip"})
    assert counted.renders == 1
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)
    assert plain["ETag"] != packed["ETag"]
    assert "Accept-Encoding" in plain["Vary"]


def test_a_browser_that_has_it_is_told_so_in_no_bytes(city, count_renders):
    counted = count_renders(city)
    tag = counted.get()["ETag"]
    again = counted.get(**{"if-none-match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert again["Cache-Control"] == "public, no-cache"
    assert counted.get(**{"if-none-match": '"another"'}).status_code == 200
