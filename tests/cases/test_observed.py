"""Observations: read apart from the model, as strictly."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from polemos.cases.claims import load_claims
from polemos.cases.load import load_case
from polemos.cases.observed import load_figures, load_outcomes
from polemos.cases.targets import asked_for, load_targets
from polemos.core.errors import InputError
from small_case import change


def test_figures_outcomes_targets_and_claims_are_records(small_case: Path) -> None:
    case = load_case(small_case)
    (figure,) = load_figures(case)
    assert (figure.series, figure.date, figure.value, figure.low) == ("area_small", date(2013, 6, 15), 400.0, 300.0)
    (outcome,) = load_outcomes(case)
    assert outcome.place == "alpha" and outcome.date_encircled is None
    assert load_targets(case)["area_control"].series == ("area_small",)
    assert asked_for(small_case)["area_control"].quantity == "area_control"
    assert load_claims(case)[0].id == "M09"


def test_a_case_may_lack_outcomes_and_claims(small_case: Path) -> None:
    (small_case / "outcomes.csv").unlink()
    (small_case / "claims.toml").unlink()
    case = load_case(small_case)
    assert load_outcomes(case) == () and load_claims(case) == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("figures/area.csv", "read,atlas", "read,atlos", "column source: must be a key of references.bib"),
        ("figures/area.csv", "2013-12-01", "2013-12-32", "column known_from: must be a date that exists"),
        ("figures/area.csv", "400,300,500", "400,300,399", "low, value and high"),
        ("claims.toml", "paragraph = 12", "paragraph = 0", "claims.1.paragraph: must be at least 1"),
        ("claims.toml", 'kind = "mechanism"', 'kind = "guess"', "claims.1.kind: must be one of"),
    ],
)
def test_broken_observations_are_refused(file: str, old: str, new: str, says: str, small_case: Path) -> None:
    change(small_case, file, old, new)
    case = load_case(small_case)
    with pytest.raises(InputError, match=says.replace(".", r"\.")):
        load_figures(case)
        load_claims(case)


def test_the_shipped_case_has_its_observations() -> None:
    case = load_case("islamic-state")
    series = {figure.series for figure in load_figures(case)}
    for target in load_targets(case).values():
        assert set(target.series) <= series
    assert len(load_outcomes(case)) >= 49 and len(load_claims(case)) >= 30
