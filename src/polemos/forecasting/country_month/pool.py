"""A linear pool: each part gives its share of the draws, evenly taken from its sorted draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polemos.scoring.forecast import Floats


def pool(parts: Sequence[Floats], weights: Floats) -> Floats:
    """Parts (..., draws) sorted along the last axis, weights summing to 1 -> (..., draws) sorted."""
    draws = parts[0].shape[-1]
    taken = [
        part[..., ((np.arange(share) + 0.5) / share * draws).astype(np.int64)]
        for part, share in zip(parts, shares(weights, draws), strict=True)
        if share
    ]
    return np.sort(np.concatenate(taken, axis=-1), axis=-1)


def shares(weights: Floats, draws: int) -> NDArray[np.int64]:
    """Whole numbers that sum to `draws`, by largest remainder."""
    exact = weights / weights.sum() * draws
    whole = np.floor(exact).astype(np.int64)
    most = np.argsort(whole - exact, kind="stable")[: draws - int(whole.sum())]
    whole[most] += 1
    return np.asarray(whole)


def in_paths(values: Floats, memory: float, luck: np.random.Generator) -> Floats:
    """Order sorted draws (leads, units, draws) so that draw j is a path whose ranks remember the month before.

    The ranks follow a Gaussian first-order process with that month-to-month correlation; no marginal changes.
    """
    latent = luck.standard_normal(values.shape[1:])
    out = np.empty_like(values)
    for lead, ordered in enumerate(values):
        if lead:
            latent = memory * latent + np.sqrt(1.0 - memory**2) * luck.standard_normal(latent.shape)
        rank = np.argsort(np.argsort(latent, axis=-1), axis=-1)
        out[lead] = np.take_along_axis(ordered, rank, axis=-1)
    return out
