"""The VIEWS form: month_id, country_id or priogrid_gid, draw (from 0), outcome; observed values without draw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from polemos.core.errors import InputError
from polemos.scoring.assemble import Long, assemble
from polemos.scoring.forecast import Forecast, Observed
from polemos.scoring.frames import amounts, coded, integers
from polemos.scoring.months import from_views, to_views

TARGET = "ged_sb"
UNITS = ("country_id", "priogrid_gid")


def is_views(names: set[str]) -> bool:
    """Whether these columns are a VIEWS sample forecast."""
    return {"month_id", "outcome"} <= names and any(unit in names for unit in UNITS)


def is_views_observed(names: set[str]) -> bool:
    """Whether these columns are VIEWS observed values."""
    return "month_id" in names and any(unit in names for unit in UNITS)


def read_views(table: pa.Table, where: str, origin: int | None = None) -> Forecast:
    """Assumes the column `draw` numbers joint paths from 0; refuses any other numbering, naming the row."""
    draw = integers(table, "draw", where)
    unit, labels = coded(table, _unit_column(table), where)
    period = from_views(integers(table, "month_id", where), where)
    value = amounts(table, "outcome", where)
    names, months, members, draws = assemble(Long(where, unit, labels, period, draw.astype(float), "draw", value))
    if not np.array_equal(members, np.arange(members.size)):
        row = int(np.flatnonzero((draw < 0) | (draw >= members.size))[0])
        raise InputError(f"{where}, row {row + 1}", "draws are numbered from 0 without a gap", value=int(draw[row]))
    return Forecast(TARGET, origin, names, months, draws)


def read_views_observed(table: pa.Table, where: str) -> Observed:
    """Observed values in the column `outcome`, or `ged_sb` as in a history file."""
    unit, labels = coded(table, _unit_column(table), where)
    period = from_views(integers(table, "month_id", where), where)
    value = amounts(table, "outcome" if "outcome" in table.column_names else TARGET, where)
    names, months, _, values = assemble(Long(where, unit, labels, period, np.zeros(unit.size), "value", value))
    return Observed(TARGET, names, months, values[:, 0])


def views_table(forecast: Forecast) -> pa.Table:
    """The challenge's columns: month_id, country_id, draw, outcome (int32). Values must be whole numbers."""
    rows, draws = forecast.draws.shape
    return pa.table(
        {
            "month_id": np.repeat(to_views(forecast.period).astype(np.int32), draws),
            "country_id": np.repeat(forecast.unit.astype(np.int32), draws),
            "draw": np.tile(np.arange(draws, dtype=np.int32), rows),
            "outcome": forecast.draws.ravel().astype(np.int32),
        }
    )


def write_views(forecast: Forecast, path: Path) -> None:
    """Write the challenge's layout to a Parquet file (parent folders are made)."""
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(views_table(forecast), path)


def _unit_column(table: pa.Table) -> str:
    return next(unit for unit in UNITS if unit in table.column_names)
