"""Standing and border are separate factors of inflow."""

from __future__ import annotations

import pytest

from polemos.mechanisms.foreign_recruitment import ForeignRecruitment

COMING = ForeignRecruitment(zeal=0.02, border_effect=1.5, cause=1e6, spark=0.2)


def arrivals(appeal: float = 1.0, border_open: float = 1.0, people_ruled: float = 1e12) -> float:
    return float(COMING.arrivals(10_000.0, appeal, border_open, people_ruled))


def test_an_open_border_and_rule_over_many_give_the_full_rate() -> None:
    assert arrivals() == pytest.approx(200.0, rel=1e-4)
    assert arrivals(appeal=0.5) == pytest.approx(100.0, rel=1e-4)


def test_the_border_acts_by_its_exponent_and_closes_fully() -> None:
    assert arrivals(border_open=0.25) / arrivals() == pytest.approx(0.25**1.5, rel=1e-4)
    assert arrivals(border_open=0.0) == 0.0


def test_without_rule_only_the_spark_calls() -> None:
    assert arrivals(people_ruled=0.0) == pytest.approx(0.2 * arrivals(), rel=1e-4)
    assert arrivals(people_ruled=1e6) == pytest.approx(0.6 * arrivals(), rel=1e-4)
