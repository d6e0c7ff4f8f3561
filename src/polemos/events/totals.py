"""Published totals (UCDP country-year, country-month; monthly series side by side) read as panels.

They are of another release than the events at hand, so a difference is expected: it is shown by year, not forced away.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from polemos.core.errors import InputError
from polemos.events.engine import connection
from polemos.events.panel import Panel
from polemos.events.publishing import published
from polemos.events.table import EventTable

LAYOUT = pa.schema(
    [
        ("period", pa.string()), ("country", pa.string()), ("country_id", pa.int64()), ("type", pa.string()),
        ("events", pa.int64()), ("low", pa.int64()), ("best", pa.int64()), ("high", pa.int64()), ("value", pa.int64()),
        ("series", pa.string()), ("known_from", pa.date32()),
    ]
)  # fmt: skip


def read_panel(path: Path | str) -> Panel:
    """A table of totals as a panel: one row per period, country, type and series; refuses a table it does not know."""
    file = Path(path)
    if not file.is_file():
        raise InputError(str(file), "no such file")
    table = pa_csv.read_csv(file) if file.suffix == ".csv" else pq.read_table(file)
    names = set(table.column_names)
    if {"country_id_cy", "year_cy", "sb_total_deaths_best_cy"} <= names:
        rows = _country_years(table)
    elif {"country_iso3", "year_month", "ucdp_fatalities_best"} <= names:
        rows = _country_months(table)
    elif {"country", "ym"} <= names:
        rows = _side_by_side(table)
    else:
        raise InputError(
            str(file), "the columns are those of no known table of totals", value=",".join(sorted(names)[:9])
        )
    return Panel(rows, {"file": file.name, "kind": "published totals"})


def _rows(count: int, **known: object) -> pa.Table:
    """A piece of a panel of totals: what is not known is null."""
    arrays = []
    for name, kind in zip(LAYOUT.names, LAYOUT.types, strict=True):
        value = known.get(name)
        if isinstance(value, pa.ChunkedArray | pa.Array):
            arrays.append(value.cast(kind))
        else:
            arrays.append(pa.array([value] * count, kind))
    return pa.Table.from_arrays(arrays, schema=LAYOUT)


def _country_years(table: pa.Table) -> pa.Table:
    release = str(table.column("version")[0].as_py())
    pieces = []
    for kind in ("sb", "ns", "os"):
        deaths = {name: table.column(f"{kind}_total_deaths_{name}_cy") for name in ("low", "best", "high")}
        pieces.append(
            _rows(
                table.num_rows,
                period=table.column("year_cy"),
                country=table.column("country_cy"),
                country_id=table.column("country_id_cy"),
                type=kind,
                series=f"UCDP country-year {release}",
                known_from=published("ucdp-ged", release),
                value=deaths["best"],
                **deaths,
            )
        )
    return pa.concat_tables(pieces)


def _country_months(table: pa.Table) -> pa.Table:
    """Deaths over all types; events by type, without deaths."""
    shared = {
        "period": table.column("year_month"),
        "country": table.column("country_iso3"),
        "series": "UCDP country-month",
    }
    best, high = (pc.cast(table.column(f"ucdp_fatalities_{name}"), pa.int64()) for name in ("best", "high"))
    pieces = [
        _rows(table.num_rows, events=table.column("ucdp_event_count"), best=best, high=high, value=best, **shared)
    ]
    for kind, name in (("sb", "state_based"), ("ns", "non_state"), ("os", "one_sided")):
        pieces.append(_rows(table.num_rows, type=kind, events=table.column(f"ucdp_{name}_events"), **shared))
    return pa.concat_tables(pieces)


def _side_by_side(table: pa.Table) -> pa.Table:
    """Monthly series of several releases: each column is a series, and its name tells the type if it has one."""
    shared = {"period": pc.cast(table.column("ym"), pa.string()), "country": table.column("country")}
    pieces = []
    for name in table.column_names:
        if name in ("country", "ym") or "event_count" in name or name.endswith("_events_v25_1"):
            continue
        kind = next((word for word in ("sb", "ns", "os") if f"_{word}" in name), None)
        values = pc.cast(pc.round(pc.cast(table.column(name), pa.float64())), pa.int64())
        pieces.append(_rows(table.num_rows, type=kind, best=values, value=values, series=name, **shared))
    return pa.concat_tables(pieces)


def against_totals(events: EventTable, totals: Panel) -> pa.Table:
    """Deaths of events beside published totals of the same country and year: events, total, difference, by type.

    Assumes country-year totals (a type in every row). Countries and years without an event in the table are left out.
    """
    sql = """
        WITH own AS (SELECT CAST(year(date_start) AS VARCHAR) AS period, country_id,
                            CASE type_of_violence WHEN 1 THEN 'sb' WHEN 2 THEN 'ns' WHEN 3 THEN 'os' END AS type,
                            CAST(sum(best) AS BIGINT) AS best FROM events GROUP BY ALL),
             years AS (SELECT DISTINCT period, country_id FROM own)
        SELECT t.period, t.country, t.type, coalesce(o.best, 0) AS events, t.best AS totals,
               coalesce(o.best, 0) - t.best AS difference
        FROM totals t JOIN years y ON t.period = y.period AND t.country_id = y.country_id
             LEFT JOIN own o ON o.period = t.period AND o.country_id = t.country_id AND o.type = t.type
        WHERE t.type IS NOT NULL ORDER BY ALL"""
    with connection(events=events.data, totals=totals.data) as con:
        return con.sql(sql).to_arrow_table()
