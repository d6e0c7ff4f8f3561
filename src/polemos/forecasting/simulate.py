"""Histories of a case from its start to the end of a forecast, reduced to what forecasts read, a piece at a time.

Assumes the case was taken as it stood at the origin. Keeps every monthly series that the model can answer, who holds
what, civilians killed in the places and guerrilla attacks in the regions asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.cases.build import build
from polemos.cases.draw import draw_parameters
from polemos.cases.regions import ATTACKS
from polemos.cases.resolved import ResolvedCase
from polemos.cases.targets import asked_for
from polemos.core.intervention import Intervention
from polemos.core.model import Model
from polemos.ensemble.bank import Bank
from polemos.forecasting.driver_spread import driver_paths
from polemos.forecasting.predict import Histories
from polemos.observation.choice import choose
from polemos.observation.quantity import Quantity
from polemos.observation.registry import all_quantities

Progress = Callable[[int, int], None]
Arrays = Mapping[str, NDArray[Any]]
LOCAL = {"killed_by_fire": "gain", "killed_by_movement": "gain"}
PIECE = 256


@dataclass(frozen=True, eq=False)
class Draws:
    """Parameter rows ('Class.name' -> (draw, *dims)) and the luck that each goes with: ids (draw,) or (draw, month).

    learned: the day up to which figures and places have weighed them already, None: never; about: where they come from,
    in words.
    """

    theta: Mapping[str, NDArray[Any]]
    seed: int
    ids: NDArray[np.int64]
    learned: date | None
    about: str

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, rows: slice) -> dict[str, NDArray[Any]]:
        """Some rows of the parameters."""
        return {name: values[rows] for name, values in self.theta.items()}


def prior_draws(resolved: ResolvedCase, seed: int, count: int) -> Draws:
    """Draws from the priors: draw n of any run with this seed is the same."""
    ids = np.arange(count)
    return Draws(draw_parameters(resolved, seed, ids), seed, ids, None, "the priors")


def simulate(
    resolved: ResolvedCase,
    draws: Draws,
    *,
    places: Sequence[str] = (),
    regions: Mapping[str, Sequence[str]] = MappingProxyType({}),
    interventions: Sequence[Intervention] = (),
    workers: int | None = None,
    progress: Progress | None = None,
) -> Histories:
    """One history a draw; `places` are those with a series killed_at_<place>, `regions` places by attacks_in_<region>.

    Drivers depart from their rules after their published record, each draw in its own way.
    """
    model = build(resolved)
    quantities, _ = choose(all_quantities(), model, asked_for(Path(resolved.folder)))
    record = _record(model, quantities, places)
    parts: list[dict[str, NDArray[Any]]] = []
    with Bank(model, record, workers, interventions, drawn=tuple(sorted(model.drivers))) as bank:
        for first in range(0, len(draws), PIECE):
            rows = slice(first, first + PIECE)
            ids = draws.ids[rows]
            theta = {**draws.part(rows), **driver_paths(resolved, draws.seed, np.arange(first, first + len(ids)))}
            record_of = bank(theta, draws.seed, ids)
            local = {**_killed(record_of, model, places), **_attacks(record_of, model, regions)}
            parts.append(_read(record_of, model, quantities) | local)
            if progress is not None:
                progress(first + len(ids), len(draws))
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    holder = whole.pop("holder")
    return Histories(model.calendar.labels, model.dims["place"], whole, holder)


def _record(model: Model, quantities: Sequence[Quantity], places: Sequence[str]) -> dict[str, str]:
    record = {"holder": "end"} | {name: how for q in quantities for name, how in q.needs.items()}
    if places:
        record |= {name: how for name, how in LOCAL.items() if name in model.stocks}
    return dict(sorted(record.items()))


def _read(record: Arrays, model: Model, quantities: Sequence[Quantity]) -> dict[str, NDArray[Any]]:
    found: dict[str, NDArray[Any]] = {q.name: q.observe(record, model) for q in quantities}
    return found | {"holder": record["holder"].astype(np.uint8)}


def _killed(record: Arrays, model: Model, places: Sequence[str]) -> dict[str, NDArray[Any]]:
    found: dict[str, NDArray[Any]] = {}
    for place in places:
        at = model.dims["place"].index(place)
        killed = [record[name][:, :, at] for name in LOCAL if name in record]
        if killed:
            found[f"killed_at_{place}"] = np.sum(killed, axis=0).astype(np.float32)
    return found


def _attacks(record: Arrays, model: Model, regions: Mapping[str, Sequence[str]]) -> dict[str, NDArray[Any]]:
    """Events a month; a model whose underground makes no attacks has none of these series."""
    if "attacks" not in record:
        return {}
    at = {region: [model.dims["place"].index(place) for place in ids] for region, ids in regions.items()}
    return {f"{ATTACKS}{region}": record["attacks"][:, :, ids].sum(axis=2) for region, ids in at.items()}
