"""Each place's own history: when draws first and last hold it, who dies there, and what was observed.

Months are counted over draws. The last month of holding is counted only for draws that no longer hold the place when
the run ends. What was observed is shown beside the model and was never read by it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.cases.observed import Outcome, load_outcomes
from polemos.report.bands import fan
from polemos.report.numbers import number, percent
from polemos.report.record import MOVEMENT
from polemos.web.documents.rounding import shorts
from polemos.web.material import Material


def document(material: Material) -> dict[str, Any]:
    """By place id: counts of first and last months, civilians killed (bands), observed spells, sentences."""
    holder = material.by_place("holder")
    assert holder is not None
    kept = [part for part in map(material.by_place, ("killed_by_fire", "killed_by_movement")) if part is not None]
    observed = load_outcomes(material.case)
    names = {place.id: place.name for place in material.facts.places}
    found = {}
    for k, place in enumerate(material.holding.places):
        held = holder[:, :, k] == MOVEMENT
        deaths = np.sum([part[:, :, k] for part in kept], axis=0) if kept else None
        mine = [outcome for outcome in observed if outcome.place == place]
        found[place] = _history(names.get(place, place), held, deaths, mine, material.labels)
    return {"months": list(material.labels), "draws": int(holder.shape[0]), "places": found}


def _history(
    name: str, held: NDArray[np.bool_], deaths: Any, observed: list[Outcome], labels: tuple[str, ...]
) -> dict[str, Any]:
    months = len(labels)
    ever = held.any(axis=1)
    first = np.bincount(held.argmax(axis=1)[ever], minlength=months)
    gone = ever & ~held[:, -1]
    last = np.bincount(months - 1 - held[:, ::-1].argmax(axis=1)[gone], minlength=months)
    return {
        "first": first.tolist(),
        "last": last.tolist(),
        "never": int((~ever).sum()),
        "still": int(held[:, -1].sum()),
        "killed": None if deaths is None else _bands(deaths, labels),
        "observed": [_spell(outcome) for outcome in observed],
        "sentence": _sentence(name, held, first, deaths, labels),
    }


def _bands(deaths: Any, labels: tuple[str, ...]) -> dict[str, Any]:
    drawn = fan(np.asarray(deaths, dtype=np.float64), labels, traces=0)
    ranges = {f"{level * 100:.0f}": [shorts(low), shorts(high)] for level, (low, high) in drawn.ranges.items()}
    return {"median": shorts(drawn.median), "bands": ranges}


def _spell(outcome: Outcome) -> dict[str, Any]:
    return {
        "gained": outcome.date_gained.isoformat() if outcome.date_gained else None,
        "lost": outcome.date_lost.isoformat() if outcome.date_lost else None,
        "source": outcome.source,
        "locator": outcome.locator,
        "basis": outcome.basis,
    }


def _sentence(
    name: str, held: NDArray[np.bool_], first: NDArray[np.int64], deaths: Any, labels: tuple[str, ...]
) -> str:
    ever = float(held.any(axis=1).mean())
    text = f"The movement holds {name} at some month's end in {percent(ever)} of the draws"
    if ever > 0:
        months = np.repeat(np.arange(len(labels)), first)
        early, middle, late = (labels[round(float(q))] for q in np.quantile(months, (0.05, 0.5, 0.95)))
        text += f", first in {middle} (90 % of those draws: {early} to {late})"
    if deaths is None:
        return f"{text}."
    total = np.asarray(deaths, dtype=np.float64).sum(axis=1)
    low, middle_, high = (float(q) for q in np.quantile(total, (0.05, 0.5, 0.95)))
    return (
        f"{text}; over the run {number(middle_)} civilians are killed there in the median draw "
        f"(90 % of draws: {number(low)} to {number(high)})."
    )
