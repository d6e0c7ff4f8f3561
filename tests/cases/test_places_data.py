"""The land, people, roads, reach and dated outcomes of the worked case hang together and agree with their sources."""

from __future__ import annotations

import csv
import importlib.util
import math
import os
from collections import Counter
from pathlib import Path
from types import ModuleType

import networkx as nx
import numpy as np
import pytest

from polemos.cases.load import load_case
from polemos.cases.targets import load_targets

ROOT = Path(__file__).parents[2]
CASE = ROOT / "src" / "polemos" / "cases" / "islamic_state"
SHARED = ROOT.parent / "shared"
SHARES = ("sunni_arab", "shia", "kurd", "other")
RIVALS = {"iraqi_state", "kurds_iraq", "syrian_state", "syrian_opposition", "sdf", "turkey"}


def rows(name: str) -> list[dict[str, str]]:
    with (CASE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def places() -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in rows("places.csv")}


@pytest.fixture(scope="module")
def roads() -> nx.Graph:
    graph = nx.Graph()
    for row in rows("edges.csv"):
        assert not graph.has_edge(row["a"], row["b"]), f"{row['a']} and {row['b']} are joined twice"
        graph.add_edge(row["a"], row["b"], km=float(row["km"]))
    return graph


@pytest.fixture(scope="module")
def shared() -> Path:
    if not SHARED.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the shared data are missing at {SHARED}")
        pytest.skip("the shared data are not beside this checkout")
    return SHARED


@pytest.fixture(scope="module")
def derivation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("derive_places", ROOT / "docs" / "explanation" / "derive_places.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def facts(shared: Path) -> list[dict[str, str]]:
    with (shared / "science" / "facts" / "places.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["country"] in {"IQ", "SY"}]


def total(table: list[dict[str, str]], *columns: str) -> float:
    return sum(float(row[column]) for row in table for column in columns)


def of_country(places: dict[str, dict[str, str]], country: str) -> list[dict[str, str]]:
    return [row for row in places.values() if row["country"] == country]


def held_on(places: dict[str, dict[str, str]], day: str) -> list[dict[str, str]]:
    return [places[row["place"]] for row in rows("outcomes.csv") if row["date_gained"] <= day < row["date_lost"]]


def kilometres(a: dict[str, str], b: dict[str, str]) -> float:
    lat1, lon1, lat2, lon2 = (math.radians(float(row[name])) for row in (a, b) for name in ("lat", "lon"))
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)
    return 6371.0072 * math.acos(min(cosine, 1.0))


def test_there_are_at_least_ninety_places_with_ids_of_their_own(places: dict[str, dict[str, str]]) -> None:
    ids = [row["id"] for row in rows("places.csv")]
    assert 90 <= len(ids) <= 128
    assert len(set(ids)) == len(ids) == len(places)
    assert all(name.isascii() and name.replace("_", "a").isalnum() and name.islower() for name in ids)
    assert {row["country"] for row in places.values()} == {"iraq", "syria"}


def test_people_sum_to_the_country_totals_of_2011(places: dict[str, dict[str, str]]) -> None:
    assert total(of_country(places, "iraq"), "population") == pytest.approx(33.33e6, rel=0.01)
    assert total(of_country(places, "syria"), "population") == pytest.approx(21.38e6, rel=0.01)
    assert all(int(row["population"]) > 0 for row in places.values())


def test_land_sums_to_the_area_of_the_countries(places: dict[str, dict[str, str]]) -> None:
    assert total(of_country(places, "iraq"), "area_settled", "area_desert") == pytest.approx(438_000, rel=0.01)
    assert total(of_country(places, "syria"), "area_settled", "area_desert") == pytest.approx(185_200, rel=0.02)


@pytest.mark.parametrize("column", ["area_settled", "built_up"])
def test_every_place_has_some_of_it(places: dict[str, dict[str, str]], column: str) -> None:
    assert [name for name, row in places.items() if not float(row[column]) > 0] == []


def test_the_urban_core_fits_into_the_land_and_its_people_into_the_place(places: dict[str, dict[str, str]]) -> None:
    for name, row in places.items():
        assert float(row["built_up"]) <= float(row["area_settled"]) + 0.5, name
        assert float(row["built_up"]) * 2500 <= int(row["population"]) * 1.001, name


def test_community_shares_sum_to_one(places: dict[str, dict[str, str]]) -> None:
    for name, row in places.items():
        shares = [float(row[column]) for column in SHARES]
        assert min(shares) >= 0, name
        assert abs(sum(shares) - 1) < 1e-9, name


def test_before_the_first_month_the_movement_holds_nothing(places: dict[str, dict[str, str]]) -> None:
    assert {row["holder_at_start"] for row in places.values()} == {"rival"}
    assert {row["owner_at_start"] for row in of_country(places, "iraq")} == {"iraqi_state", "kurds_iraq"}
    assert {row["owner_at_start"] for row in of_country(places, "syria")} == {"syrian_state"}


def test_the_underground_of_2012_is_in_iraq_and_strongest_at_mosul(places: dict[str, dict[str, str]]) -> None:
    presence = {name: float(row["presence_at_start"]) for name, row in places.items()}
    assert min(presence.values()) >= 0
    assert max(presence, key=lambda name: presence[name]) == "mosul"
    in_syria = sum(presence[row["id"]] for row in of_country(places, "syria"))
    assert in_syria / sum(presence.values()) < 0.03


def test_places_say_nothing_of_what_came_later(places: dict[str, dict[str, str]]) -> None:
    columns = set(rows("places.csv")[0]) | set(rows("edges.csv")[0]) | set(rows("reach.csv")[0])
    assert columns.isdisjoint({"date_gained", "date_lost", "assault_start", "date_encircled", "retaken_by"})
    assert max(row["known_from"] for row in places.values()) <= "2017-03-20"


def test_roads_join_all_places_and_cross_the_border(places: dict[str, dict[str, str]], roads: nx.Graph) -> None:
    assert set(roads) == set(places)
    assert nx.is_connected(roads)
    assert nx.number_of_selfloops(roads) == 0
    degrees = [degree for _, degree in roads.degree()]
    assert min(degrees) >= 2 and max(degrees) <= 9
    assert sum(degree <= 7 for degree in degrees) / len(degrees) > 0.95
    crossings = [pair for pair in roads.edges if len({places[name]["country"] for name in pair}) == 2]
    assert len(crossings) >= 4


def test_roads_are_a_fifth_longer_than_the_great_circle(places: dict[str, dict[str, str]], roads: nx.Graph) -> None:
    for a, b, road in roads.edges(data=True):
        assert road["km"] == pytest.approx(1.2 * kilometres(places[a], places[b]), abs=0.2), (a, b)
        assert 2 < road["km"] < 350, (a, b)


def test_reach_is_a_share_at_home_in_one_country(places: dict[str, dict[str, str]]) -> None:
    reach = {(row["place"], row["rival"]): float(row["reach"]) for row in rows("reach.csv")}
    assert len(reach) == len(rows("reach.csv"))
    assert all(0 < value <= 1 for value in reach.values())
    assert {rival for _, rival in reach} == RIVALS
    iraqi = {"iraqi_state", "kurds_iraq"}
    for place, rival in reach:
        assert (rival in iraqi) == (places[place]["country"] == "iraq"), (place, rival)
    for name, row in places.items():
        assert reach[name, row["owner_at_start"]] == 1, name


def test_turkish_troops_reach_no_further_than_their_distance_rule() -> None:
    near = {row["place"] for row in rows("reach.csv") if row["rival"] == "turkey"}
    assert {"jarabulus", "azaz", "afrin", "al_bab"} <= near
    assert near.isdisjoint({"raqqa", "tal_abyad", "kobani", "hama", "homs", "deir_ez_zor"})


def test_spells_are_of_known_places_in_order_and_apart(places: dict[str, dict[str, str]]) -> None:
    spells = rows("outcomes.csv")
    assert len({(row["place"], row["spell"]) for row in spells}) == len(spells)
    assert {row["place"] for row in spells} <= set(places)
    assert all(row["date_gained"] < row["date_lost"] for row in spells)
    assert all(row["assault_start"] <= row["date_lost"] for row in spells)
    first, second = (row for row in spells if row["place"] == "palmyra")
    assert first["date_lost"] < second["date_gained"]


def test_each_fact_is_a_place_and_a_spell_near_the_coordinates_given(
    places: dict[str, dict[str, str]], facts: list[dict[str, str]]
) -> None:
    dates = Counter((row["date_gained"], row["date_lost"]) for row in facts)
    spells = [row for row in rows("outcomes.csv") if row["source"] == "facts_places"]
    assert Counter((row["date_gained"], row["date_lost"]) for row in spells) == dates
    by_name = {row["locator"].split(";")[0]: places[row["place"]] for row in spells}
    assert len({row["id"] for row in by_name.values()}) == len(facts) - 1 == 49
    for fact in facts:
        place = by_name[fact["place"]]
        assert abs(float(place["lat"]) - float(fact["lat"])) < 0.15, fact["place"]
        assert abs(float(place["lon"]) - float(fact["lon"])) < 0.15, fact["place"]


def test_places_lie_in_their_country(places: dict[str, dict[str, str]], shared: Path, derivation: ModuleType) -> None:
    outlines = shared / "data" / "geography" / "ne_admin0_iraq_syria_neighbours.geojson"
    for country, code in (("iraq", "IRQ"), ("syria", "SYR")):
        (rings,) = derivation.read_rings(outlines, f"ISO_A3={code}", "NAME").values()
        members = of_country(places, country)
        lat, lon = (np.array([float(row[name]) for row in members]) for name in ("lat", "lon"))
        within = np.any([derivation.inside(lat, lon, ring) for ring in rings], axis=0)
        border = np.min([derivation.to_segments(lat, lon, ring) for ring in rings], axis=0)
        astray = [row["id"] for row, ok in zip(members, within | (border < 5), strict=True) if not ok]
        assert astray == []
        assert within.mean() > 0.9


def test_land_and_people_of_the_places_held_come_near_what_was_measured(places: dict[str, dict[str, str]]) -> None:
    """Measured: 105,500 km2 (autumn 2014), 90,800 (January 2015); people 9.6 and 9.0 million, low 7, high 11."""
    for day in ("2014-10-01", "2015-01-01"):
        held = held_on(places, day)
        assert 36 <= len(held) <= 46
        assert 85_000 <= total(held, "area_settled") <= 110_000
        assert 170_000 <= total(held, "area_settled", "area_desert") <= 250_000
        assert 7.0e6 <= total(held, "population") <= 11.0e6


def test_land_held_later_shrinks_as_measured_though_not_fitted_to_it(places: dict[str, dict[str, str]]) -> None:
    measured = {
        "2015-12-31": 78_000,
        "2016-07-04": 68_300,
        "2016-10-03": 65_500,
        "2017-01-01": 60_400,
        "2017-06-26": 36_200,
    }
    for day, area in measured.items():
        assert total(held_on(places, day), "area_settled") == pytest.approx(area, rel=0.2), day


def test_the_towns_held_are_those_that_the_observed_count_means(places: dict[str, dict[str, str]]) -> None:
    threshold = load_targets(load_case("islamic-state"))["cities_held"].threshold
    assert threshold is not None and threshold.value == 50_000
    towns = [name for name, row in places.items() if float(row["town_population"]) >= threshold.value]
    assert len(towns) == 74
    for row in rows("figures/cities_held.csv"):
        held = {place["id"] for place in held_on(places, row["date"])}
        assert len(held & set(towns)) == float(row["value"]), row["date"]


def test_a_town_is_part_of_its_place(places: dict[str, dict[str, str]]) -> None:
    for name, row in places.items():
        assert 0 < int(row["town_population"]) <= int(row["population"]), name


def test_the_derivation_gives_the_same_files_again(
    shared: Path, derivation: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derivation, "CASE", tmp_path)
    places = derivation.Places()
    derivation.write_places(places)
    derivation.write_network(places)
    derivation.write_outcomes(places)
    for name in ("places.csv", "edges.csv", "reach.csv", "outcomes.csv"):
        assert (tmp_path / name).read_bytes() == (CASE / name).read_bytes(), name
