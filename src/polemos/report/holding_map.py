"""The map of who holds what in one month: a dot for each place, shaded by the share of draws in which the movement
holds it, hatched where holding by nobody is the likeliest.

Assumes a plain equirectangular picture, true to scale at the middle latitude. No country outlines are drawn: places,
travel edges and a graticule are enough to find one's way, and claim no boundary.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from polemos.report import svg
from polemos.report.facts import Place
from polemos.report.labels import Box, Label, place_labels
from polemos.report.numbers import number, percent
from polemos.report.record import Holding

WIDTH, TALLEST = 400.0, 420.0
LEFT, RIGHT, TOP, BOTTOM = 38.0, 14.0, 14.0, 32.0
NAMED, LARGE = 16, 100_000
SHADES = 8
BOUNDARY = (
    "Country boundaries, where they can be read from a map, do not imply endorsement; "
    "control is the model's, at the level of places, and historical only."
)


@dataclass(frozen=True)
class Frame:
    """Degrees to pixels; north is up."""

    west: float
    north: float
    scale: float
    squeeze: float
    height: float

    def __call__(self, lat: float, lon: float) -> svg.Point:
        """The pixel of a point."""
        return LEFT + (lon - self.west) * self.squeeze * self.scale, TOP + (self.north - lat) * self.scale


def frame_of(places: Sequence[Place]) -> Frame:
    """A frame in which all places fit, with a little room."""
    lats, lons = [p.lat for p in places] or [0.0], [p.lon for p in places] or [0.0]
    middle = math.radians((min(lats) + max(lats)) / 2)
    squeeze = max(math.cos(middle), 0.05)
    wide, tall = max(max(lons) - min(lons), 0.1) * squeeze, max(max(lats) - min(lats), 0.1)
    scale = min((WIDTH - LEFT - RIGHT) / wide, (TALLEST - TOP - BOTTOM) / tall)
    return Frame(min(lons), max(lats), scale, squeeze, tall * scale + TOP + BOTTOM)


def holding_map(
    places: Sequence[Place], edges: Sequence[tuple[str, str]], holding: Holding, month: int, sentence: str
) -> Markup:
    """The map of the `month`-th chosen month as SVG; `sentence` becomes its description."""
    frame = frame_of(places)
    hatch = f"hatch-{month}"
    order = sorted(places, key=lambda p: (-p.population, p.id))
    children = [
        svg.el("defs", _hatch(hatch)),
        *_graticule(frame, graticule(places, frame)),
        svg.el("path", d=_edges(places, edges, frame), class_="edge"),
        *(part for place in order for part in _dot(place, frame, holding, month, hatch)),
        *(svg.text(x, y, name, class_="label halo", anchor=anchor) for name, x, y, anchor in names(places, frame)),
    ]
    title = f"Who holds what at the end of {holding.months[month]}"
    return svg.drawing(WIDTH, frame.height, title, sentence, children)


def summary(places: Sequence[Place], holding: Holding, month: int) -> str:
    """One sentence from the numbers of one month."""
    where = {name: k for k, name in enumerate(holding.places)}
    shares = {p.id: float(holding.movement[month, where[p.id]]) for p in places if p.id in where}
    people = sum(shares[p.id] * p.population for p in places if p.id in shares)
    likely = sum(share >= 0.5 for share in shares.values())
    never = sum(share == 0 for share in shares.values())
    first = max(places, key=lambda p: (shares.get(p.id, 0.0), p.population, p.id), default=None)
    text = (
        f"At the end of {holding.months[month]} the movement holds {likely} of {len(shares)} places in at least half "
        f"of the draws and {never} in none; where it holds, {number(people)} people lived before the war (mean of "
        "the draws)"
    )
    if first is None or not shares.get(first.id):
        return text + "."
    return f"{text}; it holds {first.name} most often ({percent(shares[first.id])} of draws)."


def shade(share: float) -> int:
    """Which of the shades, 0 to SHADES - 1, a share of draws has; 0 only for no draw at all."""
    return 0 if share <= 0 else min(SHADES - 1, 1 + int(share * (SHADES - 1)))


def radius(population: float) -> float:
    """Dots grow with the root of the population, from 2 to 8 pixels."""
    return min(8.0, 2.0 + 2.8 * math.sqrt(max(population, 0.0) / 1e6))


def hatched(holding: Holding, month: int, place: int) -> bool:
    """Whether holding by nobody is the likeliest, or nothing is known."""
    nobody, movement, rival = (float(s[month, place]) for s in (holding.nobody, holding.movement, holding.rival))
    return bool(np.isnan(nobody)) or (nobody > 0 and nobody >= max(movement, rival))


def map_months(labels: Sequence[str], cut: str) -> tuple[str, ...]:
    """Six months: 39, 27 and 15 before the information cut, the cut, 9 and 24 after; evenly spaced if outside."""
    at = list(labels).index(cut) if cut in labels else -1
    chosen = [at + k for k in (-39, -27, -15, 0, 9, 24)]
    if at < 0 or chosen[0] < 0 or chosen[-1] >= len(labels):
        chosen = [round(k) for k in np.linspace(0, len(labels) - 1, min(6, len(labels)) + 1)[1:]]
    return tuple(labels[k] for k in sorted(set(chosen)))


def _dot(place: Place, frame: Frame, holding: Holding, month: int, hatch: str) -> list[Markup]:
    x, y = frame(place.lat, place.lon)
    r = radius(place.population)
    if place.id not in holding.places:
        return [svg.el("circle", svg.el("title", f"{place.name}: unknown"), cx=x, cy=y, r=r, class_="place unknown")]
    k = holding.places.index(place.id)
    shares = [percent(float(part[month, k])) for part in (holding.movement, holding.nobody, holding.rival)]
    title = f"{place.name}: movement {shares[0]}, nobody {shares[1]}, rivals {shares[2]} of draws"
    level = shade(float(holding.movement[month, k]))
    out = [svg.el("circle", svg.el("title", title), cx=x, cy=y, r=r, class_=f"place p{level}")]
    if hatched(holding, month, k):
        out.append(svg.el("circle", cx=x, cy=y, r=r, fill=f"url(#{hatch})", class_="hatched"))
    return out


def _hatch(name: str) -> Markup:
    line = svg.el("path", d="M0 0L0 3", class_="hatchline")
    return svg.el(
        "pattern", line, id=name, width="3", height="3", patternUnits="userSpaceOnUse", patternTransform="rotate(45)"
    )


def _edges(places: Sequence[Place], edges: Sequence[tuple[str, str]], frame: Frame) -> str:
    at = {place.id: frame(place.lat, place.lon) for place in places}
    return "".join(svg.path([at[a], at[b]]) for a, b in sorted(edges) if a in at and b in at)


def graticule(places: Sequence[Place], frame: Frame) -> list[tuple[str, float, str]]:
    """A line at each whole degree: ('lat' or 'lon', pixel, its text or nothing); text at even degrees."""
    if not places:
        return []
    out = []
    for lat in range(math.ceil(min(p.lat for p in places)), math.floor(frame.north) + 1):
        words = f"{abs(lat)}°{'N' if lat >= 0 else 'S'}"
        out.append(("lat", frame(lat, 0)[1], words if lat % 2 == 0 else ""))
    for lon in range(math.ceil(frame.west), math.floor(max(p.lon for p in places)) + 1):
        words = f"{abs(lon)}°{'E' if lon >= 0 else 'W'}"
        out.append(("lon", frame(0, lon)[0], words if lon % 2 == 0 else ""))
    return out


def names(places: Sequence[Place], frame: Frame) -> list[Label]:
    """(name, x, y, anchor) of the names that fit beside the dots, the largest places first."""
    taken: list[Box] = []
    wanted = []
    for place in sorted(places, key=lambda p: (-p.population, p.id)):
        x, y = frame(place.lat, place.lon)
        r = radius(place.population)
        taken.append((x - r, y - r, x + r, y + r))
        if place.population >= LARGE:
            wanted.append((place.name, x, y, r))
    return place_labels(wanted[: 3 * NAMED], taken, (LEFT - 8, 0.0, WIDTH, frame.height - BOTTOM + 14), NAMED)


def _graticule(frame: Frame, lines: Sequence[tuple[str, float, str]]) -> list[Markup]:
    out = []
    for kind, at, words in lines:
        if kind == "lat":
            out.append(svg.el("line", x1=LEFT - 10, x2=WIDTH, y1=at, y2=at, class_="grid"))
            where, anchor = (0.0, at + 4), "start"
        else:
            out.append(svg.el("line", x1=at, x2=at, y1=0, y2=frame.height - BOTTOM + 14, class_="grid"))
            where, anchor = (at, frame.height - 4), "middle"
        if words:
            out.append(svg.text(*where, words, class_="label small", anchor=anchor))
    return out
