"""Whether a mechanism's effect shows in the published figures of a known truth: how far switching it off moves them.

Both histories have the truth's own parameters and luck. The move of the panel, on the log scale and without noise, is
laid beside the covariance of what sources and misfit add there. Its squared length in those units is the noncentrality
of the best test between this truth and the same truth without the mechanism. Assumes errors are normal on the log
scale, those of counts as wide as around the published ones. A war that takes another course by chance once it is
touched moves figures too: some of what is called visible is that.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.errors import errors_of
from polemos.calibration.histories import Progress, histories
from polemos.ensemble.bank import Bank
from polemos.scenarios.trial_bank import Tried
from polemos.scenarios.trial_prior import Floats

# A test at 5 % between two simple hypotheses has a power of 95 % at a distance of 2 x 1.645 standard deviations. Four
# times its square: half the length of a move may be lost to parameters that can make the same figures.
DISTANCE = 2.0 * 1.6448536269514722
VISIBLE = 4.0 * DISTANCE**2


def noncentralities(
    truths: Tried,
    ids: NDArray[np.int64],
    seed: int,
    workers: int | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> Floats:
    """For each truth, of draw `ids`, and each charge (truth, charge): 0 where the mechanism is not present."""
    setup, trial, found = truths.setup, truths.trial, np.zeros(truths.signs.shape)
    moved = [j for j, charge in enumerate(trial.charges) if charge.parameters]
    with Bank(setup.model, setup.design.record, workers) as bank:
        for number, charge in enumerate(moved, start=1):
            rows = np.flatnonzero(truths.signs[:, charge] == 1)

            def simulate(
                theta: dict[str, Floats], luck: int, some: NDArray[np.int64], off: int = charge
            ) -> dict[str, NDArray[Any]]:
                signs = trial.signs(seed, some)
                signs[:, off] = 0
                return bank(trial.applied(theta, signs), luck, some)

            signs = truths.signs[rows].copy()
            signs[:, charge] = 0
            marked = np.concatenate([setup.latent.draw(seed, ids[rows]), signs], axis=1)
            without = histories(setup, marked, seed, ids[rows], simulate, folder)
            found[rows, charge] = moves(truths, rows, without)
            if progress is not None:
                progress(number, len(moved))
    return found


def moves(truths: Tried, rows: NDArray[np.intp], without: Mapping[str, NDArray[Any]]) -> Floats:
    """The noncentrality of each of these truths beside the same without one mechanism, (truth,)."""
    summaries, design = truths.summaries, truths.setup.design
    true = summaries.simulated(truths.read["rows"][rows], truths.shares[rows])
    other = summaries.simulated(without["rows"].astype(np.float64), design.shares(without["held"]))
    found = np.zeros(len(rows))
    for block, errors in enumerate(errors_of(summaries).values()):
        step = (true - other)[:, errors.at]
        for number, row in enumerate(rows):
            spread = errors.covariance(float(truths.sd[row, block]))
            found[number] += float(step[number] @ np.linalg.solve(spread, step[number]))
    return found
