"""Make a city's map from open data: districts simplified with their shared borders kept, water, source and licence.

Needs shapely (`pip install shapely`), which the program itself does without:

    python scripts/basemap.py districts.geojson --code c_ar --code-format 751{:02d} --name l_aroff --short-format {}e \\
        --water water.geojson --source "Ville de Paris, opendata.paris.fr" --licence "ODbL 1.0" \\
        --read-on 2026-11-23 > paris.geojson

A district's own `short` and `centre` properties win over what is made here.
"""

import argparse
import json
import sys
from pathlib import Path

import shapely
from shapely.geometry import mapping, shape

PLACES = 5  # decimals of a degree: about a metre


def main() -> None:
    options = _options()
    collection = {
        "type": "FeatureCollection",
        "source": options.source,
        "licence": options.licence,
        "read_on": options.read_on,
        "features": _districts(options) + _water(options),
    }
    json.dump(collection, sys.stdout, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.write("\n")


def _options() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("districts", type=Path)
    reader.add_argument("--water", type=Path)
    reader.add_argument("--code", required=True, help="property that holds a district's code")
    reader.add_argument("--code-format", default="{}")
    reader.add_argument("--name", required=True, help="property that holds its name")
    reader.add_argument("--short-format", default="{}", help="what a street plate has room for, made from the code")
    reader.add_argument("--tolerance", type=float, default=0.0002, help="degrees a border may move")
    for required in ("source", "licence", "read-on"):
        reader.add_argument(f"--{required}", required=True)
    return reader.parse_args()


def _districts(options: argparse.Namespace) -> list[dict]:
    features = json.loads(options.districts.read_text(encoding="utf-8"))["features"]
    features.sort(key=lambda feature: feature["properties"][options.code])
    outlines = shapely.coverage_simplify([shape(f["geometry"]) for f in features], options.tolerance)
    return [_district(f["properties"], outline, options) for f, outline in zip(features, outlines, strict=True)]


def _district(properties: dict, outline: shapely.Geometry, options: argparse.Namespace) -> dict:
    code, inmost = properties[options.code], shapely.maximum_inscribed_circle(outline, tolerance=0.0001)
    facts = {
        "code": options.code_format.format(code),
        "name": properties[options.name],
        "short": properties.get("short") or options.short_format.format(code),
        "centre": [round(degrees, PLACES) for degrees in properties.get("centre") or inmost.coords[0]],
    }
    return _feature(facts, outline)


def _water(options: argparse.Namespace) -> list[dict]:
    if options.water is None:
        return []
    shapes = [shape(f["geometry"]) for f in json.loads(options.water.read_text(encoding="utf-8"))["features"]]
    return [_feature({"role": "water"}, shapely.simplify(shapely.union_all(shapes), options.tolerance / 2))]


def _feature(properties: dict, outline: shapely.Geometry) -> dict:
    geometry = json.loads(json.dumps(mapping(shapely.set_precision(outline, 10**-PLACES))), parse_float=_short)
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _short(digits: str) -> float:
    return round(float(digits), PLACES)


if __name__ == "__main__":
    main()
