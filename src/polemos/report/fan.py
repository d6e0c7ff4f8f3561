"""The fan chart of one target: central ranges, a few single draws, observed dots with their low-high whiskers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from markupsafe import Markup

from polemos.report import svg
from polemos.report.axes import Axis, horizontal_grid, value_axis, year_grid
from polemos.report.bands import Fan
from polemos.report.coverage import Coverage
from polemos.report.facts import Figure, Target
from polemos.report.numbers import interval, number, unit_text, with_unit

WIDTH, HEIGHT = 400.0, 280.0
CROWD = 50
LEFT, RIGHT, TOP, BOTTOM = 46.0, 388.0, 26.0, 254.0


@dataclass(frozen=True)
class Cut:
    """The information cut as the chart marks it."""

    month: str

    @staticmethod
    def of(day: date) -> Cut:
        """The month of a day."""
        return Cut(f"{day.year:04d}-{day.month:02d}")


def fan_chart(target: Target, fan: Fan, dots: Sequence[Figure], cut: Cut, sentence: str) -> Markup:
    """The chart as SVG; `sentence` becomes its description."""
    time = Axis(0.0, max(len(fan.labels) - 1.0, 1.0), LEFT, RIGHT)
    inside = [dot for dot in dots if fan.month(dot.month) is not None]
    axis = _axis(fan, inside)
    children = [
        svg.text(LEFT - 40, 12, _axis_title(target, axis), class_="label strong"),
        *horizontal_grid(axis, LEFT, RIGHT),
        *year_grid(fan.labels, time, TOP, BOTTOM),
        *_bands(fan, time, axis),
        *_cut(fan, cut, time),
        *_dots(target, fan, inside, time, axis),
        svg.el("line", x1=LEFT, x2=RIGHT, y1=BOTTOM, y2=BOTTOM, class_="axis"),
    ]
    return svg.drawing(WIDTH, HEIGHT, target.title, sentence, children)


def summary(target: Target, fan: Fan, covered: Coverage) -> str:
    """One sentence from the numbers: where the median peaks, how wide the draws are, how the dots fall."""
    low, high = fan.ranges[0.95]
    peak = int(np.nanargmax(fan.median)) if np.isfinite(fan.median).any() else 0
    last = len(fan.labels) - 1
    top = int(np.nanargmax(high)) if np.isfinite(high).any() else 0
    text = (
        f"The median of the draws is 0 in every month, and the upper end of their 95 % range at most "
        f"{with_unit(number(high[top]), target.unit)} ({fan.labels[top]}); "
        if not np.nanmax(fan.median, initial=0.0)
        else f"The median of the draws is highest in {fan.labels[peak]} at "
        f"{with_unit(number(fan.median[peak]), target.unit)} "
        f"(95 % of draws: {interval(low[peak], high[peak])}) and stands at {number(fan.median[last])} "
        f"({interval(low[last], high[last])}) in {fan.labels[last]}; "
    )
    if not covered.dots:
        return text + "no observed figure falls into the run."
    return (
        f"{text}inside the 50 % range: {covered.inside50} of {covered.dots} observed figures, "
        f"inside the 90 % range: {covered.inside90}."
    )


def series_shapes(target: Target) -> dict[str, tuple[str, int]]:
    """Marker shape and colour number of each observed series of a target."""
    return {name: (svg.MARKERS[k % len(svg.MARKERS)], k % 5) for k, name in enumerate(target.series)}


def legend_mark(shape: str, colour: int) -> Markup:
    """A marker alone, for the legend."""
    return svg.el(
        "svg", svg.marker(shape, 8, 8, 4.5, f"dot c{colour}"), viewBox="0 0 16 16", class_="key", aria_hidden="true"
    )


def value_range(fan: Fan, dots: Sequence[Figure]) -> tuple[float, float, float | None]:
    """The lowest and highest value a fan's axis shows, and from where on it is logarithmic (None: nowhere)."""
    axis = _axis(fan, dots)
    return axis.low, axis.high, axis.threshold


def _axis(fan: Fan, dots: Sequence[Figure]) -> Axis:
    top = max([float(np.nanmax(fan.ranges[0.95][1], initial=0.0)), *(dot.high for dot in dots)])
    top = max(top, min(float(np.nanmax(fan.traces, initial=0.0)), 1.5 * top))
    middle = max([float(np.nanmax(fan.median, initial=0.0)), *(dot.value for dot in dots)])
    return value_axis(middle, top, BOTTOM, TOP)


def _axis_title(target: Target, axis: Axis) -> str:
    unit = unit_text(target.unit)
    if axis.threshold is None:
        return unit
    return f"{unit}; logarithmic above {number(axis.threshold)}"


def _bands(fan: Fan, time: Axis, axis: Axis) -> list[Markup]:
    out = []
    for level in sorted(fan.ranges, reverse=True):
        low, high = fan.ranges[level]
        there = [(time(k), axis(v)) for k, v in enumerate(high) if np.isfinite(v)]
        back = [(time(k), axis(v)) for k, v in reversed(list(enumerate(low))) if np.isfinite(v)]
        out.append(svg.el("path", d=svg.path([*there, *back], close=True), class_=f"band b{level * 100:.0f}"))
    for trace in fan.traces:
        out.append(svg.el("path", d=_line(trace, time, axis), class_="trace"))
    out.append(svg.el("path", d=_line(fan.median, time, axis), class_="median"))
    return out


def _line(values: Sequence[float] | np.ndarray, time: Axis, axis: Axis) -> str:
    return svg.path((time(k), axis(float(v)) if v <= axis.high else np.nan) for k, v in enumerate(values))


def _cut(fan: Fan, cut: Cut, time: Axis) -> list[Markup]:
    month = fan.month(cut.month)
    if month is None:
        return []
    x = time(month)
    return [
        svg.el("line", svg.el("title", f"information cut, {cut.month}"), x1=x, x2=x, y1=TOP, y2=BOTTOM, class_="cut"),
        svg.text(x, TOP - 3, "cut", anchor="middle"),
    ]


def _dots(target: Target, fan: Fan, dots: Sequence[Figure], time: Axis, axis: Axis) -> list[Markup]:
    shapes = series_shapes(target)
    out = []
    for dot in dots:
        shape, colour = shapes[dot.series]
        x, y = time(float(fan.labels.index(dot.month))), axis(dot.value)
        title = f"{dot.date.isoformat()}: {number(dot.value)} ({interval(dot.low, dot.high)}), {dot.source}"
        out.append(svg.el("line", x1=x, x2=x, y1=axis(dot.low), y2=axis(dot.high), class_=f"whisker c{colour}"))
        out.append(svg.marker(shape, x, y, 3.6 if len(dots) <= CROWD else 2.6, f"dot c{colour}", title))
    return out
