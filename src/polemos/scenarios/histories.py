"""Histories of one case under one scenario, in memory: monthly series by name, one row per draw.

Assumes a draw is a row of parameters with the seed and number that its luck is keyed by; the same row under another
scenario has the same luck. Places stand as `held_<place>`; a quantity with one series for each label also stands alone,
as their sum.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.cases.draw import draw_parameters
from polemos.cases.resolved import ResolvedCase
from polemos.cases.targets import asked_for
from polemos.core.intervention import Intervention
from polemos.core.model import Model
from polemos.ensemble.bank import Bank
from polemos.ensemble.durable import write_durably
from polemos.ensemble.manifest import code_hash
from polemos.ensemble.packing import pack, unpack
from polemos.observation.choice import choose
from polemos.observation.quantity import Quantity
from polemos.observation.registry import all_quantities
from polemos.observation.sums import held
from polemos.scenarios.scenario import Applied

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]
AT_ONCE = 256


@dataclass(frozen=True)
class Draws:
    """Parameter rows (name -> (draws, ...)) with the seed and numbers of their luck, (draws,) or (draws, months);
    `source` says where from."""

    theta: Mapping[str, NDArray[Any]]
    seed: int
    ids: NDArray[np.int64]
    source: str

    def rows(self, part: slice) -> Draws:
        """Some of the draws."""
        return Draws({k: v[part] for k, v in self.theta.items()}, self.seed, self.ids[part], self.source)

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Histories:
    """Series by name, each (draws, months) float32; units of those that have one."""

    months: tuple[str, ...]
    series: Mapping[str, NDArray[np.float32]]
    units: Mapping[str, str]


def prior_draws(resolved: ResolvedCase, draws: int, seed: int) -> Draws:
    """Draws from the case's priors, as `polemos run` makes them."""
    ids = np.arange(draws, dtype=np.int64)
    return Draws(draw_parameters(resolved, seed, ids), seed, ids, "the priors")


class Simulator:
    """A case's model, compiled once for every scenario that only changes drivers or switches effects off.

    Each call brings the drivers' paths; acts laid over a run are compiled for themselves. Closed by `with`. Pieces that
    lie in `folder` are not simulated again.
    """

    def __init__(self, applied: Applied, workers: int | None = None, folder: Path | None = None) -> None:
        self._folder = folder
        self._case = f"{applied.resolved.canonical} {code_hash(applied.model.mechanisms)}"
        self._model, self._workers = applied.model, workers
        self._quantities, _ = choose(all_quantities(), applied.model, asked_for(Path(applied.resolved.folder)))
        record = {name: how for quantity in self._quantities for name, how in quantity.needs.items()}
        self._record = record | ({"holder": "end"} if "holder" in applied.model.stocks else {})
        self._banks: dict[tuple[Intervention, ...], Bank] = {}

    def __enter__(self) -> Simulator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bank in self._banks.values():
            bank.close()

    @property
    def units(self) -> dict[str, str]:
        """The unit of each series."""
        return dict(_units(self._quantities))

    def __call__(self, applied: Applied, draws: Draws, tell: Progress | None = None) -> Histories:
        """Simulate the draws under a scenario; `driver.<name>` among their parameters replaces a driver's path."""
        theta, model = _switched_off(draws, applied.off), applied.model
        parts: list[dict[str, NDArray[np.float32]]] = []
        for first in range(0, len(draws), AT_ONCE):
            part = theta.rows(slice(first, first + AT_ONCE))
            onward = None if tell is None else _onward(tell, first, len(draws))
            given = {**_paths(model, len(part)), **part.theta}
            parts.append(self._piece(applied.interventions, given, part, onward))
        series = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        return Histories(model.calendar.labels, series, self.units)

    def _piece(
        self, acts: tuple[Intervention, ...], given: dict[str, NDArray[Any]], part: Draws, tell: Progress | None
    ) -> dict[str, NDArray[np.float32]]:
        """The series of a few draws: from the folder, if the very same were simulated before."""
        path = None if self._folder is None else self._folder / f"{self._key(acts, given, part)[:32]}.runs"
        if path is not None and path.is_file():
            return unpack(path.read_bytes())
        found = _series(self._bank(acts)(given, part.seed, part.ids, tell), self._model, self._quantities)
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_durably(path, pack(found))
        return found

    def _key(self, acts: tuple[Intervention, ...], given: Mapping[str, NDArray[Any]], part: Draws) -> str:
        """sha256 of everything that decides what a piece holds."""
        names = " ".join(quantity.name for quantity in self._quantities)
        key = hashlib.sha256(f"{self._case} {names} {acts!r} {part.seed}".encode() + part.ids.tobytes())
        for name, values in sorted(given.items()):
            key.update(name.encode() + np.ascontiguousarray(values).tobytes())
        return key.hexdigest()

    def _bank(self, interventions: tuple[Intervention, ...]) -> Bank:
        if interventions not in self._banks:
            drivers = tuple(sorted(self._model.drivers))
            self._banks[interventions] = Bank(self._model, self._record, self._workers, interventions, drawn=drivers)
        return self._banks[interventions]


def histories(
    applied: Applied,
    draws: Draws,
    workers: int | None = None,
    tell: Progress | None = None,
    folder: Path | None = None,
) -> Histories:
    """Simulate the draws under one scenario."""
    with Simulator(applied, workers, folder) as simulate:
        return simulate(applied, draws, tell)


def _paths(model: Model, draws: int) -> dict[str, NDArray[Any]]:
    """The drivers' paths, the same for every draw."""
    return {f"driver.{n}": np.broadcast_to(d.values, (draws, *np.shape(d.values))) for n, d in model.drivers.items()}


def _onward(tell: Progress, first: int, draws: int) -> Progress:
    return lambda done, _: tell(first + done, draws)


def _switched_off(draws: Draws, off: Sequence[str]) -> Draws:
    zeroed = {name: np.zeros_like(draws.theta[name]) for name in off}
    return Draws({**draws.theta, **zeroed}, draws.seed, draws.ids, draws.source)


def _series(
    record: Mapping[str, NDArray[Any]], model: Model, quantities: Sequence[Quantity]
) -> dict[str, NDArray[np.float32]]:
    found = {quantity.name: quantity.observe(record, model) for quantity in quantities}
    for whole in {q.origin or q.name for q in quantities if q.label}:
        found.setdefault(
            whole, sum_of([found[q.name] for q in quantities if q.label and (q.origin or q.name) == whole])
        )
    if "holder" in record:
        where = held(record["holder"])
        found |= {f"held_{p}": where[:, :, i].astype(np.float32) for i, p in enumerate(model.dims["place"])}
    return found


def sum_of(parts: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """The sum of arrays of one shape, in float64 between."""
    total: NDArray[np.float64] = np.sum(np.asarray(parts, dtype=np.float64), axis=0)
    return total.astype(np.float32)


def _units(quantities: Sequence[Quantity]) -> Iterator[tuple[str, str]]:
    for quantity in quantities:
        yield quantity.name, quantity.unit
        if quantity.label:
            yield quantity.origin or quantity.name, quantity.unit
