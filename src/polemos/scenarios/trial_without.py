"""Known truths once more with one mechanism switched off: the same parameters and luck, what differs is its doing.

Assumes that the panel is read the same way. A war that takes another course by chance once it is touched moves figures
too: some of every difference is that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.histories import Progress, histories
from polemos.ensemble.bank import Bank
from polemos.scenarios.trial_bank import Tried
from polemos.scenarios.trial_prior import Floats


@dataclass(frozen=True)
class Without:
    """Truths in which a charge is present, rows (truth,), and their figures with and without it, (truth, summary)."""

    rows: NDArray[np.intp]
    figures: Floats
    without: Floats


def switched_off(
    truths: Tried,
    ids: NDArray[np.int64],
    seed: int,
    workers: int | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> dict[int, Without]:
    """By charge: its truths, of draw `ids`, beside themselves without it. Charges that move nothing are left out."""
    setup, trial, found = truths.setup, truths.trial, {}
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
            found[charge] = _beside(truths, rows, histories(setup, marked, seed, ids[rows], simulate, folder))
            if progress is not None:
                progress(number, len(moved))
    return found


def _beside(truths: Tried, rows: NDArray[np.intp], read: Mapping[str, NDArray[Any]]) -> Without:
    summaries, shares = truths.summaries, truths.setup.design.shares(read["held"])
    without = summaries.simulated(read["rows"].astype(np.float64), shares)
    return Without(rows, summaries.simulated(truths.read["rows"][rows], truths.shares[rows]), without)
