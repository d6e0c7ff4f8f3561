"""Assaults open where the movement is near and the odds look good, and end when they do not."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.movement_offensives import MovementOffensives

ATTACK = MovementOffensives(
    tempo=1.0, boldness=10.0, keenness=2.0, foothold=100.0, stranger=0.2, exposure=1000.0, least_force=50.0,
    breaking_off=3.0,
)  # fmt: skip
PLACES = 2000
STEP = 0.25  # month
LUCK = (np.arange(PLACES) + 0.5) / PLACES


def share_on(
    assault: float = 0.0, near: float = 1.0, held: float = 0.0, garrison: float = 0.0, vanguard: float = 1e6,
    constituency: float = 1.0, force: float = 0.0, hidden: float = 0.0, offensive: float = 0.0,
    weapons: float = 0.0,
) -> float:  # fmt: skip
    """The share of equal places in which an assault is on after a month, all luck used evenly."""

    def everywhere(value: float) -> np.ndarray:
        return np.full(PLACES, value)

    class Roads:
        """A stand-in for the table of edges: every place has the same access."""

        __array_ufunc__ = None

        def __rmatmul__(self, _: object) -> np.ndarray:
            return everywhere(near)

    one = everywhere(0.0)
    one[0] = vanguard  # all that is free is summed over kinds
    on = ATTACK.attack(
        assault=everywhere(assault),
        fighters=everywhere(force)[None],
        underground=everywhere(hidden)[None],
        vanguard=one,
        garrison=everywhere(garrison),
        held=everywhere(held),
        offensive=everywhere(offensive),
        adjacency=Roads(),
        constituency=everywhere(constituency),
        weapons=np.array([weapons]),
        kept_up=np.zeros(1),
        in_country=np.ones((1, PLACES)),
        step=STEP,
        opening=LUCK,
        ending=LUCK,
    )
    return float(np.asarray(on).mean())


def test_at_overwhelming_odds_they_open_at_the_tempo() -> None:
    assert share_on() == pytest.approx(1.0 * STEP, abs=2e-3)


def test_out_of_reach_nothing_opens_and_a_foothold_opens_half() -> None:
    assert share_on(near=0.0) == 0.0
    assert share_on(near=0.0, hidden=100.0) == pytest.approx(0.5 * STEP, abs=2e-3)


def test_a_strong_garrison_and_strangers_deter() -> None:
    assert share_on(garrison=1e9) < 0.01
    assert share_on(constituency=0.0) < 0.5 * share_on(constituency=1.0)


def test_nothing_opens_on_own_ground_or_under_a_rivals_offensive() -> None:
    assert share_on(held=1.0) == share_on(offensive=1.0) == 0.0


def test_an_outnumbered_assault_is_broken_off_and_a_taken_place_ends_it() -> None:
    assert share_on(assault=1.0, garrison=1e9, force=10.0) == pytest.approx(1.0 - 3.0 * STEP, abs=2e-3)
    assert share_on(assault=1.0, garrison=0.0, force=10.0) == 1.0
    assert share_on(assault=1.0, held=1.0) == 0.0


def test_under_many_aircraft_they_mass_half_as_often() -> None:
    assert share_on(weapons=1000.0) == pytest.approx(0.5 * STEP, abs=2e-3)
