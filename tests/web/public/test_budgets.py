"""A full wall stays light: every byte is paid by somebody on a train."""

import gzip
from pathlib import Path

import flaneur
from tests import makers

CSS = Path(flaneur.__file__).parent / "web/static/css"
SENTENCE = "Un détail qui se touche : trois marches, une porte rouge, un chat qui n’attend personne. "


def packed(content):
    return len(gzip.compress(content, 9))


def test_a_wall_of_twenty_photos_weighs_less_than_20_kilobytes(client, publish):
    for number in range(20):
        find = publish(f"{number} {SENTENCE * 3}", minutes=5 + number)
        makers.make_photo(find, alt=SENTENCE + str(number), width=1080, height=810, colour=(number, 90, 90))
    assert packed(client.get("/paris/fr/").content) < 20_000


def test_the_styles_of_a_public_page_weigh_less_than_12_kilobytes():
    sheets = [(CSS / f"{name}.css").read_bytes() for name in ("tokens", "base", "parts", "public")]
    assert sum(map(packed, sheets)) < 12_000


def test_a_public_page_needs_no_script(client, publish):
    publish()
    assert "<script" not in client.get("/paris/fr/").text
