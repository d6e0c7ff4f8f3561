"""Known answers of every simulated quantity on records small enough to sum by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from polemos.observation.choice import Asked, choose
from polemos.observation.quantity import Quantity
from polemos.observation.registry import all_quantities

PLACES = ("baghdad", "mosul", "raqqa")


def model(**changes: Any) -> Any:
    """Three places: two in Iraq, one in Syria."""

    def attribute(*values: float) -> Any:
        return SimpleNamespace(values=np.array(values))

    within = SimpleNamespace(values=np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]))
    facts = {
        "dims": {"place": PLACES, "country": ("iraq", "syria"), "kind": ("core", "local")},
        "attributes": {
            "area_settled": attribute(100.0, 20.0, 3.0),
            "area_desert": attribute(0.0, 400.0, 50.0),
            "town_population": attribute(5.5e6, 50_000.0, 49_999.0),
            "in_country": within,
        },
        "stocks": {},
        "derived": dict,
        "flows": dict,
    }
    return SimpleNamespace(**(facts | changes))


def by_place(*values: float) -> np.ndarray[Any, Any]:
    """One draw, one month, a value per place, as the engine gives it."""
    return np.array([[values]], dtype=np.float32)


RECORD: dict[str, Any] = {
    "holder": by_place(2, 1, 1),
    "civilians": by_place(900_000, 50_000, 40_000),
    "displaced": by_place(7, 20, 1000),
    "killed_by_fire": by_place(1, 10, 100),
    "killed_by_movement": by_place(3, 30, 300),
    "movement_killed": by_place(5, 50, 500),
    "forces_killed": by_place(7, 70, 700),
    "fighters": np.array([[[[1, 2], [3, 4], [5, 6]]]], dtype=np.float32),
    "underground": np.array([[[[10, 20], [30, 40], [50, 60]]]], dtype=np.float32),
    "vanguard": np.array([[[100, 200]]], dtype=np.float32),
    "offensive": by_place(0, 0.5, 1),
    "revenue": np.array([[81e6]], dtype=np.float32),
    "sympathisers": np.array([[-1500.0]], dtype=np.float32),
    "DirectedAttacks.attacks": np.array([[2.0]], dtype=np.float32),
    "InspiredAttacks.attacks": np.array([[3.0]], dtype=np.float32),
    "deaths_west": np.array([[12.5]], dtype=np.float32),
    "attention_home": np.array([[0.25]], dtype=np.float32),
    "attention_west": np.array([[7.0]], dtype=np.float32),
    "perceived_strength": np.array([[30_000.0]], dtype=np.float32),
    "attacks": by_place(4, 40, 400),
    "strikes": by_place(1, 2, 6),
    "fell_out": np.array([[[0.0, 1.0]]], dtype=np.float32),
    "LocalRecruitment.recruits": by_place(1, 2, 3),
    "GrievanceRecruitment.drawn_in": by_place(10, 20, 30),
    "ForeignRecruitment.arrivals": np.array([[100.0]], dtype=np.float32),
    "true_strength": np.array([[12_000.0]], dtype=np.float32),
}
ANSWERS = {
    "area_control": 23.0,
    "area_influence": 473.0,
    "people_ruled": 90_000.0,
    "fighters": 21.0 + 210.0 + 300.0,
    "revenue": 81e6,
    "deaths_dyads_iraq": 11.0 + 55.0 + 77.0,
    "deaths_dyads_syria": 1300.0,
    "towns": 1.0,
    "foreign_inflow": 1500.0,
    "attacks_iraq": 44.0,
    "attacks_syria": 400.0,
    "one_sided_iraq": 33.0,
    "one_sided_syria": 300.0,
    "suicide_attacks": 9.0,
    "coalition_split": 1.0,
    "civilians_of_the_siege": 20.0,
    "attackers_of_the_siege": 35.0,
    "recruits": 166.0,
    "attacks_west": 5.0,
    "attacks_west_directed": 2.0,
    "attacks_west_inspired": 3.0,
    "deaths_west": 12.5,
    "attention_home": 0.25,
    "attention_west": 7.0,
    "perceived_strength": 30_000.0,
    "exaggeration": 2.5,
    "civilians_killed_iraq": 44.0,
    "civilians_killed_syria": 400.0,
    "displaced_iraq": 27.0,
    "people_displaced_syria": 1000.0,
}
TARGETS = {
    "towns": Asked("cities_held", numbers={"threshold": 50_000.0}),
    "displaced_iraq": Asked("people_displaced", "iraq"),
    "civilians_of_the_siege": Asked("siege_civilians_killed", "mosul"),
    "attackers_of_the_siege": Asked("siege_attackers_killed", "mosul"),
}


def chosen() -> dict[str, Quantity]:
    """Every series that the targets and the model of these tests give."""
    names = [name for need in all_quantities().values() for name in need.needs]
    found, left_out = choose(all_quantities(), model(stocks=dict.fromkeys(names)), TARGETS)
    assert left_out == {}
    return {quantity.name: quantity for quantity in found}


def test_every_quantity_has_a_known_answer() -> None:
    assert set(chosen()) == set(ANSWERS)
    assert {quantity.origin for quantity in chosen().values()} == set(all_quantities())


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_known_answer(name: str) -> None:
    values = chosen()[name].observe(RECORD, model())
    assert values.dtype == np.float32
    assert values.tolist() == [[ANSWERS[name]]]


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_quantity_reads_only_what_it_declares(name: str) -> None:
    quantity = chosen()[name]
    record = {key: RECORD[key] for key in quantity.needs}
    full = model()
    attributes = {key: full.attributes[key] for key in quantity.attributes}
    assert quantity.observe(record, model(attributes=attributes)).tolist() == [[ANSWERS[name]]]


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_number_of_draws_changes_no_bit(name: str) -> None:
    luck = np.random.default_rng(11)
    places = 97
    facts = {
        n: SimpleNamespace(values=luck.uniform(0, 1e4, places))
        for n in ("area_settled", "area_desert", "town_population")
    }
    facts["in_country"] = SimpleNamespace(values=luck.uniform(0, 1, (2, places)))
    wide = model(attributes=facts)
    record: dict[str, Any] = {}
    for key, value in RECORD.items():
        shape = (64, 5, *(places if length == 3 else length for length in value.shape[2:]))
        record[key] = luck.uniform(0, 1e6, shape).astype(np.float32)
    record["holder"] = luck.integers(0, 3, (64, 5, places)).astype(np.float32)
    together = chosen()[name].observe(record, wide)
    for draw in (0, 41, 63):
        alone = chosen()[name].observe({k: v[draw : draw + 1] for k, v in record.items()}, wide)
        assert alone.tobytes() == together[draw : draw + 1].tobytes()
    turned = {k: np.asfortranarray(v) for k, v in record.items()}
    assert chosen()[name].observe(turned, wide).tobytes() == together.tobytes()


def test_a_city_stays_a_city_when_its_people_flee() -> None:
    record = RECORD | {"civilians": by_place(0, 0, 0)}
    assert chosen()["towns"].observe(record, model()).tolist() == [[1.0]]
