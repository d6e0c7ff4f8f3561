"""The ring closes at the speed that strength and free roads allow, and opens with the end of the attack."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.encirclement import Encirclement

PLACES = 1000
STEP = 0.25  # month
LUCK = (np.arange(PLACES) + 0.5) / PLACES
RING = Encirclement(closing=2.0)


class Roads:
    """A stand-in for the table of edges: two roads from every place, so many of them in the movement's hands."""

    def __init__(self, held: float) -> None:
        self.held = held

    __array_ufunc__ = None

    def __rmatmul__(self, _: object) -> np.ndarray:
        return np.full(PLACES, self.held)

    def sum(self, axis: int) -> np.ndarray:
        return np.full(PLACES, 2.0)


def closed(
    encircled: float = 0.0, offensive: float = 1.0, fighters: float = 0.0, garrison: float = 500.0, roads: float = 0.0
) -> float:
    each = (np.full(PLACES, encircled), np.full((1, PLACES), fighters), np.full(PLACES, garrison))
    rest = (np.full(PLACES, offensive), np.ones(PLACES), Roads(roads), STEP, LUCK)
    return float(np.asarray(RING.ring(*each, *rest)).mean())


def test_an_unresisted_besieger_closes_it_at_the_rate() -> None:
    assert closed() == pytest.approx(2.0 * STEP, abs=2e-3)


def test_defenders_and_open_roads_slow_it() -> None:
    assert closed(fighters=500.0) == pytest.approx(1.0 * STEP, abs=2e-3)
    assert closed(roads=1.0) == pytest.approx(1.0 * STEP, abs=2e-3)
    assert closed(roads=2.0) == 0.0


def test_it_stays_closed_while_the_attack_goes_on_and_opens_when_it_ends() -> None:
    assert closed(encircled=1.0, roads=2.0) == 1.0
    assert closed(encircled=1.0, offensive=0.0) == 0.0
