"""The stand-ins over real sockets: the adapters the city uses speak to them, and a person sees what they did."""

import html
import re
import socket
from dataclasses import replace
from time import monotonic

import httpx
import pytest
from django.utils import timezone

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Lost, Refused, TryLater, Unfinished
from flaneur.adapters.guard import guarded_client
from flaneur.management.commands.rehearse import open_house
from flaneur.rehearsal.served import HOST, LARGEST, serving
from flaneur.rehearsal.stages import ACCESS
from tests.adapters.stepping import kept
from tests.adapters.worlds import make_dispatch, make_picture

KINDS = ("mastodon", "x", "instagram", "threads", "pinterest")
BROWSER = httpx.Client(headers={"accept": "text/html"}, trust_env=False)
LET_IN, JSON = {"authorization": f"Bearer {ACCESS}"}, {"content-type": "application/json"}
WORDS = "Trois marches, <b>une porte</b> & un chat."
ALT = "Une porte “rouge”"


@pytest.fixture(scope="module")
def cast():
    networks = open_house(0)
    with serving(networks):
        yield {network.stage.kind: network for network in networks}


@pytest.fixture(params=KINDS)
def network(cast, request):
    yield cast[request.param]
    switch(cast[request.param])


@pytest.fixture
def adapter(network, tmp_path):
    answers = {**network.typed, **network.stage.granted}
    with guarded_client([f"{HOST}/32"]) as http:
        adapter = ADAPTERS[network.stage.kind](answers, http=http, folder=tmp_path, now=timezone.now())
        adapter.check()
        yield adapter


@pytest.fixture
def post(adapter, tmp_path, request):
    """Words nobody else says, so that no network takes them for a repeat."""
    words = f"{WORDS} {request.node.name}"
    pictures = (make_picture(tmp_path, alt=ALT),)
    return adapter.compose(make_dispatch(words=words, created_at=adapter.now, pictures=pictures))


def page(network):
    answer = BROWSER.get(f"{network.origin}/")
    assert answer.status_code == 200
    return answer.text


def switch(network, *faults):
    send(network, "faults", **dict.fromkeys(faults, "on"))


def send(network, form, **fields):
    token = re.search(r'name="token" value="([^"]+)"', page(network))[1]
    answer = BROWSER.post(f"{network.origin}/rehearsal/{form}", data={"token": token, **fields})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def step(act, post):
    try:
        return act(post), post
    except Unfinished as unfinished:
        return None, kept(post, unfinished)


def sent(adapter, post):
    for _step in range(10):
        receipt, post = step(adapter.publish, post)
        if receipt:
            return receipt, post
    raise AssertionError("it never comes to an end")


def standing(network, words):
    return [line for line in re.findall(r'class="words">([^<]*)<', page(network)) if words in html.unescape(line)]


def test_what_is_published_stands_on_the_page_until_it_is_taken_back(network, adapter, post):
    receipt, post = sent(adapter, post)
    assert adapter.stands(receipt)
    (shown,) = standing(network, "une porte")
    assert html.escape(WORDS) in shown
    assert html.escape(ALT) in page(network)
    assert receipt.url.startswith(network.origin)
    assert BROWSER.get(receipt.url).text.count(shown) >= 1
    adapter.retract(receipt, post.key)
    assert not adapter.stands(receipt)
    assert standing(network, "une porte") == []


def test_the_picture_of_an_account_is_shown_where_the_network_says_it_is(cast, tmp_path, monkeypatch):
    served, picture = cast["mastodon"], make_picture(tmp_path).path.read_bytes()
    memory = served.stage.network.memory
    assert BROWSER.get(f"{served.origin}/avatars/1.jpg").status_code == 404
    monkeypatch.setattr(memory, "avatar", picture)
    monkeypatch.setattr(memory, "avatars", 1)
    assert 'src="/avatars/current.jpg"' in page(served)
    answer = BROWSER.get(served.stage.network._account("paris")["avatar"])
    assert (answer.headers["content-type"], answer.content) == ("image/jpeg", picture)


def test_a_picture_is_shown_as_it_reached_the_network(network, adapter, post):
    """Instagram and Threads fetch none here: it does not lie on this machine."""
    receipt, post = sent(adapter, post)
    sources = re.findall(r'<img src="([^"]+)"', page(network))
    assert len(sources) == (network.stage.kind not in {"instagram", "threads"})
    if not sources:
        assert "le fichier n’est pas parvenu à cette doublure" in html.unescape(page(network))
    for source in sources:
        answer = BROWSER.get(f"{network.origin}{source}")
        assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == ("image/jpeg", "nosniff")
        assert answer.content == post.parts[0].pictures[0].path.read_bytes()
    adapter.retract(receipt, post.key)
    assert {BROWSER.get(f"{network.origin}{source}").status_code for source in sources} <= {404}


@pytest.mark.parametrize("place", ["nobody/0", "../../etc/0", "1/99", "1/-1", "1/x"])
def test_no_other_file_is_shown(cast, place):
    assert BROWSER.get(f"{cast['x'].origin}/rehearsal/pictures/{place}", headers={"accept": "*/*"}).status_code >= 400


@pytest.mark.parametrize(("fault", "trouble"), [("busy", TryLater), ("broken", (TryLater, Lost)), ("expired", Refused)])
def test_a_fault_switched_on_is_felt_until_it_is_off_again(network, adapter, post, fault, trouble):
    switch(network, fault)
    assert f'name="{fault}" checked' in page(network)
    with pytest.raises(trouble):
        step(adapter.publish, post)
    assert standing(network, "une porte") == []
    switch(network)
    assert " checked" not in page(network)


def test_every_switch_of_the_page_turns_its_own_fault(cast):
    for network in cast.values():
        for fault in network.stage.faults:
            switch(network, fault)
            faults = vars(network.stage.network.faults)
            assert {name for name, is_on in faults.items() if is_on} == {fault}
        switch(network)


def test_a_slow_network_takes_its_time_and_its_page_does_not(cast, monkeypatch):
    monkeypatch.setattr("flaneur.rehearsal.served.SLOWNESS", 1.0)
    network = cast["mastodon"]
    switch(network, "slow")
    begun = monotonic()
    page(network)
    drawn = monotonic()
    BROWSER.get(f"{network.origin}/api/v2/instance", headers={"accept": "*/*"})
    assert drawn - begun < 1.0 <= monotonic() - drawn
    switch(network)


def test_what_was_taken_before_the_network_hung_up_is_found_once(network, adapter, post):
    post = eve(network, adapter, post)
    switch(network, "drops")
    with pytest.raises(Lost):
        adapter.publish(post)
    switch(network)
    receipt, post = step(adapter.look_up, post)
    receipt = receipt or adapter.look_up(post)
    assert adapter.stands(receipt)
    assert len(standing(network, "une porte")) == 1
    adapter.retract(receipt, post.key)


def eve(network, adapter, post):
    """The post just before the step that everybody sees."""
    if network.stage.kind in {"x", "mastodon"}:
        post = replace(post, parts=tuple(replace(part, pictures=()) for part in post.parts))
    while network.stage.kind in {"instagram", "threads"} and not post.progress.get("ready"):
        _receipt, post = step(adapter.publish, post)
    return post


def test_a_passer_by_is_heard(network, adapter, post):
    if not network.stage.hears:
        assert "/rehearsal/replies" not in page(network)
        return
    receipt, post = sent(adapter, post)
    cursor = adapter.hear("").cursor
    send(network, "replies", text="C’est <i>où</i> ?", under=receipt.references[0])
    (reply,) = adapter.hear(cursor).replies
    assert reply.text.removeprefix("@paris ") == "C’est <i>où</i> ?"
    assert reply.answers == receipt.references[0]
    assert len(standing(network, "<i>où</i>")) == 1
    adapter.retract(receipt, post.key)


@pytest.fixture
def consent(network, adapter):
    adapter.credentials = {name: value for name, value in network.typed.items() if name != "token"}
    return adapter.consent("http://localhost:8000/back/", "state-of-ours")


def links(page):
    """Where the buttons lead: to a yes, and to a no."""
    return [html.unescape(link) for link in re.findall(r'<a class="button[^"]*" href="([^"]+)"', page)]


def test_whoever_says_yes_is_sent_back_with_a_code(network, adapter, consent):
    page = BROWSER.get(consent.url)
    assert f"Ce n’est pas {network.stage.name}, mais sa doublure" in html.unescape(page.text)
    assert "default-src 'none'" in page.headers["content-security-policy"]
    yes, _no = links(page.text)
    answer = BROWSER.get(yes)
    back = httpx.URL(answer.headers["location"])
    assert (answer.status_code, back.path, back.params["state"]) == (302, "/back/", "state-of-ours")
    adapter.credentials = {**adapter.credentials, **consent.credentials}
    adapter.redeem(back.params["code"], "http://localhost:8000/back/")
    assert adapter.check().handle.startswith("paris")


def test_whoever_says_no_goes_back_without_one(network, consent):
    _yes, no = links(BROWSER.get(consent.url).text)
    back = httpx.URL(no)
    assert f"{back.copy_with(query=None)}" == "http://localhost:8000/back/"
    assert dict(back.params) == {"error": "access_denied", "state": "state-of-ours"}


@pytest.mark.parametrize(
    "back", ["", "javascript:alert(1)", "data:text/html,hello", "http://", "http://a\0b", "/back/"]
)
def test_nobody_is_asked_who_could_not_be_sent_back(cast, back):
    address = f"{cast['x'].origin}/i/oauth2/authorize"
    assert BROWSER.get(address, params={"redirect_uri": back}).status_code == 400


def test_only_the_page_itself_says_yes(network, consent):
    """A link made elsewhere knows no token: it leads to the question."""
    answer = BROWSER.get(f"{consent.url}&rehearsal=made-up")
    assert (answer.status_code, len(links(answer.text))) == (200, 2)


@pytest.mark.parametrize(("times", "voices"), [("3", 3), ("500", 50), ("0", 0), ("", 1), ("-1", 1), ("many", 1)])
def test_a_crowd_is_as_large_as_one_says_and_no_larger(cast, times, voices):
    network = cast["x"]
    before = len(network.stage.network.posts)
    send(network, "replies", text="Bonjour !", under="", times=times)
    assert len(network.stage.network.posts) - before == voices


def test_a_fault_may_be_everywhere_as_far_as_a_network_knows_it(cast):
    switch(cast["x"], "duplicate", "busy", "everywhere")
    for kind, other in cast.items():
        on = {name for name, is_on in vars(other.stage.network.faults).items() if is_on}
        assert on == {"duplicate", "busy"} & set(other.stage.faults), kind
        assert "en difficulté" in page(other)
    switch(cast["pinterest"], "everywhere")
    assert "en difficulté" not in page(cast["x"])


def test_only_this_machine_is_listened_to(cast):
    for network in cast.values():
        assert network.socket.getsockname()[0] == "127.0.0.1"
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", network.server_port), timeout=2)


def test_a_form_of_somebody_elses_changes_nothing(cast):
    network = cast["x"]
    for form in ({"busy": "on"}, {"busy": "on", "token": cast["threads"].token}):
        assert BROWSER.post(f"{network.origin}/rehearsal/faults", data=form).status_code == 403
    assert BROWSER.get(f"{network.origin}/", headers={"host": "rebound.example"}).status_code == 421
    assert " checked" not in page(network)


def test_no_request_is_without_end(cast):
    network = cast["x"]
    with socket.create_connection((HOST, network.server_port), timeout=5) as line:
        head = f"POST /2/tweets HTTP/1.1\r\nhost: {HOST}:{network.server_port}\r\ncontent-length: {LARGEST + 1}\r\n\r\n"
        line.sendall(head.encode())
        assert line.recv(1000).startswith(b"HTTP/1.0 413 ")
    url = f"{network.origin}/2/tweets"
    assert BROWSER.post(url, content=iter([b"a", b"b"])).status_code == 411
    assert BROWSER.post(url, headers=LET_IN | JSON, content=b"no json").status_code == 400


def test_the_page_says_what_it_is_and_nothing_in_it_is_inline(cast):
    answer = BROWSER.get(f"{cast['x'].origin}/")
    assert "Répétition\u202f: rien ici n’est public." in html.unescape(answer.text)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=", answer.text)
    for path in re.findall(r'rel="stylesheet" href="([^"]+)"', answer.text):
        style = BROWSER.get(f"{cast['x'].origin}{path}")
        assert (style.status_code, style.headers["content-type"]) == (200, "text/css; charset=utf-8")
