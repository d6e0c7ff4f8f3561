"""Whether a mechanism's effect in a known truth stands out from all else that moves the figures: other parameters,
signs of other mechanisms, luck, misfit, sources and noise.

Fisher's direction is, of all directions of the panel, the one along which reports of histories with the mechanism stand
farthest from those without, in units of their spread around each. A truth's effect is how far switching the mechanism
off moves its own figures that way. At a distance of 2 x 1.645 a test at 5 % along this direction has a power of 95 %.
Assumes one straight direction for each mechanism and one spread with it and without; what could be told only along a
bent path is not counted. Nothing that the judge under trial says enters.

Source: Fisher 1936, Annals of Eugenics 7, 179-188.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from polemos.scenarios.trial_bank import Tried
from polemos.scenarios.trial_features import Features
from polemos.scenarios.trial_prior import Floats
from polemos.scenarios.trial_visible import DISTANCE
from polemos.scenarios.trial_without import Without

CLEAR = DISTANCE
DRAWN, FIRST = 4, 70_000
RIDGE = 1e-6


def distances(learned: Tried, truths: Tried, features: Features, pairs: Mapping[int, Without], seed: int) -> Floats:
    """How far each charge's effect moves each truth along its direction, (truth, charge), in standard deviations.

    0 where the mechanism is not present. `learned` are the histories that directions are learned from, each reported
    `DRAWN` times anew.
    """
    seen = features.of_targets()
    reports = np.concatenate([seen(learned.reported(seed, FIRST + number)) for number in range(DRAWN)])
    found = np.zeros(truths.signs.shape)
    for charge, pair in pairs.items():
        way = direction(reports, np.tile(learned.signs[:, charge], DRAWN))
        found[pair.rows, charge] = (seen(pair.figures) - seen(pair.without)) @ way
    return found


def direction(x: Floats, signs: NDArray[np.int8]) -> Floats:
    """Fisher's direction between x (case, feature) of sign +1 and of sign 0; the spread along it is one."""
    present, absent = x[signs == 1], x[signs == 0]
    apart = [group - group.mean(axis=0) for group in (present, absent)]
    within = sum(group.T @ group for group in apart) / (len(present) + len(absent))
    way = np.linalg.solve(within + RIDGE * np.eye(x.shape[1]), present.mean(axis=0) - absent.mean(axis=0))
    return np.asarray(way / max(float(np.sqrt(way @ within @ way)), 1e-12))
