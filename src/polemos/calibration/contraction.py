"""What the data said of each parameter: how much narrower it is than its prior, and how far it has moved.

Assumes both are near normal in the prior's own coordinates. A population of histories drifts and narrows by chance. How
far is read off the parameters that each place has apart, since such data say next to nothing of any one of them: what
is usual there is chance. A parameter has moved if its posterior lies 0.05 nats or more from its prior beyond that. One
that has not is not identified by these data, wherever it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.latent import Floats

MOVED = 0.05
FEW = 20
WITHIN = 0.95
NOT_IDENTIFIED = "not identified by these data"


def said(contracted: float, shift: float, nats: float) -> str:
    """In words, what the data said of a parameter."""
    if nats < MOVED:
        return NOT_IDENTIFIED
    width = f"{abs(contracted):.0%} {'less' if contracted >= 0 else 'more'} variance than the prior"
    return f"{width}, moved by {shift:+.1f} of its sds"


@dataclass(frozen=True)
class Contraction:
    """By name: the posterior's mean and standard deviation in the prior's coordinates (prior: 0 and 1).

    apart: which of them each place has apart; with fewer than `FEW` of these, nothing is put down to chance.
    """

    names: tuple[str, ...]
    mean: Floats
    sd: Floats
    apart: NDArray[np.bool_] | None = None

    @property
    def nats(self) -> Floats:
        """The divergence of posterior from prior, as normals."""
        return _nats(self.mean, self.sd)

    @property
    def contracted(self) -> Floats:
        """One minus the ratio of variances: 0 for the prior, 1 for certainty, below 0 for wider."""
        return np.asarray(1.0 - self.sd**2)

    @property
    def moved(self) -> NDArray[np.bool_]:
        """Which were identified, at least in part."""
        mean, log_sd = self.mean, np.log(self.sd)
        if self.apart is not None and self.apart.sum() >= FEW:
            mean, log_sd = _beyond(mean, 0.0, mean[self.apart]), _beyond(log_sd, 0.0, log_sd[self.apart])
        return np.asarray(_nats(mean, np.exp(log_sd)) >= MOVED)

    def as_plain(self) -> dict[str, list[float]]:
        """What a file keeps: name -> [contraction, shift in prior sds, nats, 0 where it did not move]."""
        known = np.where(self.moved, self.nats, 0.0)
        table = np.round(np.stack([self.contracted, self.mean, known], axis=1), 3)
        return dict(zip(self.names, table.tolist(), strict=True))


def _nats(mean: Floats, sd: Floats) -> Floats:
    return np.asarray(0.5 * (sd**2 + mean**2 - 1.0) - np.log(sd))


def _beyond(value: Floats, usual: float, chance: Floats) -> Floats:
    """What is left of a value when what lies within the middle `WITHIN` of what chance gives is taken off."""
    low, high = np.quantile(chance, [(1 - WITHIN) / 2, (1 + WITHIN) / 2])
    return np.asarray(usual + np.maximum(value - max(high, usual), 0.0) + np.minimum(value - min(low, usual), 0.0))
