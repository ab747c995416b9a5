"""`flaneur city add`: a city whose pages work, or a sentence that names the option to put right."""

import json
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from flaneur.models import City, User
from tests.ground import square, two_districts

NAMELESS = {"type": "Feature", "properties": {"nom": "Bellecour"}, "geometry": square(4.8, 45.7, 4.9, 45.8)}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def add(*options, name="Lyon", tag="#LyonJeTaime", chief="chief@lyon.example"):
    call_command("city", "add", name, "--tag", tag, "--chief", chief, *options)


@pytest.fixture
def file(tmp_path):
    def _file(content):
        path = tmp_path / "lyon.geojson"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return _file


def test_a_city_is_there_and_its_chief_gets_in_once(db, client, file, capsys):
    add("--languages", "fr, en", "--districts", file(two_districts()))
    assert City.objects.get().languages == ["fr", "en"]
    link = capsys.readouterr().out.split()[-1]
    desk = client.post(urlsplit(link).path, follow=True)
    assert (desk.status_code, desk.request["PATH_INFO"]) == (200, "/lyon/fr/desk/")
    assert client.get("/lyon/fr/").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": "東京"}, r"--slug: "),
        ({"name": "Static"}, r"--slug: “static” is an address of the program's own\."),
        ({"tag": "LyonJeTaime"}, r"--tag: "),
        ({"chief": "notamail"}, r"--chief: "),
    ],
)
def test_a_wrong_word_names_its_option_and_adds_nothing(db, wrong, told):
    with pytest.raises(CommandError, match=told):
        add(**wrong)
    assert (City.objects.count(), User.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--languages", "fr,xx", r"--languages: Only these languages are spoken here: fr, en\."),
        ("--languages", "", r"--languages: Only these"),
        ("--time-zone", "Europe/Lugdunum", r"--time-zone: Europe/Lugdunum is no time zone"),
        ("--districts", "nowhere.geojson", r"--districts: nowhere\.geojson cannot be read"),
    ],
)
def test_a_wrong_option_is_named(db, option, value, told):
    with pytest.raises(CommandError, match=told):
        add(option, value)
    assert City.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ([], "--districts: This is no GeoJSON FeatureCollection."),
        ({"type": "FeatureCollection", "features": [NAMELESS]}, "--districts: Feature 1 has no usable “code”."),
        ("{", "cannot be read as GeoJSON"),
    ],
)
def test_a_map_the_pages_could_not_draw_is_refused(db, file, content, told):
    with pytest.raises(CommandError) as refusal:
        add("--districts", file(content))
    assert told in str(refusal.value)
    assert City.objects.count() == 0
