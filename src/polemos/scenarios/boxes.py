"""Rules that a reader can check: boxes in a few inputs in which an outcome is much more common than elsewhere (PRIM).

Patient rule induction after Friedman and Fisher (1999): a box is peeled from the side that raises the outcome's share
most, a twentieth of the rows at a time, until it would hold too few rows. Assumes rows are exchangeable; the share and
the coverage that are told come from rows that the box was not found on. Leaves out pasting and more than one box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
PEEL = 0.05
FEWEST = 0.05
MOST_SIDES = 3


@dataclass(frozen=True)
class Side:
    """One end of a box: an input lies above (or below) a bound."""

    name: str
    above: bool
    bound: float


@dataclass(frozen=True)
class Box:
    """Sides; the outcome's share inside and among all rows; the share of the outcome's rows that lie inside; rows."""

    sides: tuple[Side, ...]
    inside: float
    overall: float
    covered: float
    rows: int


def find_box(inputs: Floats, names: Sequence[str], flag: Flags) -> Box:
    """The best box of at most three sides for the outcome `flag` (row,), found on even rows and told on odd ones."""
    found = _peeled(inputs[::2], flag[::2])
    sides = _simplest(found, inputs[::2], flag[::2])
    told = inputs[1::2], flag[1::2]
    here = _holds(told[0], sides)
    named = tuple(Side(names[i], above, bound) for i, above, bound in sides)
    overall, count = float(told[1].mean()), int(here.sum())
    inside = float(told[1][here].mean()) if count else 0.0
    covered = float((told[1] & here).sum() / max(told[1].sum(), 1))
    return Box(named, inside, overall, covered, count)


Cut = tuple[int, bool, float]


def _peeled(inputs: Floats, flag: Flags) -> list[Cut]:
    """All cuts, in order."""
    cuts: list[Cut] = []
    here = np.ones(len(flag), dtype=bool)
    while here.sum() > max(FEWEST * len(flag), 20):
        best, share = None, flag[here].mean()
        for i in range(inputs.shape[1]):
            for above, q in ((True, PEEL), (False, 1.0 - PEEL)):
                bound = float(np.quantile(inputs[here, i], q))
                left = here & (inputs[:, i] > bound if above else inputs[:, i] < bound)
                if left.sum() >= FEWEST * len(flag) and flag[left].mean() > share:
                    best, share = (i, above, bound), flag[left].mean()
        if best is None:
            break
        cuts.append(best)
        here &= _holds(inputs, [best])
    return cuts


def _simplest(cuts: list[Cut], inputs: Floats, flag: Flags) -> list[Cut]:
    """The last cut of each side, the least useful sides dropped one by one."""
    sides = list({(i, above): (i, above, bound) for i, above, bound in cuts}.values())
    while len(sides) > MOST_SIDES:
        without = [[one for one in sides if one != gone] for gone in sides]
        sides = max(without, key=lambda left: _gain(inputs, flag, left))
    return sides


def _gain(inputs: Floats, flag: Flags, sides: list[Cut]) -> float:
    """How far a box's share lies above the overall share, in standard errors."""
    here = _holds(inputs, sides)
    if not here.any():
        return -np.inf
    return float((flag[here].mean() - flag.mean()) * np.sqrt(here.sum()))


def _holds(inputs: Floats, sides: Sequence[Cut]) -> Flags:
    here = np.ones(len(inputs), dtype=bool)
    for i, above, bound in sides:
        here &= inputs[:, i] > bound if above else inputs[:, i] < bound
    return here
