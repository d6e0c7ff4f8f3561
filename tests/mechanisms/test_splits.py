"""Those who hold together fall out when the threat is gone; a new threat heals."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.splits import Splits

RIVALS = 2000
STEP = 0.25  # month
LUCK = (np.arange(RIVALS) + 0.5) / RIVALS


def split(was: float = 0.0, cohesion: float = 1.0, threat: float = 0.0, effect: float = 3.0) -> tuple[float, float]:
    """Shares of equal rivals that have fallen out after a step, now and ever."""
    tried = Splits(breakup=0.5, threat_effect=effect, healing=0.4)
    now, ever = tried.fall_out(
        np.full(RIVALS, was), np.full(RIVALS, was), cohesion, np.float64(threat), STEP, LUCK, LUCK
    )
    return float(np.asarray(now).mean()), float(np.asarray(ever).mean())


def test_without_threat_at_the_full_hazard_and_far_less_under_threat() -> None:
    assert split()[0] == pytest.approx(0.5 * STEP, abs=2e-3)
    assert split(threat=1.0)[0] == pytest.approx(0.5 * np.exp(-3.0) * STEP, abs=2e-3)
    assert split(cohesion=0.0)[0] == 0.0


def test_a_claim_without_effect_or_opposite_changes_what_threat_does() -> None:
    assert split(threat=1.0, effect=0.0)[0] == pytest.approx(split(threat=0.0)[0])
    assert split(threat=1.0, effect=-3.0)[0] > split(threat=0.0)[0]


def test_a_new_threat_heals_but_the_split_is_not_forgotten() -> None:
    now, ever = split(was=1.0, threat=1.0)
    assert now == pytest.approx(1.0 - 0.4 * STEP, abs=2e-3)
    assert ever == 1.0
    assert split(was=1.0, threat=0.0)[0] == 1.0
