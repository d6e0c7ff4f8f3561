"""The rule, line by line, and that no evidence at all never supports."""

from __future__ import annotations

import itertools
import math

import pytest

from polemos.scenarios.verdict import Evidence, figure_verdict, forecast_verdict, mechanism_verdict

BETTER, EVEN, WORSE = (0.1, 0.2, 0.3), (-0.1, 0.0, 0.1), (-0.3, -0.2, -0.1)


@pytest.mark.parametrize(
    ("evidence", "word"),
    [
        (Evidence(0.95, 0.01, BETTER), "supported"),
        (Evidence(0.90, 0.05, EVEN), "supported"),
        (Evidence(0.89, 0.05, BETTER), "not identified"),
        (Evidence(0.99, 0.0, WORSE), "contradicted"),
        (Evidence(0.02, 0.93, EVEN), "contradicted"),
        (Evidence(0.5, 0.1, WORSE), "contradicted"),
        (Evidence(0.05, 0.1, EVEN), "not identified"),
        (Evidence(0.95, 0.0, None), "not identified"),
        (Evidence(0.95, 0.0, EVEN, effect=(0.1, 0.4), claimed=(1.0, 2.0)), "refined"),
        (Evidence(0.95, 0.0, EVEN, effect=(0.1, 1.4), claimed=(1.0, 2.0)), "supported"),
        (Evidence(0.95, 0.0, EVEN, qualified=True), "refined"),
        (Evidence(0.99, 0.0, BETTER, observed=False), "not identified"),
        (Evidence(), "not identified"),
    ],
)
def test_each_line_of_the_rule(evidence: Evidence, word: str) -> None:
    assert mechanism_verdict(evidence).word == word


def test_support_needs_both_a_sure_trial_and_skill_not_worse() -> None:
    chances = [(p, m) for p, m in itertools.product([0.0, 0.3, 0.89, 0.9, 1.0], repeat=2) if p + m <= 1.0]
    for (present, opposite), skill in itertools.product(chances, [None, BETTER, EVEN, WORSE]):
        if mechanism_verdict(Evidence(present, opposite, skill)).word in ("supported", "refined"):
            assert present >= 0.9 and skill is not None and skill[2] >= 0.0


@pytest.mark.parametrize(
    ("states", "sourced", "word"),
    [
        ((300e3, math.inf), [(400e3, 400e3)], "supported"),
        ((120, 120), [(105, 141)], "supported"),
        ((20, 20), [(4, 25), (25, 75)], "refined"),
        ((209e3, 209e3), [(90_800, 105_500)], "refined"),
        ((600, math.inf), [(158, 158), (632, 632)], "refined"),
        ((5, 6), [(20, 30)], "contradicted"),
        ((50, 60), [(20, 24)], "contradicted"),
        ((5, 6), [], "not identified"),
        ((5, math.inf), [(0, 0)], "contradicted"),
    ],
)
def test_a_figure_is_laid_beside_the_sourced_range(states, sourced, word) -> None:  # type: ignore[no-untyped-def]
    assert figure_verdict(states, sourced).word == word


def test_a_forecast_is_judged_by_what_happened() -> None:
    assert [forecast_verdict(x).word for x in ("yes", "in part", "no", "not observed")] == [
        "supported",
        "refined",
        "contradicted",
        "not identified",
    ]


@pytest.mark.parametrize(
    ("effect", "word"),
    [((-3.0, -0.1), "refined"), ((-3.0, 0.1), "supported"), ((0.1, 3.0), "supported"), (None, "supported")],
)
def test_an_effect_wholly_on_the_other_side_of_what_is_claimed_refines(effect, word) -> None:  # type: ignore[no-untyped-def]
    evidence = Evidence(0.95, 0.0, EVEN, effect=effect, claimed=(0.0, math.inf))
    assert mechanism_verdict(evidence).word == word
    assert mechanism_verdict(Evidence(0.5, 0.0, EVEN, effect=effect, claimed=(0.0, math.inf))).word == "not identified"
