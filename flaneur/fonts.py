"""The house's three typefaces, cut down to Latin letters and the needed axes, as woff2 (145 KB together)."""

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import fontpkg_bricolage_grotesque
import fontpkg_fraunces
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont


@dataclass(frozen=True, slots=True)
class Cut:
    """What is kept of a variable font: an axis is pinned to a number or limited to a range."""

    name: str
    source: Path
    axes: Mapping[str, float | tuple[float, float]]


BRICOLAGE = fontpkg_bricolage_grotesque.ROOT / "files/BricolageGrotesque[opsz,wdth,wght].ttf"
FRAUNCES = fontpkg_fraunces.ROOT / "files/Fraunces[SOFT,WONK,opsz,wght].ttf"
ITALIC = fontpkg_fraunces.ROOT / "files/Fraunces-Italic[SOFT,WONK,opsz,wght].ttf"
CUTS = (
    # The slowest first. Beyond 700 its kerning table overflows and takes 3 s more to pack.
    Cut("bricolage", BRICOLAGE, {"opsz": 14, "wdth": (75, 100), "wght": (400, 700)}),
    Cut("fraunces-italic", ITALIC, {"opsz": 48, "SOFT": 0, "WONK": 0, "wght": 340}),
    Cut("fraunces", FRAUNCES, {"opsz": 48, "SOFT": 0, "WONK": 0, "wght": (300, 700)}),
)
LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x180), 0x218, 0x219, 0x21A, 0x21B)
SIGNS = tuple(map(ord, "\u2009\u200b\u200d\u2010\u2011\u202f–—‘’‚“”„†•…′″‹›€№™←↑→↓↗−"))
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "rvrn", "tnum"]
COPYRIGHT_TO_LICENCE = [0, 1, 2, 4, 6, 13, 14]


def cut(plan: Cut, target: Path) -> None:
    options = Options(hinting=False, layout_features=FEATURES, name_IDs=COPYRIGHT_TO_LICENCE)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=(*LATIN, *SIGNS))
    font = TTFont(plan.source)
    subsetter.subset(font)
    instantiateVariableFont(font, plan.axes, inplace=True)
    font.flavor = "woff2"
    unfinished = target.with_suffix(".part")
    font.save(unfinished)
    unfinished.replace(target)


def make_fonts(folder: Path) -> list[Path]:
    """Write the fonts missing or older than this file, and name them. Takes about 5 s from nothing on two cores."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [(plan, folder / f"{plan.name}.woff2") for plan in CUTS]
    missing = [(plan, target) for plan, target in wanted if not is_fresh(target)]
    if missing:
        with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
            list(pool.map(cut, *zip(*missing, strict=True)))
    return [target for _, target in missing]


def is_fresh(target: Path) -> bool:
    return target.exists() and target.stat().st_mtime >= Path(__file__).stat().st_mtime
