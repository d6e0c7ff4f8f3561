"""War and harm build grievance up, peace drains it; harm by besiegers raises attacks within weeks (C4)."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.ambushes import Ambushes
from polemos.mechanisms.grievance import Grievance
from tiny_models import exact, lanes_of, tiny_model

THETA = {
    "Grievance__war": 200.0, "Grievance__harm_effect": 300.0, "Grievance__memory": 36.0, "Grievance__lasting": 0.4,
    "Grievance__worst": 5.0, "Grievance__effect": 1.0, "Ambushes__tempo": 0.05, "Ambushes__deaths": 0.3,
    "Ambushes__thin_garrison": 100.0,
}  # fmt: skip


def run(months: int, effect: float = 1.0, **facts: float) -> dict[str, np.ndarray]:
    start = {"civilians": 1e6, "grievance": 1.0, "underground": 100.0, "garrison": 1e6}
    given = {"harm": 0.0, "held": 0.0, "in_country": 1.0, "other_wars": 0.0, **facts}
    model = tiny_model(Grievance, Ambushes, months=months, start=start, facts=given)
    theta = lanes_of(model, **(THETA | {"Grievance__effect": effect}))
    return exact(model, {"grievance": "end", "attacks": "mean"})(theta, 1, np.arange(1))


def test_peace_drains_it_with_its_long_memory_to_what_lasts() -> None:
    grievance = run(108)["grievance"][0, :, 0]
    assert grievance[35] == pytest.approx(0.4 + 0.6 / np.e, rel=1e-3)
    assert grievance[-1] == pytest.approx(0.4 + 0.6 * np.exp(-3.0), rel=3e-3)


def test_the_other_wars_of_the_country_build_it_up_but_not_without_end() -> None:
    war = run(108, other_wars=200.0)["grievance"][0, :, 0]
    assert (np.diff(war) > 0.0).all() and 1.4 < war[-1] < 5.0
    assert run(108, other_wars=1e6)["grievance"][0, -1, 0] <= 5.0


def test_harm_by_besiegers_raises_attacks_within_four_weeks() -> None:
    calm, harmed = (run(1, harm=h)["attacks"][0, 0, 0] for h in (0.0, 1000.0))
    assert harmed > 1.05 * calm


def test_the_movements_own_killing_moves_no_attack_among_its_community() -> None:
    """Nothing in grievance or attacks reads the movement's killing."""
    reads = {name for m in (Grievance, Ambushes) for mark in m.marks() for name in mark.reads}
    assert not reads & {"killing", "killed_by_movement"}


def test_without_the_effect_harm_raises_no_attack_and_opposite_it_lowers_them() -> None:
    base = run(1)["attacks"][0, 0, 0]
    assert run(1, effect=0.0, harm=1000.0)["attacks"][0, 0, 0] == pytest.approx(run(1, effect=0.0)["attacks"][0, 0, 0])
    assert run(1, effect=-1.0, harm=1000.0)["attacks"][0, 0, 0] < base
