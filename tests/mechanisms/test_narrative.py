"""Standing rises with gains, falls with losses and returns to 1."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from polemos.mechanisms.narrative import Narrative
from tiny_models import exact, lanes_of, tiny_model

STORY = Narrative(lag=2.0, gain=1e-6, loss=1e-6, memory=12.0, elasticity=0.5, elasticity_abroad=1.0)


def test_appeal_is_one_at_rest_and_a_power_of_standing() -> None:
    assert float(STORY.appeal(1.0)) == pytest.approx(1.0)
    assert float(STORY.appeal(4.0)) == pytest.approx(2.0, rel=1e-5)
    assert float(STORY.appeal_abroad(4.0)) == pytest.approx(4.0, rel=1e-5)


def test_an_opposite_story_draws_less_after_victories_and_stays_finite_without_one() -> None:
    tried = replace(STORY, elasticity=-0.5)
    assert float(tried.appeal(4.0)) == pytest.approx(0.5, rel=1e-5)
    assert np.isfinite(float(tried.appeal(0.0)))


def test_each_further_victory_adds_less() -> None:
    won = [float(STORY.proof_of_success(s, 4e6, 2e6)) - 1.0 / 12.0 for s in (1.0, 2.0)]
    assert won == pytest.approx([1.0, 0.5], rel=1e-5)


def test_losses_act_in_proportion_to_standing_and_gains_do_not_undo() -> None:
    lost = [float(STORY.disillusion(s, 0.0, 2e6)) - s / 12.0 for s in (1.0, 3.0)]
    assert lost == pytest.approx([1.0, 3.0], rel=1e-5)
    assert float(STORY.disillusion(3.0, 4e6, 2e6)) == pytest.approx(3.0 / 12.0)


@pytest.fixture(scope="module")
def quiet() -> dict[str, np.ndarray]:
    """Sixty months of unchanged rule over a million people, told of a proud story."""
    model = tiny_model(Narrative, months=60, start={"narrative": 3.0, "news": 1e6}, facts={"people_ruled": 1e6})
    theta = lanes_of(
        model, Narrative__lag=2.0, Narrative__gain=1e-6, Narrative__loss=1e-6, Narrative__memory=12.0,
        Narrative__elasticity=1.0, Narrative__elasticity_abroad=1.0,
    )  # fmt: skip
    return exact(model, {"narrative": "end", "news": "end"})(theta, 1, np.arange(1))


def test_standing_comes_down_in_quiet_times(quiet: dict[str, np.ndarray]) -> None:
    standing = quiet["narrative"][0]
    assert (np.diff(standing) < 0.0).all() and standing[-1] < 1.1


def test_unchanged_rule_is_no_defeat(quiet: dict[str, np.ndarray]) -> None:
    assert quiet["news"][0, -1] == pytest.approx(1e6, rel=1e-3)
    assert quiet["narrative"][0, 11] == pytest.approx(1.0 + 2.0 / np.e, rel=5e-3)
    assert quiet["narrative"][0, -1] == pytest.approx(1.0, abs=0.02)
