"""The map: where each place lies on the picture, and month by month the share of draws in which each side holds it.

Shares are in thousandths. Shades and hatching are strings with one digit for each place, so that a month is drawn by
changing classes alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from polemos.report import holding_map
from polemos.report.bands import Floats
from polemos.report.facts import Place
from polemos.web.documents import flows
from polemos.web.documents.rounding import shorts
from polemos.web.material import Material


def document(material: Material) -> dict[str, Any]:
    """Places, roads, names, frame; per month shares, shades, attacks, sieges, harm to civilians, flows, a sentence."""
    held, months = material.holding, range(len(material.labels))
    known = {place.id: place for place in material.facts.places}
    places = [known[name] for name in held.places if name in known]
    frame = holding_map.frame_of(places)
    at = [held.places.index(place.id) for place in places]
    order = {place.id: k for k, place in enumerate(places)}
    edges = [(order[a], order[b]) for a, b in material.facts.edges if a in order and b in order]
    return {
        "months": list(material.labels),
        "cut": f"{material.facts.information_cut:%Y-%m}",
        "width": holding_map.WIDTH,
        "height": frame.height,
        "places": [_place(place, frame) for place in places],
        "edges": [list(edge) for edge in edges],
        "names": [list(label) for label in holding_map.names(places, frame)],
        "graticule": [list(line) for line in holding_map.graticule(places, frame)],
        "movement": _thousandths(held.movement[:, at]),
        "nobody": _thousandths(held.nobody[:, at]),
        "rival": _thousandths(held.rival[:, at]),
        "shade": ["".join(str(holding_map.shade(float(held.movement[m, k]))) for k in at) for m in months],
        "hatched": ["".join(str(int(holding_map.hatched(held, m, k))) for k in at) for m in months],
        "sentences": [holding_map.summary(places, held, m) for m in months],
        "killed": _killed(material, at),
        "fled": _fled(material, at),
        "battle": _share(material, at, ("offensive", "assault")),
        "siege": _share(material, at, ("encircled",)),
        "flows": flows.document(material, frame),
    }


def _place(place: Place, frame: holding_map.Frame) -> dict[str, Any]:
    x, y = frame(place.lat, place.lon)
    return {
        "id": place.id, "name": place.name, "country": place.country, "population": round(place.population),
        "x": round(x, 1), "y": round(y, 1), "r": round(holding_map.radius(place.population), 1),
    }  # fmt: skip


def _thousandths(shares: Floats) -> list[list[int]]:
    return [[round(float(share) * 1000) for share in row] for row in shares]


def _killed(material: Material, at: list[int]) -> list[list[float | int | None]] | None:
    """Mean of the draws, persons in the month, both kinds of civilian deaths; None if the run keeps none by place."""
    parts = [material.by_place(name) for name in ("killed_by_fire", "killed_by_movement")]
    kept = [part for part in parts if part is not None]
    if not kept:
        return None
    mean = np.sum([part.mean(axis=0, dtype=np.float64) for part in kept], axis=0)
    return [shorts(row[at]) for row in mean]


def _fled(material: Material, at: list[int]) -> list[list[float | int | None]] | None:
    """Mean of the draws, persons who have fled the place and not come back by the month's end; None if not kept."""
    fled = material.by_place("displaced")
    return None if fled is None else [shorts(row[at]) for row in fled.mean(axis=0, dtype=np.float64)]


def _share(material: Material, at: list[int], names: tuple[str, ...]) -> list[list[int]] | None:
    """Thousandths of draws in which one of these switches is on at the month's end; None if the run keeps none."""
    kept = [part for part in map(material.by_place, names) if part is not None]
    if not kept:
        return None
    share = np.any([part > 0 for part in kept], axis=0).mean(axis=0)
    return _thousandths(share[:, at])
