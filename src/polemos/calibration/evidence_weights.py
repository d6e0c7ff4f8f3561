"""How far draws may compete: from parameters as they were learned towards the posterior given the whole record.

Draws of q, learned from a coarse look at the reports, have weights (p Z / q) to the power of a share, with p the prior
and Z the evidence that each draw's filter estimates. A share of one would be importance sampling of the whole
posterior; Z is a noisy estimate, and the luck of few copies must not decide between parameters. So the share is the
largest, at most one, that leaves an effective number of draws. Assumes that q is wider than what it is led to.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.latent import Floats

LEAST = 0.3
HALVINGS = 40


def weighed(evidence: Floats, z: Floats, learned: Floats) -> tuple[float, Floats]:
    """The share, and weights that add up to one, (draw,).

    evidence: log Z, (draw,). z: shared coordinates (draw, coordinate), N(0, 1) under the prior. learned: log q there.
    """
    gain, low, high = evidence - 0.5 * (z**2).sum(axis=1) - learned, 0.0, 1.0
    if _effective(_weights(gain, high)) < LEAST * len(gain):
        for _ in range(HALVINGS):
            middle = 0.5 * (low + high)
            enough = _effective(_weights(gain, middle)) >= LEAST * len(gain)
            low, high = (middle, high) if enough else (low, middle)
        high = low
    return high, _weights(gain, high)


def drawn(weight: Floats, chance: np.random.Generator) -> NDArray[np.intp]:
    """As many draws as there are, each about as often as its weight says (systematic resampling)."""
    at = (np.arange(len(weight)) + chance.uniform()) / len(weight)
    return np.asarray(np.searchsorted(np.cumsum(weight), at).clip(0, len(weight) - 1))


def _weights(gain: Floats, share: float) -> Floats:
    weight = np.exp(share * (gain - gain.max()))
    return np.asarray(weight / weight.sum())


def _effective(weight: Floats) -> float:
    return float(1.0 / (weight**2).sum())
