"""A great capture is a jump, whatever the step, and its talk becomes standing with a lag."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.captures import Captures
from polemos.mechanisms.control import Control
from polemos.mechanisms.shock_of_victory import ShockOfVictory
from tiny_models import exact, lanes_of, tiny_model

LOOT, SPECTACLE, LAG = 50.0, 1e-6, 3.0


def after_a_capture(steps: int, spectacle: float = SPECTACLE) -> dict[str, np.ndarray]:
    """A year after a place of a million people was taken in the first step."""
    start = {"civilians": 1e6, "treasury": 0.0, "narrative": 1.0, "talk": 0.0, "holder": 2.0}
    facts = {"movement_influence": 1.0, "rival_influence": 0.0}
    model = tiny_model(Captures, Control, ShockOfVictory, months=12, steps=steps, start=start, facts=facts)
    theta = lanes_of(
        model, Control__majority=0.5, Captures__large=1e-6, ShockOfVictory__loot=LOOT,
        ShockOfVictory__spectacle=spectacle, ShockOfVictory__lag=LAG,
    )  # fmt: skip
    return exact(model, {"treasury": "end", "narrative": "end", "talk": "end"})(theta, 1, np.arange(1))


@pytest.mark.parametrize("steps", [4, 10, 40])
def test_the_jump_does_not_depend_on_the_step(steps: int) -> None:
    out = after_a_capture(steps)
    assert out["treasury"][0, [0, -1]] == pytest.approx([LOOT * 1e6] * 2, rel=1e-6)
    assert (out["talk"] + out["narrative"])[0] == pytest.approx(np.full(12, 2.0), rel=1e-6)


def test_talk_becomes_standing_with_its_lag() -> None:
    standing = after_a_capture(40)["narrative"][0] - 1.0
    assert standing[2] == pytest.approx(1.0 - np.exp(-1.0), rel=0.01)


def test_without_the_effect_a_capture_leaves_no_talk() -> None:
    assert after_a_capture(10, spectacle=0.0)["narrative"][0, -1] == pytest.approx(1.0)
