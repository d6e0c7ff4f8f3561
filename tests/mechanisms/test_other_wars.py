"""Places change between rivals where those fight each other."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.other_wars import OtherWars

WARS = OtherWars(turnover=0.001, clash=0.5, unsupported=np.array([0.5, 0.5, 0.5]))
PLACES = 1000
STEP = 0.25  # month
LUCK = (np.arange(PLACES) + 0.5) / PLACES


def owners(
    deaths: float, holder: float = 2.0, split: float = 0.0, assault: float = 0.0,
    reach: tuple[float, float, float] = (0.0, 1.0, 0.0), change: np.ndarray = LUCK, choice: np.ndarray = LUCK,
) -> np.ndarray:  # fmt: skip
    return np.asarray(
        WARS.change_sides(
            owner=np.zeros(PLACES),
            holder=np.full(PLACES, holder),
            assault=np.full(PLACES, assault),
            other_wars=np.array([deaths]),
            in_country=np.ones((1, PLACES)),
            reach=np.repeat(np.array(reach)[:, None], PLACES, axis=1),
            reserve=np.array([100.0, 400.0, 900.0]),
            sponsor_support=np.zeros(3),
            split=np.array([split, 0.0, 0.0]),
            owner_of=np.repeat(np.array([[1.0], [0.0], [0.0]]), PLACES, axis=1),
            step=STEP,
            change=change,
            choice=choice,
        )
    )


def test_the_chance_of_a_change_rises_with_the_deaths_of_those_wars() -> None:
    assert owners(0.0).sum() == 0.0
    assert owners(500.0).mean() == pytest.approx(0.5 * STEP, abs=2e-3)


def test_places_of_the_movement_and_places_under_assault_do_not_change() -> None:
    assert owners(1e9, holder=1.0).sum() == owners(1e9, assault=1.0).sum() == 0.0


def test_places_go_to_the_other_rivals_by_reach_and_troops() -> None:
    shares = owners(1e9, reach=(1.0, 1.0, 1.0), change=np.full(PLACES, 1e-6))
    assert shares.min() == 1.0 and shares.mean() == pytest.approx(1.0 + 30.0 / 50.0, abs=2e-3)  # roots of 400 and 900
    assert owners(1e9, reach=(1.0, 0.0, 0.0)).sum() == 0.0, "there is nobody else to take the place"


def test_a_rival_that_has_fallen_out_loses_places_in_clashes() -> None:
    assert owners(0.0, split=1.0).mean() == pytest.approx(0.5 * STEP, abs=2e-3)
