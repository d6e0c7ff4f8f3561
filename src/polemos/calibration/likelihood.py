"""How likely it is, given a simulated history, that places were in the hands in which they are known to have been.

Each is in the right hands or not, with an unknown share of wrong ones; months of one place count as one for as long as
a misfit lasts. Assumes that places are wrong apart from each other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.design import WINDOW
from polemos.calibration.summaries import Summaries
from polemos.observation.panel import reported_shares
from polemos.observation.sourced_data import table

Floats = NDArray[np.float64]


def log_likelihood_of_places(summaries: Summaries, shares: Floats) -> Floats:
    """Log likelihoods (draw,) of who held what, place by place, given shares (draw, window, place)."""
    from scipy.special import betaln

    prior, lasting = table("misfit")["places"], float(table("misfit")["lasting"]["months"])
    wrong = np.abs(shares - reported_shares(summaries.design.panel, summaries.design.windows)) * WINDOW / lasting
    count, all_of_them = wrong.sum(axis=(1, 2)), wrong[0].size * WINDOW / lasting
    right = prior["right"] + all_of_them - count
    return np.asarray(betaln(prior["wrong"] + count, right) - betaln(prior["wrong"], prior["right"]))
