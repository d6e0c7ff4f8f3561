"""What the data said of each parameter: how much narrower it is than its prior, and how far it has moved.

Assumes both are near normal in the prior's own coordinates. A parameter has moved if its posterior lies 0.05 nats or
more from its prior; one that has not is not identified by these data, wherever it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.latent import Floats

MOVED = 0.05
NOT_IDENTIFIED = "not identified by these data"


def said(contracted: float, shift: float, nats: float) -> str:
    """In words, what the data said of a parameter."""
    if nats < MOVED:
        return NOT_IDENTIFIED
    width = f"{abs(contracted):.0%} {'less' if contracted >= 0 else 'more'} variance than the prior"
    return f"{width}, moved by {shift:+.1f} of its sds"


@dataclass(frozen=True)
class Contraction:
    """By name: the posterior's mean and standard deviation in the prior's coordinates (prior: 0 and 1)."""

    names: tuple[str, ...]
    mean: Floats
    sd: Floats

    @property
    def nats(self) -> Floats:
        """The divergence of posterior from prior, as normals."""
        return np.asarray(0.5 * (self.sd**2 + self.mean**2 - 1.0) - np.log(self.sd))

    @property
    def contracted(self) -> Floats:
        """One minus the ratio of variances: 0 for the prior, 1 for certainty, below 0 for wider."""
        return np.asarray(1.0 - self.sd**2)

    @property
    def moved(self) -> NDArray[np.bool_]:
        """Which were identified, at least in part."""
        return np.asarray(self.nats >= MOVED)

    def as_plain(self) -> dict[str, list[float]]:
        """What a file keeps: name -> [contraction, shift in prior sds, nats]."""
        table = np.round(np.stack([self.contracted, self.mean, self.nats], axis=1), 3)
        return dict(zip(self.names, table.tolist(), strict=True))
