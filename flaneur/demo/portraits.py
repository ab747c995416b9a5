"""Flat portraits of people who do not exist."""

import io
import math
from random import Random

from flaneur.demo.scenes.canvas import Canvas, steps
from flaneur.demo.scenes.light import LIGHTS, RGB, Hour, mix, rgb

SIDE = 600
SKINS = ("#f2c9a5", "#e0a982", "#c68863", "#9a6243", "#6f4530")
HAIRS = ("#231d20", "#4a3226", "#8a5a34", "#b98a4e", "#8d8f96", "#a8482c")
CLOTHES = ("#14396b", "#1f4a3a", "#a8371f", "#d9a441", "#7c2a3d", "#e9dfcf", "#4d7f8f")
GROUNDS = ("#f0c9a0", "#bfd6d3", "#e8d5a5", "#d9b8b0", "#a9bfd6", "#c9d3ae")
DARK = rgb("#1b2430")


def portrait(seed: int) -> bytes:
    """A square JPEG, the same for the same seed."""
    out = io.BytesIO()
    _sit(seed).finish().save(out, "JPEG", quality=90)
    return out.getvalue()


def _sit(seed: int) -> Canvas:
    canvas = Canvas((SIDE, SIDE), light=LIGHTS[Hour.NOON], seed=seed)
    chance = Random(seed)
    ground, skin, hair, cloth = (rgb(chance.choice(shades)) for shades in (GROUNDS, SKINS, HAIRS, CLOTHES))
    canvas.box(0, 0, 1000, 1000, ground)
    canvas.disc(760, 260, 150, mix(ground, (255, 255, 255), 0.35))
    long, beard, glasses, hat = (chance.random() < share for share in (0.5, 0.28, 0.38, 0.30))
    if long:
        _long_hair(canvas, hair)
    _shoulders(canvas, cloth, skin)
    _head(canvas, skin)
    if beard and not long:
        _beard(canvas, hair)
    _face(canvas, skin, chance)
    _fringe(canvas, hair, chance.choice((-1, 1)))
    if glasses:
        _glasses(canvas)
    if hat:
        _beret(canvas, rgb(chance.choice(CLOTHES)))
    return canvas


def _long_hair(c: Canvas, hair: RGB) -> None:
    c.disc(500, 430, 250, hair, 270)
    c.box(252, 430, 748, 770, hair, 90)


def _shoulders(c: Canvas, cloth: RGB, skin: RGB) -> None:
    c.box(430, 600, 570, 800, mix(skin, DARK, 0.14), 50)
    c.disc(500, 1010, 370, cloth, 260)
    c.poly([(420, 770), (500, 872), (580, 770), (560, 740), (440, 740)], mix(skin, DARK, 0.07))
    for side in (-1, 1):
        c.poly(
            [(500, 878), (500 + side * 96, 756), (500 + side * 128, 800), (500 + side * 52, 930)],
            mix(cloth, (255, 255, 255), 0.18),
        )


def _head(c: Canvas, skin: RGB) -> None:
    for side in (-1, 1):
        c.disc(500 + side * 186, 470, 36, mix(skin, DARK, 0.08), 50)
    c.disc(500, 450, 190, skin, 226)
    c.disc(500, 560, 140, skin, 140)


def _beard(c: Canvas, hair: RGB) -> None:
    outer = [(500 + 188 * math.cos(a), 500 + 212 * math.sin(a)) for a in steps(0, math.pi, 30)]
    inner = [(500 + 120 * math.cos(a), 540 + 50 * math.sin(a)) for a in steps(math.pi, 0, 30)]
    c.poly([*outer, *inner], hair)


def _face(c: Canvas, skin: RGB, chance: Random) -> None:
    blush = mix(skin, rgb("#d9573f"), 0.28)
    for side in (-1, 1):
        c.disc(500 + side * 112, 528, 38, blush, 26)
        c.disc(500 + side * 78, 456, 17, DARK, 20)
        c.disc(500 + side * 78 + 6, 449, 5, (255, 255, 255))
        c.line([(500 + side * 44, 408), (500 + side * 80, 396), (500 + side * 112, 410)], mix(DARK, skin, 0.15), 12)
    c.line([(502, 462), (522, 522), (496, 530)], mix(skin, DARK, 0.26), 9)
    wide = chance.uniform(44, 66)
    smile = [(500 + wide * math.cos(a), 566 + 34 * math.sin(a)) for a in steps(math.pi * 0.94, math.pi * 0.06, 14)]
    c.line(smile, mix(rgb("#8c2f2a"), DARK, 0.15), 12)


def _fringe(c: Canvas, hair: RGB, parting: int) -> None:
    crown = [(500 + 212 * math.cos(a), 436 - 250 * math.sin(a)) for a in steps(0, math.pi, 30)]
    sweep = [(288, 470), (318, 400), (500 - parting * 70, 318), (500 + parting * 90, 356), (682, 400), (712, 470)]
    c.poly([*crown, *sweep], hair)
    c.line([(500 - parting * 60, 210), (500 - parting * 70, 318)], mix(hair, (255, 255, 255), 0.12), 8)


def _glasses(c: Canvas) -> None:
    for side in (-1, 1):
        c.ring(500 + side * 80, 458, 62, DARK, 11)
        c.line([(500 + side * 142, 450), (500 + side * 190, 440)], DARK, 10)
    c.line([(482, 450), (500, 442), (518, 450)], DARK, 10)


def _beret(c: Canvas, cloth: RGB) -> None:
    c.disc(500, 260, 236, cloth, 92)
    c.disc(470, 232, 190, mix(cloth, (255, 255, 255), 0.10), 58)
    c.box(486, 150, 508, 196, cloth, 8)
    c.box(300, 300, 700, 334, mix(cloth, DARK, 0.25), 16)
