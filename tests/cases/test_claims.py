"""Claims of any user: what is refused, what is circular, and that the shipped ones are whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from polemos.cases.beside import admitted, sourced
from polemos.cases.claims import load_claims
from polemos.cases.load import load_case
from polemos.cases.observed import load_figures
from polemos.cases.validate import validate
from small_case import change

FIGURE = """

[[claims]]
id = "F01"
kind = "figure"
title = "area"
text = "It held 300 km2."
source = { cite = "census2010" }
states = { low = 300, high = 300, unit = "km2" }
beside = [
    { series = "area_small" },
    { low = 1, high = 2, basis = "read", source = { cite = "census2010" }, known_from = 2012-01-01 },
]
"""
OLD = 'text = "People join whom they see win."'


def with_claim(folder: Path, more: str) -> None:
    change(folder, "claims.toml", OLD, OLD + more)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('\ntrial = { parameters = ["SmallRecruitment.zael"], opposite = true }', "perhaps 'SmallRecruitment.zeal'"),
        ("\ntrial = { parameters = [], opposite = true }", "trial.parameters: must not be empty"),
        ('\nexpression = "total(fighters)"', "an expression needs a direction and a threshold"),
        ('\nexpression = "total(fihgters)"\ndirection = "above"\nthreshold = 1', "perhaps 'fighters' is meant"),
        ('\nexpression = "total(fighters, \\"2012-01\\")"\ndirection = "above"\nthreshold = 1', "outside the run"),
        ('\ndirection = "above"\nthreshold = 1', "need an expression"),
        ('\ncame_true = "yes"', "only a forecast comes true"),
        ('\ncircular_for = ["M77"]', "must be a claim's id"),
        ('\nsource = { cite = "atlos" }', "must be a key of references.bib"),
        (FIGURE.replace("area_small", "area_smal"), "perhaps 'area_small' is meant"),
        (FIGURE.replace("low = 300, high = 300", "low = 300, high = 200"), "low must not lie above high"),
        (FIGURE.replace('unit = "km2"', 'unit = "acre"'), "is not a unit polemos knows"),
        (FIGURE.replace(', basis = "read"', ""), "needs a series, or low, high, basis"),
    ],
)
def test_broken_claims_are_refused_with_place_and_fix(more: str, says: str, small_case: Path) -> None:
    with_claim(small_case, more)
    (problem,) = validate(small_case).problems
    assert says in str(problem) and "claims.toml, claims." in str(problem)


def test_an_expression_that_fits_is_accepted(small_case: Path) -> None:
    with_claim(small_case, '\nexpression = "total(civilians_killed)"\ndirection = "above"\nthreshold = 0.0' + FIGURE)
    assert not validate(small_case).problems


def test_a_claims_own_source_and_marked_rows_may_not_judge_it(small_case: Path) -> None:
    with_claim(small_case, FIGURE)
    case = load_case(small_case)
    claims = load_claims(case)
    one, other = sourced(claims[1], claims, load_figures(case))
    assert not one.refused and "own" in other.refused and admitted([one, other]) == ((300.0, 500.0),)
    change(small_case, "figures/area.csv", "2013-12-01,high,", "2013-12-01,high,F01")
    one, _ = sourced(claims[1], claims, load_figures(load_case(small_case)))
    assert "derived from F01" in one.refused


def test_a_claim_may_bar_its_source_from_judging_another(small_case: Path) -> None:
    with_claim(small_case, FIGURE.replace('"census2010" }\nstates', '"town_records" }\nstates'))
    change(
        small_case, "references.bib", "@misc{census2010,", "@misc{town_records, title = {Records}}\n@misc{census2010,"
    )
    change(small_case, "claims.toml", OLD, OLD + '\nsource = { cite = "atlas" }\ncircular_for = ["F01"]')
    case = load_case(small_case)
    claims = load_claims(case)
    one, other = sourced(claims[1], claims, load_figures(case))
    assert "claim M09's own" in one.refused and not other.refused


def test_the_shipped_figures_have_a_range_beside_them_and_the_column_judges_none() -> None:
    case = load_case("islamic-state")
    claims, figures = load_claims(case), load_figures(case)
    found = {claim.id: sourced(claim, claims, figures) for claim in claims if claim.kind == "figure"}
    assert len(found) == 8 and all(admitted(rows) for rows in found.values())
    assert any(row.refused for row in found["F05"]) and any(row.refused for row in found["F07"])
    assert all("column2017" not in row.source for rows in found.values() for row in rows if not row.refused)
