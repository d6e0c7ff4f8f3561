"""Who held which place when: known answers, and that a history nearer to the reports is likelier."""

from __future__ import annotations

import math

import numpy as np
import pytest

from polemos.observation.holding_error import holding_log_likelihood

REPORTED = np.array([[1.0, 0.0], [1.0, 0.5]])


def test_a_history_as_reported_loses_nothing_and_two_wrong_looks_count_as_one() -> None:
    right, wrong = REPORTED.copy(), 1.0 - REPORTED
    found = holding_log_likelihood(np.stack([right, wrong]), REPORTED)
    assert found[0] == 0.0
    assert found[1] == pytest.approx(-3 * math.log(0.9 / 0.1) / 2)


def test_it_falls_with_every_further_half_year_apart() -> None:
    shares = np.stack([REPORTED, REPORTED - [[0.5, 0.0], [0.0, 0.0]], REPORTED - [[1.0, 0.0], [0.0, 0.0]]])
    found = holding_log_likelihood(shares, REPORTED)
    assert found[0] > found[1] > found[2] and found[1] == pytest.approx(found[2] / 2)
