"""The protocol of the VIEWS 2023/24 prediction challenge, re-made from its published definitions.

Twelve months of one calendar year, data up to October of the year before (3..14 months ahead), 15..1000 draws in a
submission (its own benchmark has 12), the same unit-months as the observed values, values above 1e10 cut to 1e10,
means over all rows of CRPS (ensemble), ignorance (with resampling) and the mean interval score at 0.9.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from polemos.core.errors import InputError, UsageError
from polemos.scoring.forecast import Forecast, Observed, QuantileForecast
from polemos.scoring.months import month_text

NAME = "views-2023"
SCORES = ("crps", "ignorance", "mis_90")
CENSOR = 1e10
MOST_DRAWS = 1000


def prepare(forecast: Forecast | QuantileForecast, observed: Observed, where: str = "forecast") -> Forecast:
    """The forecast as the challenge would score it; refuses one that its rules do not admit."""
    if isinstance(forecast, QuantileForecast):
        raise UsageError(f"{where}: the protocol {NAME} scores draws, not quantiles.")
    months = np.unique(forecast.period)
    if months.size != 12 or months[0] % 12:
        span = f"{month_text(int(months[0]))} to {month_text(int(months[-1]))}"
        raise InputError(where, f"the protocol {NAME} scores January to December of one year", value=span)
    if forecast.draws.shape[1] > MOST_DRAWS:
        raise InputError(where, f"the protocol {NAME} allows {MOST_DRAWS} draws", value=forecast.draws.shape[1])
    origin = int(months[0]) - 3
    if forecast.origin not in (None, origin):
        rule = f"the protocol {NAME} forecasts from October of the year before, {month_text(origin)}"
        raise InputError(where, rule, value=month_text(int(forecast.origin or 0)))
    _same_unit_months(forecast, observed, where)
    return replace(forecast, origin=origin, draws=np.minimum(forecast.draws, CENSOR))


def _same_unit_months(forecast: Forecast, observed: Observed, where: str) -> None:
    """The challenge's compliance rule: no unit-month of that year may be left out."""
    inside = (observed.period >= forecast.period.min()) & (observed.period <= forecast.period.max())
    have = set(zip(forecast.unit.tolist(), forecast.period.tolist(), strict=True))
    want = set(zip(observed.unit[inside].tolist(), observed.period[inside].tolist(), strict=True))
    missing = sorted(want - have)
    if missing:
        unit, period = missing[0]
        rule = f"the protocol {NAME} wants every unit-month that was observed"
        raise InputError(where, rule, value=f"no unit {unit} in {month_text(period)} ({len(missing)} missing)")
