"""How far an effect stands out from all else: known answers noise alone, and another parameter that hides it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from polemos.scenarios.trial_clear import CLEAR, direction, distances
from polemos.scenarios.trial_features import Features
from polemos.scenarios.trial_without import Without

PLAIN = Features(np.zeros(2), np.concatenate([np.eye(2), np.eye(2)], axis=1) / 50.0)


@dataclass
class Reported:
    """Two figures: sign times a size plus a nuisance; the nuisance alone. Errors of one on each."""

    signs: Any
    size: float = 4.0
    nuisance: float = 0.0

    def reported(self, seed: int, number: int) -> Any:
        """Drawn anew for every number; (case, 2)."""
        luck = np.random.default_rng([seed, number])
        other = self.nuisance * luck.standard_normal(len(self.signs))
        true = np.stack([self.size * self.signs[:, 0] + other, other], axis=1)
        return true + luck.standard_normal(true.shape)


def found(nuisance: float, moved: float = 4.0) -> float:
    signs = np.random.default_rng(3).choice([1, 0, -1], (4000, 1), p=[0.4, 0.4, 0.2])
    learned: Any = Reported(signs, nuisance=nuisance)
    truth: Any = Reported(np.array([[0], [1]]))
    pair = Without(np.array([1]), np.array([[moved, 0.5]]), np.array([[0.0, 0.5]]))
    far = distances(learned, truth, PLAIN, {0: pair}, 1)
    assert far.shape == (2, 1) and far[0, 0] == 0.0, "nothing where the mechanism is absent"
    return float(far[1, 0])


def test_with_noise_alone_a_distance_is_effect_over_noise() -> None:
    assert found(0.0) == pytest.approx(4.0, rel=0.03) and found(0.0) > CLEAR
    assert found(0.0, 1.0) == pytest.approx(1.0, rel=0.03)
    assert found(0.0, -4.0) == pytest.approx(-4.0, rel=0.03), "a move that looks like the opposite is not clear"


def test_what_another_parameter_can_do_too_is_subtracted_as_far_as_another_figure_tells_it() -> None:
    """A nuisance of variance v is told by the second figure but for v / (1 + v) of its noise."""
    for nuisance in (1.0, 3.0):
        left = 1.0 + nuisance**2 / (1.0 + nuisance**2)
        assert found(nuisance) == pytest.approx(4.0 / np.sqrt(left), rel=0.04)
    assert found(3.0) < CLEAR < found(0.0)


def test_a_direction_points_from_absent_to_present_and_counts_nothing_of_the_opposite() -> None:
    luck = np.random.default_rng(1)
    signs = luck.choice([1, 0, -1], 3000)
    x = luck.standard_normal((3000, 3))
    x[:, 1] += 2.0 * (signs == 1) + 100.0 * (signs == -1)
    way = direction(x, signs)
    assert way == pytest.approx([0.0, 1.0, 0.0], abs=0.08)
    kept = signs != -1
    spread = np.concatenate([x[(signs == s) & kept] @ way - (x[(signs == s) & kept] @ way).mean() for s in (1, 0)])
    assert spread.std() == pytest.approx(1.0, rel=1e-6)
