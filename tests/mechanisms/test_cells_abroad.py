"""Cells need cadre, money and a corridor, and waste away with a lag."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.cells_abroad import CellsAbroad

CELLS = CellsAbroad(lag=6.0, cadre=1000.0, funds=2e7)
FOREIGN = np.array([0.0, 0.0, 1.0])


def reach(foreigners: float = 1000.0, revenue: float = 2e7, border: float = 1.0) -> float:
    fighters = np.array([[9e3, 1e3], [8e3, 1e3], [foreigners / 4, foreigners / 4]])
    vanguard = np.array([5e3, 4e3, foreigners / 2])
    return float(CELLS.reach_abroad(fighters, vanguard, FOREIGN, np.float64(revenue), np.float64(border)))


def test_half_of_the_cadre_and_half_of_the_money_make_a_quarter() -> None:
    assert reach() == pytest.approx(0.25)
    assert reach(border=0.4) == pytest.approx(0.1)


@pytest.mark.parametrize("lost", [{"foreigners": 0.0}, {"revenue": 0.0}, {"border": 0.0}])
def test_each_of_the_three_is_needed(lost: dict[str, float]) -> None:
    assert reach(**lost) == 0.0


def test_cells_move_towards_their_reach_within_the_lag() -> None:
    assert float(CELLS.building(np.float64(0.7), np.float64(0.1))) == pytest.approx(0.1)
    assert float(CELLS.wasting(np.float64(0.7), np.float64(0.1))) == 0.0
    assert float(CELLS.wasting(np.float64(0.0), np.float64(0.6))) == pytest.approx(0.1)
