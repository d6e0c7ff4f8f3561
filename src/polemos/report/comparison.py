"""A comparison of two scenarios as text: harm to civilians first, ranges everywhere, the labels with it."""

from __future__ import annotations

from collections.abc import Iterator

from polemos.report.numbers import clean, interval, number, percent, unit_text
from polemos.scenarios.compare import Difference, Interaction, Spread
from polemos.scenarios.comparison import WITHIN, Comparison
from polemos.scoring.tables import as_text

Head = tuple[str, ...]
HEAD = ("outcome", "unit", "a: median (90 %)", "b: median (90 %)", "b less a: median (90 %)", "mean (90 %)", "b larger")
CROSSED = ("interaction", "unit", "median (90 % of draws)", "mean (90 %)")


def lines(found: Comparison) -> Iterator[str]:
    """The comparison, line by line."""
    yield f"a: {found.a.name} ({clean(found.a.title)})"
    yield f"b: {found.b.name} ({clean(found.b.title)})"
    for _, file in found.b.parts:
        yield f"   {clean(file.question)}"
    yield f"{found.draws} draws, seed {found.seed}, parameters from {found.source}."
    yield "Same parameters and same luck in both."
    yield f"Identification: {found.identification}. {clean(found.because)}"
    yield f"Every difference is {WITHIN}."
    yield ""
    yield as_text(HEAD, [_row(row) for row in sorted(found.differences, key=lambda row: not row.civilian)])
    if found.interactions:
        yield ""
        yield "What the changes do together beyond the sum of what each does alone:"
        yield as_text(CROSSED, [_crossed(row) for row in sorted(found.interactions, key=lambda row: not row.civilian)])


def _row(row: Difference) -> tuple[str, ...]:
    shares = f"{percent(row.above)} of draws"
    mean = f"{number(row.mean)} ({interval(row.mean_low, row.mean_high)})"
    return (row.outcome, unit_text(row.unit), *map(spread, (row.a, row.b, row.difference)), mean, shares)


def _crossed(row: Interaction) -> tuple[str, ...]:
    mean = f"{number(row.mean)} ({interval(row.mean_low, row.mean_high)})"
    return row.outcome, unit_text(row.unit), spread(row.interaction), mean


def spread(values: Spread) -> str:
    """'1,200 (300 to 5,000)'."""
    return f"{number(values.median)} ({interval(values.low, values.high)})"
