"""A case with everything explicit: what runs, and what every result carries the hash of.

Places are sorted by id; drivers are one value per month; each prior is the one that the information cut allows.
Observations (figures, targets, outcomes) are no part of it.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from functools import cached_property

from pydantic import Field

from polemos.cases.fields import Strict
from polemos.cases.priors import AnyPrior
from polemos.cases.schema import Actor, Place, Source


class ResolvedParameter(Strict):
    """A parameter's priors in the order of its labels (one alone for a scalar and for places drawn alike)."""

    unit: str
    dims: tuple[str, ...]
    priors: tuple[AnyPrior, ...]
    without_later_figures: bool
    basis: str
    source: Source
    known_from: date
    note: str


class ResolvedInitial(Strict):
    """A stock's start: a total (fixed or drawn) and, by dimension, the weight of each label."""

    unit: str
    value: float | None
    prior: AnyPrior | None
    weights: dict[str, tuple[float, ...]]
    basis: str
    source: Source
    known_from: date
    note: str


class ResolvedDriver(Strict):
    """A driver month by month: `values[month][label]`; `observed[label]` counts the months before the rule sets in.

    each_place: the one path holds at every place.
    """

    unit: str
    dims: tuple[str, ...]
    each_place: bool
    values: tuple[tuple[float, ...], ...]
    observed: tuple[int, ...]
    basis: str
    source: Source
    note: str


class ResolvedEdge(Strict):
    """Two places in the order of their ids, and the road between them."""

    a: str
    b: str
    km: float


class ResolvedCase(Strict):
    """Everything that decides a run except the seed and the number of draws."""

    folder: str = Field(exclude=True, repr=False)
    name: str
    title: str
    start: str
    months: int
    steps_per_month: int
    information_cut: date
    places_resolution: str
    constituency: str
    absent: tuple[str, ...]
    dims: dict[str, tuple[str, ...]]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    edges: tuple[ResolvedEdge, ...]
    reach: tuple[tuple[float, ...], ...]
    mechanisms: dict[str, str]
    claims: dict[str, str]
    parameters: dict[str, ResolvedParameter]
    initial: dict[str, ResolvedInitial]
    drivers: dict[str, ResolvedDriver]

    @property
    def canonical(self) -> str:
        """One JSON text for one meaning: sorted keys, no spaces, ASCII, shortest exact numbers."""
        content = self.model_dump(mode="json")
        return json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)

    @cached_property
    def hash(self) -> str:
        """sha256 of the canonical text."""
        return hashlib.sha256(self.canonical.encode("ascii")).hexdigest()
