"""A planted box is found; factors on drivers do what a scaled path does; endings are told apart."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from test_compare import model

from polemos.core.engine import compile_model
from polemos.scenarios.boxes import find_box
from polemos.scenarios.discovery import endings
from polemos.scenarios.drawn_levers import factor_of, with_factors
from polemos.scenarios.histories import Histories


def test_a_planted_box_is_found_and_told_on_other_rows() -> None:
    luck = np.random.default_rng(1)
    inputs = luck.uniform(0, 2, (4000, 5))
    inside = (inputs[:, 1] > 1.2) & (inputs[:, 3] < 0.8)
    flag = luck.uniform(size=4000) < np.where(inside, 0.9, 0.1)
    box = find_box(inputs, list("abcde"), flag)
    sides = {(side.name, side.above): side.bound for side in box.sides}
    assert sides[("b", True)] == pytest.approx(1.2, abs=0.15) and sides[("d", False)] == pytest.approx(0.8, abs=0.15)
    assert box.inside > 0.75 and box.overall < 0.3 and box.covered > 0.4


def test_where_nothing_separates_the_box_promises_nothing() -> None:
    luck = np.random.default_rng(2)
    flag = luck.uniform(size=4000) < 0.3
    box = find_box(luck.uniform(0, 2, (4000, 5)), list("abcde"), flag)
    assert abs(box.inside - box.overall) < 0.1, "told on rows that it was not found on"


def test_a_factor_does_what_a_scaled_path_does() -> None:
    theta = {"Harm.per_weapon": np.full(2, 0.01), "Harm.otherwise": np.full(2, 0.02)}
    made = with_factors(model())
    simulate = compile_model(made, {"civilians": "end"}, mode="expectation", float64=True, lanes=2)
    left = simulate({**theta, factor_of("weapons"): np.array([0.5, 2.0])}, 1, np.arange(2))["civilians"]
    for row, factor in enumerate((0.5, 2.0)):
        driver = dataclasses.replace(model().drivers["weapons"], values=model().drivers["weapons"].values * factor)
        plain = compile_model(
            dataclasses.replace(model(), drivers={"weapons": driver}),
            {"civilians": "end"},
            mode="expectation",
            float64=True,
            lanes=2,
        )
        assert left[row] == pytest.approx(plain(theta, 1, np.arange(2))["civilians"][row], rel=1e-12)


def test_endings_are_told_apart() -> None:
    members = np.array([[10, 100, 5, 5], [10, 100, 30, 80], [10, 100, 30, 30], [10, 99, 99, 100], [9, 99, 90, 90]])
    held = np.array([[0, 1, 0, 0], [0, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 0, 1]], np.float32)
    found = endings(Histories(("a", "b", "c", "d"), {"fighters": members.astype(np.float32), "held_x": held}, {}))
    assert found["gone"].tolist() == [True, False, False, False, False]
    assert found["back"].tolist() == [False, True, False, False, True], "never beaten is neither"
