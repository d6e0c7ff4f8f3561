"""Which series a run records: the targets' names, and every other quantity under its own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from polemos.core.errors import InputError
from polemos.observation.choice import Asked, choose
from polemos.observation.quantity import Quantity


def quantity(name: str, **more: Any) -> Quantity:
    """A quantity that returns its label's length plus its numbers."""

    def function(record: Any, model: Any, label: str = "", **numbers: float) -> Any:
        return record["holder"] + len(label) + sum(numbers.values())

    facts = {"title": name.title(), "unit": "1", "needs": {"holder": "end"}, "attributes": (), "measures": "end"}
    return Quantity(name=name, assumptions="Assumes.", function=function, **(facts | more))


KNOWN = {
    "area": quantity("area"),
    "dead": quantity("dead", each="country"),
    "towns": quantity("towns", numbers={"threshold": "person"}),
    "rare": quantity("rare", needs={"gold": "end"}),
}


def model(*countries: str) -> Any:
    return SimpleNamespace(
        stocks={"holder": None}, derived=dict, flows=dict, attributes={}, dims={"country": countries, "place": ("a",)}
    )


def test_without_targets_every_label_has_a_series_and_what_lacks_a_number_is_told() -> None:
    found, left_out = choose(KNOWN, model("north", "south"), {})
    assert [q.name for q in found] == ["area", "dead_north", "dead_south"]
    assert left_out == {
        "rare": "the model lacks the stock, derived quantity or flow 'gold'",
        "towns": "no target gives its threshold",
    }


def test_a_target_names_its_series_and_gives_label_and_numbers() -> None:
    asked = {"big_towns": Asked("towns", numbers={"threshold": 50_000.0}), "losses": Asked("dead", "south")}
    found = {q.name: q for q in choose(KNOWN, model("north", "south"), asked)[0]}
    assert list(found) == ["area", "big_towns", "dead_north", "losses"]
    record = {"holder": np.zeros((1, 1))}
    assert found["big_towns"].observe(record, model()).tolist() == [[50_000.0]]
    assert found["losses"].observe(record, model()).tolist() == [[5.0]]
    assert found["big_towns"].title == "Towns (threshold 50000 person)"
    assert (found["losses"].title, found["losses"].origin) == ("Dead (country south)", "dead")


def test_two_targets_may_ask_for_one_quantity_with_different_numbers() -> None:
    asked = {f"over_{n}": Asked("towns", numbers={"threshold": float(n)}) for n in (1, 2)}
    found = {q.name: q for q in choose(KNOWN, model("north"), asked)[0]}
    values = [found[name].observe({"holder": np.zeros((1, 1))}, model()).item() for name in ("over_1", "over_2")]
    assert values == [1.0, 2.0]


@pytest.mark.parametrize(
    ("name", "asked", "says"),
    [
        ("x", Asked("aera"), r"targets.toml, x.quantity: is not a quantity .*perhaps 'area' is meant"),
        ("x", Asked("dead"), r"x.label: dead has one series for each country.*choose one of north, south"),
        ("x", Asked("dead", "west"), r"x.label: .*'west'"),
        ("x", Asked("area", "north"), "x.label: area has no labels"),
        ("x", Asked("towns"), "x.threshold: towns needs it; add threshold with a value in person"),
        ("x", Asked("area", numbers={"threshold": 1.0}), "x.threshold: area does not use it"),
        ("dead_north", Asked("dead", "south"), "dead_north: is the name of another series"),
        ("area", Asked("dead", "south"), "area: is the name of another series, Area"),
        ("holder", Asked("area"), "holder: is a name that every run uses"),
        ("country", Asked("area"), "country: is a name that every run uses"),
    ],
)
def test_a_wrong_target_is_refused(name: str, asked: Asked, says: str) -> None:
    with pytest.raises(InputError, match=says):
        choose(KNOWN, model("north", "south"), {name: asked})
