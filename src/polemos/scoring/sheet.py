"""The score sheet: every score of every unit-month, before anything is averaged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from polemos.scoring.forecast import Floats, Forecast, Observed, QuantileForecast, Units
from polemos.scoring.match import matched
from polemos.scoring.months import Months
from polemos.scoring.scores.brier import threshold_brier
from polemos.scoring.scores.coverage import LEVELS, covered
from polemos.scoring.scores.crps import crps
from polemos.scoring.scores.fair_crps import fair_crps
from polemos.scoring.scores.honest_ignorance import honest_ignorance
from polemos.scoring.scores.ignorance import ignorance
from polemos.scoring.scores.interval import interval_penalty, interval_score
from polemos.scoring.scores.log_crps import log_crps
from polemos.scoring.scores.pit import pit
from polemos.scoring.scores.quantile import quantile_crps
from polemos.scoring.scores.threshold_crps import threshold_crps

Score = Callable[[Floats, Floats], Floats]


def _coverage(level: float) -> Score:
    return lambda draws, observed: covered(draws, observed, level)


SCORES: Mapping[str, Score] = {
    "crps": crps,
    "fair_crps": fair_crps,
    "log_crps": log_crps,
    "crps_above_25": lambda draws, observed: threshold_crps(draws, observed, 25.0),
    "ignorance": ignorance,
    "honest_ignorance": honest_ignorance,
    "mis_90": interval_score,
    **{f"coverage_{100 * level:.0f}": _coverage(level) for level in LEVELS},
    "pit": pit,
    "brier_1": lambda draws, observed: threshold_brier(draws, observed, 1.0),
    "brier_25": lambda draws, observed: threshold_brier(draws, observed, 25.0),
}


@dataclass(frozen=True, eq=False)
class Sheet:
    """Scores per row: unit, period (rows,), observed (rows,), and by name an array (rows,). `lead` may be None."""

    unit: Units
    period: Months
    lead: Months | None
    observed: Floats
    scores: Mapping[str, Floats]

    def mean(self, name: str) -> float:
        """The mean of one score over all rows."""
        return float(self.scores[name].mean())

    def means(self) -> dict[str, float]:
        """The mean of every score; the PIT has no meaningful mean and is left out."""
        return {name: self.mean(name) for name in self.scores if name != "pit"}


def score(forecast: Forecast | QuantileForecast, observed: Observed, names: tuple[str, ...] | None = None) -> Sheet:
    """Score every row. `names` picks from SCORES; a quantile forecast has those that its levels allow."""
    truth = matched(forecast, observed)
    if isinstance(forecast, QuantileForecast):
        scores = _quantile_scores(forecast, truth)
    else:
        chosen = names or tuple(n for n in SCORES if n != "fair_crps" or forecast.draws.shape[1] > 1)
        scores = {name: SCORES[name](forecast.draws, truth) for name in chosen}
    return Sheet(forecast.unit, forecast.period, forecast.lead, truth, scores)


def join(sheets: list[Sheet]) -> Sheet:
    """Several windows as one sheet, with the scores that all of them have."""
    shared = [name for name in sheets[0].scores if all(name in sheet.scores for sheet in sheets)]
    leads = [sheet.lead for sheet in sheets]
    return Sheet(
        unit=np.concatenate([sheet.unit for sheet in sheets]),
        period=np.concatenate([sheet.period for sheet in sheets]),
        lead=None
        if any(lead is None for lead in leads)
        else np.concatenate([lead for lead in leads if lead is not None]),
        observed=np.concatenate([sheet.observed for sheet in sheets]),
        scores={name: np.concatenate([sheet.scores[name] for sheet in sheets]) for name in shared},
    )


def _quantile_scores(forecast: QuantileForecast, truth: Floats) -> dict[str, Floats]:
    scores = {"quantile_crps": quantile_crps(forecast.values, forecast.levels, truth)}
    for level in LEVELS:
        tail = (1.0 - level) / 2.0
        ends = [np.flatnonzero(np.isclose(forecast.levels, at)) for at in (tail, 1.0 - tail)]
        if all(end.size for end in ends):
            low, high = (forecast.values[:, int(end[0])] for end in ends)
            scores[f"coverage_{100 * level:.0f}"] = ((low <= truth) & (truth <= high)).astype(np.float64)
            scores[f"mis_{100 * level:.0f}"] = interval_penalty(low, high, truth, 1.0 - level)
    return scores
