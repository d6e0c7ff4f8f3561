"""Two releases side by side: events added, dropped and changed, and deaths by year and country before and after.

Assumes an event keeps its identifier from one release to the next, as UCDP's do.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from polemos.events.engine import connection
from polemos.events.table import EventTable

COMPARED = (
    "type_of_violence", "side_a", "side_b", "date_start", "date_end", "where_prec", "latitude", "longitude",
    "country", "low", "best", "high",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """`events`: one row per event that differs (change: added, dropped, changed; fields). `deaths`: year by country."""

    events: pa.Table
    deaths: pa.Table

    def counts(self) -> dict[str, int]:
        """How many events were added, dropped and changed."""
        found = self.events.column("change").to_pylist()
        return {change: found.count(change) for change in ("added", "dropped", "changed")}


def compare(before: EventTable, after: EventTable) -> Difference:
    """What changed from one table of events to another."""
    fields = ", ".join(f"CASE WHEN b.{name} IS DISTINCT FROM a.{name} THEN '{name}' END" for name in COMPARED)
    events = f"""
        SELECT * FROM (
            SELECT coalesce(a.id, b.id) AS id, coalesce(a.country, b.country) AS country,
                   coalesce(a.year, b.year) AS year,
                   CASE WHEN b.id IS NULL THEN 'added' WHEN a.id IS NULL THEN 'dropped' ELSE 'changed' END AS change,
                   CASE WHEN a.id IS NOT NULL AND b.id IS NOT NULL THEN concat_ws(' ', {fields}) END AS fields,
                   b.best AS best_before, a.best AS best_after
            FROM ({_dated("before")}) b FULL JOIN ({_dated("after")}) a ON a.id = b.id)
        WHERE change <> 'changed' OR fields <> '' ORDER BY year, country, id"""
    with connection(before=before.data, after=after.data) as con:
        return Difference(con.sql(events).to_arrow_table(), con.sql(_deaths()).to_arrow_table())


def _dated(view: str) -> str:
    return f"SELECT id, {', '.join(COMPARED)}, coalesce(year, year(date_start)) AS year FROM {view}"


def _deaths() -> str:
    def sums(view: str) -> str:
        return f"""SELECT coalesce(year, year(date_start)) AS year, country, count(*) AS events,
                          CAST(sum(best) AS BIGINT) AS best FROM {view} GROUP BY ALL"""

    return f"""
        SELECT coalesce(b.year, a.year) AS year, coalesce(b.country, a.country) AS country,
               coalesce(b.events, 0) AS events_before, coalesce(a.events, 0) AS events_after,
               coalesce(b.best, 0) AS best_before, coalesce(a.best, 0) AS best_after,
               coalesce(a.best, 0) - coalesce(b.best, 0) AS difference
        FROM ({sums("before")}) b FULL JOIN ({sums("after")}) a ON a.year = b.year AND a.country = b.country
        ORDER BY ALL"""
