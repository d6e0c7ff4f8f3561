"""Cohesion rises with the threat and decays without it; mistrust and rifts keep troops from the front."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.coalition import Coalition
from tiny_models import exact, lanes_of, tiny_model

TOGETHER = Coalition(alarming=1e6, rallying=0.3, drifting=0.1, mistrust=0.4, rift=0.5)


def path(people_ruled: float, start: float) -> np.ndarray:
    model = tiny_model(Coalition, months=40, start={"cohesion": start}, facts={"people_ruled": people_ruled})
    theta = lanes_of(
        model, Coalition__alarming=1e6, Coalition__rallying=0.3, Coalition__drifting=0.1, Coalition__mistrust=0.4,
        Coalition__rift=0.5,
    )  # fmt: skip
    return np.asarray(exact(model, {"cohesion": "end"})(theta, 1, np.arange(1))["cohesion"][0])


def test_threat_is_half_at_the_alarming_number() -> None:
    assert float(TOGETHER.threat(1e6)) == pytest.approx(0.5)


def test_enemies_come_together_under_threat_and_drift_apart_without() -> None:
    rise, fall = path(1e15, 0.0), path(0.0, 1.0)
    months = np.arange(1, 41)
    assert rise == pytest.approx(1.0 - np.exp(-0.3 * months), rel=5e-3)
    assert fall == pytest.approx(np.exp(-0.1 * months), rel=5e-3)


def test_half_threat_settles_between() -> None:
    assert path(1e6, 0.0)[-1] == pytest.approx(0.75, rel=1e-2)


def test_mistrust_and_a_rift_keep_troops_back() -> None:
    assert [float(x) for x in TOGETHER.front_share(1.0, np.array([0.0, 1.0]))] == pytest.approx([1.0, 0.5])
    assert [float(x) for x in TOGETHER.front_share(0.0, np.array([0.0, 1.0]))] == pytest.approx([0.6, 0.3])
