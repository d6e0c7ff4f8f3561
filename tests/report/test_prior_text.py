"""A prior in words: its family, its numbers, and its bounds where it has any."""

from __future__ import annotations

import pytest

from polemos.cases.priors import Lognormal, Uniform
from polemos.report.parameter_rows import prior_text


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({}, "lognormal, median 0.2, upper95 0.45"),
        ({"at_most": 0.46}, "lognormal, median 0.2, upper95 0.45, at most 0.46"),
        ({"at_least": 0.0, "at_most": 1.0}, "lognormal, median 0.2, upper95 0.45, at least 0, at most 1"),
    ],
)
def test_bounds_stand_last_and_only_where_there_are_some(bounds: dict[str, float], said: str) -> None:
    assert prior_text(Lognormal(family="lognormal", median=0.2, upper95=0.45, **bounds)) == said


def test_drawing_places_apart_is_no_part_of_the_text() -> None:
    assert prior_text(Uniform(family="uniform", low=0.0, high=2.0, iid=True)) == "uniform, low 0, high 2"
