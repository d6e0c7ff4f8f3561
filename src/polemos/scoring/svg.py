"""A small chart as SVG text: axes, bars, lines, dots. No plotting library; the same input gives the same bytes.

Colours are Okabe-Ito. Every chart has a title and a description for those who cannot see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

BLUE, ORANGE, GREY = "#0072B2", "#E69F00", "#777777"
WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 400, 90, 60, 50, 20


@dataclass
class Chart:
    """A chart with linear axes over (x0, x1) and (y0, y1); add marks, then call `text`."""

    title: str
    summary: str
    x_label: str
    y_label: str
    x: tuple[float, float]
    y: tuple[float, float]
    marks: list[str] = field(default_factory=list)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Position in pixels of a point in data units."""
        across = (x - self.x[0]) / ((self.x[1] - self.x[0]) or 1.0)
        up = (y - self.y[0]) / ((self.y[1] - self.y[0]) or 1.0)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - BOTTOM - TOP)

    def bar(self, x0: float, x1: float, y: float) -> None:
        """A bar from the axis to y."""
        left, top = self.at(x0, max(y, 0.0))
        right, foot = self.at(x1, min(y, 0.0))
        size = f'width="{right - left - 1:.1f}" height="{foot - top:.1f}"'
        self.marks.append(f'<rect x="{left:.1f}" y="{top:.1f}" {size} fill="{BLUE}"/>')

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str = BLUE, dashed: bool = False) -> None:
        """A line through points."""
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self.at, xs, ys))
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self.marks.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')

    def dots(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """A dot per point."""
        for x, y in map(self.at, xs, ys):
            self.marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{BLUE}"/>')

    def label(self, x: float, y: float, text: str, anchor: str = "middle", shift: tuple[float, float] = (0, 0)) -> None:
        """A text at a point, moved by `shift` pixels."""
        left, top = self.at(x, y)
        place = f'x="{left + shift[0]:.1f}" y="{top + shift[1]:.1f}" text-anchor="{anchor}"'
        self.marks.append(f"<text {place}>{escape(text)}</text>")

    def text(self) -> str:
        """The whole SVG document."""
        self._axes()
        title = f"<title>{escape(self.title)}</title><desc>{escape(self.summary)}</desc>"
        head = f'<text x="{LEFT}" y="26" font-size="15" font-weight="bold">{escape(self.title)}</text>'
        middle = f'x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle"'
        across = f"<text {middle}>{escape(self.x_label)}</text>"
        turn = f'transform="translate(18,{(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle"'
        up = f"<text {turn}>{escape(self.y_label)}</text>"
        frame = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img"'
        paper = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
        body = "\n".join([title, paper, head, across, up, *self.marks])
        return f'<svg xmlns="http://www.w3.org/2000/svg" {frame}>\n{body}\n</svg>\n'

    def _axes(self) -> None:
        corners = [(self.x[0], self.y[1]), (self.x[0], self.y[0]), (self.x[1], self.y[0])]
        self.line([x for x, _ in corners], [y for _, y in corners], GREY)
        for step in range(5):
            value = self.y[0] + (self.y[1] - self.y[0]) * step / 4
            self.label(self.x[0], value, f"{value:.3g}", "end", (-6, 4))
