"""The page of a case's forecast: fans with the origin marked, baselines beside them, days of loss, questions.

Reads a finished forecast and the case's figures; computes quantiles for display and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from polemos.report import fan, sections
from polemos.report.bands import Fan, Floats
from polemos.report.bands import fan as fan_of
from polemos.report.citations import reference
from polemos.report.coverage import coverage
from polemos.report.facts import Figure, Target
from polemos.report.numbers import DASH, interval, number, percent
from polemos.report.page import render_with, replace_file
from polemos.report.reading import figures_of, targets_of
from polemos.report.series_names import series_names
from polemos.report.views import Chart, Grid

if TYPE_CHECKING:
    from polemos.cases.schema import Case
    from polemos.forecasting.case_forecast import CaseForecast

AHEAD = (12, 24, 36, 48, 57)
SHARES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class ForecastPage:
    """Everything on the page, in order."""

    title: str
    origin: str
    lead: str
    what: tuple[str, ...]
    blind: tuple[str, ...]
    fan_legend: tuple[tuple[Markup, str], ...]
    fans: tuple[Chart, ...]
    losses: Grid
    answers: Grid


def write_forecast_page(folder: Path, case: Case, found: CaseForecast) -> Path:
    """Write `report.html` into the forecast's folder."""
    return replace_file(Path(folder) / "report.html", render_with("forecast.html.j2", forecast_page(case, found)))


def forecast_page(case: Case, found: CaseForecast) -> ForecastPage:
    """The page's records."""
    from polemos.forecasting.case_files import summary

    told = summary(found)
    labels = found.known.histories.labels
    targets = [target for target in targets_of(case) if target.name in found.monthly]
    figures = sorted(figures_of(case), key=lambda figure: (figure.date, figure.series, figure.value))
    authors = {key: reference(key, entry.fields).who for key, entry in case.references.items()}
    return ForecastPage(
        title=case.header.title,
        origin=str(found.origin),
        lead=f"From {labels[found.first]} to {labels[found.last]}, by what had been published on {found.origin}.",
        what=_what(told),
        blind=_blind(told),
        fan_legend=sections.fan_legend(),
        fans=tuple(_chart(t, [f for f in figures if f.series in t.series], found, labels, authors) for t in targets),
        losses=_losses(told),
        answers=_answers(told),
    )


def _what(told: dict[str, Any]) -> tuple[str, ...]:
    return (
        f"{told['draws']} draws of histories, their parameters from {told['parameters']}, weighed by what was known: "
        f"{told['distinct_histories']} different ones remain and count as {told['effective_sample']:.0f} "
        f"(the likelihood was raised to the power {told['temperature']:.3f} to keep that many).",
        "A model's distribution given data and assumptions; after the origin, weapons, borders, sponsors and other "
        "wars follow rules with a spread of their own, not what became of them.",
    )


def _blind(told: dict[str, Any]) -> tuple[str, ...]:
    late = told["priors_resting_on_later_figures"]
    lines = ["The choice of places and mechanisms was made later: that is hindsight, and no test removes it."]
    if told["temperature"] < 1.0:
        lines.append("No history fits all that was known as closely as its errors allow, so the fit was loosened.")
    if late:
        lines.append(f"{len(late)} priors rest on figures published after the origin: {', '.join(late)}.")
    return tuple(lines)


def _chart(
    target: Target, dots: Sequence[Figure], found: CaseForecast, labels: tuple[str, ...], authors: Mapping[str, str]
) -> Chart:
    values = found.monthly[target.name]
    drawn = fan_of(values, labels)
    sentence = fan.summary(target, drawn, coverage(target.title, dots, values, labels))
    picture = fan.fan_chart(target, drawn, dots, fan.Cut.of(found.origin), sentence)
    shapes = fan.series_shapes(target)
    seen = {dot.series for dot in dots if drawn.month(dot.month) is not None}
    names = series_names(target.series, dots, authors)
    legend = tuple((fan.legend_mark(*shapes[name]), names[name]) for name in target.series if name in seen)
    tables = (_months(target, drawn, found.first), _beside(target, found, values, labels))
    return Chart(f"fan-{target.name}", target.title, picture, sentence, tables, legend, target.note)


def _months(target: Target, drawn: Fan, first: int) -> Grid:
    ranges = sorted(drawn.ranges.items())
    rows = tuple(
        (label, number(drawn.median[k]), *(interval(low[k], high[k]) for _, (low, high) in ranges))
        for k, label in enumerate(drawn.labels)
        if k >= first
    )
    levels = tuple(f"{100 * level:.0f} % of draws" for level, _ in ranges)
    return Grid(f"{target.title}, forecast by month", ("month", "median", *levels), rows, (1, 2, 3, 4))


def _beside(target: Target, found: CaseForecast, values: Floats, labels: tuple[str, ...]) -> Grid:
    """Median and 80 % range of ours and of each baseline some months ahead."""
    ahead = [found.known.origin + months for months in AHEAD if found.known.origin + months <= found.last]
    rows = [("polemos", *(_range(values[:, month]) for month in ahead))]
    for name, baseline in found.baselines[target.name].items():
        scale = 1.0 / baseline.periods.step if baseline.periods.adds else 1.0
        at = [baseline.draws[month // baseline.periods.step - baseline.start] * scale for month in ahead]
        rows.append((name, *(_range(draws) for draws in at)))
    headings = ("method", *(labels[month] for month in ahead))
    return Grid(f"{target.title}, beside baselines: median and 80 % range", headings, tuple(rows))


def _range(draws: Floats) -> str:
    low, middle, high = (float(q) for q in np.quantile(draws, SHARES))
    return f"{number(middle)} ({interval(low, high)})"


def _losses(told: dict[str, Any]) -> Grid:
    rows = tuple(
        (place, *(str(loss.get(share) or DASH) for share in ("0.05", "0.5", "0.95")), number(loss["draws"]))
        for place, loss in told["losses"].items()
    )
    caption = "Month of loss in the draws that hold the place at the origin; a dash: not lost within the forecast"
    return Grid(caption, ("place", "5 %", "half of draws by", "95 %", "draws"), rows, (4,))


def _answers(told: dict[str, Any]) -> Grid:
    known = {True: "yes", False: "no", None: DASH}
    rows = tuple(
        (a["claim"], a["title"], a["question"], percent(a["probability"]), number(a["draws"]), known[a["happened"]],
         DASH if a["brier"] is None else f"{a['brier']:.3f}")
        for a in told["answers"]
    )  # fmt: skip
    headings = ("claim", "in short", "question", "probability", "draws", "came true", "Brier score")
    return Grid("What the text foretold, as questions", headings, rows, (3, 4, 6))
