"""Conversion into the core, one by one, through the engine."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.core_of_believers import CoreOfBelievers
from tiny_models import exact, lanes_of, tiny_model


def test_rates_are_the_parameters() -> None:
    core = CoreOfBelievers(conversion=0.04, core_exit=0.001)
    assert core.locals_converted() == core.foreigners_converted() == core.hidden_converted() == 0.04
    assert core.core_leaves() == 0.001


def test_after_one_lifetime_of_conversion_a_share_one_over_e_is_left_to_convert() -> None:
    start = {"fighters": np.array([[0.0], [1000.0], [500.0]]), "underground": 0.0, "civilians": 1e5}
    model = tiny_model(CoreOfBelievers, months=20, start=start)
    theta = lanes_of(model, CoreOfBelievers__conversion=0.05, CoreOfBelievers__core_exit=0.0)
    fighters = exact(model, {"fighters": "end"})(theta, 1, np.arange(1))["fighters"][0, -1, :, 0]
    assert fighters == pytest.approx([1500.0 * (1.0 - np.exp(-1.0)), 1000.0 / np.e, 500.0 / np.e], rel=1e-6)
