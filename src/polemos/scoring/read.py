"""Read anyone's forecast: the form (VIEWS, hubverse, tidy) is told by the column names, never by the content."""

from __future__ import annotations

from typing import Any

from polemos.core.errors import InputError
from polemos.scoring.forecast import Forecast, Observed, QuantileForecast
from polemos.scoring.frames import open_table
from polemos.scoring.hubverse import is_hubverse, read_hubverse
from polemos.scoring.tidy import is_tidy, read_tidy, read_tidy_observed
from polemos.scoring.views import is_views, is_views_observed, read_views, read_views_observed

FORMS = (
    "VIEWS (month_id, country_id or priogrid_gid, draw, outcome), hubverse (output_type, output_type_id, ...) "
    "or tidy (origin, target, unit, period, draw or level, value)"
)


def read_forecast(source: Any, origin: int | None = None) -> Forecast | QuantileForecast:
    """A forecast from a file or frame. `origin` (a month number) is for files that do not say it."""
    table, where = open_table(source)
    names = set(table.column_names)
    if is_hubverse(names):
        return read_hubverse(table, where)
    if is_views(names):
        return read_views(table, where, origin)
    if is_tidy(names):
        return read_tidy(table, where)
    raise InputError(where, f"a forecast has the columns of a known form: {FORMS}", value=sorted(names))


def read_observed(source: Any) -> Observed:
    """What happened, from a file or frame: month_id, country_id, outcome (or ged_sb), or unit, period, value."""
    table, where = open_table(source)
    if is_views_observed(set(table.column_names)):
        return read_views_observed(table, where)
    return read_tidy_observed(table, where)
