import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flaneur.core.charter import Draft, Effect, check
from flaneur.core.charter.written import write_book
from flaneur.core.find import FindState
from flaneur.core.geo import district_at, districts, polygons, scenery
from flaneur.core.place import Discretion
from flaneur.demo import towns
from flaneur.demo.scenes import MOTIFS
from flaneur.demo.seed import basemap
from flaneur.demo.story import ago, on
from flaneur.demo.towns import TOWNS
from flaneur.services.lexicons import charter_lists

PARIS = ZoneInfo("Europe/Paris")
ENTRIES = [pytest.param(town, entry, id=f"{town.slug}-{entry.key}") for town in TOWNS for entry in town.entries]
FRENCH = [
    text
    for town in TOWNS
    for entry in town.entries
    for text in (entry.words, *(shot.alt for shot in entry.shots))
    if entry.language == "fr"
]
FLAWED = {
    "auteuil": {"alt_text"},
    "camoens": {"protected_works"},
    "coulee-verte": {"french_present"},
    "figuier": {"brand_tag", "readable_hashtags", "joined_hashtags"},
    "notre-dame": {"french_present"},
    "starfish": {"french_present"},
    "vivienne": {"french_present"},
}
"""With something for the desk to say, or an answer to a question of the charter; all others pass it."""

BROCHURE = re.compile(
    r"incontournable|magique|joyau|unique|vibrant|must-see|hidden gem|authenti|charmant|découvrez|\d ?€", re.I
)


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.slug)
def test_a_map_names_its_source_and_closes_its_rings(town):
    collection = basemap(town)
    assert collection["type"] == "FeatureCollection"
    assert all(collection[key] for key in ("source", "licence", "read_on"))
    for feature in collection["features"]:
        for rings in polygons(feature["geometry"]):
            assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in rings)


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.slug)
def test_a_district_holds_its_own_label_and_its_code_is_its_own(town):
    collection = basemap(town)
    known = districts(collection)
    assert len({district.code for district in known}) == len(known)
    assert all(district_at(collection, *district.centre) == district for district in known)


def test_paris_has_its_twenty_arrondissements_and_its_water():
    assert [district.short for district in districts(basemap(TOWNS[0]))] == ["1er", *(f"{n}e" for n in range(2, 21))]
    assert scenery(basemap(TOWNS[0]), "water")


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.slug)
def test_every_guest_lives_in_a_district_of_the_city(town):
    codes = {district.code for district in districts(basemap(town))}
    assert {host.district for host in town.hosts} <= codes


@pytest.mark.parametrize(
    ("key", "short"), [("brady", "10e"), ("vert-galant", "1er"), ("cremieux", "12e"), ("camoens", "16e")]
)
def test_a_place_lies_in_the_arrondissement_parisians_would_say(key, short):
    paris = TOWNS[0]
    spot = next(entry.spot for entry in paris.entries if entry.key == key)
    assert district_at(basemap(paris), spot.lon, spot.lat).short == short


@pytest.mark.parametrize(("town", "entry"), ENTRIES)
def test_a_find_is_told_in_a_friends_words_from_a_real_spot(town, entry):
    assert 30 <= len(entry.words) <= 280 or entry.key == "buttes-chaumont"
    assert not BROCHURE.search(entry.words)
    assert entry.pillar in {pillar["key"] for pillar in town.charter.pillars}
    assert entry.spot is None or district_at(basemap(town), entry.spot.lon, entry.spot.lat)
    assert all(shot.motif in MOTIFS for shot in entry.shots)


@pytest.mark.parametrize(("town", "entry"), ENTRIES)
def test_a_find_meets_the_charter_unless_it_is_there_to_show_a_remark(town, entry):
    draft = Draft(
        entry.words,
        town.tag,
        [shot.alt for shot in entry.shots],
        language=entry.language,
        pillar=entry.pillar,
        discretion=entry.spot.discretion if entry.spot else Discretion.STREET,
        seen_at=entry.when.instant(datetime(2026, 11, 23, 12, tzinfo=PARIS), PARIS).strftime("%Y-%m-%dT%H:%M"),
    )
    remarks = check(draft, town.charter.articles, charter_lists())
    assert {remark.rule for remark in remarks} == FLAWED.get(entry.key, set())
    assert {remark.rule for remark in remarks if remark.effect is Effect.ASK} == set(entry.reasons)


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.slug)
def test_a_towns_charter_is_complete_and_its_own(town):
    book, others = town.charter, [other.charter for other in TOWNS if other is not town]
    assert book.brand_tag == town.tag
    assert set(book.text) == {"fr", "en"}
    assert all(text["intro"] and text["love"] and text["avoid"] and text["examples"] for text in book.text.values())
    assert sum(pillar["share"] for pillar in book.pillars) == 100
    assert book.articles not in [other.articles for other in others]
    assert book.balance not in [other.balance for other in others]
    assert write_book(book) == (Path(towns.__file__).parent / f"{town.slug}.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", FRENCH)
def test_french_is_set_with_narrow_spaces(text):
    assert not re.search(r"[^\u202f][;:!?»]|«[^\u202f]", text)
    assert "'" not in text


@pytest.mark.parametrize(("town", "entry"), ENTRIES)
def test_what_the_desk_gives_back_comes_with_a_reason(town, entry):
    needs_one = entry.becomes in {FindState.RETURNED, FindState.DECLINED, FindState.RETRACTED}
    assert bool(entry.verdict) is needs_one


def test_a_fragile_street_is_told_without_its_name():
    entry = next(entry for entry in TOWNS[0].entries if entry.key == "cremieux")
    assert entry.spot.discretion == "district"
    assert "crémieux" not in entry.words.casefold()


def test_paris_shows_every_state_a_find_can_be_left_in():
    assert {entry.becomes for entry in TOWNS[0].entries} == set(FindState) - {FindState.WITHDRAWN}


def test_a_moment_is_told_from_today_in_the_citys_own_time():
    now = datetime(2026, 5, 14, 22, 30, tzinfo=UTC)
    assert on(-2, "08:15").instant(now, PARIS) == datetime(2026, 5, 13, 6, 15, tzinfo=UTC)
    assert ago(2.5).instant(now, PARIS) == datetime(2026, 5, 14, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.slug)
@pytest.mark.parametrize("hour", [0, 9, 23])
def test_everything_was_seen_inside_its_stay_and_before_now(town, hour):
    now = datetime(2026, 11, 23, hour, 10, tzinfo=PARIS)
    for stay in town.stays:
        starts_at, ends_at = stay.window(now, PARIS)
        assert all(starts_at <= entry.when.instant(now, PARIS) < min(ends_at, now) for entry in stay.entries)
