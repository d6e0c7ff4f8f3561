"""What the data said of each parameter: how much narrower it is than its prior, and how far it has moved.

Assumes both are near normal in the prior's own coordinates. A population of histories drifts by chance; how far is read
off populations led to the data apart from each other, as one noise for all parameters. A parameter has moved if its
posterior lies 0.05 nats or more from its prior after two standard errors have been taken off. One that has not is not
identified by these data, wherever it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.latent import Floats

MOVED = 0.05
ERRORS = 2.0
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

    apart: the same of each population by itself.
    """

    names: tuple[str, ...]
    mean: Floats
    sd: Floats
    apart: tuple[tuple[Floats, Floats], ...] = ()

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
        if len(self.apart) > 1:
            means, log_sds = np.stack([m for m, _ in self.apart]), np.log(np.stack([sd for _, sd in self.apart]))
            mean, log_sd = _beyond(mean, _noise(means)), _beyond(log_sd, _noise(log_sds))
        return np.asarray(_nats(mean, np.exp(log_sd)) >= MOVED)

    def as_plain(self) -> dict[str, list[float]]:
        """What a file keeps: name -> [contraction, shift in prior sds, nats, 0 where it did not move]."""
        known = np.where(self.moved, self.nats, 0.0)
        table = np.round(np.stack([self.contracted, self.mean, known], axis=1), 3)
        return dict(zip(self.names, table.tolist(), strict=True))


def _nats(mean: Floats, sd: Floats) -> Floats:
    return np.asarray(0.5 * (sd**2 + mean**2 - 1.0) - np.log(sd))


def _noise(apart: Floats) -> float:
    """The standard error of the mean over populations (population, name), one for all names."""
    return float(np.sqrt(apart.var(axis=0, ddof=1).mean() / len(apart)))


def _beyond(value: Floats, noise: float) -> Floats:
    """What is left of a value when the standard errors allowed are taken off."""
    return np.asarray(np.sign(value) * np.maximum(np.abs(value) - ERRORS * noise, 0.0))
