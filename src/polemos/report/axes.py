"""Axes: a value to a pixel. Linear, or linear up to a threshold and logarithmic above it, so that zero has a place."""

from __future__ import annotations

import math
from dataclasses import dataclass

from markupsafe import Markup

from polemos.report import svg
from polemos.report.numbers import number

WIDE = 30.0


@dataclass(frozen=True)
class Axis:
    """Maps [low, high] to [start, end] in pixels; `threshold` None is linear, else logarithmic above it."""

    low: float
    high: float
    start: float
    end: float
    threshold: float | None = None

    def __call__(self, value: float) -> float:
        """The pixel of a value; values beyond the ends stick to them."""
        share = (self._bend(value) - self._bend(self.low)) / (self._bend(self.high) - self._bend(self.low))
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)

    def _bend(self, value: float) -> float:
        if self.threshold is None or value <= self.threshold:
            return value / self.threshold if self.threshold else value
        return 1.0 + math.log10(value / self.threshold)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Round values, at most about six."""
        if self.threshold is None:
            return _linear_ticks(self.low, self.high)
        decades = math.ceil(math.log10(self.high / self.threshold) - 1e-9)
        every = max(1, math.ceil(decades / 5))
        steps = [self.threshold * 10.0**k for k in range(0, decades + 1, every)]
        return (0.0, *(value for value in steps if value <= self.high * 1.0001))


def value_axis(middle: float, high: float, start: float, end: float) -> Axis:
    """An axis from zero to `high`; logarithmic where `high` is more than 30 times the largest `middle` value."""
    high = high if high > 0 and math.isfinite(high) else 1.0
    if not middle > 0 or high / middle <= WIDE:
        return Axis(0.0, high * 1.04, start, end)
    threshold = 10.0 ** math.floor(math.log10(middle) - 1.0)
    return Axis(0.0, high * 1.3, start, end, threshold)


def horizontal_grid(axis: Axis, left: float, right: float) -> list[Markup]:
    """Grid lines with their values at the left."""
    out = []
    for tick in axis.ticks:
        y = axis(tick)
        out.append(svg.el("line", x1=left, x2=right, y1=y, y2=y, class_="grid"))
        out.append(svg.text(left - 5, y + 4, tick_text(tick), anchor="end"))
    return out


def year_grid(labels: tuple[str, ...], axis: Axis, top: float, bottom: float) -> list[Markup]:
    """A line at each January and, where there is room, the year below it; `axis` takes the month's index."""
    out = []
    januaries = [i for i, label in enumerate(labels) if label.endswith("-01")]
    room = abs(axis.end - axis.start) / max(len(labels), 1) * 12
    every = max(1, math.ceil(36 / max(room, 1)))
    for k, i in enumerate(januaries):
        x = axis(i)
        out.append(svg.el("line", x1=x, x2=x, y1=top, y2=bottom, class_="grid"))
        if k % every == 0 and x + 16 <= axis.end + 14:
            out.append(svg.text(x, bottom + 15, labels[i][:4], anchor="middle"))
    return out


def tick_text(value: float) -> str:
    """A short tick: 20k, 1.5M."""
    for size, letter in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return number(value / size) + letter
    return number(value)


def _linear_ticks(low: float, high: float) -> tuple[float, ...]:
    raw = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    return tuple(k * step for k in range(math.ceil(low / step), math.floor(high / step + 1e-9) + 1))
