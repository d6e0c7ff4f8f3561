"""A budget is a number of histories, and the order of losses is read off them."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.calibration.budget import COPIES, DRAWS, FEWEST_DRAWS, TO_LEARN, budget_of, minutes_of
from polemos.calibration.contraction import Contraction
from polemos.calibration.in_sample import loss_months
from polemos.core.errors import UsageError


@pytest.mark.parametrize(("text", "minutes"), [("20m", 20.0), ("90s", 1.5), ("1h", 60.0)])
def test_minutes_are_read(text: str, minutes: float) -> None:
    assert minutes_of(text) == pytest.approx(minutes)


@pytest.mark.parametrize("text", ["20", "m", "0m", "-1m", "20 m"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--budget is written like"):
        minutes_of(text)


def test_twice_the_minutes_are_twice_the_histories_and_longer_ones_are_fewer() -> None:
    one, two, long = budget_of(10, 600, 11, 100), budget_of(20, 600, 11, 100), budget_of(20, 1200, 11, 100)
    assert two.prior == pytest.approx(2 * one.prior, rel=0.01) and long.prior == pytest.approx(one.prior, rel=0.01)
    for budget in (one, two, long):
        used = budget.prior + 11 * budget.draws * budget.copies
        assert used == pytest.approx(budget.prior / TO_LEARN, rel=0.06)


def test_a_small_budget_has_fewer_draws_not_copies_too_few_to_choose_from() -> None:
    small, least = budget_of(2, 600, 11, 100), budget_of(0.01, 600, 11, 100)
    assert small.draws < DRAWS and small.copies >= COPIES
    assert (least.draws, least.copies) == (FEWEST_DRAWS, COPIES)


def test_a_place_is_lost_after_the_last_month_in_which_it_was_held() -> None:
    held = np.array([[[0, 1], [1, 1], [1, 0], [0, 0]], [[0, 0], [0, 1], [0, 0], [0, 1]]], np.uint8)
    np.testing.assert_array_equal(loss_months(held), [[3.0, 2.0], [np.nan, 4.0]])


def test_what_did_not_move_is_told_from_what_did() -> None:
    found = Contraction(("still", "shifted", "narrower"), np.array([0.05, 0.6, 0.0]), np.array([0.98, 1.0, 0.6]))
    assert found.moved.tolist() == [False, True, True]
    assert found.contracted.tolist() == pytest.approx([0.0396, 0.0, 0.64])


def test_what_single_places_do_by_chance_is_no_move() -> None:
    luck = np.random.default_rng(3)
    mean, sd, apart = (
        0.4 * luck.standard_normal(200),
        np.exp(0.2 * luck.standard_normal(200) - 0.2),
        np.arange(200) > 49,
    )
    mean[0], sd[1], sd[2:50] = 1.7, 0.3, 1.0
    drifting = Contraction(tuple(map(str, range(200))), mean, sd, apart)
    assert drifting.moved[0] and drifting.moved[1] and drifting.moved[2:].mean() < 0.06
    assert Contraction(drifting.names, mean, sd).moved.mean() > 0.4
