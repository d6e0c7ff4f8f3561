"""Conversion into the core, one by one, through the engine."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.core_of_believers import CoreOfBelievers
from polemos.mechanisms.exits import Exits
from tiny_models import exact, lanes_of, tiny_model


def test_rates_are_the_parameters() -> None:
    core = CoreOfBelievers(conversion=0.04, constancy=0.9)
    assert core.locals_converted() == core.foreigners_converted() == core.hidden_converted() == 0.04
    assert core.core_leaves(0.1) == pytest.approx(0.01)


def test_after_one_lifetime_of_conversion_a_share_one_over_e_is_left_to_convert() -> None:
    start = {"fighters": np.array([[0.0], [1000.0], [500.0]]), "underground": 0.0, "civilians": 1e5}
    model = tiny_model(CoreOfBelievers, months=20, start=start, facts={"weariness": 0.0})
    theta = lanes_of(model, CoreOfBelievers__conversion=0.05, CoreOfBelievers__constancy=1.0)
    fighters = exact(model, {"fighters": "end"})(theta, 1, np.arange(1))["fighters"][0, -1, :, 0]
    assert fighters == pytest.approx([1500.0 * (1.0 - np.exp(-1.0)), 1000.0 / np.e, 500.0 / np.e], rel=1e-6)


def test_after_defeat_the_core_is_what_is_left() -> None:
    """Near-elimination: thirty months in which nine in ten of the others leave a year or sooner."""
    start = {"fighters": 0.0, "underground": np.array([[100.0], [900.0], [0.0]]), "civilians": 1e5}
    model = tiny_model(
        CoreOfBelievers, Exits, months=30, start=start, facts={"appeal": 0.1, "appeal_abroad": 0.1, "border_open": 1.0}
    )
    theta = lanes_of(
        model, CoreOfBelievers__conversion=0.01, CoreOfBelievers__constancy=0.95, Exits__calm=0.02,
        Exits__panicked=0.2, Exits__homeward=0.1,
    )  # fmt: skip
    left = exact(model, {"underground": "end"})(theta, 1, np.arange(1))["underground"][0, -1, :, 0]
    assert left[0] > 90.0 and left[1] < 5.0
