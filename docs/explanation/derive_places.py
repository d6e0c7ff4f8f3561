"""Derive places.csv, edges.csv, reach.csv and outcomes.csv of the case islamic_state from sources and a hand-made list.

Assumptions: people live where towns and settled land are; land belongs to the nearest place of its governorate; land
is settled unless it is dry and far from towns and roads. See places.md. Coordinates are degrees, distances kilometres,
areas square kilometres on the authalic sphere. Run ``python docs/explanation/derive_places.py`` from the root.
Fails with KeyError or ValueError when a hand-made list and the sources do not fit together.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Row = dict[str, str]

HERE = Path(__file__).parent
SHARED = HERE.parents[1].parent / "shared"
CASE = HERE.parents[1] / "src" / "polemos" / "cases" / "islamic_state"
AUTHALIC_KM = 6371.0072
COUNTRY_CODES = {"iraq": "IQ", "syria": "SY"}
RIVALS = ("iraqi_state", "kurds_iraq", "syrian_state", "syrian_opposition", "sdf", "turkey")
SHARES = ("sunni_arab", "shia", "kurd", "other")


def read_rows(path: Path) -> list[Row]:
    """Rows of a CSV file as dictionaries of text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, header: str, rows: list[list[str]]) -> None:
    """Write a CSV file with Unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def great_circle(lat1: Floats, lon1: Floats, lat2: Floats, lon2: Floats) -> Floats:
    """Great-circle distance, km, broadcasting over degrees."""
    a, b = np.radians(lat1), np.radians(lat2)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(lon2 - lon1) / 2) ** 2
    return np.asarray(2 * AUTHALIC_KM * np.arcsin(np.sqrt(half)))


def to_segments(lat: Floats, lon: Floats, line: Floats) -> Floats:
    """Distance, km, of points (n,) to the nearest segment of ``line`` (m, 2: lon, lat), on a local plane."""
    best = np.full(len(lat), np.inf)
    for (lon1, lat1), (lon2, lat2) in pairwise(line):
        east = AUTHALIC_KM * np.cos(np.radians((lat1 + lat2) / 2))
        px, py = np.radians(lon - lon1) * east, np.radians(lat - lat1) * AUTHALIC_KM
        sx, sy = np.radians(lon2 - lon1) * east, np.radians(lat2 - lat1) * AUTHALIC_KM
        along = np.clip((px * sx + py * sy) / max(sx * sx + sy * sy, 1e-12), 0, 1)
        best = np.minimum(best, np.hypot(px - along * sx, py - along * sy))
    return best


def inside(lat: Floats, lon: Floats, ring: Floats) -> NDArray[np.bool_]:
    """Whether points lie inside a closed ring (m, 2: lon, lat), by crossings of a ray to the east."""
    result: NDArray[np.bool_] = np.zeros(len(lat), dtype=np.bool_)
    for (lon1, lat1), (lon2, lat2) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        if lat1 != lat2:
            result ^= ((lat1 > lat) != (lat2 > lat)) & (lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1)
    return result


def read_rings(path: Path, keep: str, name: str) -> dict[str, list[Floats]]:
    """Rings (outer and inner alike) of the polygons of a GeoJSON file by ``name``; ``keep`` is ``property=value``."""
    key, value = keep.split("=")
    rings: dict[str, list[Floats]] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        if feature["properties"].get(key) == value:
            shape = feature["geometry"]
            polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            found = rings.setdefault(feature["properties"][name], [])
            found.extend(np.array(ring)[:, :2] for polygon in polygons for ring in polygon)
    return rings


def grid(rings: list[Floats], step: float) -> tuple[Floats, Floats, Floats]:
    """Latitude, longitude and area (km2) of the grid cells whose centres lie inside an odd number of rings."""
    everything = np.concatenate(rings)
    (west, south), (east, north) = everything.min(axis=0), everything.max(axis=0)
    lons = (np.arange(np.floor(west / step), np.ceil(east / step)) + 0.5) * step
    lats = (np.arange(np.floor(south / step), np.ceil(north / step)) + 0.5) * step
    lon, lat = (axis.ravel() for axis in np.meshgrid(lons, lats))
    mask = np.zeros(len(lat), dtype=np.bool_)
    for ring in rings:
        mask ^= inside(lat, lon, ring)
    lat, lon = lat[mask], lon[mask]
    band = np.sin(np.radians(lat + step / 2)) - np.sin(np.radians(lat - step / 2))
    return lat, lon, AUTHALIC_KM**2 * np.radians(step) * band


def whole_numbers(shares: Floats, total: int) -> NDArray[np.int64]:
    """Shares of ``total`` as whole numbers that sum to it (largest remainders first)."""
    exact = shares / shares.sum() * total
    floor: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    floor[np.argsort(-(exact - floor), kind="stable")[: total - int(floor.sum())]] += 1
    return floor


class Places:
    """The hand-made list with coordinates filled in from the gazetteer, and the roads between the places."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = tomllib.loads((HERE / "places_by_hand.toml").read_text(encoding="utf-8"))
        self.rows = read_rows(HERE / "places_by_hand.csv")
        self.ids = [row["id"] for row in self.rows]
        gazetteer = read_rows(SHARED / "data" / "geography" / "geonames_places.csv")
        known = {row["geonameid"]: (row["latitude"], row["longitude"]) for row in gazetteer}
        for row in self.rows:
            lat, lon = known[row["geonameid"]] if row["geonameid"] else (row["lat"], row["lon"])
            row["lat"], row["lon"] = f"{float(lat):.4f}", f"{float(lon):.4f}"
        self.lat, self.lon = self.column("lat"), self.column("lon")
        towns = [row for row in gazetteer if row["countrycode"] in COUNTRY_CODES.values()]
        self.town_lat = np.append(np.array([float(row["latitude"]) for row in towns]), self.lat)
        self.town_lon = np.append(np.array([float(row["longitude"]) for row in towns]), self.lon)
        index = {name: i for i, name in enumerate(self.ids)}
        pairs = {frozenset(pair) for chain in self.given["roads"]["chains"] for pair in pairwise(chain.split())}
        self.roads = sorted(tuple(sorted(index[name] for name in pair)) for pair in pairs)

    def column(self, name: str) -> Floats:
        """A numeric column of the list, (place,)."""
        return np.array([float(row[name]) for row in self.rows])

    def members(self, name: str, *values: str) -> NDArray[np.bool_]:
        """Which places have one of ``values`` in column ``name``."""
        return np.array([row[name] in values for row in self.rows])


def settled_cells(places: Places, lat: Floats, lon: Floats) -> NDArray[np.bool_]:
    """Which grid cells are settled: not dry, or near a populated place or a road."""
    land = places.given["land"]
    settled = ~inside(lat, lon, np.array(land["arid"]))
    dry = np.flatnonzero(~settled)
    near = np.zeros(len(dry), dtype=np.bool_)
    for town_lat, town_lon in zip(places.town_lat, places.town_lon, strict=True):
        close = (abs(lat[dry] - town_lat) < 0.2) & (abs(lon[dry] - town_lon) < 0.2) & ~near
        near[close] = great_circle(lat[dry][close], lon[dry][close], town_lat, town_lon) < land["near_town_km"]
    for a, b in places.roads:
        line = np.array([[places.lon[a], places.lat[a]], [places.lon[b], places.lat[b]]])
        near |= to_segments(lat[dry], lon[dry], line) < land["near_road_km"]
    settled[dry] = near
    return settled


def share_land(places: Places, name: str, rings: list[Floats]) -> Floats:
    """Settled and empty land (place, 2), km2, of a governorate: each cell goes to the nearest place entitled to it."""
    entitled = np.flatnonzero(places.members("adm1", name, *places.given["land"]["spill"].get(name, [])))
    lat, lon, area = grid(rings, places.given["land"]["cell_degrees"])
    away = great_circle(lat[:, None], lon[:, None], places.lat[entitled], places.lon[entitled])
    limit = np.array([float(places.rows[i]["hinterland_km"] or "inf") for i in entitled])
    nearest = entitled[np.argmin(np.where(away <= limit, away, np.inf), axis=1)]
    settled = settled_cells(places, lat, lon)
    count = len(places.ids)
    halves = [np.bincount(nearest[half], area[half], count) for half in (settled, ~settled)]
    return np.stack(halves, axis=1)


def land_and_people(places: Places) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Settled land, empty land (km2) and persons of every place."""
    geography = SHARED / "data" / "geography"
    rings = read_rings(geography / "ne_admin1_iraq_syria_neighbours.geojson", "adm0_a3=IRQ", "name")
    rings |= read_rings(geography / "syria_adm1_ocha.geojson", "ADM0_PCODE=SY", "NAME_EN")
    governorates = places.given["governorate"]
    land = np.sum([share_land(places, name, rings[item["polygon"]]) for name, item in governorates.items()], axis=0)
    persons = np.zeros(len(places.ids), dtype=np.int64)
    town = places.column("town")
    for name, figures in governorates.items():
        here = places.members("adm1", name)
        country = np.sqrt(land[here, 0] * town[here])
        urban = figures["urban"] * town[here] / town[here].sum()
        persons[here] = whole_numbers(urban + (1 - figures["urban"]) * country / country.sum(), figures["persons"])
    return land[:, 0], land[:, 1], persons


def reach(places: Places) -> Floats:
    """How far each rival's ground troops can operate, (place, rival), from homeland and distance alone."""
    scale, lat, lon = places.given["reach"], places.lat, places.lon
    iraq, syria = places.members("country", "iraq"), places.members("country", "syria")
    kurdish, sunni = places.column("kurd"), places.column("sunni_arab")
    from_all = great_circle(lat[:, None], lon[:, None], lat, lon)
    home = places.members("owner", "kurds_iraq")
    near = np.exp(-((from_all[:, home].min(axis=1) / scale["kurds_km"]) ** 2))
    kurds = np.where(home, 1.0, np.maximum(kurdish, near))
    river = np.array(scale["euphrates"])
    east = lon > np.interp(-lat, -river[:, 1], river[:, 0])
    jazira = east | (to_segments(lat, lon, river) < scale["sdf_bank_km"])
    away = from_all[:, syria & (kurdish >= 0.5)].min(axis=1)
    spread = np.where(jazira, scale["sdf_jazira_km"], scale["sdf_elsewhere_km"])
    turkish = read_rings(SHARED / "data/geography/ne_admin0_iraq_syria_neighbours.geojson", "ISO_A3=TUR", "NAME")
    border = np.min([to_segments(lat, lon, ring) for ring in turkish["Turkey"]], axis=0)
    full, zero = scale["turkey_full_km"], scale["turkey_zero_km"]
    columns = (
        np.where(iraq, np.where(home, scale["state_in_kurdistan"], 1.0), 0.0),
        np.where(iraq, kurds, 0.0),
        np.where(syria, 1.0, 0.0),
        np.where(syria & (sunni >= 0.5), sunni, 0.0),
        np.where(syria, np.maximum(kurdish, np.exp(-((away / spread) ** 2))), 0.0),
        np.where(syria & (lon <= river[0, 0] + 0.05), np.clip((zero - border) / (zero - full), 0, 1), 0.0),
    )
    result = np.round(np.stack(columns, axis=1), 2)
    return np.where(result < scale["least"], 0.0, result)


def chronology(places: Places) -> list[tuple[str, str, Row]]:
    """The facts of the two countries: the place's id, the number of the spell, the row."""
    found = []
    for fact in read_rows(SHARED / "science" / "facts" / "places.csv"):
        if fact["country"] in COUNTRY_CODES.values():
            words = re.sub(r"[^a-z0-9 -]", "", fact["place"].lower()).replace("-", " ").split()
            spell = words.pop() if words[-1].isdigit() else "1"
            name = places.given["named_otherwise"].get("_".join(words), "_".join(words))
            if name not in places.ids:
                raise ValueError(f"{fact['place']} of the facts is not among the places: add it to places_by_hand.csv.")
            found.append((name, spell, fact))
    return found


def town_sizes(places: Places) -> dict[str, int]:
    """Persons of the towns of the chronology, as its count of towns held takes them (the larger of two spells)."""
    return dict(sorted((name, int(fact["population_prewar"])) for name, _, fact in chronology(places)))


def write_places(places: Places) -> None:
    """Write places.csv."""
    settled, empty, persons = land_and_people(places)
    town, density = places.column("town"), places.given["people_per_km2"]
    rows, counted = [], town_sizes(places)
    for i, row in enumerate(places.rows):
        figures = places.given["governorate"][row["adm1"]]
        members = places.members("adm1", row["adm1"])
        core = figures["persons"] * figures["urban"] * town[i] / town[members].sum()
        core = min(max(min(core, town[i] * 1.5), 500.0) / density[row["density"]], settled[i])
        iraq = row["country"] == "iraq"
        table = "Annual Abstract, table 2/8 A" if iraq else "Statistical Abstract 2011, chapter 2"
        geo = f"geonames2017 {row['geonameid']}" if row["geonameid"] else "coordinates by hand"
        size = str(counted.get(row["id"], row["town"]))
        origin = row["town_from"] + ("" if size == row["town"] else "; town_population: facts_places")
        values = [row[name] for name in ("id", "name", "country", "adm1", "lat", "lon")]
        values += [str(persons[i]), size, f"{settled[i]:.0f}", f"{empty[i]:.0f}", f"{core:.1f}"]
        values += [row[name] for name in SHARES] + ["rival", row["owner"], row["presence"]]
        values += ["derived", "cso_iraq_2012" if iraq else "cbs_syria_2011"]
        values += [f"{table}; {geo}; town size: {origin}; shares and presence: polemos_elicited"]
        rows.append([*values, "2016-10-09", row["confidence"], row["note"]])
    header = "id,name,country,adm1,lat,lon,population,town_population,area_settled,area_desert,built_up,"
    header += ",".join(SHARES) + ",holder_at_start,owner_at_start,presence_at_start,"
    header += "basis,source,locator,known_from,confidence,note"
    write_rows(CASE / "places.csv", header, rows)


def write_network(places: Places) -> None:
    """Write edges.csv and reach.csv."""
    rows = []
    for a, b in places.roads:
        away = great_circle(places.lat[a], places.lon[a], places.lat[b], places.lon[b])
        km = away * places.given["land"]["road_factor"]
        rows.append([places.ids[a], places.ids[b], f"{float(km):.1f}", "derived", "polemos_elicited"])
    write_rows(CASE / "edges.csv", "a,b,km,basis,source", rows)
    reached = reach(places)
    table = [
        [name, rival, f"{reached[i, j]:.2f}", "elicited", "polemos_elicited"]
        for i, name in enumerate(places.ids)
        for j, rival in enumerate(RIVALS)
        if reached[i, j] > 0
    ]
    write_rows(CASE / "reach.csv", "place,rival,reach,basis,source", table)


def write_outcomes(places: Places) -> None:
    """Write outcomes.csv, one row per spell: the facts in Iraq and Syria, then the spells known by hand."""
    header = "place,spell,date_gained,date_lost,assault_start,date_encircled,retaken_by,"
    header += "basis,source,locator,known_from,confidence"
    rows = []
    for name, spell, fact in chronology(places):
        row = fact | {"place": name, "spell": spell, "source": "facts_places", "known_from": fact["date_lost"]}
        row["basis"] = fact["basis"].replace("mixed", "recalled")
        row["locator"] = "; ".join(text for text in (fact["place"], fact["note"]) if text)
        rows.append([row[column] for column in header.split(",")])
    by_hand = [list(row.values()) for row in read_rows(HERE / "outcomes_by_hand.csv")]
    write_rows(CASE / "outcomes.csv", header, sorted(rows + by_hand))


if __name__ == "__main__":
    everything = Places()
    write_places(everything)
    write_network(everything)
    write_outcomes(everything)
    sys.stdout.write(f"{len(everything.ids)} places, {len(everything.roads)} edges\n")
