"""A mechanism's effect is its claim's expression with it, less without it; what the claim states decides of refined."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polemos.cases.claims import load_claims
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.core.errors import InputError
from polemos.scenarios import effects as of_effects
from polemos.scenarios.effects import effects
from polemos.scenarios.histories import Draws, Histories, prior_draws
from polemos.scenarios.ledger import FOLDER, ledger
from polemos.scenarios.scenario import Applied
from small_case import change

TRIAL = """text = "People join whom they see win."
trial = { parameters = ["SmallRecruitment.propensity"], opposite = false }
expression = 'total(recruits)'
"""


class MadeUp:
    """A thousand recruits for every hundredth of the propensity, none where it is off; ten come anyway."""

    def __init__(self, *_: object) -> None:
        self.off: list[tuple[str, ...]] = []

    def __enter__(self) -> Callable[[Applied, Draws], Histories]:
        return self.run

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, applied: Applied, draws: Draws) -> Histories:
        propensity = draws.theta["SmallRecruitment.propensity"] * (not applied.off)
        recruits = (10.0 + 1e5 * propensity)[:, None] * np.ones(3)
        return Histories(("2013-01", "2013-02", "2013-03"), {"recruits": recruits.astype(np.float32)}, {})


def tried(folder: Path, stated: str) -> Path:
    change(folder, "claims.toml", 'text = "People join whom they see win."\n', TRIAL + stated)
    return folder


def found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(of_effects, "Simulator", MadeUp)
    case = load_case(folder)
    return effects(case, prior_draws(resolve(case), 200, 1))


def test_the_effect_is_with_less_without(small_case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = found(tried(small_case, 'direction = "above"\nthreshold = 0.0\n'), monkeypatch)["M09"]
    low, middle, high = kept["effect"]
    assert middle == pytest.approx(3e5 * 0.002, rel=0.15) and high == pytest.approx(3e5 * 0.010, rel=0.25)
    assert low < middle and kept["draws"] == 200 and kept["parameters from"] == "the priors"


@pytest.mark.parametrize(
    ("stated", "word"),
    [
        ('direction = "above"\nthreshold = 0.0\n', "supported"),
        ('direction = "below"\nthreshold = 0.0\n', "refined"),
        ('direction = "above"\nthreshold = 1e6\n', "refined"),
        ('states = { low = 100, high = 1000, unit = "person" }\n', "supported"),
        ('states = { high = 10, unit = "person" }\n', "refined"),
    ],
)
def test_supported_with_an_effect_outside_what_is_stated_is_refined(
    stated: str, word: str, small_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = found(tried(small_case, stated), monkeypatch)
    (small_case / FOLDER).mkdir()
    trial = {"about": {}, "rule": {}, "findings": {"M09": {"chances": [0.95, 0.05, 0.0], "skill": [-0.01, 0.02, 0.05]}}}
    (small_case / FOLDER / "trial.json").write_text(json.dumps(trial))
    assert ledger(load_case(small_case)).entries[0].word == "supported", "without a size no size is judged"
    (small_case / FOLDER / "effects.json").write_text(json.dumps(kept))
    entry = ledger(load_case(small_case)).entries[0]
    assert entry.word == word and entry.numbers["adds"]["median"] == kept["M09"]["effect"][1]
    (small_case / FOLDER / "trial.json").unlink()
    assert ledger(load_case(small_case)).entries[0].word == "not identified", "a size alone supports nothing"


def test_what_a_mechanism_states_is_a_bound_or_a_range_and_never_both(small_case: Path) -> None:
    (claim,) = load_claims(load_case(tried(small_case, 'direction = "below"\nthreshold = 2.0\n')))
    assert claim.effect == (-math.inf, 2.0)
    change(small_case, "claims.toml", "threshold = 2.0", 'threshold = 2.0\nstates = { low = 1, unit = "person" }')
    with pytest.raises(InputError, match="without direction and threshold"):
        load_claims(load_case(small_case))
