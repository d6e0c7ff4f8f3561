"""Everything the views of one run are made of, read once: the run's arrays, and its case as the report sees it.

Assumes that the case on disk is the one that was run; where its hash has changed since, `changed` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.cases.load import load_case
from polemos.cases.schema import Case
from polemos.core.model import Model
from polemos.ensemble.reading import Ensemble
from polemos.report.bands import Floats
from polemos.report.causal import Causes
from polemos.report.facts import Facts, Target
from polemos.report.reading import facts_of, graph_of
from polemos.report.record import Holding, holding, month_labels, recorded

if TYPE_CHECKING:
    import xarray as xr

Loops = tuple[tuple[tuple[str, ...], str], ...]


@dataclass(frozen=True)
class Material:
    """A run and its case; arrays are read when they are first asked for."""

    run: Ensemble
    case: Case
    facts: Facts
    model: Model
    causes: Causes
    loops: Loops

    @property
    def dataset(self) -> xr.Dataset:
        """The run's arrays."""
        return self.run.dataset

    @property
    def manifest(self) -> dict[str, Any]:
        """What was run."""
        return self.run.manifest

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The months, 'YYYY-MM'."""
        return month_labels(self.dataset)

    @cached_property
    def holding(self) -> Holding:
        """Who holds what in every month."""
        return holding(self.dataset, self.labels)

    @cached_property
    def values(self) -> dict[str, Floats]:
        """(draw, month) of each target that the run recorded."""
        found = {target.name: recorded(self.dataset, target) for target in self.facts.targets}
        return {name: array for name, array in found.items() if array is not None}

    @property
    def targets(self) -> tuple[Target, ...]:
        """The targets that the run recorded."""
        return tuple(target for target in self.facts.targets if target.name in self.values)

    @property
    def changed(self) -> bool:
        """Whether the case is no longer the one that was run."""
        return bool(self.manifest["case"]["hash"] != self.facts.hash)

    def by_place(self, name: str) -> Floats | None:
        """(draw, month, place) of an array that the run keeps by place, or None."""
        if name not in self.dataset or set(self.dataset[name].dims) != {"draw", "month", "place"}:
            return None
        return np.asarray(self.dataset[name].transpose("draw", "month", "place").values)


def read_material(path: Path, case: str | Path) -> Material:
    """Open a run folder and its case (a shipped case's name or a folder); raises what a broken one raises."""
    run = Ensemble.open(path)
    loaded = load_case(case)
    facts, model = facts_of(loaded, month_labels(run.dataset)[-1], run.manifest.get("without", ()))
    causes, loops = graph_of(model)
    return Material(run, loaded, facts, model, causes, loops)
