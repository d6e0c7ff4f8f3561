"""The cascade: when some leave, the odds get worse for the rest."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.garrison_collapse import GarrisonCollapse
from polemos.mechanisms.owners import Owners
from tiny_models import exact, lanes_of, tiny_model

COLLAPSE = GarrisonCollapse(panic=4.0, shock=5.0, asked=np.array([0.5]), spread=0.05, alien=0.3, steadied=30.0)


def leaving(
    garrison: float,
    attackers: float,
    constituency: float = 0.0,
    appeal: float = 1.0,
    on: float = 1.0,
    vehicles: float = 0.0,
    weapons: float = 0.0,
) -> float:
    fighters, none = np.array([[attackers]]), np.zeros((1, 1))
    rest = (
        np.array([on]),
        appeal,
        np.array([constituency]),
        np.ones((1, 1)),
        np.array([vehicles]),
        np.array([weapons]),
    )
    return float(COLLAPSE.leaving(np.array([garrison]), fighters, none, *rest)[0])


def test_half_the_soldiers_want_to_leave_when_the_odds_are_what_they_ask_for() -> None:
    assert leaving(1000.0, 200.0) == pytest.approx(4.0 * 1000.0 * 0.5, rel=1e-4)


def test_nobody_leaves_without_an_assault_or_without_attackers() -> None:
    assert leaving(1000.0, 200.0, on=0.0) == 0.0
    assert leaving(1000.0, 0.0) == 0.0


def test_a_success_story_and_a_strange_population_tip_the_scale() -> None:
    firm = leaving(1000.0, 100.0)
    assert firm < 0.05 * 4000.0
    assert leaving(1000.0, 100.0, appeal=4.0) > 0.95 * 4000.0
    assert leaving(1000.0, 100.0, constituency=1.0) > 0.9 * 4000.0
    assert leaving(1000.0, 100.0, vehicles=200.0) > 0.8 * 4000.0


def test_weapons_from_the_air_make_attackers_count_for_less() -> None:
    assert leaving(1000.0, 400.0) > 0.95 * 4000.0
    assert leaving(1000.0, 400.0, weapons=30.0) == pytest.approx(leaving(1000.0, 200.0))
    assert leaving(1000.0, 400.0, weapons=300.0) < 0.05 * 4000.0


def test_a_garrison_a_little_below_the_tipping_point_runs_and_one_a_little_above_stays() -> None:
    left = {}
    for garrison in (900.0, 1400.0):
        start = {"garrison": garrison, "fighters": np.array([[0.0], [200.0], [0.0]]), "assault": 1.0}
        facts = {
            "appeal": 1.0,
            "constituency": 0.0,
            "reach": 1.0,
            "adjacency": 0.0,
            "shock_force": 0.0,
            "weapons_on": 0.0,
        }
        model = tiny_model(GarrisonCollapse, Owners, months=1, start=start, facts=facts)
        theta = lanes_of(
            model,
            GarrisonCollapse__panic=4.0,
            GarrisonCollapse__shock=5.0,
            GarrisonCollapse__asked=0.5,
            GarrisonCollapse__spread=0.01,
            GarrisonCollapse__alien=0.0,
            GarrisonCollapse__steadied=30.0,
        )
        out = exact(model, {"garrison": "end"})(theta, 1, np.arange(1))
        left[garrison] = float(out["garrison"][0, -1, 0])
    assert left[900.0] < 0.1 * 900.0
    assert left[1400.0] > 0.95 * 1400.0
