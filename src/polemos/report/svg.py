"""The little SVG that the charts need: escaped elements, rounded coordinates, marker shapes.

No style attributes and no scripts: colours come from the classes of the page's one style sheet.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from markupsafe import Markup, escape

from polemos.report.numbers import clean

MARKERS = ("circle", "square", "triangle", "diamond", "down", "cross", "pentagon")
Point = tuple[float, float]


def el(tag: str, *children: str, **attributes: object) -> Markup:
    """An element; children are escaped unless they are Markup. `class_` is class, `_` in a name stands for '-'."""
    words = [tag]
    for name, value in attributes.items():
        if value is not None:
            words.append(f'{_attribute(name)}="{escape(_value(value))}"')
    inner = Markup("").join(child if isinstance(child, Markup) else escape(clean(child)) for child in children)
    opening = " ".join(words)
    return Markup(f"<{opening}>{inner}</{tag}>" if inner else f"<{opening}/>")


def drawing(
    width: float, height: float, title: str, sentence: str, children: Iterable[str], natural: bool = False
) -> Markup:
    """An <svg> that a screen reader announces as one picture; `natural` keeps its size, else it fills its box."""
    more = {"width": width, "height": height} if natural else {}
    label = f"{clean(title)}. {clean(sentence)}"
    return el(
        "svg", *children, viewBox=f"0 0 {width:g} {height:g}", role="img", aria_label=label, class_="chart", **more
    )


def path(points: Iterable[Point], close: bool = False) -> str:
    """The `d` of a path through points, coordinates to a tenth of a pixel; gaps where a point is not finite."""
    words: list[str] = []
    pen = "M"
    for x, y in points:
        if not (math.isfinite(x) and math.isfinite(y)):
            pen = "M"
            continue
        words.append(f"{pen}{_fixed(x)} {_fixed(y)}")
        pen = "L"
    return "".join(words) + ("Z" if close and words else "")


def text(x: float, y: float, content: str, class_: str = "label", anchor: str = "start", **more: object) -> Markup:
    """A piece of text at a point."""
    return el("text", content, x=x, y=y, class_=class_, text_anchor=anchor, **more)


def marker(shape: str, x: float, y: float, size: float, class_: str, title: str = "") -> Markup:
    """A marker of about `size` pixels radius; the title is shown when the pointer rests on it."""
    inner = (el("title", title),) if title else ()
    if shape == "circle":
        return el("circle", *inner, cx=x, cy=y, r=size, class_=class_)
    return el("path", *inner, d=path(_outline(shape, x, y, size * 1.2), close=True), class_=class_)


def outline(shape: str, size: float) -> str:
    """The `d` of a marker about the origin."""
    if shape == "circle":
        return f"M{-size:g} 0a{size:g} {size:g} 0 1 0 {2 * size:g} 0a{size:g} {size:g} 0 1 0 {-2 * size:g} 0Z"
    return path(_outline(shape, 0.0, 0.0, size * 1.2), close=True)


def _outline(shape: str, x: float, y: float, r: float) -> list[Point]:
    if shape == "cross":
        a, b = r, r * 0.38
        turns = [(b, b), (b, a), (-b, a), (-b, b), (-a, b), (-a, -b), (-b, -b), (-b, -a), (b, -a), (b, -b), (a, -b)]
        return [(x + dx, y + dy) for dx, dy in [*turns, (a, b)]]
    corners, start = {"square": (4, 45), "triangle": (3, -90), "diamond": (4, 0), "down": (3, 90)}.get(shape, (5, -90))
    angles = [math.radians(start + 360 * k / corners) for k in range(corners)]
    return [(x + r * math.cos(a), y + r * math.sin(a)) for a in angles]


def _attribute(name: str) -> str:
    if name in ("viewBox", "patternUnits", "patternTransform", "markerWidth", "markerHeight", "refX", "refY"):
        return name
    return name.rstrip("_").replace("_", "-")


def _value(value: object) -> str:
    return _fixed(value) if isinstance(value, float) else clean(value)


def _fixed(value: float) -> str:
    rounded = round(float(value), 1)
    return f"{rounded + 0.0:g}" if rounded else "0"
