"""The four figures of a score: reliability, rank histogram, score by lead, where the score comes from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from polemos.scoring.decompose import Part, decompose
from polemos.scoring.scores.coverage import LEVELS
from polemos.scoring.scores.pit import rank_histogram
from polemos.scoring.sheet import Sheet
from polemos.scoring.svg import GREY, ORANGE, Chart

BINS = 20


def reliability(sheet: Sheet) -> str:
    """Share of rows that each central interval holds, against its level."""
    shares = [sheet.mean(f"coverage_{100 * level:.0f}") for level in LEVELS]
    said = ", ".join(f"{100 * level:.0f} %: {100 * share:.1f} %" for level, share in zip(LEVELS, shares, strict=True))
    chart = Chart("Coverage", f"Share held by each interval: {said}.", "level", "share held", (0.0, 1.0), (0.0, 1.0))
    chart.line([0.0, 1.0], [0.0, 1.0], GREY, dashed=True)
    chart.dots(LEVELS, shares)
    _ticks(chart, [0.0, *LEVELS])
    return chart.text()


def ranks(sheet: Sheet) -> str:
    """Histogram of the randomised PIT; flat is right, a hump too wide, a bowl too narrow."""
    counts = rank_histogram(sheet.scores["pit"], BINS)
    expected = float(counts.sum()) / BINS
    said = f"{counts[0]} rows in the lowest bin, {counts[-1]} in the highest, {expected:.0f} expected in each."
    chart = Chart("Rank histogram", said, "PIT", "unit-months", (0.0, 1.0), (0.0, 1.1 * float(counts.max())))
    for i, count in enumerate(counts):
        chart.bar(i / BINS, (i + 1) / BINS, float(count))
    chart.line([0.0, 1.0], [expected, expected], ORANGE, dashed=True)
    _ticks(chart, [0.0, 0.5, 1.0])
    return chart.text()


def by_lead(sheet: Sheet, baseline: Sheet | None = None, name: str = "crps") -> str:
    """Mean score by months ahead; the baseline, if there is one, as a dashed line."""
    parts = decompose(sheet, "lead", name)
    leads = [float(part.name) for part in parts]
    means = [part.mean for part in parts]
    other = [part.mean for part in decompose(baseline, "lead", name)] if baseline is not None else []
    said = f"Mean {name} from {means[0]:.2f} at lead {leads[0]:.0f} to {means[-1]:.2f} at lead {leads[-1]:.0f}."
    top = 1.1 * max([*means, *other])
    chart = Chart("Score by lead", said, "months ahead", f"mean {name}", (leads[0], leads[-1]), (0.0, top))
    chart.line(leads, means)
    chart.dots(leads, means)
    if other:
        chart.line(leads, other, ORANGE, dashed=True)
        chart.label(leads[-1], other[-1], "baseline", "end", (0, -8))
    _ticks(chart, leads)
    return chart.text()


def sources(sheet: Sheet, name: str = "crps", most: int = 10) -> str:
    """The units that make up the score, and the rest as one bar."""
    parts = decompose(sheet, "unit", name)
    rest = sum(part.share for part in parts[most:])
    shown = [*parts[:most], Part("rest", sum(p.rows for p in parts[most:]), 0.0, rest)]
    said = f"The three largest units hold {100 * sum(part.share for part in parts[:3]):.0f} % of the {name}."
    top = 110 * max(part.share for part in shown)
    chart = Chart("Where the score comes from", said, "unit", f"% of {name}", (0.0, len(shown)), (0.0, top))
    for i, part in enumerate(shown):
        chart.bar(i + 0.1, i + 0.9, 100 * part.share)
        chart.label(i + 0.5, 0.0, part.name, shift=(0, 16))
    return chart.text()


def write_figures(sheet: Sheet, folder: Path, baseline: Sheet | None = None) -> list[Path]:
    """Write those figures that the sheet has scores for; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    texts: dict[str, str] = {}
    if all(f"coverage_{100 * level:.0f}" in sheet.scores for level in LEVELS):
        texts["reliability"] = reliability(sheet)
    if "pit" in sheet.scores:
        texts["rank_histogram"] = ranks(sheet)
    if "crps" in sheet.scores:
        texts["sources"] = sources(sheet)
        if sheet.lead is not None and np.unique(sheet.lead).size > 1:
            texts["by_lead"] = by_lead(sheet, baseline)
    for name, text in texts.items():
        (folder / f"{name}.svg").write_text(text, encoding="utf-8")
    return [folder / f"{name}.svg" for name in texts]


def _ticks(chart: Chart, values: Sequence[float]) -> None:
    for value in values:
        chart.label(value, chart.y[0], f"{value:g}", shift=(0, 16))
