"""The table of a run: simulated beside observed, by half-year.

Assumes a half-year's simulated value is each draw's mean over the months of that half-year that were run; median and
ranges are over draws. Observed figures stand in the half-year of their date, and are placed in the simulated range of
their own month, not of the half-year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.report.bands import Floats, quantiles
from polemos.report.coverage import place_of
from polemos.report.facts import Figure, Target
from polemos.report.numbers import clean, interval, number, published, unit_text
from polemos.report.record import month_labels, recorded

if TYPE_CHECKING:
    import xarray as xr
    from rich.console import Console

SHARES = (0.5, 0.25, 0.75, 0.05, 0.95)
FEW = 3


@dataclass(frozen=True)
class Observed:
    """An observed figure in a row; `falls` says where in the simulated range of its month."""

    date: str
    value: float
    low: float
    high: float
    series: str
    source: str
    falls: str


@dataclass(frozen=True)
class Row:
    """One target in one half-year ('2014 H1'); simulated median, 50 % and 90 % range, in `unit`."""

    target: str
    title: str
    unit: str
    half_year: str
    median: float
    low50: float
    high50: float
    low90: float
    high90: float
    observed: tuple[Observed, ...]


def half_year(month: str) -> str:
    """'2014-06' is in '2014 H1'."""
    return f"{month[:4]} H{1 if int(month[5:7]) <= 6 else 2}"


def half_year_table(dataset: xr.Dataset, figures: Iterable[Figure], targets: Iterable[Target]) -> list[Row]:
    """One row per target and half-year; a target that the run did not record is left out."""
    labels = month_labels(dataset)
    known = list(figures)
    rows: list[Row] = []
    for target in targets:
        values = recorded(dataset, target)
        if values is not None:
            dots = sorted((f for f in known if f.series in target.series), key=lambda f: (f.date, f.series, f.value))
            rows += _rows(target, values, labels, dots)
    return rows


def records(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as plain dictionaries for JSON; what is not a number becomes None."""
    return [_plain(asdict(row)) for row in rows]


def render(rows: Sequence[Row], console: Console) -> None:
    """Print one table per target. Text from a case is printed as text: neither markup nor control characters act."""
    from rich.table import Table
    from rich.text import Text

    for name in dict.fromkeys(row.target for row in rows):
        mine = [row for row in rows if row.target == name]
        caption = f"{clean(mine[0].title)} ({unit_text(mine[0].unit) or 'no unit'})"
        table = Table(title=Text(caption), title_justify="left", pad_edge=False)
        for heading in ("half-year", "median", "50 % of draws", "90 % of draws"):
            table.add_column(heading, justify="left" if heading == "half-year" else "right", no_wrap=True)
        table.add_column("observed (low to high; source)", overflow="fold")
        for row in mine:
            seen = "\n".join(observed_lines(row.observed))
            table.add_row(row.half_year, number(row.median), *_ranges(row), Text(seen))
        console.print(table)


def observed_lines(dots: Sequence[Observed]) -> list[str]:
    """One line per figure; a series with more than three in the half-year has one line for all."""
    lines = []
    for series in dict.fromkeys(dot.series for dot in dots):
        mine = [dot for dot in dots if dot.series == series]
        lines += [_together(mine)] if len(mine) > FEW else [observed_text(dot) for dot in mine]
    return lines


def _together(dots: Sequence[Observed]) -> str:
    middle = number(float(np.mean([dot.value for dot in dots])))
    low, high = min(dot.low for dot in dots), max(dot.high for dot in dots)
    outside = sum(dot.falls == "outside" for dot in dots)
    sources = ", ".join(dict.fromkeys(clean(dot.source) for dot in dots))
    return f"mean of {len(dots)}: {middle} (all: {interval(low, high)}; {sources}; {outside} outside 90 %)"


def observed_text(dot: Observed) -> str:
    """'90,800 (80,000 to 105,000; ihs2016, 2015-01-01)' and whether it fell outside."""
    outside = ", outside 90 %" if dot.falls == "outside" else ""
    ends = f"{published(dot.low)} to {published(dot.high)}"
    return f"{published(dot.value)} ({ends}; {clean(dot.source)}, {dot.date}{outside})"


def _ranges(row: Row) -> tuple[str, str]:
    return interval(row.low50, row.high50), interval(row.low90, row.high90)


def _rows(target: Target, values: Floats, labels: tuple[str, ...], dots: Sequence[Figure]) -> list[Row]:
    halves = [half_year(label) for label in labels]
    rows = []
    for half in dict.fromkeys(halves):
        months = [k for k, mine in enumerate(halves) if mine == half]
        middle, low50, high50, low90, high90 = (
            float(q) for q in quantiles(values[:, months].mean(axis=1, keepdims=True), SHARES)[:, 0]
        )
        seen = tuple(_observed(dot, values, labels) for dot in dots if half_year(dot.month) == half)
        rows.append(Row(target.name, target.title, target.unit, half, middle, low50, high50, low90, high90, seen))
    return rows


def _observed(dot: Figure, values: Floats, labels: Sequence[str]) -> Observed:
    falls = place_of(dot, values, labels)
    return Observed(dot.date.isoformat(), dot.value, dot.low, dot.high, dot.series, dot.source, falls)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value
