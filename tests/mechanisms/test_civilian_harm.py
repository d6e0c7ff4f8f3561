"""Harm rises with fire, with density, and as the pocket shrinks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from polemos.mechanisms.civilian_harm import CivilianHarm

HARM = CivilianHarm(
    deaths_per_weapon=0.3, crowding=3.0, dense=10_000.0, squeeze=1.0, shelling=0.01, house_to_house=0.5,
    many_defenders=100.0,
)  # fmt: skip


def killed(
    civilians: float = 10_000.0, weapons: float = 10.0, garrison: float = 0.0, offensive: float = 0.0,
    fighters: float = 0.0, pocket: float = 1.0, built_up: float = 1.0, restraint: float = 0.0,
    mechanism: CivilianHarm = HARM,
) -> float:  # fmt: skip
    each = (np.array([x]) for x in (civilians, weapons, garrison, offensive))
    rest = (np.array([[fighters]]), np.array([pocket]), np.array([built_up]), restraint)
    return float(mechanism.harm(*each, *rest)[0])


def test_open_ground_gives_the_base_rate_and_dense_quarters_the_factor() -> None:
    assert killed(built_up=1e9) == pytest.approx(3.0, rel=1e-4)
    assert killed(built_up=1.0) == pytest.approx(3.0 * 2.5, rel=1e-4)
    assert killed(civilians=1e9) == pytest.approx(3.0 * 4.0, rel=1e-3)


def test_the_same_fire_kills_more_when_the_trapped_live_closer() -> None:
    assert killed(pocket=0.1) == pytest.approx(3.0 * (1.0 + 3.0 * 10.0 / 11.0), rel=1e-4)
    assert killed(pocket=0.1) > 1.4 * killed(pocket=1.0)


def test_besiegers_shells_count_as_weapons_only_in_an_offensive() -> None:
    assert killed(weapons=0.0, garrison=1000.0, offensive=1.0) == pytest.approx(killed(weapons=10.0), rel=1e-4)
    assert killed(weapons=0.0, garrison=1000.0) == 0.0


def test_defenders_who_move_between_houses_add_to_it() -> None:
    assert killed(offensive=1.0, fighters=100.0) / killed(offensive=1.0) == pytest.approx(1.25, rel=1e-4)


def test_restraint_silences_shells_and_the_flow_is_the_harm() -> None:
    full, half = (killed(weapons=0.0, garrison=1000.0, offensive=1.0, restraint=r) for r in (0.0, 0.5))
    assert half == pytest.approx(full / 2)
    assert float(HARM.killed(np.array([7.0]))[0]) == 7.0


def test_without_the_claimed_effects_density_and_houses_do_not_matter_and_opposite_ones_never_give_life_back() -> None:
    for sign in (0.0, -1.0):
        tried = replace(HARM, crowding=sign * 3.0, house_to_house=sign * 0.5)
        dense = killed(offensive=1.0, fighters=1e6, pocket=0.1, mechanism=tried)
        assert dense == pytest.approx(3.0) if sign == 0.0 else 0.0 <= dense < 3.0


def test_the_last_third_of_a_siege_is_deadlier_for_each_km2_that_is_left() -> None:
    def per_km2(pocket: float) -> float:
        return killed(civilians=10_000.0 * pocket, pocket=pocket) / pocket

    early, late = np.mean([per_km2(q) for q in (0.9, 0.7, 0.5)]), np.mean([per_km2(q) for q in (0.3, 0.2, 0.1)])
    assert late > 2.0 * early
