"""Who leaves and who comes home: people displaced each month, summed over the places of a province.

Assumes what the model assumes: the displaced are counted by the place they left, so an arrow says from where people go
and to where they come home, never where they went. A month is net for each place and draw. Provinces stand at the mean
of their places, weighted by people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from polemos.report import holding_map
from polemos.report.bands import Floats
from polemos.report.numbers import interval, number
from polemos.web.documents.rounding import shorts
from polemos.web.material import Material

PROBS = (0.05, 0.5, 0.95)
Province = tuple[str, str]


@dataclass(frozen=True)
class Flows:
    """Persons in the month: `left` and `home` (draw, month, province), and the provinces as (country, name)."""

    provinces: tuple[Province, ...]
    left: Floats
    home: Floats


def flows_of(material: Material) -> Flows | None:
    """The flows of a run; None if it does not keep the displaced by place."""
    fled = material.by_place("displaced")
    if fled is None:
        return None
    where = {place.id: (place.country, place.adm1) for place in material.case.places}
    mine = [where.get(place, ("", "")) for place in material.holding.places]
    provinces = tuple(sorted({province for province in mine if province[1]}))
    change = np.diff(np.asarray(fled, dtype=np.float64), axis=1, prepend=0.0)
    member = np.array([[place == province for province in provinces] for place in mine], dtype=np.float64)
    return Flows(provinces, np.maximum(change, 0.0) @ member, np.maximum(-change, 0.0) @ member)


def document(material: Material, frame: holding_map.Frame) -> dict[str, Any] | None:
    """Provinces with their point on the map; per month mean and 90 % range of both flows; a sentence for each month."""
    found = flows_of(material)
    if found is None:
        return None
    return {
        "provinces": [_province(material, province, frame) for province in found.provinces],
        "left": _told(found.left),
        "home": _told(found.home),
        "sentences": [_sentence(found, month, label) for month, label in enumerate(material.labels)],
    }


def _province(material: Material, province: Province, frame: holding_map.Frame) -> dict[str, Any]:
    places = [place for place in material.case.places if (place.country, place.adm1) == province]
    people = [max(place.population, 1.0) for place in places]
    x, y = frame(
        float(np.average([p.lat for p in places], weights=people)),
        float(np.average([p.lon for p in places], weights=people)),
    )
    return {"name": province[1], "country": province[0], "x": round(x, 1), "y": round(y, 1)}


def _told(persons: Floats) -> dict[str, list[list[float | int | None]]]:
    low, high = np.quantile(persons, (PROBS[0], PROBS[2]), axis=0)
    return {"mean": _rows(persons.mean(axis=0)), "low": _rows(low), "high": _rows(high)}


def _rows(values: Floats) -> list[list[float | int | None]]:
    return [shorts(np.round(row)) for row in values]


def _sentence(flows: Flows, month: int, label: str) -> str:
    left, home = flows.left[:, month], flows.home[:, month]
    text = f"In {label}, {_range(left.sum(axis=1))} people leave their homes and {_range(home.sum(axis=1))} come back"
    mean = left.mean(axis=0)
    if not mean.any():
        return f"{text}; the model does not say where people go."
    first = flows.provinces[int(mean.argmax())][1]
    return (
        f"{text}; most leave {first} (mean of the draws {number(mean.max())}). The model does not say where people go."
    )


def _range(values: Floats) -> str:
    low, middle, high = (float(q) for q in np.round(np.quantile(values, PROBS)))
    return f"{number(middle)} (90 % of draws: {interval(low, high)})"
