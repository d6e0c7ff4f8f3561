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

    def before(self, month: int) -> list[Errors]:
        """Those of the figures that are of months before `month` alone; a figure belongs to its last month."""
        last = np.array([row.last for row in self.summaries.design.panel.rows])
        parts = [own.only(last[own.at] < month) for own in self.errors.values()]
        return [own for own in parts if len(own.at)]

    def __call__(self, read: Arrays, month: int) -> Floats:
        """Log likelihood of what was reported of the months before `month`, (draw,)."""
        design, observed = self.summaries.design, self.summaries.observed()
        shares, looks = design.shares(read["held"]), sum(last < month for _, last in design.windows)
        logs = self.summaries.simulated(read["rows"], shares)
        reported = reported_shares(design.panel, design.windows)
        found = holding_log_likelihood(shares[:, :looks], reported[:looks])
        with np.errstate(invalid="ignore"):
            for own in self.before(month):
                found = found + own.over_misfits(observed[own.at] - logs[:, own.at])[0]
        return np.maximum(np.nan_to_num(found, nan=NOWHERE, neginf=NOWHERE), NOWHERE)
