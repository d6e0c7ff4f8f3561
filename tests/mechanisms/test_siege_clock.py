"""The time to clear a place falls with the odds and grows with the defence."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.siege_clock import SiegeClock
from tiny_models import exact, lanes_of, tiny_model

SETTINGS = {
    "speed": 0.8, "odds_effect": 0.54, "size_effect": 0.21, "reference_defence": 1000.0, "fire_reliance": 0.5,
    "fire_half": 100.0, "isolation": 0.5, "recovery": 0.5,
}  # fmt: skip
CLOCK = SiegeClock(**SETTINGS, tenacity=np.ones(1))


def speed(attackers: float, defenders: float, weapons: float = 1e12, tenacity: float = 1.0, *more: float) -> float:
    ring, vehicles = more or (0.0, 0.0)
    each = (np.ones(1), np.array([[defenders]]), np.array([attackers]), np.ones(1), np.zeros(1), np.array([weapons]))
    each = (*each, np.array([ring]), np.array([vehicles]))
    return float(SiegeClock(**SETTINGS, tenacity=np.array([tenacity])).clearing(*each)[0])


def test_the_reference_defence_at_even_odds_with_fire_gives_the_speed() -> None:
    assert speed(1000.0, 1000.0) == pytest.approx(0.8, rel=1e-4)


def test_odds_and_size_act_by_their_exponents() -> None:
    assert speed(10_000.0, 1000.0) / speed(1000.0, 1000.0) == pytest.approx(10.0**0.54, rel=1e-4)
    assert speed(8000.0, 8000.0) / speed(1000.0, 1000.0) == pytest.approx(8.0**-0.21, rel=1e-4)
    assert speed(1000.0, 1000.0, tenacity=2.0) == pytest.approx(0.4, rel=1e-4)


def test_without_fire_support_a_share_of_the_speed_is_lost() -> None:
    assert speed(1000.0, 1000.0, weapons=0.0) == pytest.approx(0.4, rel=1e-4)
    assert speed(1000.0, 1000.0, weapons=100.0) == pytest.approx(0.6, rel=1e-4)


def test_a_place_is_cleared_in_the_time_that_the_speed_says() -> None:
    start = {"pocket": 1.0, "fighters": np.array([[0.0], [1000.0], [0.0]]), "garrison": 1000.0, "offensive": 1.0}
    model = tiny_model(SiegeClock, months=3, start=start, facts={"weapons_on": 1e12, "shock_force": 0.0})
    theta = lanes_of(model, **{f"SiegeClock__{n}": v for n, v in SETTINGS.items()}, SiegeClock__tenacity=2.0)
    pocket = exact(model, {"pocket": "end"})(theta, 1, np.arange(1))["pocket"][0, :, 0]
    assert pocket[:2] == pytest.approx([0.6, 0.2], abs=0.02)
    assert pocket[2] < 0.05


def test_the_ground_closes_up_when_nobody_attacks() -> None:
    quiet, attacked = (CLOCK.closing_up(np.array([0.4]), np.array([on]), np.zeros(1)) for on in (0.0, 1.0))
    assert float(quiet[0]) == pytest.approx(0.3)
    assert float(attacked[0]) == 0.0


def test_a_ring_speeds_clearing_and_suicide_vehicles_count_as_defenders() -> None:
    assert speed(1000.0, 1000.0, 1e12, 1.0, 1.0, 0.0) == pytest.approx(1.2, rel=1e-4)
    assert speed(1000.0, 600.0, 1e12, 1.0, 0.0, 400.0) == pytest.approx(speed(1000.0, 1000.0), rel=1e-4)
