"""Does the posterior predict what it was learned from? Bands by target, and the order in which places were lost.

The bands are those of reports: histories, with their misfit, source factors and noise. Assumes that a place's day of
loss in a history is the end of the last month in which it was held; histories that never held it do not count for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.latent import Floats
from polemos.calibration.stages import Last
from polemos.calibration.summaries import HELD
from polemos.observation import misfit

BAND = 0.8
OVERALL, EACH, ORDER = (0.7, 0.9), 0.5, 0.4
FEWEST = 30


@dataclass(frozen=True)
class InSample:
    """covered: the share of points inside their 80 % band, by target; points: how many there are; order: Kendall's tau
    of the median loss dates of `places` places against the facts (nan with fewer than three)."""

    covered: dict[str, float]
    points: dict[str, int]
    order: float
    places: int

    @property
    def overall(self) -> float:
        """The share of all figures inside."""
        return sum(self.covered[t] * n for t, n in self.points.items()) / sum(self.points.values())

    @property
    def failures(self) -> tuple[str, ...]:
        """What is not as it must be, as sentences."""
        found = []
        if not OVERALL[0] <= self.overall <= OVERALL[1]:
            found.append(f"80 % bands hold {self.overall:.0%} of the figures, not 70 to 90 %")
        found += [f"80 % bands hold {c:.0%} of {t}, less than half" for t, c in self.covered.items() if c < EACH]
        if self.order < ORDER:
            found.append(f"the order of losses agrees with the facts by tau {self.order:.2f}, less than {ORDER}")
        return tuple(found)


def in_sample(last: Last, seed: int, draws: int = 4000) -> InSample:
    """Judge the ensemble against the panel that it was learned from."""
    luck = np.random.Generator(np.random.Philox([seed, 3]))
    rows = luck.integers(len(last.sample.z), size=draws)
    sample = last.sample
    read = {name: values[rows] for name, values in sample.read.items()}
    reported, _ = last.summaries.reported(read, last.shares[rows], misfit.log_sd(sample.misfit[rows]), luck)
    low, high = np.quantile(reported, [(1 - BAND) / 2, (1 + BAND) / 2], axis=0)
    inside = (last.summaries.observed() >= low) & (last.summaries.observed() <= high)
    blocks = [(target, at) for target, at in last.summaries.blocks() if target != HELD]
    order, places = _order(last, rows)
    return InSample({t: float(inside[at].mean()) for t, at in blocks}, {t: len(at) for t, at in blocks}, order, places)


def loss_months(held: NDArray[np.uint8]) -> Floats:
    """The month after the last one held, (draw, place), nan where a place was never held; held (draw, month, place)."""
    after = held.shape[1] - np.argmax(held[:, ::-1], axis=1).astype(np.float64)
    return np.where(held.any(axis=1), after, np.nan)


def _order(last: Last, rows: NDArray[np.intp]) -> tuple[float, int]:
    from scipy.stats import kendalltau

    panel = last.summaries.design.panel
    held = np.unpackbits(last.sample.read["held"][rows], axis=-1, count=len(panel.places))
    months = loss_months(held)
    facts = {s.place: s.lost for s in sorted(panel.spells, key=lambda s: s.gained) if s.lost is not None}
    pairs = []
    for place, day in facts.items():
        own = months[:, panel.places.index(place)]
        if np.isfinite(own).sum() >= FEWEST:
            pairs.append((day.toordinal(), float(np.nanmedian(own))))
    if len(pairs) < 3:
        return float("nan"), len(pairs)
    return float(kendalltau(*zip(*pairs, strict=True)).statistic), len(pairs)
