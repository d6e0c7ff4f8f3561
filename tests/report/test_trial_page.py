"""The page of the trial's figures says what is kept, beside what is asked, and computes nothing."""

from __future__ import annotations

from typing import Any

from polemos.report.numbers import MINUS
from polemos.report.trial import page

KEPT: dict[str, Any] = {
    "about": {"histories": 4000, "truths": 200, "figures": 646, "seed": 1, "cut": "2017-03-20"},
    "pooled": {"absent called supported": 0.005, "strong called supported": 0.18},
    "curve": [
        {
            "histories": 1000,
            "sees": "reports",
            "strong called present": 0.17,
            "visible called present": 0.25,
            "clear called present": 0.81,
            "absent called present": 0.004,
            "nats": 1.9,
        }
    ],
    "findings": {"M13": {"chances": [0.91, 0.09, 0.0], "skill": [-0.01, 0.02, 0.05]}},
    "rule": {
        "M13": {
            "strong": 29, "strong_supported": 6, "visible": 74, "visible_supported": 10, "clear": 5,
            "clear_supported": 4, "absent": 107, "absent_supported": 2,
        }
    },
}  # fmt: skip
EFFECTS = {"M13": {"effect": [-9000.0, -4000.0, -100.0], "draws": 128, "parameters from": "the <priors>"}}


def test_the_page_says_what_was_found_beside_what_is_asked() -> None:
    text = "\n".join(page(KEPT, EFFECTS))
    assert "| strong called supported | 18.0 % | at least 80 % |" in text
    assert "| 1000 | reports | 17.0 % | 25.0 % | 81.0 % | 0.4 % | 1.90 |" in text
    assert "| M13 | 0.91 | 0.09 | 0.00 |" in text and "| 6 of 29 | 10 of 74 | 4 of 5 | 2 of 107 |" in text
    assert f"| M13 | {MINUS}4,000 ({MINUS}9,000 to {MINUS}100) | 128 |" in text


def test_what_was_not_computed_is_left_out() -> None:
    text = "\n".join(page({}, {}))
    assert "##" not in text and text.startswith("# The trial")
