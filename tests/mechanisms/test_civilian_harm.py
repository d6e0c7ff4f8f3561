"""Harm rises with fire, with density, and as the pocket shrinks."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.civilian_harm import CivilianHarm

HARM = CivilianHarm(
    deaths_per_weapon=0.3, dense_factor=4.0, dense=10_000.0, shelling=0.01, house_to_house=0.5, many_defenders=100.0
)


def killed(
    civilians: float = 10_000.0, weapons: float = 10.0, garrison: float = 0.0, offensive: float = 0.0,
    fighters: float = 0.0, pocket: float = 1.0, built_up: float = 1.0,
) -> float:  # fmt: skip
    each = (np.array([x]) for x in (civilians, weapons, garrison, offensive))
    return float(HARM.killed(*each, np.array([[fighters]]), np.array([pocket]), np.array([built_up]))[0])


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
