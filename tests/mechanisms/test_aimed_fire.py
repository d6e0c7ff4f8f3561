"""Aimed fire gives Helmbold's three laws, and makes the attacker pay for cover."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.aimed_fire import AimedFire


def fire(massing: float, cover: float = 1.0) -> AimedFire:
    return AimedFire(kill_fighters=0.01, kill_forces=0.004, cover=cover, massing=massing)


FIGHTERS = np.array([[100.0], [200.0], [100.0]])
GARRISON = np.array([900.0])
YES, NO = np.ones(1), np.zeros(1)


@pytest.mark.parametrize(
    ("massing", "expected"), [(1.0, 0.01 * 900.0), (0.5, 0.01 * np.sqrt(900.0 * 400.0)), (0.0, 0.01 * 400.0)]
)
def test_losses_follow_the_square_the_linear_and_the_logarithmic_law(massing: float, expected: float) -> None:
    lost = fire(massing).fighters_lost(FIGHTERS, GARRISON, offensive=YES, assault=NO)
    assert float(lost.sum()) == pytest.approx(expected, rel=1e-5)


def test_losses_fall_evenly_on_all_kinds() -> None:
    lost = np.asarray(fire(0.7).fighters_lost(FIGHTERS, GARRISON, offensive=YES, assault=NO))
    np.testing.assert_allclose(lost / lost.sum(), FIGHTERS / FIGHTERS.sum(), rtol=1e-5)


def test_only_the_attacker_pays_for_the_defenders_cover() -> None:
    for offensive, assault, fighters_pay, forces_pay in ((YES, NO, 1.0, 3.0), (NO, YES, 3.0, 1.0)):
        lost = [
            float(fire(1.0, cover).fighters_lost(FIGHTERS, GARRISON, offensive, assault).sum()) for cover in (1.0, 3.0)
        ]
        forces = [
            float(fire(1.0, cover).forces_lost(FIGHTERS, GARRISON, offensive, assault, 1.0).sum())
            for cover in (1.0, 3.0)
        ]
        assert lost[1] / lost[0] == pytest.approx(fighters_pay)
        assert forces[1] / forces[0] == pytest.approx(forces_pay)


def test_nobody_dies_where_nobody_attacks_or_one_side_is_absent() -> None:
    assert float(fire(0.5).fighters_lost(FIGHTERS, GARRISON, NO, NO).sum()) == 0.0
    assert float(fire(0.0).forces_lost(FIGHTERS * 0.0, GARRISON, YES, NO, 1.0).sum()) == 0.0
    assert float(fire(0.0).fighters_lost(FIGHTERS, GARRISON * 0.0, YES, NO).sum()) == 0.0
