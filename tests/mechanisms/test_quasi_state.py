"""Taxes in, spending out, and a wage that is cut when the money does not reach."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.quasi_state import QuasiState
from tiny_models import exact, lanes_of, tiny_model

STATE = QuasiState(yield_per_head=10.0, oil=100.0, horizon=4.0, fighters_share=0.5, full_wage=300.0)


def test_revenue_is_the_yield_times_the_people_ruled() -> None:
    ruled = STATE.people_ruled(np.array([1e5, 2e5]), np.array([1.0, 0.0]))
    assert float(ruled) == 1e5
    desert, held = np.array([500.0, 1e4]), np.array([1.0, 0.0])
    assert float(STATE.revenue(ruled, desert, held)) == pytest.approx(1e6 + 5e4)


def test_pay_is_full_while_money_lasts_and_shared_when_it_does_not() -> None:
    assert float(STATE.pay(2.5e11, np.full((1, 1), 900.0), np.array([100.0]))) == pytest.approx(300.0)
    assert float(STATE.pay(2e5, np.full((1, 1), 900.0), np.array([100.0]))) == pytest.approx(100.0)
    assert float(STATE.pay(2e5, np.full((1, 1), 1900.0), np.array([100.0]))) == pytest.approx(50.0)


def test_the_treasury_settles_at_income_times_horizon() -> None:
    start = {"civilians": 1e5, "treasury": 0.0}
    model = tiny_model(QuasiState, months=60, start=start, facts={"held": 1.0, "area_desert": 0.0})
    theta = lanes_of(
        model, QuasiState__yield_per_head=10.0, QuasiState__horizon=4.0, QuasiState__fighters_share=0.5,
        QuasiState__full_wage=300.0, QuasiState__oil=100.0,
    )  # fmt: skip
    out = exact(model, {"treasury": "end"})(theta, 1, np.arange(1))["treasury"][0]
    assert out[3] == pytest.approx(4e6 * (1.0 - np.exp(-1.0)), rel=0.02)
    assert out[-1] == pytest.approx(4e6, rel=0.02)
