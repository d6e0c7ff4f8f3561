"""A case's observed panel: every figure beside a simulated series, the months it speaks of and how it errs.

Assumes a figure over several months is the mean of its months, and a figure of a state is that of the nearest month's
end. Months that a target gathers are added up to quarters, once the last of them is known. Spells of holding come from
`outcomes.csv` and are only ever observations. Which figures stand beside what says `targets.toml`, how they err
`event_targets.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from polemos.cases.observed import Figure, load_figures, load_outcomes
from polemos.cases.row_errors import Models, row_error
from polemos.cases.schema import Case
from polemos.cases.targets import TargetEntry, load_targets
from polemos.cases.units import meaning
from polemos.core.calendar import month_number
from polemos.events.case_targets import CaseTarget, read_case_targets
from polemos.observation.date_error import spread
from polemos.observation.panel import Panel, Row, Spell
from polemos.observation.registry import all_quantities

QUARTER = 3
HALF_MONTH = 15


def observed_panel(case: Case, judging: bool = False) -> Panel:
    """The whole panel of a case, whatever was known when; `Panel.until` passes on what was.

    `judging`: with the targets from which nothing is learned.
    """
    declared = {entry.name: entry for entry in _declared(case)}
    figures = load_figures(case)
    start, end = month_number(case.header.start), month_number(case.header.end)
    rows = [
        row
        for name, target in load_targets(case).items()
        if judging or not target.judges_only
        for row in _rows(name, target, declared.get(name), [f for f in figures if f.series in target.series], start)
    ]
    inside = tuple(row for row in rows if 0 <= row.first <= row.last <= end - start)
    spells = tuple(
        Spell(o.place, o.date_gained, o.date_lost, o.known_from, spread(o.confidence))
        for o in load_outcomes(case)
        if o.date_gained is not None
    )
    return Panel(case.header.start, case.labels("place"), inside, spells)


def _declared(case: Case) -> tuple[CaseTarget, ...]:
    return read_case_targets(case.folder) if (case.folder / "event_targets.toml").is_file() else ()


def _rows(
    name: str, target: TargetEntry, declared: CaseTarget | None, figures: list[Figure], start: int
) -> Iterator[Row]:
    models: Models = () if declared is None else declared.observation
    if target.gathered:
        yield from _gathered(name, target, models, figures, start)
        return
    state = all_quantities()[target.quantity].measures == "end"
    for figure in sorted(figures, key=lambda f: (f.date, f.series)):
        scale = _scale(figure.unit, target.unit)
        low, high = (None if end is None else end * scale for end in (figure.low, figure.high))
        first, last = _months(figure.date, target.periods.get(figure.series, ""), state)
        error = row_error(figure.series, models, figure)
        yield Row(
            name, figure.series, first - start, last - start, "end" if state else "mean", figure.value * scale,
            low, high, target.unit, figure.known_from, error.bias, error.noise, error.spread,
        )  # fmt: skip


def _months(day: date, period: str, state: bool) -> tuple[int, int]:
    """First and last month, as numbers; a state early in a month is that of the end of the month before."""
    month = day.year * 12 + day.month - 1
    if state and not period:
        nearest = month if day.day > HALF_MONTH else month - 1
        return nearest, nearest
    if ":" in period:
        first, last = period.split(":")
        return month_number(first), month_number(last)
    size = {"": 1, "quarter": 3, "year": 12}[period]
    return month - month % size, month - month % size + size - 1


def _gathered(name: str, target: TargetEntry, models: Models, figures: list[Figure], start: int) -> Iterator[Row]:
    """Quarters of which every month has a figure, series by series."""
    for series in target.series:
        months = {f.date.year * 12 + f.date.month - 1: f for f in figures if f.series == series}
        error = row_error(series, models)
        for first in sorted({month - month % QUARTER for month in months}):
            own = [months[month] for month in range(first, first + QUARTER) if month in months]
            if len(own) == QUARTER:
                total = sum(f.value * _scale(f.unit, target.unit) for f in own)
                yield Row(
                    name, series, first - start, first + QUARTER - 1 - start, "sum", total, None, None, target.unit,
                    max(f.known_from for f in own), error.bias, error.noise, error.spread,
                )  # fmt: skip


def _scale(unit: str, due: str) -> float:
    """What a figure is multiplied with to stand in the target's unit."""
    own, wanted = meaning(unit), meaning(due)
    return 1.0 if own is None or wanted is None else own[0] / wanted[0]
