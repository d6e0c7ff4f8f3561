"""The page of experiments, scenarios and endings says what was kept, and leaves out what was not computed."""

from __future__ import annotations

from dataclasses import replace

from made_up import LOOPS, MANIFEST, causes, facts, run

from polemos.report.evidence import page, rule
from polemos.report.page import page_of, render

SPREAD = {"high": 1.0, "low": -0.5, "median": 0.25}
ANSWER = {
    "model": "M",
    "result": "x | y",
    "number": "n",
    "spread": SPREAD,
    "draws": 40,
    "above": 0.75,
    "agrees": "agrees",
}
GAPS = {"civilians killed": [-5, -9, 1]}
ROW = {"name": "one", "title": "One", "identification": "not identified", "differences": GAPS}
SIDE = {"name": "weapons", "above": True, "bound": 0.8}
BOX = {"sides": [SIDE], "inside": 0.7, "overall": 0.3, "covered": 0.5, "rows": 120}


def test_everything_that_was_computed_stands_on_the_page() -> None:
    about = {"draws": 64, "source": "the priors"}
    found = {"boxes": {"gone": BOX}, "killed": {"gone": None}}
    text = "\n".join(page({**about, "answers": [ANSWER]}, {**about, "rows": [ROW]}, {**about, **found}))
    assert "| M | x / y | n | 0.25 (-0.5 to 1) | 75 % of 40 | agrees |".replace("-", "\u2212") in text
    assert "One (`one`) | not identified | \u22125 (\u22129 to 1) |" in text
    assert "Gone where weapons is above 0.80 times what it was: 70 % of 120 draws" in text and "unknown" in text
    assert text.count("64 draws, parameters from the priors.") == 3


def test_the_report_has_the_rules_where_they_were_computed() -> None:
    built = page_of(replace(facts(), endings=("Gone where x < 1.",)), run(), MANIFEST, causes(), LOOPS)
    assert "What separates the endings" in render(built) and "x &lt; <bdi>1</bdi>." in render(built)
    assert "What separates the endings" not in render(page_of(facts(), run(), MANIFEST, causes(), LOOPS))


def test_what_was_not_computed_is_left_out() -> None:
    assert "##" not in "\n".join(page({}, {}, {}))
    assert rule([]) == "nothing separates"
