"""Put a forecast and what happened side by side, row by row."""

from __future__ import annotations

import numpy as np

from polemos.core.errors import InputError
from polemos.scoring.forecast import Floats, Forecast, Observed, QuantileForecast
from polemos.scoring.months import month_text


def matched(forecast: Forecast | QuantileForecast, observed: Observed) -> Floats:
    """What happened in each row of the forecast, (rows,); refuses a row that nothing was observed for."""
    known = {
        (unit, period): value
        for unit, period, value in zip(observed.unit, observed.period, observed.value, strict=True)
    }
    found = [known.get(key) for key in zip(forecast.unit, forecast.period, strict=True)]
    for row, value in enumerate(found):
        if value is None:
            who = f"unit {forecast.unit[row]} in {month_text(int(forecast.period[row]))}"
            fix = "give the observed value, or leave the row out of the forecast"
            raise InputError("observed", "every forecast row has an observed value", value=f"none for {who}", fix=fix)
    return np.array(found, dtype=np.float64)


def same_rows(one: Forecast | QuantileForecast, other: Forecast | QuantileForecast) -> bool:
    """Whether two forecasts are about the same unit-months in the same order."""
    return np.array_equal(one.unit, other.unit) and np.array_equal(one.period, other.period)
