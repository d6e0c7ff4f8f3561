"""What a judge looks at: for each target the few directions of its figures that stand out most from their errors, and,
with less weight, every figure alone.

Assumes most of what figures of one target say together lies in a few directions (its level, its slope, its peak); how
targets go together is left to the network. A direction is one of the largest eigenvectors of the variance of true
figures against that of reports around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.scenarios.trial_prior import Floats

MOST, LEAST_RATIO, FARTHEST, RIDGE, ALONE = 6, 0.1, 4.0, 1e-3, 0.3


@dataclass(frozen=True)
class Features:
    """centre (summary,), turn (summary, feature): directions have a variance of about one."""

    centre: Floats
    turn: Floats

    def __call__(self, x: Floats) -> Floats:
        """Features (case, feature) of reports (case, summary)."""
        return np.asarray(np.clip((x - self.centre) @ self.turn, -FARTHEST, FARTHEST))

    def of_targets(self) -> Features:
        """The targets' directions alone, without every figure apart."""
        return Features(self.centre, self.turn[:, : -len(self.centre)])


def learn_features(true: Floats, reported: Floats, blocks: Sequence[NDArray[np.intp]]) -> Features:
    """From true figures and reports of the same histories, (case, summary); `blocks` are the figures of each target."""
    columns = []
    for at in blocks:
        ratio, axes = _directions(true[:, at], reported[:, at])
        kept = max(int((ratio[:MOST] > LEAST_RATIO).sum()), 1)
        turn = np.zeros((true.shape[1], kept))
        turn[at] = axes[:, :kept] / np.sqrt(1.0 + ratio[:kept])
        columns.append(turn)
    columns.append(np.diag(ALONE / np.maximum(reported.std(axis=0), RIDGE)))
    return Features(reported.mean(axis=0), np.concatenate(columns, axis=1))


def _directions(true: Floats, reported: Floats) -> tuple[Floats, Floats]:
    """Ratios of variances, the largest first, and directions of which errors have a variance of one."""
    from scipy.linalg import eigh

    around, within = reported - true, true - true.mean(axis=0)
    around = around - around.mean(axis=0)
    noise = around.T @ around / len(around) + RIDGE * np.eye(true.shape[1])
    ratio, axes = eigh(within.T @ within / len(within), noise)
    return np.asarray(ratio[::-1]), np.asarray(axes[:, ::-1])
