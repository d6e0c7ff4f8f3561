"""The SQL that counts events and sums deaths by period and place.

Assumes an event of up to 31 days belongs to the month it starts in. A longer one is a summary event: it is spread
evenly over its days, in whole deaths that add up to its total exactly (and is one event, in its first month), or set
aside under its year, or dropped. An event whose place is less precise than asked for stays in its country, unplaced.
"""

from __future__ import annotations

from dataclasses import dataclass

LONG = 31
PERIODS = {
    "month": "strftime(month, '%Y-%m')",
    "quarter": "strftime(month, '%Y') || '-Q' || quarter(month)",
    "year": "strftime(month, '%Y')",
}
PLACES = {
    "country": ("country", "country_id"),
    "admin1": ("country", "country_id", "adm_1"),
    "place": ("country", "country_id", "adm_1", "where_coordinates"),
    "priogrid": ("priogrid_gid",),
}
SPLITS = {
    "type": ("type",),
    "dyad": ("dyad_name",),
    "sides": ("side_a", "side_b"),
}
FINER = ("adm_1", "where_coordinates", "priogrid_gid")
TYPE = "CASE type_of_violence WHEN 1 THEN 'sb' WHEN 2 THEN 'ns' WHEN 3 THEN 'os' END"


@dataclass(frozen=True)
class Query:
    """What to count: the period, the columns to count by, the filters, the policies, and the estimate in `value`."""

    period: str
    keys: tuple[str, ...]
    filters: tuple[str, ...]
    where_prec: tuple[int, ...]
    summary_events: str
    estimate: str

    def sql(self) -> str:
        """One statement; its rows are period, keys, part, events, low, best, high, value, in order."""
        keys = ", ".join(self.keys)
        lead = f"{keys}, " if keys else ""
        sums = ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in ("events", "low", "best", "high"))
        return f"""
        WITH {self._chosen()}, {_pieces(lead)},
        monthly AS (SELECT month, {lead}part, {sums} FROM pieces {self._kept()} GROUP BY ALL),
        counted AS (SELECT {self._period()} AS period, {lead}part, {sums} FROM monthly GROUP BY ALL)
        SELECT *, {self.estimate} AS value FROM counted ORDER BY ALL
        """

    def _period(self) -> str:
        return f"CASE WHEN part = 'aside' THEN strftime(month, '%Y') ELSE {PERIODS[self.period]} END"

    def _kept(self) -> str:
        return "WHERE part <> 'aside'" if self.summary_events == "drop" else ""

    def _chosen(self) -> str:
        """The events that pass the filters, each with its part of the panel and its length in days."""
        precise = f"coalesce(where_prec IN ({', '.join(map(str, self.where_prec))}), false)"
        finer = [key for key in self.keys if key in FINER]
        keys = ", ".join(_key(key, precise) for key in self.keys)
        lead = f"{keys}, " if keys else ""
        long = f"date_diff('day', date_start, date_end) + 1 > {LONG}"
        aside = f"WHEN {long} THEN 'aside' " if self.summary_events != "spread" else ""
        unplaced = f"WHEN NOT {precise} OR {finer[-1]} IS NULL THEN 'unplaced' " if finer else ""
        part = f"CASE {aside}{unplaced}ELSE 'counted' END" if aside or unplaced else "'counted'"
        condition = " AND ".join(f"({text})" for text in ("date_start IS NOT NULL", *self.filters))
        return f"""chosen AS (
            SELECT {lead}{part} AS part, {long} AND {part} <> 'aside' AS long, date_start, date_end,
                   date_diff('day', date_start, date_end) + 1 AS days, low, best, high
            FROM (SELECT *, {TYPE} AS type FROM events) WHERE {condition})"""


def _key(key: str, precise: str) -> str:
    return f"CASE WHEN {precise} THEN {key} END AS {key}" if key in FINER else key


def _pieces(lead: str) -> str:
    """Short events whole in their first month; long ones as a piece per month."""
    shares = ", ".join(
        f"({name} * upto) // days - ({name} * before) // days AS {name}" for name in ("low", "best", "high")
    )
    return f"""pieces AS (
        SELECT {lead}part, CAST(date_trunc('month', date_start) AS DATE) AS month, 1 AS events, low, best, high
        FROM chosen WHERE NOT long
        UNION ALL
        SELECT {lead}part, month, CAST(before = 0 AS INTEGER) AS events, {shares}
        FROM (SELECT *, least(date_diff('day', date_start, CAST(month + INTERVAL 1 MONTH AS DATE)), days) AS upto,
                     greatest(date_diff('day', date_start, month), 0) AS before
              FROM (SELECT *, CAST(unnest(generate_series(date_trunc('month', date_start), CAST(date_end AS TIMESTAMP),
                                                          INTERVAL 1 MONTH)) AS DATE) AS month
                    FROM chosen WHERE long)))"""


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
