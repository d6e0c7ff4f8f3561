"""Weapons go where fighters are seen; each further one finds fewer targets."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.air_power import AirPower

AIR = AirPower(lethality=0.5, spacing=10.0, focus=4.0, visible_force=1000.0)
ONE_COUNTRY = np.ones((1, 2))


def test_battles_draw_more_weapons_per_fighter_and_some_find_nothing() -> None:
    fighters = np.array([[300.0, 300.0]])
    on = np.asarray(
        AIR.weapons_on(np.array([100.0]), np.zeros(1), 0.0, fighters, np.array([1.0, 0.0]), np.zeros(2), ONE_COUNTRY)
    )
    assert on[0] / on[1] == pytest.approx(4.0)
    assert on.sum() == pytest.approx(100.0 * 1500.0 / 2500.0)


def test_weapons_stay_in_their_country() -> None:
    fighters = np.array([[300.0, 300.0]])
    on = np.asarray(
        AIR.weapons_on(np.array([100.0, 0.0]), np.zeros(1), 0.0, fighters, np.zeros(2), np.zeros(2), np.eye(2))
    )
    assert on[0] > 0.0 == on[1]


def test_kills_per_weapon_fall_by_half_at_one_weapon_per_spacing_fighters() -> None:
    fighters = np.array([[400.0], [100.0], [0.0]])
    few = np.asarray(AIR.killed_from_the_air(fighters, np.array([1e-3]))).sum() / 1e-3
    many = np.asarray(AIR.killed_from_the_air(fighters, np.array([50.0]))).sum() / 50.0
    assert few == pytest.approx(0.5, rel=1e-3)
    assert many == pytest.approx(0.25, rel=1e-3)
