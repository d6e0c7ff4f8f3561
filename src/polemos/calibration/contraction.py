"""What the data said of each parameter: how much narrower it is than its prior, and how far it has moved.

Assumes both are near normal in the prior's own coordinates. A parameter has moved if its posterior lies 0.05 nats or
more from its prior in each of the populations that were led to the data apart from each other, to the same side or both
narrower; one population alone drifts by chance. One that has not is not identified by these data, wherever it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.latent import Floats

MOVED = 0.05
CLEARLY = 0.1
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
        found = self.nats >= MOVED
        for mean, sd in self.apart:
            found &= _nats(mean, sd) >= MOVED
        if self.apart:
            means, sds = (np.stack(values) for values in zip(*self.apart, strict=True))
            found &= (np.sign(means) == np.sign(self.mean)).all(axis=0) | (1.0 - sds**2 > CLEARLY).all(axis=0)
        return np.asarray(found)

    def as_plain(self) -> dict[str, list[float]]:
        """What a file keeps: name -> [contraction, shift in prior sds, nats, 0 where it did not move]."""
        known = np.where(self.moved, self.nats, 0.0)
        table = np.round(np.stack([self.contracted, self.mean, known], axis=1), 3)
        return dict(zip(self.names, table.tolist(), strict=True))


def _nats(mean: Floats, sd: Floats) -> Floats:
    return np.asarray(0.5 * (sd**2 + mean**2 - 1.0) - np.log(sd))
