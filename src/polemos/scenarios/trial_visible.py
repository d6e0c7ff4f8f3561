"""Whether a mechanism's effect shows in the published figures of a known truth: how far switching it off moves them.

The move of the panel, on the log scale and without noise, is laid beside the covariance of what sources and misfit add
there. Its squared length in those units is the noncentrality of the best test between this truth and the same truth
without the mechanism. Assumes errors are normal on the log scale, those of counts as wide as around the published ones,
and that who judges knows all other parameters and the luck: what they may do is left out (`trial_clear` has it in).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from polemos.calibration.errors import errors_of
from polemos.scenarios.trial_bank import Tried
from polemos.scenarios.trial_prior import Floats
from polemos.scenarios.trial_without import Without

# A test at 5 % between two simple hypotheses has a power of 95 % at a distance of 2 x 1.645 standard deviations. Four
# times its square: half the length of a move may be lost to parameters that can make the same figures.
DISTANCE = 2.0 * 1.6448536269514722
VISIBLE = 4.0 * DISTANCE**2


def noncentralities(truths: Tried, pairs: Mapping[int, Without]) -> Floats:
    """For each truth and each charge (truth, charge): 0 where the mechanism is not present."""
    found = np.zeros(truths.signs.shape)
    for charge, pair in pairs.items():
        found[pair.rows, charge] = _squared_lengths(truths, pair)
    return found


def _squared_lengths(truths: Tried, pair: Without) -> Floats:
    found = np.zeros(len(pair.rows))
    for block, errors in enumerate(errors_of(truths.summaries).values()):
        step = (pair.figures - pair.without)[:, errors.at]
        for number, row in enumerate(pair.rows):
            spread = errors.covariance(float(truths.sd[row, block]))
            found[number] += float(step[number] @ np.linalg.solve(spread, step[number]))
    return found
