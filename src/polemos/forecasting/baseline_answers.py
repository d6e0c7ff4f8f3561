"""What the baselines would have said of forecast claims: those asked of series that a baseline can continue.

Assumes a series up to the origin is what was reported of it, bridged as baselines see it, and that a period of three
months falls evenly on its months. A claim about anything else (a place, a quantity without a record) has no answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from polemos.cases.claims import Claim
from polemos.forecasting.discrepancy import Floats
from polemos.forecasting.history import History
from polemos.forecasting.questions import Answer, answer_of
from polemos.observation.expression import evaluate, series_in

if TYPE_CHECKING:
    from polemos.forecasting.case_forecast import Baseline


def baseline_answers(
    claims: Sequence[Claim],
    made: Mapping[str, Mapping[str, Baseline]],
    histories: Mapping[str, History],
    months: Sequence[str],
) -> dict[str, dict[str, Answer]]:
    """By claim and baseline. made: draws by target and baseline; histories: what they continue, by target."""
    found: dict[str, dict[str, Answer]] = {}
    for claim in claims:
        names = series_in(claim.expression) if claim.kind == "forecast" and claim.expression else ()
        if not names or not all(made.get(name) for name in names):
            continue
        for method in made[names[0]]:
            series = {name: monthly(histories[name], made[name][method], len(months)) for name in names}
            values = evaluate(claim.expression, series, months)
            if np.isfinite(values).all():
                found.setdefault(claim.id, {})[method] = answer_of(claim, values)
    return found


def monthly(history: History, baseline: Baseline, months: int) -> Floats:
    """What was known and then the draws, month by month, (draw, month); NaN before the record begins."""
    step = baseline.periods.step
    known = np.repeat(history.values[:, :1], baseline.draws.shape[1], axis=1)
    periods = np.concatenate([known, baseline.draws]) / (step if baseline.periods.adds else 1)
    at = np.arange(months) // step - history.first
    inside = (at >= 0) & (at < len(periods))
    return np.where(inside[None, :], periods[np.clip(at, 0, len(periods) - 1)].T, np.nan)
