"""An experiment: a model, where its parameter draws come from, and what is kept; `compute` turns draws into arrays.

Everything an experiment yields for a draw depends on the seed and the draw's number alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polemos.core.errors import InputError, UsageError
from polemos.core.intervention import Intervention
from polemos.core.model import Model
from polemos.observation.quantity import CELL_METHODS, Quantity

if TYPE_CHECKING:
    from polemos.core.engine import Simulation

Draws = NDArray[np.int64]
Theta = dict[str, NDArray[np.float64]]
LANES = 64
MOST_DRAWS = 2**32
DEFAULT_RECORD = {
    "holder": "end", "offensive": "end", "assault": "end", "encircled": "end", "displaced": "end",
    "killed_by_fire": "gain", "killed_by_movement": "gain",
}  # fmt: skip


@dataclass(frozen=True)
class Variable:
    """An array of the store: dims after `draw`, type, and attributes (units, long_name, cell_methods, comment)."""

    name: str
    dims: tuple[str, ...]
    dtype: str
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class Learned:
    """Draws that were learned: `parameters` as an experiment's, with the luck that each was chosen with: its `seed`,
    and by month its numbers (draw, month), for a run of so many months.

    `about` says from what, for the manifest."""

    parameters: Callable[[Draws], Theta]
    seed: int
    luck: Callable[[Draws, int], Draws]
    about: Mapping[str, str]


@dataclass(frozen=True)
class Experiment:
    """What is run. `parameters` maps draw numbers to one row of values per draw; `kept` are arrays stored as they are.

    data: hashes of the case's data files by name, for the manifest. changed: what was changed in the model by hand.
    posterior: which posterior the parameters come from; empty for the priors. chosen: seed and numbers by month of the
    luck that draws were chosen with; None: the run's own.
    """

    case_name: str
    case_hash: str
    model: Model
    parameters: Callable[[Draws], Theta]
    seed: int
    draws: int
    kept: Mapping[str, str]
    quantities: tuple[Quantity, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    interventions: tuple[Intervention, ...] = ()
    data: Mapping[str, str] = field(default_factory=dict)
    posterior: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, Any] = field(default_factory=dict)
    chosen: tuple[int, Callable[[Draws], Draws]] | None = None
    lanes: int = LANES

    def __post_init__(self) -> None:
        if not 1 <= self.draws <= MOST_DRAWS:
            raise UsageError(f"draws: a run has 1 to {MOST_DRAWS} draws (it is {self.draws}).")
        if not 0 <= self.seed < 2**64:
            raise UsageError(f"seed: a seed is a whole number from 0 to 2**64 - 1 (it is {self.seed}).")

    @property
    def record(self) -> dict[str, str]:
        """What the engine keeps: all that the quantities and the kept arrays need."""
        wanted: dict[str, str] = {}
        for who, needs in (("the run", self.kept), *((q.name, q.needs) for q in self.quantities)):
            for name, mode in needs.items():
                if wanted.setdefault(name, mode) != mode:
                    raise InputError(
                        f"record {name}", f"{who} wants its '{mode}', another its '{wanted[name]}'", fix="keep one"
                    )
        return dict(sorted(wanted.items()))

    @property
    def backend(self) -> str:
        """The kind of device that computes: 'cpu' or 'gpu'."""
        import jax

        return str(jax.default_backend())

    def variables(self) -> dict[str, Variable]:
        """The arrays of the store by name, in alphabetical order."""
        found = [self._of_quantity(quantity) for quantity in self.quantities]
        found += [self._of_kept(name, mode) for name, mode in self.kept.items()]
        return {variable.name: variable for variable in sorted(found, key=lambda v: v.name)}

    def compile(self) -> Simulation:
        """The engine, ready for this experiment's model."""
        from polemos.core.engine import compile_model

        return compile_model(self.model, self.record, lanes=self.lanes, interventions=self.interventions)

    def compute(self, simulate: Simulation, draw_ids: Draws) -> dict[str, NDArray[Any]]:
        """The store's arrays for these draws, rows in the order of `draw_ids`."""
        seed, luck = (self.seed, draw_ids) if self.chosen is None else (self.chosen[0], self.chosen[1](draw_ids))
        record = simulate(self.parameters(draw_ids), seed, luck)
        arrays: dict[str, NDArray[Any]] = {q.name: q.observe(record, self.model) for q in self.quantities}
        for name, mode in self.kept.items():
            variable = self._of_kept(name, mode)
            arrays[variable.name] = record[name].astype(variable.dtype)
        return arrays

    def _of_quantity(self, quantity: Quantity) -> Variable:
        described = _described(quantity.unit, quantity.title, quantity.measures, quantity.assumptions)
        return Variable(quantity.name, ("month",), "float32", described)

    def _of_kept(self, name: str, mode: str) -> Variable:
        unit, dims = self.model.unit_and_dims(name)
        stock = self.model.stocks.get(name)
        taken = name in {quantity.name for quantity in self.quantities}
        dtype = "uint8" if stock is not None and stock.code else "float32"
        described = _described(unit, name.replace("_", " "), mode, "" if stock is None else stock.doc)
        return Variable("_by_".join([name, *dims]) if taken else name, ("month", *dims), dtype, described)


def default_record(model: Model) -> dict[str, str]:
    """The arrays by place that are kept unless something else is asked for."""
    return {name: mode for name, mode in DEFAULT_RECORD.items() if name in model.stocks}


def _described(unit: str, title: str, mode: str, comment: str) -> dict[str, str]:
    described = {"units": unit, "long_name": title, "cell_methods": CELL_METHODS[mode], "comment": comment}
    return {key: text for key, text in described.items() if text}
