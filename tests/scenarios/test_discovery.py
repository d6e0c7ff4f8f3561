"""A planted box is found; factors on drivers do what a scaled path does; endings are told apart."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from test_compare import draws_of, model, run

from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.core.model import Driver
from polemos.scenarios import discovery
from polemos.scenarios.boxes import find_box
from polemos.scenarios.discovery import MOST, discover, endings, factors_of
from polemos.scenarios.histories import Draws, Histories, prior_draws
from polemos.scenarios.paths import multiplied


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


def test_a_factor_multiplies_a_path_and_a_share_is_cut_at_one() -> None:
    found = multiplied(model(), "weapons", np.array([0.0, 0.5, 2.0]))
    assert found[:, 0].tolist() == [0.0, 50.0, 200.0] and found.shape == (3, 6)
    share = dataclasses.replace(model(), drivers={"weapons": Driver(np.full(6, 0.8), "1", ())})
    assert multiplied(share, "weapons", np.array([0.5, 2.0]))[:, 0].tolist() == [0.4, 1.0]


def test_every_draw_has_its_own_path(tmp_path: Path) -> None:
    draws = draws_of(np.full(64, 0.05), np.full(64, 0.0))
    paths = multiplied(model(), "weapons", np.repeat([0.0, 2.0], 32))
    told = dataclasses.replace(draws, theta={**draws.theta, "driver.weapons": paths})
    killed = run(tmp_path, told, 1.0).series["civilians_killed"].sum(axis=1)
    assert killed[:32].max() == 0.0 and killed[32:].min() > 5_000


def test_endings_are_told_apart() -> None:
    members = np.array([[10, 100, 5, 5], [10, 100, 30, 80], [10, 100, 30, 30], [10, 99, 99, 100], [9, 99, 90, 90]])
    held = np.array([[0, 1, 0, 0], [0, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 0, 1]], np.float32)
    found = endings(Histories(("a", "b", "c", "d"), {"fighters": members.astype(np.float32), "held_x": held}, {}))
    assert found["gone"].tolist() == [True, False, False, False, False]
    assert found["back"].tolist() == [False, True, False, False, True], "never beaten is neither"


def test_a_draw_has_one_factor_for_a_driver_whatever_its_luck_is_keyed_by(
    small_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A posterior's draws have luck of their own in every month; paths still have one row for each draw."""
    case = load_case(small_case)
    plain = prior_draws(resolve(case), 60, 1)
    by_month = dataclasses.replace(plain, ids=np.tile(plain.ids[:, None] + 7, (1, 24)))
    factors = factors_of(by_month, ("weapons", "border_open"))
    assert factors.shape == (60, 2) and (factors == factors_of(plain, ("weapons", "border_open"))).all()
    assert 0.0 <= factors.min() < 0.3 and MOST - 0.3 < factors.max() <= MOST

    def made_up(applied: object, draws: Draws, *_: object) -> Histories:
        weapons, open_ = draws.theta["driver.weapons"], draws.theta["driver.border_open"]
        assert weapons.shape == (60, 24, 2) and open_.shape == (60, 24)
        members = np.stack([np.full(60, 100.0), 60.0 * weapons[:, -1].max(axis=1)], axis=1).astype(np.float32)
        held = np.zeros((60, 2), np.float32)
        return Histories(("a", "b"), {"fighters": members, "held_x": held, "civilians_killed": members}, {})

    monkeypatch.setattr(discovery, "histories", made_up)
    found = discover(case, by_month)
    assert found.draws == 60 and set(found.boxes) == {"gone", "back"}
