"""Building: what the model gets, and what can never reach it."""

from __future__ import annotations

import builtins
import io
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polemos.cases.build import ATTRIBUTES, build, kind_name
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.core.errors import InputError
from polemos.core.model import Model
from small_case import change


def model_of(folder: Path) -> Model:
    return build(resolve(load_case(folder)))


def as_bytes(model: Model) -> bytes:
    """Everything in a model that a case decides."""
    parts = (model.dims, model.mechanisms, model.attributes, model.drivers, model.initial, model.calendar)
    return pickle.dumps(parts)


def test_attributes_have_the_shapes_of_their_dimensions(small_case: Path) -> None:
    model = model_of(small_case)
    assert {*ATTRIBUTES, *map(kind_name, model.dims["kind"])} == set(model.attributes)
    for attribute in model.attributes.values():
        assert attribute.values.shape == model.shape(attribute.dims)
    assert model.attributes["in_country"].values.tolist() == [[1, 1, 0], [0, 0, 1]]
    assert model.attributes["adjacency"].values.tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    assert model.attributes["reach"].values.tolist() == [[1, 0.8, 0.2], [0, 0, 1]]
    assert model.attributes["area_desert"].values.tolist() == [3000, 0, 10000]
    assert model.attributes["town_population"].values.tolist() == [70000, 30000, 2000]


def test_communities_and_the_constituency_are_those_of_the_case(small_case: Path) -> None:
    model = model_of(small_case)
    assert model.dims["community"] == ("hill_people", "river_people", "townsfolk")
    shares = model.attributes["community"]
    assert shares.dims == ("community", "place")
    assert shares.values == pytest.approx(np.array([[0.5, 1, 0.1], [0.25, 0, 0.2], [0.25, 0, 0.7]]))
    assert model.attributes["constituency"].values.tolist() == shares.values[1].tolist()
    change(small_case, "case.toml", 'constituency = "river_people"', 'constituency = "townsfolk"')
    assert model_of(small_case).attributes["constituency"].values == pytest.approx([0.25, 0, 0.7])


def test_one_community_is_enough(small_case: Path) -> None:
    change(small_case, "case.toml", '["hill_people", "river_people", "townsfolk"]', '["everyone"]')
    change(small_case, "case.toml", 'constituency = "river_people"', 'constituency = "everyone"')
    change(small_case, "places.csv", "hill_people,river_people,townsfolk", "everyone")
    for old in ("0.5,0.25,0.25", "12.5,1,0,0", "0.1,0.2,0.7"):
        change(small_case, "places.csv", old, "12.5,1" if old.startswith("12") else "1")
    assert model_of(small_case).attributes["constituency"].values.tolist() == [1, 1, 1]


def test_people_holders_and_owners_come_from_the_places(small_case: Path) -> None:
    initial = model_of(small_case).initial
    assert initial["civilians"].total == 200000
    assert (initial["civilians"].weights * 200000).tolist() == pytest.approx([120000, 60000, 20000])
    assert initial["holder"].weights.tolist() == [2, 2, 0] and initial["holder"].total == 1
    assert initial["owner"].weights.tolist() == [0, 0, 1]


def test_initial_stocks_are_totals_times_weights(small_case: Path) -> None:
    initial = model_of(small_case).initial
    assert initial["underground"].total is None and initial["underground"].weights.shape == (2, 3)
    assert initial["underground"].weights.sum() == pytest.approx(1.0)
    assert initial["underground"].weights[:, 0].tolist() == pytest.approx([1 / 6, 1 / 2])
    assert initial["reserve"].total == 5000 and initial["reserve"].weights.tolist() == [0.6, 0.4]
    assert initial["pocket"].total == 1 and initial["pocket"].weights.tolist() == [1, 1, 1]
    assert initial["treasury"].weights.shape == ()


def test_drivers_have_one_value_per_month(small_case: Path) -> None:
    model = model_of(small_case)
    assert model.drivers["weapons"].values.shape == (24, 2)
    assert model.drivers["border_open"].values.shape == (24,)
    assert model.calendar.labels[0] == "2013-01" and model.calendar.steps_per_month == 6


def test_mechanisms_from_outside_the_package_are_found(small_case: Path) -> None:
    assert [m.__name__ for m in model_of(small_case).mechanisms] == ["SmallCost", "SmallRecruitment"]


def test_mechanisms_can_be_left_out(small_case: Path) -> None:
    model = build(resolve(load_case(small_case)))
    assert [m.__name__ for m in model.without("SmallCost").mechanisms] == ["SmallRecruitment"]
    with pytest.raises(InputError, match="no mechanism 'SmallCots'"):
        model.without("SmallCots")


def test_build_refuses_a_wrong_unit_with_the_file_and_key(small_case: Path) -> None:
    change(small_case, "initial.toml", 'unit = "USD"', 'unit = "weapon"')
    with pytest.raises(InputError, match=r"small/initial.toml, treasury.unit: the mechanism declares USD"):
        model_of(small_case)


def garbage(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"\xff\x00 not a table at all")


@pytest.mark.parametrize("name", ["outcomes.csv", "figures/area.csv", "targets.toml", "claims.toml"])
def test_observations_never_reach_the_model(name: str, small_case: Path) -> None:
    before = as_bytes(model_of(small_case))
    garbage(small_case, name)
    assert as_bytes(model_of(small_case)) == before
    (small_case / name).unlink()
    assert as_bytes(model_of(small_case)) == before


def test_no_file_of_observations_is_opened(small_case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def opening(file: Any, *arguments: Any, **named: Any) -> Any:
            opened.append(str(file))
            return real(file, *arguments, **named)

        return opening

    for module in (builtins, io):
        monkeypatch.setattr(module, "open", watched(module.open))
    monkeypatch.setattr(os, "open", watched(os.open))
    model_of(small_case)
    assert any(name.endswith("places.csv") for name in opened), "the watch must see files being opened"
    assert not [n for n in opened if "outcomes" in n or "figures" in n or "targets" in n or "claims.toml" in n]
