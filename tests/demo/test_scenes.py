import io
from hashlib import sha256

import pytest
from PIL import Image, ImageOps

from flaneur.demo.portraits import portrait
from flaneur.demo.scenes import MOTIFS, draw, paint
from flaneur.demo.scenes.light import Hour

WIDE, TALL = (320, 240), (240, 320)
AT = (2.3404, 48.8574)


@pytest.mark.parametrize("motif", sorted(MOTIFS))
@pytest.mark.parametrize(("size", "hour"), [(WIDE, Hour.DAWN), (TALL, Hour.NIGHT)])
def test_every_motif_can_be_seen_lying_and_upright_by_day_and_by_night(motif, size, hour):
    picture = paint(motif, seed=1, light=hour, size=size)
    assert picture.size == size
    assert len(picture.getcolors(maxcolors=WIDE[0] * WIDE[1])) > 500


def test_the_same_seed_draws_the_same_picture_and_another_seed_another():
    first, again, other = (draw("roofs", seed=seed, light=Hour.DAWN, size=WIDE, at=AT) for seed in (3, 3, 4))
    assert sha256(first).digest() == sha256(again).digest()
    assert first != other


def test_an_upright_shot_lies_on_its_side_until_its_orientation_is_obeyed():
    stored = Image.open(io.BytesIO(draw("cat", seed=6, light=Hour.DUSK, size=TALL, at=AT)))
    assert stored.size == (320, 240)
    upright = ImageOps.exif_transpose(stored)
    assert upright.size == TALL
    drawn = paint("cat", seed=6, light=Hour.DUSK, size=TALL)
    assert upright.resize((1, 1), Image.Resampling.BOX, (0, 0, 240, 60)).getpixel((0, 0)) == pytest.approx(
        drawn.resize((1, 1), Image.Resampling.BOX, (0, 0, 240, 60)).getpixel((0, 0)), abs=4
    )


def test_a_shot_carries_the_position_it_was_taken_at():
    position = Image.open(io.BytesIO(draw("bridge", seed=1, light=Hour.NIGHT, size=WIDE, at=(-1.5536, 47.2184))))
    gps = position.getexif().get_ifd(0x8825)
    assert (gps[1], gps[3]) == ("N", "W")
    degrees, minutes, seconds = gps[2]
    assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(47.2184, abs=1e-4)
    degrees, minutes, seconds = gps[4]
    assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(1.5536, abs=1e-4)


def test_a_shot_of_nowhere_carries_no_position():
    assert not Image.open(io.BytesIO(draw("bridge", seed=1, light=Hour.NIGHT, size=WIDE))).getexif().get_ifd(0x8825)


def test_a_portrait_is_square_and_the_same_for_the_same_seed():
    assert Image.open(io.BytesIO(portrait(25))).size == (600, 600)
    assert portrait(25) == portrait(25)
    assert portrait(25) != portrait(26)
