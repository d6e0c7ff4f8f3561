"""The hubverse form: origin_date, target, location, target_end_date, output_type, output_type_id, value.

`output_type` is "sample" (output_type_id numbers the joint path) or "quantile" (output_type_id is the level).
Instead of target_end_date a horizon in months may stand; reference_date and forecast_date mean origin_date.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from polemos.core.calendar import month_text
from polemos.core.errors import InputError
from polemos.scoring.assemble import Long, assemble, unit_order
from polemos.scoring.forecast import Forecast, QuantileForecast
from polemos.scoring.frames import amounts, coded, integers
from polemos.scoring.months import Months, parse
from polemos.scoring.tidy import months_of, one_of

ORIGINS = ("origin_date", "reference_date", "forecast_date", "origin")
PERIODS = ("target_end_date", "target_date", "period")


def is_hubverse(names: set[str]) -> bool:
    """Whether these columns are a hubverse model output."""
    return {"output_type", "output_type_id", "value"} <= names


def read_hubverse(table: pa.Table, where: str) -> Forecast | QuantileForecast:
    """One origin, one target and one output type per file; months only (a day within the month is dropped)."""
    kind = one_of(table, "output_type", where)
    if kind not in {"sample", "quantile"}:
        raise InputError(where, "output_type is 'sample' or 'quantile'", value=kind)
    target = one_of(table, "target", where)
    origin = parse(one_of(table, _first(table, ORIGINS, where), where), where)
    unit, labels = coded(table, "location" if "location" in table.column_names else "unit", where)
    period = _periods(table, origin, where)
    codes, ids = coded(table, "output_type_id", where)
    member = np.array(_members(ids, kind, where))[codes]
    value = amounts(table, "value", where)
    names, months, members, values = assemble(Long(where, unit, labels, period, member, "output_type_id", value))
    if kind == "sample":
        return Forecast(target, origin, names, months, values)
    return QuantileForecast(target, origin, names, months, members, values)


def hubverse_table(forecast: Forecast) -> pa.Table:
    """A Forecast as a hubverse sample table; dates are the first day of their month."""
    if forecast.origin is None:
        raise InputError("forecast", "a hubverse table says its origin", fix="read the forecast with an origin")
    rows, draws = forecast.draws.shape
    ends = np.array([month_text(int(p)) + "-01" for p in forecast.period])
    return pa.table(
        {
            "origin_date": np.full(rows * draws, month_text(forecast.origin) + "-01"),
            "target": np.full(rows * draws, forecast.target),
            "location": np.repeat(forecast.unit, draws),
            "horizon": np.repeat(forecast.period - forecast.origin, draws),
            "target_end_date": np.repeat(ends, draws),
            "output_type": np.full(rows * draws, "sample"),
            "output_type_id": np.tile(np.arange(draws).astype(str), rows),
            "value": forecast.draws.ravel(),
        }
    )


def _first(table: pa.Table, names: tuple[str, ...], where: str) -> str:
    for name in names:
        if name in table.column_names:
            return name
    raise InputError(where, f"one of the columns {', '.join(names)} is needed", value=table.column_names)


def _periods(table: pa.Table, origin: int, where: str) -> Months:
    if "horizon" in table.column_names and not any(name in table.column_names for name in PERIODS):
        return integers(table, "horizon", where) + origin
    return months_of(table, _first(table, PERIODS, where), where)


def _members(ids: list[str], kind: str, where: str) -> list[float]:
    """Levels of quantiles as numbers; sample ids as their order (they may be any text)."""
    if kind == "sample":
        return [float(rank) for rank in unit_order(ids)[0]]
    try:
        return [float(text) for text in ids]
    except ValueError:
        raise InputError(where, "output_type_id of a quantile is its level", value=ids[:5]) from None
