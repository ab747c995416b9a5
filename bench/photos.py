"""How much one photo costs: our JPEG renditions beside those of `sharp` (libvips), same sizes, same quality.

Run it with `python -m bench.photos [rounds]`. Both sides start a process for every photo, as ours does in service; the
rounds alternate, and the figure of a program's start alone (a photo of one pixel) is printed beside its whole.
"""

import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import ExifTags, Image, ImageChops, ImageDraw

from flaneur.darkroom import develop

HERE = Path(__file__).resolve().parent
WORKSHOP = HERE.parent / "var" / "bench" / "photos"
SHARP = WORKSHOP / "node_modules" / "sharp"
Cost = tuple[float, float]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    WORKSHOP.mkdir(parents=True, exist_ok=True)
    photo, pixel = WORKSHOP / "photo.jpg", WORKSHOP / "pixel.jpg"
    draw_photo().save(photo, quality=92, exif=held_upright())
    Image.new("RGB", (1, 1)).save(pixel)
    print(f"one photo: 4032 × 3024, {photo.stat().st_size / 1e6:.1f} MB, {rounds} rounds after one to warm up")
    programs: dict[str, Callable[[Path, Path], object]] = {"flaneur": develop}
    if missing := missing_sharp():
        print(f"sharp is not measured: {missing}")
    else:
        programs["sharp"] = develop_with_sharp
    report({name: measure(programs, source, rounds) for name, source in (("whole", photo), ("start", pixel))})


def draw_photo() -> Image.Image:
    """Return 12 million pixels with soft light, hard edges and a sensor's noise; the same at every run."""
    dice = random.Random(75)
    size = (4032, 3024)
    light = Image.frombytes("RGB", (48, 36), dice.randbytes(48 * 36 * 3)).resize(size, Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(light)
    for _ in range(400):
        x, y = dice.randrange(size[0]), dice.randrange(size[1])
        pen.rectangle((x, y, x + dice.randrange(8, 200), y + dice.randrange(8, 300)), fill=tuple(dice.randbytes(3)))
    grain = Image.frombytes("L", (1008, 756), dice.randbytes(1008 * 756)).resize(size, Image.Resampling.BILINEAR)
    return ImageChops.add(light, Image.merge("RGB", [grain.point(lambda value: value // 12)] * 3), offset=-10)


def held_upright() -> Image.Exif:
    """Return the notes of a phone held upright at the Hôtel de Ville: there is something to turn and to strip."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (48.0, 51.0, 23.0), 3: "E", 4: (2.0, 21.0, 8.0)}
    return exif


def missing_sharp() -> str:
    """Install sharp into the workshop; return why that could not be done."""
    if not shutil.which("npm"):
        return "npm is not on this machine"
    if not SHARP.exists():
        command = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(WORKSHOP), "sharp"]
        installed = subprocess.run(command, capture_output=True, text=True, check=False)
        if installed.returncode:
            return f"npm could not install it ({installed.stderr.strip()[-200:]})"
    return ""


def develop_with_sharp(source: Path, into: Path) -> None:
    into.mkdir()
    environment = os.environ | {"NODE_PATH": str(WORKSHOP / "node_modules")}
    subprocess.run(["node", str(HERE / "photos_sharp.cjs"), str(source), str(into)], env=environment, check=True)


def measure(programs: dict[str, Callable[[Path, Path], object]], source: Path, rounds: int) -> dict[str, Cost]:
    """Return each program's median (CPU, wall) in seconds; they take turns, so that noise falls on all."""
    costs: dict[str, list[Cost]] = {name: [] for name in programs}
    for turn in range(rounds + 1):
        for name, program in programs.items():
            cost = cost_of(program, source)
            if turn:
                costs[name].append(cost)
    return {name: median(taken) for name, taken in costs.items()}


def median(costs: list[Cost]) -> Cost:
    cpu, wall = zip(*costs, strict=True)
    return round(statistics.median(cpu), 4), round(statistics.median(wall), 4)


def cost_of(program: Callable[[Path, Path], object], source: Path) -> Cost:
    with tempfile.TemporaryDirectory(dir=WORKSHOP) as folder:
        cpu, wall = spent(), time.perf_counter()
        program(source, Path(folder) / "album")
        return spent() - cpu, time.perf_counter() - wall


def spent() -> float:
    """Return the CPU seconds of this process and of its children."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def report(costs: dict[str, dict[str, Cost]]) -> None:
    for part, programs in costs.items():
        for name, (cpu, wall) in programs.items():
            print(f"{part:5} {name:8} CPU {cpu * 1000:4.0f} ms   wall {wall * 1000:4.0f} ms")
    result: dict[str, object] = {"bench": "photos", "seconds": costs}
    if "sharp" in costs["whole"]:
        ours, theirs = costs["whole"]["flaneur"], costs["whole"]["sharp"]
        ratio = {"cpu": round(ours[0] / theirs[0], 2), "wall": round(ours[1] / theirs[1], 2)}
        print(f"flaneur / sharp: CPU × {ratio['cpu']}, wall × {ratio['wall']}")
        result["flaneur_to_sharp"] = ratio
    print(json.dumps(result))


if __name__ == "__main__":
    main()
