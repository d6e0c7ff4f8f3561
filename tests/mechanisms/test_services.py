"""Spending on the people ruled keeps some from leaving."""

from __future__ import annotations

import pytest

from polemos.mechanisms.services import Services

SERVED = Services(share=0.2, enough=4.0)


def test_half_of_those_who_would_flee_stay_at_the_spending_that_is_enough() -> None:
    assert float(SERVED.discontent(0.0, 1e6)) == pytest.approx(1.0)
    assert float(SERVED.discontent(2e7, 1e6)) == pytest.approx(0.5)
    assert float(SERVED.discontent(6e7, 1e6)) == pytest.approx(0.25)
