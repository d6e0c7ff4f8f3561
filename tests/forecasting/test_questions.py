"""A short forecast answers what it reaches, and leaves open what lies beyond."""

from __future__ import annotations

from polemos.cases.claims import Claim
from polemos.forecasting.questions import within


def asks(name: str, expression: str) -> Claim:
    return Claim(id=name, kind="forecast", title="t", text="t", expression=expression, direction="above", threshold=0.0)


def test_questions_about_months_after_the_run_are_left_open() -> None:
    near = asks("P1", 'total(attacks_iraq, "2018-01", "2018-12")')
    far = asks("P2", 'total(attacks_iraq, "2019-01", "2019-12") - total(attacks_iraq, "2018-01", "2018-12")')
    months = tuple(f"{year}-{month:02d}" for year in (2017, 2018) for month in range(1, 13))
    assert within((near, far), months) == (near,)
    assert within((near, far), (*months, *(f"2019-{month:02d}" for month in range(1, 13)))) == (near, far)
