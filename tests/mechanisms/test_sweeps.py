"""Sweeps hit who is known, or whoever happens to be in the way; misses make recruits."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.sweeps import Sweeps

PEOPLE, GARRISON = np.array([10_000.0]), np.array([1000.0])
FREE, HELD = np.zeros(1), np.ones(1)


def sweeps(intelligence: float) -> Sweeps:
    return Sweeps(raids=0.1, intelligence=intelligence, trace=1e-4, bystander=0.02, backlash=0.3)


@pytest.mark.parametrize(("intelligence", "hits"), [(0.0, 100.0 * 0.2), (0.5, 100.0 * 0.6), (1.0, 100.0)])
def test_blows_hit_the_known_and_the_rest_by_chance(intelligence: float, hits: float) -> None:
    hidden = np.array([[1500.0], [500.0]])
    lost = np.asarray(sweeps(intelligence).underground_lost(hidden, PEOPLE, GARRISON, FREE))
    assert lost.sum() == pytest.approx(hits, rel=1e-4)
    assert lost[0, 0] / lost[1, 0] == pytest.approx(3.0)


def test_misses_kill_bystanders_and_make_recruits() -> None:
    hidden = np.array([[2000.0]])
    misses = 100.0 * 0.5 * 0.8
    assert float(sweeps(0.5).bystanders_killed(hidden, PEOPLE, GARRISON, FREE)[0]) == pytest.approx(0.02 * misses)
    assert float(sweeps(0.5).embittered(hidden, PEOPLE, GARRISON, FREE)[0]) == pytest.approx(0.3 * misses)


def test_nobody_is_swept_where_the_movement_holds_or_nobody_hides() -> None:
    hidden = np.array([[2000.0]])
    assert float(sweeps(0.5).underground_lost(hidden, PEOPLE, GARRISON, HELD).sum()) == 0.0
    assert float(sweeps(0.5).embittered(hidden * 0.0, PEOPLE, GARRISON, FREE)[0]) == 0.0
