"""What a mechanism adds to forecasts of what came after the cut: with it and without it, both recalibrated.

A network learns, from the same simulations, what was reported later given what was reported before and the sign of one
claim; all else is averaged over. Assumes later reports are normal on the log scale given that. Score: CRPS on the log
scale; whole targets are drawn anew for the interval, because a misfit lasts for years. What the network gets wrong
widens it, on histories that were set aside: for a charge that moves nothing, nine of ten intervals hold zero; and of
those in which a mechanism is present, one in twenty at most is called better without it, and the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.conditional_gaussian import normal_at
from polemos.calibration.training import Learned, Settings, learn
from polemos.scenarios.trial_bank import Tried, later_rows
from polemos.scenarios.trial_features import FARTHEST
from polemos.scenarios.trial_prior import SIGNS, UNSEEN, Floats

TIMES, COVERED, TAIL, SET_ASIDE = 2000, 0.9, 0.95, 20_000
LEARNING = Settings(batch=64, rate=2e-3, decay=3e-2)


@dataclass(frozen=True)
class Forecaster:
    """The learned map. before, after: which summaries were known, which rows came later; blocks (later row,).

    widened (claim,): the factor on the intervals of skill.
    """

    before: NDArray[np.bool_]
    after: NDArray[np.intp]
    mean: Floats
    sd: Floats
    learned: Learned
    blocks: NDArray[np.int64]
    claims: int
    widened: Floats

    def scores(self, x: Floats, claim: int, sign: int) -> Floats:
        """CRPS of each later row (case, later row) for reports x (case, summary), claim number `claim` at `sign`."""
        scaled = (x - self.mean) / self.sd
        told = _told(np.full(len(x), claim), np.full(len(x), sign), self.claims)
        known = np.concatenate([np.clip(scaled[:, self.before], -FARTHEST, FARTHEST), told], axis=1)
        found = normal_at(self.learned.weights, known)
        return _crps(found.mean, found.sd, scaled[:, self.after]) * self.sd[self.after]

    def skill(self, x: Floats, claim: int, seed: int) -> list[tuple[float, float, float]]:
        """Per case: mean score without the mechanism minus with it (5 %, mean, 95 %); above zero it helps."""
        gain = self.scores(x, claim, 0) - self.scores(x, claim, 1)
        names = np.unique(self.blocks)
        sums = np.stack([gain[:, self.blocks == b].sum(axis=1) for b in names], axis=1)
        sizes = np.array([(self.blocks == b).sum() for b in names], dtype=np.float64)
        luck = np.random.Generator(np.random.Philox(seed))
        often = luck.multinomial(len(names), np.full(len(names), 1.0 / len(names)), size=TIMES).astype(np.float64)
        means = (sums @ often.T) / (often @ sizes)[None, :]
        low, high = np.quantile(means, [0.05, 0.95], axis=1)
        middle, factor = gain.mean(axis=1), self.widened[claim]
        ends = zip(middle - factor * (middle - low), middle, middle + factor * (high - middle), strict=True)
        return [(float(a), float(m), float(b)) for a, m, b in ends]


def learn_forecaster(found: Tried, cut: date, seed: int, settings: Settings = LEARNING) -> Forecaster:
    """Learn from a bank of trials what came after a cut."""
    known = found.known(cut)
    rows = found.setup.design.panel.rows
    after = later_rows(found.setup, cut)
    first = found.reported(seed, 0)
    mean, sd = first.mean(axis=0), np.maximum(first.std(axis=0), 1e-3)
    claims = len(found.trial.charges)

    def draw(number: int) -> tuple[Floats, Floats]:
        luck = np.random.Generator(np.random.Philox([seed, number, 7]))
        scaled = (found.reported(seed, number) - mean) / sd
        one = luck.integers(claims, size=len(scaled))
        told = _told(one, found.signs[np.arange(len(one)), one], claims)
        before = np.clip(scaled[:, known], -FARTHEST, FARTHEST)
        return np.concatenate([before, told], axis=1), np.clip(scaled[:, after], -FARTHEST, FARTHEST)

    targets = [rows[j].target for j in after]
    blocks = np.array([sorted(set(targets)).index(target) for target in targets], dtype=np.int64)
    plain = Forecaster(known, after, mean, sd, learn(draw, seed, settings), blocks, claims, np.ones(claims))
    return replace(plain, widened=_widened(plain, found, seed))


def _widened(plain: Forecaster, found: Tried, seed: int) -> Floats:
    """How much wider the intervals of each claim must be; never narrower, (claim,)."""
    part = slice(len(found) - max(len(found) // 10, 1), None)
    x, signs = found.reported(seed, SET_ASIDE, part), found.signs[part]
    factors = []
    for claim in range(plain.claims):
        skills = np.array(plain.skill(x, claim, seed))
        wrong = [needed(-skills[signs[:, claim] == 1, ::-1]), needed(skills[signs[:, claim] == 0])]
        factors.append(max(1.0, *(float(np.quantile(one, TAIL)) for one in wrong if len(one))))
    skills = np.array(plain.skill(x, found.trial.ids.index(UNSEEN.id), seed))
    both = np.maximum(needed(skills), needed(-skills[:, ::-1]))
    return np.maximum(factors, float(np.quantile(both, COVERED)))


def needed(skills: Floats) -> Floats:
    """The factor at which each interval (case, 3) that lies above zero would touch it; 0 where its middle does not."""
    low, middle = skills[:, 0], skills[:, 1]
    return np.asarray(np.maximum(middle, 0.0) / np.maximum(middle - low, 1e-12))


def _told(claim: NDArray[np.integer], sign: NDArray[np.integer], claims: int) -> Floats:
    """One sign of one claim, as zeros and ones (case, claim * 3)."""
    out = np.zeros((len(claim), claims, len(SIGNS)))
    out[np.arange(len(claim)), claim, [SIGNS.index(int(s)) for s in sign]] = 1.0
    return out.reshape(len(claim), -1)


def _crps(mean: Floats, sd: Floats, y: Floats) -> Floats:
    """CRPS of normal distributions, element by element."""
    from scipy.special import ndtr

    z = (y - mean) / sd
    density = np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi)
    return np.asarray(sd * (z * (2.0 * ndtr(z) - 1.0) + 2.0 * density - 1.0 / np.sqrt(np.pi)))
