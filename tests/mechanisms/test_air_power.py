"""Weapons go where fighters are seen; each further one finds fewer targets."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.air_power import AirPower
from polemos.mechanisms.siege_clock import SiegeClock
from tiny_models import exact, lanes_of, tiny_model

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


def cleared(weapons: float) -> float:
    """Share of a besieged place cleared within a month in which so many weapons fall in the country."""
    start = {"pocket": 1.0, "fighters": np.array([[0.0], [2000.0], [0.0]]), "garrison": 8000.0, "offensive": 1.0}
    facts = {"weapons": weapons, "kept_up": 0.0, "fire_restraint": 0.0, "in_country": 1.0, "shock_force": 0.0}
    model = tiny_model(AirPower, SiegeClock, months=1, start=start, facts=facts)
    theta = lanes_of(
        model, AirPower__lethality=0.3, AirPower__spacing=1.5, AirPower__focus=4.0, AirPower__visible_force=300.0,
        SiegeClock__speed=0.2, SiegeClock__odds_effect=0.5, SiegeClock__size_effect=0.2,
        SiegeClock__reference_defence=1000.0, SiegeClock__tenacity=1.0, SiegeClock__fire_reliance=0.5,
        SiegeClock__fire_half=60.0, SiegeClock__isolation=0.0, SiegeClock__recovery=0.3,
    )  # fmt: skip
    return 1.0 - float(exact(model, {"pocket": "end"})(theta, 1, np.arange(1))["pocket"][0, 0, 0])


def test_each_further_weapon_takes_less_ground() -> None:
    lost = [cleared(w) for w in (0.0, 200.0, 400.0, 800.0, 1200.0)]
    first, second = np.diff(lost[:3])
    assert first > second > 0.0
    assert lost[4] - lost[3] < lost[3] - lost[2]


def test_what_one_place_is_spared_falls_on_no_other() -> None:
    fighters = np.array([[400.0, 400.0], [100.0, 100.0], [0.0, 0.0]])
    still = np.zeros(2)
    facts = (np.array([200.0]), 0.0)
    as_it_was = np.asarray(AIR.weapons_on(*facts, 0.0, fighters, still, still, np.ones((1, 2))))
    spared = np.asarray(AIR.weapons_on(*facts, np.array([0.5, 0.0]), fighters, still, still, np.ones((1, 2))))
    assert spared == pytest.approx(as_it_was * [0.5, 1.0])
