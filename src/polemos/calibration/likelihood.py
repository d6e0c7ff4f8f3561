"""How well histories agree with the whole panel: figures by target, with their misfits summed out, and single places.

Assumes targets err apart from each other once a history is given. A history whose figures cannot be compared (numbers
beyond bounds) agrees with nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from polemos.calibration.design import Arrays
from polemos.calibration.errors import Errors, errors_of
from polemos.calibration.latent import Floats
from polemos.calibration.summaries import HELD, Summaries
from polemos.observation.holding_error import holding_log_likelihood
from polemos.observation.panel import reported_shares

NOWHERE = -1e6


@dataclass(frozen=True)
class Likelihood:
    """Of the panel that the summaries are of; `read` of a call is what the design reads off histories."""

    summaries: Summaries

    @cached_property
    def errors(self) -> dict[str, Errors]:
        """By target; groups of places are left out, since here each place counts itself."""
        return {target: own for target, own in errors_of(self.summaries).items() if target != HELD}

    def __call__(self, read: Arrays) -> Floats:
        """Log likelihood, (draw,)."""
        design, observed = self.summaries.design, self.summaries.observed()
        shares = design.shares(read["held"])
        logs = self.summaries.simulated(read["rows"], shares)
        found = holding_log_likelihood(shares, reported_shares(design.panel, design.windows))
        with np.errstate(invalid="ignore"):
            for own in self.errors.values():
                found = found + own.over_misfits(observed[own.at] - logs[:, own.at])[0]
        return np.maximum(np.nan_to_num(found, nan=NOWHERE, neginf=NOWHERE), NOWHERE)
