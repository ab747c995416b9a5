"""Instagram: the requests that leave, and what is made of the answers; Meta's own lists of fields judge all of them."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from flaneur.adapters.base import Lost, Refused, TryLater
from flaneur.adapters.instagram import Instagram
from flaneur.core.dispatch import Numbers, Receipt
from flaneur.rehearsal.faults import told
from flaneur.rehearsal.graph import Standing
from flaneur.rehearsal.instagram import InstagramNetwork
from tests.adapters import vendor
from tests.adapters.servers import ACCESS
from tests.adapters.stepping import errs, interrupt, ready, says, sent, silence, unfinished
from tests.adapters.vendor import needs_specs
from tests.adapters.worlds import WORDS, compose, make_dispatch, make_picture, make_world

ACCOUNT = "17841400000000001"
CALLBACK = "https://paris.fr/regie/canaux/retour"
CAPTION = f"{WORDS}\n\n— Léa · #ParisJeTaime\nhttps://paris.example/42/porte-rouge"
MINUTE = timedelta(minutes=1)
UNDESCRIBED = ("/oauth/", "/dialog/", "/me/accounts")


def _world(folder, login):
    found = make_world("instagram", folder, login=login)
    found.adapter.now = found.server.now
    found.server.network.by_facebook = login == "facebook"
    if vendor.SPECS.exists():
        _judge(found.server.network)
    return found


@pytest.fixture(params=[pytest.param("facebook", marks=pytest.mark.thorough), "instagram"])
def world(request, tmp_path):
    """An account that is connected, through either door."""
    return _world(tmp_path, request.param)


@pytest.fixture
def by_facebook(tmp_path):
    return _world(tmp_path, "facebook")


@pytest.fixture
def by_instagram(tmp_path):
    return _world(tmp_path, "instagram")


def _judge(network):
    answer = network.answer

    def judged(request):
        said = answer(request)
        if said.status_code == 200 and not any(place in request.url.path for place in UNDESCRIBED):
            vendor.instagram(request, said, by_facebook=network.by_facebook)
        return said

    network.answer = judged


def _album(folder, many, **fields):
    return tuple(make_picture(folder, name=f"{number}.jpg", alt=f"Porte {number}", **fields) for number in range(many))


def _post(folder, many=1, **fields):
    return compose("instagram", **{"pictures": _album(folder, many)} | fields)


def _forms(world):
    made = [each for each in world.server.requests if each.method == "POST" and each.url.path.endswith("/media")]
    return [told(request) for request in made]


def _later(world, span):
    world.server.now = world.adapter.now = world.adapter.now + span


class TestWhatLeaves:
    def test_one_picture_goes_through_a_container_that_is_watched_and_published(self, world, tmp_path):
        receipt = sent(world, _post(tmp_path))
        (reference,) = world.server.records
        (container,) = world.server.network.containers
        assert world.server.calls == [
            f"POST /v25.0/{ACCOUNT}/media",
            f"GET /v25.0/{container}",
            f"GET /v25.0/{ACCOUNT}/content_publishing_limit",
            f"POST /v25.0/{ACCOUNT}/media_publish",
            f"GET /v25.0/{reference}",
        ]
        assert _forms(world) == [
            {
                "image_url": "https://paris.example/pictures/0.jpg?signed=yes",
                "alt_text": "Porte 0",
                "caption": CAPTION,
            }
        ]
        assert told(world.server.requests[3]) == {"creation_id": container}
        assert world.server.requests[0].headers["authorization"] == f"Bearer {ACCESS}"
        assert receipt == Receipt(f"https://www.instagram.com/p/C{reference}/", (reference,))

    def test_each_door_has_its_address(self, world, tmp_path):
        sent(world, _post(tmp_path))
        door = "facebook" if world.server.network.by_facebook else "instagram"
        assert {request.url.host for request in world.server.requests} == {f"graph.{door}.com"}

    def test_several_pictures_are_a_carousel_whose_words_are_its_own(self, world, tmp_path):
        sent(world, _post(tmp_path, 3))
        *children, whole = _forms(world)
        assert [child["is_carousel_item"] for child in children] == ["true"] * 3
        assert not any("caption" in child or "media_type" in child for child in children)
        assert whole == {
            "media_type": "CAROUSEL",
            "children": ",".join([*world.server.network.containers][:3]),
            "caption": CAPTION,
        }
        (standing,) = world.server.records.values()
        assert [each["alt_text"] for each in standing.pictures] == ["Porte 0", "Porte 1", "Porte 2"]

    def test_a_carousel_has_ten_pictures_at_most(self, world, tmp_path):
        sent(world, _post(tmp_path, 12))
        (standing,) = world.server.records.values()
        assert len(standing.pictures) == 10

    def test_without_a_picture_there_is_no_post(self):
        with pytest.raises(Refused, match="no post without a picture"):
            Instagram.compose(make_dispatch())

    @pytest.mark.parametrize("size", [(79, 100), (192, 100)])
    def test_a_picture_too_tall_or_too_wide_is_named(self, tmp_path, size):
        album = (*_album(tmp_path, 2), make_picture(tmp_path, name="long.jpg", size=size))
        with pytest.raises(Refused, match="too tall or too wide") as raised:
            Instagram.compose(make_dispatch(pictures=album))
        assert raised.value.code == "picture 3"

    @pytest.mark.parametrize("size", [(80, 100), (191, 100)])
    def test_a_picture_just_within_is_taken(self, tmp_path, size):
        album = _album(tmp_path, 1, size=size)
        assert Instagram.compose(make_dispatch(pictures=album)).parts[0].pictures == album

    def test_only_jpeg_is_taken(self, tmp_path):
        (picture,) = _album(tmp_path, 1)
        with pytest.raises(Refused, match="JPEG") as raised:
            Instagram.compose(make_dispatch(pictures=(replace(picture, media_type="image/webp"),)))
        assert raised.value.code == "picture 1"

    def test_more_hashtags_than_instagram_takes_are_cut(self, tmp_path):
        words = " ".join(f"#t{number}a" for number in range(35))
        post = Instagram.compose(make_dispatch(words=words, pictures=_album(tmp_path, 1)))
        assert post.parts[0].text.count("#") == 30

    @pytest.mark.parametrize("many", [1, 2])
    def test_a_picture_without_an_address_is_refused_before_anything_leaves(self, world, tmp_path, many):
        with pytest.raises(Refused, match="no public address"):
            world.adapter.publish(_post(tmp_path, pictures=_album(tmp_path, many, address="")))
        assert world.server.calls == []


class TestNothingTwice:
    @pytest.mark.parametrize("many", [1, 2])
    @pytest.mark.parametrize("arrives", [True, False])
    def test_after_silence_the_container_and_the_list_are_asked(self, world, tmp_path, many, arrives):
        post = ready(world, _post(tmp_path, many))
        interrupt(world, silence, after=1, arrives=arrives)
        with pytest.raises(Lost):
            world.adapter.publish(post)
        if arrives:
            step, post = unfinished(world.adapter.look_up, post)
            assert step.references == tuple(world.server.records)
        else:
            assert world.adapter.look_up(post) is None
        assert sent(world, post).references == tuple(world.server.records)
        assert len(world.server.records) == 1

    @pytest.mark.parametrize("said", [(-1, 2207085), (4, 0), (368, 2207051)])
    def test_a_no_after_which_it_stands_is_found_out(self, world, tmp_path, said):
        post = ready(world, _post(tmp_path))
        world.server.network.ambiguous = said
        with pytest.raises(Lost):
            world.adapter.publish(post)
        _step, post = unfinished(world.adapter.look_up, post)
        assert sent(world, post).references == tuple(world.server.records)

    @pytest.mark.parametrize("said", [(-1, 2207085), (4, 0), (368, 2207051)])
    def test_the_same_no_after_which_it_does_not_stand_is_found_out_too(self, world, tmp_path, said):
        post = ready(world, _post(tmp_path))
        interrupt(world, errs(*said), after=1)
        with pytest.raises(Lost):
            world.adapter.publish(post)
        assert world.adapter.look_up(post) is None
        sent(world, post)
        assert len(world.server.records) == 1

    def test_published_twice_it_stands_once(self, world, tmp_path):
        """Whoever forgot that it was published hears that same −1 from Meta."""
        post = ready(world, _post(tmp_path))
        unfinished(world.adapter.publish, post)
        with pytest.raises(Lost) as raised:
            world.adapter.publish(post)
        assert raised.value.code == "-1/2207085"
        _step, post = unfinished(world.adapter.look_up, post)
        assert sent(world, post).references == tuple(world.server.records)
        assert len(world.server.records) == 1

    def test_a_check_that_finds_it_published_never_calls_it_ready(self, world, tmp_path):
        post = ready(world, _post(tmp_path))
        unfinished(world.adapter.publish, post)
        checked = replace(post, progress={**post.progress, "ready": False})
        step, _post_now = unfinished(world.adapter.publish, checked)
        assert step.progress == {"posts": [*world.server.records]}
        world.server.network.hides = True
        with pytest.raises(Lost, match="does not show it yet"):
            world.adapter.publish(checked)
        assert len(world.server.records) == 1

    def test_a_caption_that_comes_back_with_other_white_space_is_ours(self, world, tmp_path):
        post = ready(world, _post(tmp_path))
        interrupt(world, silence, after=1, arrives=True)
        with pytest.raises(Lost):
            world.adapter.publish(post)
        (standing,) = world.server.records.values()
        standing.text = standing.text.replace("\n\n", " \n").replace("é", "e\u0301")
        step, _post_now = unfinished(world.adapter.look_up, post)
        assert step.references == (standing.reference,)

    def test_the_same_caption_from_before_is_not_taken_for_ours(self, world, tmp_path):
        sent(world, _post(tmp_path))
        _later(world, timedelta(hours=2))
        again = ready(world, _post(tmp_path, key="another"))
        assert world.adapter.look_up(again) is None

    @pytest.mark.parametrize("many", [49, 50])
    def test_where_much_was_posted_since_a_person_looks(self, world, tmp_path, many):
        post = ready(world, _post(tmp_path))
        world.server.network.containers.clear()
        for number in range(many):
            world.server.records[f"{number}"] = Standing(f"{number}", "paris_test", "Autre chose", world.server.now)
        if many < 50:
            assert world.adapter.look_up(post) is None
            return
        with pytest.raises(Refused, match="Much was posted since"):
            world.adapter.look_up(post)

    def test_a_container_still_at_work_after_silence_is_waited_for(self, world, tmp_path):
        post = ready(world, _post(tmp_path))
        world.server.network.faults.stuck = True
        with pytest.raises(Lost):
            world.adapter.look_up(post)

    @pytest.mark.parametrize("sub", [2207006, 2207008, 2207020, 2207027])
    def test_a_container_that_is_not_ready_after_all_is_checked_again(self, world, tmp_path, sub):
        post = ready(world, _post(tmp_path))
        interrupt(world, errs(100, sub), after=1)
        step, post = unfinished(world.adapter.publish, post)
        assert (step.progress["ready"], step.after) == (False, timedelta(seconds=30))
        sent(world, post)
        assert len(world.server.records) == 1

    def test_a_container_meta_has_forgotten_is_made_anew(self, world, tmp_path):
        post = ready(world, _post(tmp_path))
        world.server.network.containers.clear()
        assert world.adapter.look_up(post) is None
        sent(world, post)
        assert (len(world.server.records), len(_forms(world))) == (1, 2)

    def test_a_post_that_waited_too_long_begins_anew_and_stands_once(self, world, tmp_path):
        post = ready(world, _post(tmp_path))
        _later(world, timedelta(days=2))
        sent(world, post)
        assert (len(world.server.records), len(_forms(world))) == (1, 2)


class TestPicturesThatTakeTime:
    @pytest.mark.parametrize(
        ("number", "sentence"),
        [
            ("2207009", "too tall or too wide"),
            ("2207004", "too large"),
            ("2207026", "could not read"),
            ("?", "could not"),
        ],
    )
    def test_a_picture_meta_gives_up_is_refused_by_its_number(self, world, tmp_path, number, sentence):
        step, post = unfinished(world.adapter.publish, _post(tmp_path))
        world.server.network.containers[step.progress["container"]].is_broken = number
        with pytest.raises(Refused, match=sentence):
            world.adapter.publish(post)

    def test_a_state_nobody_knows_is_asked_again(self, world, tmp_path):
        _step, post = unfinished(world.adapter.publish, _post(tmp_path))
        interrupt(world, says(200, id="1", status_code="DREAMING"))
        with pytest.raises(TryLater):
            world.adapter.publish(post)


class TestConnecting:
    def _come_back(self, world):
        consent = world.adapter.consent(CALLBACK, "state-of-the-desk")
        back = world.server.network.answer(httpx.Request("GET", consent.url))
        return consent, parse_qs(urlsplit(back.headers["location"]).query)["code"][0].removesuffix("#_")

    def _forget(self, world, **typed):
        kept = ("login", "client_id", "client_secret")
        world.adapter.credentials = {name: world.adapter.credentials[name] for name in kept} | typed

    @pytest.mark.parametrize(
        ("login", "page", "scope"),
        [
            (
                "facebook",
                "https://www.facebook.com/v25.0/dialog/oauth",
                "instagram_basic,instagram_content_publish,instagram_manage_contents,instagram_manage_comments,"
                "instagram_manage_insights,pages_show_list,pages_read_engagement",
            ),
            (
                "instagram",
                "https://www.instagram.com/oauth/authorize",
                "instagram_business_basic,instagram_business_content_publish,instagram_business_manage_comments,"
                "instagram_business_manage_insights",
            ),
        ],
    )
    def test_each_door_asks_for_no_more_than_we_need(self, tmp_path, login, page, scope):
        address = urlsplit(_world(tmp_path, login).adapter.consent(CALLBACK, "s").url)
        assert f"{address.scheme}://{address.netloc}{address.path}" == page
        assert parse_qs(address.query)["scope"] == [scope]

    def test_through_facebook_the_page_s_token_is_kept_and_does_not_age(self, by_facebook):
        self._forget(by_facebook)
        _consent, code = self._come_back(by_facebook)
        by_facebook.adapter.redeem(code, CALLBACK)
        assert by_facebook.adapter.credentials["access"].startswith("page-")
        assert by_facebook.adapter.renew_at is None
        account = by_facebook.adapter.check()
        assert (account.handle, account.url) == ("paris_test", "https://www.instagram.com/paris_test/")
        assert account.credentials["user"] == ACCOUNT

    @pytest.mark.parametrize(("typed", "is_clear"), [("", False), ("@Paris_Test", True), ("nobody", False)])
    def test_of_several_accounts_one_has_to_be_named(self, by_facebook, typed, is_clear):
        self._forget(by_facebook, handle=typed)
        by_facebook.server.network.pages = ["lyon_test"]
        _consent, code = self._come_back(by_facebook)
        if is_clear:
            by_facebook.adapter.redeem(code, CALLBACK)
            assert by_facebook.adapter.credentials["user"] == ACCOUNT
            return
        with pytest.raises(Refused, match="Which Instagram account"):
            by_facebook.adapter.redeem(code, CALLBACK)

    def test_through_instagram_a_token_of_sixty_days_is_kept(self, by_instagram):
        self._forget(by_instagram)
        _consent, code = self._come_back(by_instagram)
        by_instagram.adapter.redeem(code, CALLBACK)
        assert by_instagram.server.requests[0].url.host == "api.instagram.com"
        assert by_instagram.adapter.credentials["access"].startswith("long-")
        assert by_instagram.adapter.renew_at == by_instagram.server.now + timedelta(days=30)
        assert by_instagram.adapter.check().credentials["user"] == ACCOUNT
        _later(by_instagram, timedelta(days=30))
        by_instagram.adapter.renew()
        assert by_instagram.adapter.renew_at == by_instagram.server.now + timedelta(days=30)

    def test_a_first_token_may_lie_in_a_list(self, by_instagram):
        self._forget(by_instagram)
        _consent, code = self._come_back(by_instagram)
        by_instagram.server.network.let_in("short")
        interrupt(by_instagram, says(200, data=[{"access_token": "short", "user_id": ACCOUNT}]))
        by_instagram.adapter.redeem(code, CALLBACK)
        assert by_instagram.adapter.credentials["access"].startswith("long-")

    def test_a_code_is_good_once(self, world):
        self._forget(world)
        _consent, code = self._come_back(world)
        world.adapter.redeem(code, CALLBACK)
        with pytest.raises(Refused) as raised:
            world.adapter.redeem(code, CALLBACK)
        assert raised.value.reconnect

    def test_without_an_account_nothing_is_asked(self, by_facebook):
        self._forget(by_facebook, access=ACCESS)
        with pytest.raises(Refused) as raised:
            by_facebook.adapter.check()
        assert (raised.value.reconnect, by_facebook.server.calls) == (True, [])

    def test_a_rehearsal_differs_by_its_address_only(self, world):
        world.adapter.credentials = {**world.adapter.credentials, "service": "http://localhost:8400/"}
        world.adapter.check()
        assert {request.url.netloc for request in world.server.requests} == {b"localhost:8400"}
        assert world.adapter.consent(CALLBACK, "s").url.startswith("http://localhost:8400/")

    @pytest.mark.parametrize(("code", "sub"), [(190, 0), (190, 463), (102, 0), (100, 33)])
    def test_an_account_that_is_shut_out_has_to_be_connected_again(self, world, code, sub):
        interrupt(world, errs(code, sub))
        with pytest.raises(Refused) as raised:
            world.adapter.check()
        assert raised.value.reconnect


class TestTakingBack:
    def test_through_facebook_it_is_deleted_and_read_again(self, by_facebook, tmp_path):
        receipt = sent(by_facebook, _post(tmp_path))
        by_facebook.server.forget_calls()
        by_facebook.adapter.retract(receipt, "whatever")
        (reference,) = receipt.references
        assert by_facebook.server.calls == [
            f"DELETE /v25.0/{reference}",
            f"GET /v25.0/{reference}",
            f"GET /v25.0/{ACCOUNT}",
        ]
        assert by_facebook.server.records == {}

    def test_through_instagram_a_person_has_to_and_then_it_is_done(self, by_instagram, tmp_path):
        receipt = sent(by_instagram, _post(tmp_path))
        with pytest.raises(Refused, match="by hand"):
            by_instagram.adapter.retract(receipt, "whatever")
        assert not any(call.startswith("DELETE") for call in by_instagram.server.calls)
        by_instagram.server.records.clear()
        by_instagram.adapter.retract(receipt, "whatever")
        assert by_instagram.adapter.stands(receipt) is False

    def test_a_no_while_it_stands_is_for_a_person(self, by_facebook, tmp_path):
        receipt = sent(by_facebook, _post(tmp_path))
        by_facebook.server.network.ambiguous = (-1, 2207085)
        with pytest.raises(Refused, match="please delete it there"):
            by_facebook.adapter.retract(receipt, "whatever")
        by_facebook.server.network.ambiguous = None
        by_facebook.server.network.keeps = True
        by_facebook.adapter.retract(receipt, "whatever")
        assert by_facebook.adapter.stands(receipt)

    def test_a_no_after_which_it_is_gone_is_done(self, by_facebook, tmp_path):
        receipt = sent(by_facebook, _post(tmp_path))
        interrupt(by_facebook, errs(-1, 2207085), arrives=True)
        by_facebook.adapter.retract(receipt, "whatever")
        assert by_facebook.server.records == {}

    def test_without_a_receipt_a_person_has_to(self, world):
        with pytest.raises(Refused, match="delete it on the network"):
            world.adapter.retract(Receipt(""), "whatever")

    def test_gone_is_not_believed_of_an_account_that_is_shut_out(self, world, tmp_path):
        receipt = sent(world, _post(tmp_path))
        assert world.adapter.stands(receipt)
        interrupt(world, errs(100, 33))
        interrupt(world, errs(100, 33), after=1)
        with pytest.raises(Refused) as raised:
            world.adapter.stands(receipt)
        assert raised.value.reconnect


class TestReading:
    def test_comments_are_heard_once_and_ours_are_not(self, world, tmp_path):
        receipt = sent(world, _post(tmp_path))
        (reference,) = receipt.references
        cursor = world.adapter.hear("").cursor
        _later(world, MINUTE)
        first = world.server.network.say("Où ça ?", under=reference)
        world.server.network.say("Rue Crémieux.", under=reference, author="paris_test")
        _later(world, MINUTE)
        second = world.server.network.say("Merci", under=reference)
        heard = world.adapter.hear(cursor)
        assert [each.reference for each in heard.replies] == [first, second]
        told_first = heard.replies[0]
        assert (told_first.author, told_first.text, told_first.answers) == ("lea_visite", "Où ça ?", reference)
        assert told_first.url == receipt.url
        assert world.adapter.hear(heard.cursor).replies == ()

    @pytest.mark.parametrize(
        "odd", [{"timestamp": None}, {"timestamp": "yesterday"}, {"timestamp": "2026-05-14T10:00:00"}, {"id": None}]
    )
    def test_a_comment_without_its_id_or_moment_is_no_usable_answer(self, world, tmp_path, odd):
        (reference,) = sent(world, _post(tmp_path)).references
        cursor = world.adapter.hear("").cursor
        world.server.network.say("Oh", under=reference)
        row = {"id": "1", "text": "Oh", "timestamp": world.server.now.isoformat()} | odd
        interrupt(world, says(200, data=[row]), after=1)
        with pytest.raises(TryLater):
            world.adapter.hear(cursor)

    def test_a_storm_under_one_post_is_read_page_by_page(self, world, tmp_path):
        (reference,) = sent(world, _post(tmp_path)).references
        cursor = world.adapter.hear("").cursor
        for number in range(120):
            _later(world, timedelta(seconds=1))
            world.server.network.say(f"Mot {number}", under=reference)
        assert [each.text for each in world.adapter.hear(cursor).replies] == [f"Mot {number}" for number in range(120)]

    def test_a_post_is_counted(self, world, tmp_path):
        receipt = sent(world, _post(tmp_path))
        world.server.records[receipt.references[0]].counts |= {"views": 900, "likes": 10, "shares": 4}
        world.server.network.say("Oh", under=receipt.references[0])
        assert world.adapter.count(receipt) == Numbers(views=900, likes=10, shares=4, replies=1)

    def test_without_the_right_to_insights_the_rest_is_counted(self, world, tmp_path):
        receipt = sent(world, _post(tmp_path))
        interrupt(world, errs(10), after=1)
        assert world.adapter.count(receipt) == Numbers(views=None, likes=0, shares=None, replies=0)
        interrupt(world, errs(190), after=1)
        with pytest.raises(Refused) as raised:
            world.adapter.count(receipt)
        assert raised.value.reconnect


class TestTrouble:
    @pytest.mark.parametrize(
        ("code", "sub", "sentence"),
        [
            (100, 2207001, "spam"),
            (36000, 2207004, "too large"),
            (36001, 2207005, "could not read"),
            (36003, 2207009, "too tall or too wide"),
            (36004, 2207010, "words are too long"),
            (100, 2207028, "two pictures"),
            (25, 2207050, "limits this account"),
            (10, 0, "does not allow"),
            (200, 0, "does not allow"),
            (100, 0, "refused this as it is"),
        ],
    )
    def test_a_number_becomes_a_sentence(self, world, tmp_path, code, sub, sentence):
        interrupt(world, errs(code, sub))
        with pytest.raises(Refused, match=sentence) as raised:
            world.adapter.publish(_post(tmp_path))
        assert raised.value.reconnect is False

    @pytest.mark.parametrize(
        ("code", "sub"),
        [(-2, 2207003), (-2, 2207032), (9004, 2207052), (1, 2207053), (-1, 2207085), (4, 0), (80002, 0), (17, 0)],
    )
    def test_what_passes_is_tried_later(self, world, tmp_path, code, sub):
        interrupt(world, errs(code, sub))
        with pytest.raises(TryLater):
            world.adapter.publish(_post(tmp_path))

    def test_a_used_up_day_waits_before_the_last_step(self, world, tmp_path):
        world.server.network.quota = 0
        post = ready(world, _post(tmp_path))
        with pytest.raises(TryLater, match="no more posts") as raised:
            world.adapter.publish(post)
        assert (raised.value.after, raised.value.code) == (timedelta(hours=1), "0/0")
        assert not any(call.endswith("media_publish") for call in world.server.calls)

    def test_a_quota_nobody_names_holds_nothing_up(self, world, tmp_path):
        post = ready(world, _post(tmp_path))
        interrupt(world, says(200, data=[]))
        unfinished(world.adapter.publish, post)
        assert len(world.server.records) == 1


@needs_specs
class TestTheJudge:
    @pytest.mark.parametrize(
        ("method", "path", "form"),
        [
            ("POST", f"{ACCOUNT}/media", {"caption": "x", "language": "fr"}),
            ("POST", f"{ACCOUNT}/media", {"is_carousel_item": "perhaps"}),
            ("POST", f"{ACCOUNT}/media_publish", {}),
            ("POST", f"{ACCOUNT}/media_publish", {"creation_id": "not a number"}),
            ("GET", f"{ACCOUNT}/media?fields=text", None),
            ("GET", "1/insights?metric=loves", None),
            ("GET", "1/insights", None),
            ("PUT", "1", None),
        ],
    )
    @pytest.mark.parametrize("by_facebook", [True, False])
    def test_the_lists_refuse_what_we_never_send(self, method, path, form, by_facebook):
        request = httpx.Request(method, f"https://graph.facebook.com/v25.0/{path}", data=form)
        with pytest.raises(AssertionError):
            vendor.instagram(request, httpx.Response(200, json={"data": []}), by_facebook=by_facebook)

    def test_only_one_door_deletes(self):
        request = httpx.Request("DELETE", "https://graph.facebook.com/v25.0/1")
        vendor.instagram(request, httpx.Response(200, json={"success": True}), by_facebook=True)
        with pytest.raises(AssertionError):
            vendor.instagram(request, httpx.Response(200, json={"success": True}), by_facebook=False)

    @pytest.mark.parametrize("row", [{"id": 7}, {"id": "7", "text": "x"}, {"timestamp": "yesterday"}])
    def test_the_lists_refuse_what_they_never_answer(self, row):
        request = httpx.Request("GET", f"https://graph.facebook.com/v25.0/{ACCOUNT}/media?fields=id")
        with pytest.raises((AssertionError, ValueError)):
            vendor.instagram(request, httpx.Response(200, json={"data": [row]}), by_facebook=True)


def test_the_stand_in_refuses_pictures_without_an_address(tmp_path):
    network = make_world("instagram", tmp_path).server.network
    assert isinstance(network, InstagramNetwork)
    headers = {"authorization": f"Bearer {ACCESS}"}
    request = httpx.Request("POST", f"https://x.test/v25.0/{ACCOUNT}/media", data={"caption": "x"}, headers=headers)
    assert network.answer(request).json()["error"]["error_subcode"] == 2207052
