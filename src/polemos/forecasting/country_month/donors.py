"""Donors: what came next, in the past, after country-months that looked like this one.

A donor lends the change of log(1 + deaths) from its own level to its own future; the change is laid on this country's
level. Months without deaths stay without. So the tails are empirical: nothing happens here that never happened
anywhere, in relation to the level. Near donors weigh more (Gaussian in distance, two bandwidths at the farthest).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from polemos.scoring.forecast import Floats

MOST = 300


@dataclass(frozen=True, eq=False)
class Scene:
    """All country-months of a history as donors see them.

    Shapes: place (months, units, features) for distance, level (months, units) in log(1 + deaths), logs (months, units)
    of the outcome, usable (months, units).
    """

    place: Floats
    level: Floats
    logs: Floats
    usable: NDArray[np.bool_]


def lend(scene: Scene, units: NDArray[np.int64], leads: tuple[int, ...], draws: int) -> Floats:
    """Sorted quantile draws (leads, units, draws) for those units at the last month; donors must know all leads."""
    horizon = len(scene.logs) - max(leads)
    month, unit = np.nonzero(scene.usable[:horizon])
    size = min(MOST, month.size)
    distance, nearest = cKDTree(scene.place[month, unit]).query(scene.place[-1, units], k=size)
    distance, nearest = distance.reshape(units.size, size), nearest.reshape(units.size, size)
    weight = np.exp(-2.0 * (distance / np.maximum(distance[:, -1:], 1e-9)) ** 2)
    donor_month, donor_unit = month[nearest], unit[nearest]
    shift = scene.level[-1, units][:, None] - scene.level[donor_month, donor_unit]
    out = np.empty((len(leads), units.size, draws))
    for row, lead in enumerate(leads):
        after = scene.logs[donor_month + lead, donor_unit]
        moved = np.rint(np.expm1(np.maximum(after + shift * (after > 0), 0.0)))
        out[row] = weighted_quantiles(moved, weight, draws)
    return out


def weighted_quantiles(values: Floats, weight: Floats, draws: int) -> Floats:
    """Step quantiles at the middles of `draws` equal parts; values and weight (rows, k) -> (rows, draws)."""
    order = np.argsort(values, axis=1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=1)
    share = np.cumsum(np.take_along_axis(weight, order, axis=1), axis=1)
    level = (np.arange(draws) + 0.5) / draws
    pick = [np.searchsorted(row / row[-1], level) for row in share]
    return np.take_along_axis(
        ordered, np.minimum(np.array(pick).reshape(len(values), draws), values.shape[1] - 1), axis=1
    )


def block(leads: tuple[int, ...], size: int = 3) -> list[tuple[int, ...]]:
    """Leads in blocks that share their donors."""
    return [leads[i : i + size] for i in range(0, len(leads), size)]
