"""The fans: every target's bands, a few single draws, and the observed figures with their sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from polemos.report.bands import Fan, Floats, fan
from polemos.report.coverage import coverage, place_of
from polemos.report.facts import Figure, Target
from polemos.report.fan import series_shapes, summary, value_range
from polemos.report.numbers import unit_text
from polemos.report.series_names import series_names
from polemos.report.svg import outline
from polemos.web.documents.rounding import shorts
from polemos.web.material import Material


def document(material: Material) -> dict[str, Any]:
    """The months, the information cut, and one record for each target."""
    return {
        "months": list(material.labels),
        "cut": f"{material.facts.information_cut:%Y-%m}",
        "targets": [_target(material, target, material.values[target.name]) for target in material.targets],
    }


def _target(material: Material, target: Target, values: Floats) -> dict[str, Any]:
    labels, dots = material.labels, material.facts.dots(target)
    drawn = fan(values, labels)
    inside = [dot for dot in dots if drawn.month(dot.month) is not None]
    shapes = series_shapes(target)
    low, high, threshold = value_range(drawn, inside)
    seen = {dot.series for dot in inside}
    names = series_names(target.series, dots, material.facts.authors())
    return {
        "name": target.name,
        "title": target.title,
        "unit": unit_text(target.unit),
        "note": target.note,
        "sentence": summary(target, drawn, coverage(target.title, dots, values, labels)),
        "low": low,
        "high": high,
        "threshold": threshold,
        **bands_of(drawn),
        "traces": [shorts(trace) for trace in drawn.traces],
        "series": [
            {"name": s, "title": names[s], "mark": outline(shapes[s][0], 3.6), "colour": shapes[s][1]}
            for s in target.series if s in seen
        ],
        "dots": [_dot(dot, values, labels) for dot in dots],
    }  # fmt: skip


def bands_of(drawn: Fan) -> dict[str, Any]:
    """The median and the ends of each band, shortened."""
    ranges = {f"{level * 100:.0f}": [shorts(low), shorts(high)] for level, (low, high) in drawn.ranges.items()}
    return {"median": shorts(drawn.median), "bands": ranges}


def _dot(dot: Figure, values: Floats, labels: Sequence[str]) -> dict[str, Any]:
    return {
        "month": labels.index(dot.month) if dot.month in labels else None,
        "date": dot.date.isoformat(),
        "value": dot.value,
        "low": dot.low,
        "high": dot.high,
        "series": dot.series,
        "source": dot.source,
        "locator": dot.locator,
        "basis": dot.basis,
        "known_from": dot.known_from.isoformat(),
        "circular_for": dot.circular_for,
        "falls": place_of(dot, values, labels),
    }
