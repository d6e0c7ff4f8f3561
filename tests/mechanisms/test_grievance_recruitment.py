"""Logistic growth from contact, up to a share of the community."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from polemos.mechanisms.grievance_recruitment import GrievanceRecruitment
from tiny_models import exact, lanes_of, tiny_model

DRAWN = GrievanceRecruitment(contact=0.1, ceiling=0.01)


def drawn_in(hidden: float, held: float = 0.0, anger: float = 1.0) -> float:
    each = (np.array([100_000.0]), np.array([[hidden]]), np.array([0.5]), np.array([held]), np.array([anger]))
    return float(DRAWN.drawn_in(*each)[0])


def test_growth_is_in_proportion_at_first_and_stops_at_the_ceiling() -> None:
    assert drawn_in(1.0) == pytest.approx(0.1, rel=0.01)
    assert drawn_in(250.0) == pytest.approx(0.1 * 250.0 / 2)
    assert drawn_in(500.0) == drawn_in(900.0) == 0.0
    assert drawn_in(500.0, anger=2.0) == pytest.approx(0.1 * 500.0 / 2)


def test_nobody_joins_in_secret_where_the_movement_rules() -> None:
    assert drawn_in(100.0, held=1.0) == 0.0


def test_members_follow_the_logistic_curve() -> None:
    start = {"civilians": 1e9, "underground": np.array([[0.0], [50_000.0], [0.0]])}
    model = tiny_model(
        GrievanceRecruitment, months=30, start=start, facts={"constituency": 0.5, "held": 0.0, "anger": 1.0}
    )
    theta = lanes_of(model, GrievanceRecruitment__contact=0.1, GrievanceRecruitment__ceiling=0.001)
    out = exact(model, {"underground": "end"})(theta, 1, np.arange(1))["underground"][0, -1].sum()
    room = 500_000.0
    assert out == pytest.approx(room * expit(0.1 * 30 + np.log(0.1 / 0.9)), rel=1e-3)
