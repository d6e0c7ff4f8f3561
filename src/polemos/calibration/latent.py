"""Every parameter of a case as a standard normal number: one that the data do not touch keeps its prior exactly.

A coordinate z stands for the value at the quantile Phi(z) of its prior. Assumes priors are independent. Parameters
that have one value per place are kept apart from the rest: there are many of them, all alike before the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.cases.priors import AnyPrior
from polemos.cases.resolved import ResolvedCase
from polemos.core.seeds import host_uniform

Floats = NDArray[np.float64]
FARTHEST = 6.0
EDGE = 1e-9


@dataclass(frozen=True)
class Coordinate:
    """One number to learn: the parameter it belongs to, the label within it ('' for a scalar), its prior and unit."""

    key: str
    label: str
    unit: str
    prior: AnyPrior

    @property
    def name(self) -> str:
        """'Class.name', or 'Class.name[label]' for one of several."""
        return f"{self.key}[{self.label}]" if self.label else self.key


@dataclass(frozen=True)
class Latent:
    """All coordinates of a case: those shared by the whole model, and by key those that each place has apart."""

    shared: tuple[Coordinate, ...]
    by_place: tuple[tuple[Coordinate, ...], ...]

    @cached_property
    def coordinates(self) -> tuple[Coordinate, ...]:
        """The shared ones, then those of places, parameter by parameter."""
        return self.shared + tuple(one for group in self.by_place for one in group)

    @property
    def names(self) -> tuple[str, ...]:
        """Their names, in order."""
        return tuple(one.name for one in self.coordinates)

    def draw(self, seed: int, draw_ids: NDArray[np.integer[Any]]) -> Floats:
        """Standard normal coordinates (draw, coordinate) of the prior: the same luck as a run from priors has."""
        from scipy.special import ndtri

        keys = [one.key for one in self.coordinates]
        sizes = {key: keys.count(key) for key in keys}
        uniform = [host_uniform(seed, draw_ids, key, size) for key, size in sizes.items()]
        return np.asarray(ndtri(np.concatenate(uniform, axis=1)))

    def inside(self, z: Floats) -> NDArray[np.bool_]:
        """Which points (draw, coordinate) lie within the bounds of all shared priors, (draw,)."""
        from scipy.special import ndtr

        found = np.ones(len(z), dtype=bool)
        for i, one in self._bounded:
            low, high = one.prior.ends
            found &= (low <= ndtr(z[:, i])) & (ndtr(z[:, i]) <= high)
        return found

    def within_bounds(self, z: Floats) -> Floats:
        """The same points as coordinates that are standard normal under the shared priors with their bounds."""
        from scipy.special import ndtr, ndtri

        found = z.copy()
        for i, one in self._bounded:
            low, high = one.prior.ends
            found[:, i] = ndtri(np.clip((ndtr(z[:, i]) - low) / (high - low), EDGE, 1.0 - EDGE))
        return found

    @cached_property
    def _bounded(self) -> list[tuple[int, Coordinate]]:
        return [(i, one) for i, one in enumerate(self.shared) if one.prior.ends != (0.0, 1.0)]

    def values(self, z: Floats) -> dict[str, Floats]:
        """What the engine reads: 'Class.name' -> (draws, *labels), as exact as a file keeps it."""
        return grouped(self.names, self.table(z))

    def table(self, z: Floats) -> NDArray[np.float32]:
        """The same as a table (draw, coordinate). Shared ones reach beyond their bounds, those of places never do.

        The latter are not learned, and of many places one would nearly always lie outside."""
        from scipy.special import ndtr

        u = ndtr(np.clip(z, -FARTHEST, FARTHEST))
        reach = [one.prior.whole for one in self.shared]
        reach += [one.prior.quantile for group in self.by_place for one in group]
        columns = [value(u[:, i]) for i, value in enumerate(reach)]
        return np.stack(columns, axis=1).astype(np.float32)


def grouped(names: Sequence[str], table: NDArray[np.float32]) -> dict[str, Floats]:
    """A table (draw, coordinate) as what the engine reads: 'Class.name' -> (draws, *labels), in the order of names."""
    found: dict[str, list[Floats]] = {}
    for i, name in enumerate(names):
        found.setdefault(name.partition("[")[0], []).append(table[:, i].astype(np.float64))
    several = {name.partition("[")[0] for name in names if "[" in name}
    return {key: np.stack(columns, axis=1) if key in several else columns[0] for key, columns in found.items()}


def latent_of(resolved: ResolvedCase) -> Latent:
    """The coordinates of a resolved case: its parameters in alphabetical order, then the totals at its start."""
    shared: list[Coordinate] = []
    by_place: list[tuple[Coordinate, ...]] = []
    for key, parameter in sorted(resolved.parameters.items()):
        labels = resolved.dims[parameter.dims[0]] if parameter.dims else ("",)
        group = _group(key, labels, parameter.unit, parameter.priors)
        if parameter.dims == ("place",):
            by_place.append(group)
        else:
            shared.extend(group)
    for stock, entry in sorted(resolved.initial.items()):
        if entry.prior is not None:
            shared.append(Coordinate(f"initial.{stock}", "", entry.unit, entry.prior))
    return Latent(tuple(shared), tuple(by_place))


def _group(key: str, labels: Sequence[str], unit: str, priors: Sequence[AnyPrior]) -> tuple[Coordinate, ...]:
    each = priors if len(priors) == len(labels) else [priors[0]] * len(labels)
    return tuple(Coordinate(key, label, unit, prior) for label, prior in zip(labels, each, strict=True))
