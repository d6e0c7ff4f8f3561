"""What a simulated quantity declares: its name, unit, what it reads, and the pure function that computes it.

A quantity is one file in this room: a function (record, model) -> array (draw, month) under the mark `@quantity`.
The record holds, per name in `needs`, an array (draw, month, *dims); the model gives dimensions and attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polemos.core.errors import InputError

if TYPE_CHECKING:
    from polemos.core.model import Model

Record = Mapping[str, NDArray[Any]]
Observe = Callable[[Record, "Model"], NDArray[Any]]
CELL_METHODS = {"end": "month: point", "gain": "month: sum", "mean": "month: mean", "sum": "month: sum"}


@dataclass(frozen=True)
class Quantity:
    """One number per draw and month, read off the hidden state.

    needs: what the engine records for it, name -> 'end', 'gain', 'mean' or 'sum'. attributes: attributes it reads.
    labels: (dimension, label) pairs without which it has no meaning. measures: which of these kinds of value it is
    itself (the state at the month's end, a sum over the month, or a mean).
    """

    name: str
    title: str
    unit: str
    needs: Mapping[str, str]
    attributes: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    measures: str
    assumptions: str
    function: Observe

    def missing(self, model: Model) -> tuple[str, ...]:
        """What the model lacks for this quantity, in words; empty when it can be computed."""
        known = {*model.stocks, *model.derived(), *model.flows()}
        gone = [f"the stock, derived quantity or flow '{name}'" for name in self.needs if name not in known]
        gone += [f"the attribute '{name}'" for name in self.attributes if name not in model.attributes]
        gone += [f"the {dim} '{label}'" for dim, label in self.labels if label not in model.dims.get(dim, ())]
        return tuple(gone)

    def observe(self, record: Record, model: Model) -> NDArray[np.float32]:
        """The quantity as (draw, month) float32; raises InputError if the function returns another shape."""
        values = np.asarray(self.function(record, model))
        if values.shape != self._shape(record):
            raise InputError(
                f"quantity {self.name}",
                "returns one number per draw and month",
                value=str(values.shape),
                fix="sum over the other dimensions",
            )
        return values.astype(np.float32)

    def _shape(self, record: Record) -> tuple[int, ...]:
        return tuple(record[next(iter(self.needs))].shape[:2])


def quantity(
    title: str,
    unit: str,
    needs: Mapping[str, str],
    measures: str,
    attributes: tuple[str, ...] = (),
    labels: tuple[tuple[str, str], ...] = (),
) -> Callable[[Observe], Observe]:
    """Mark a function as the simulated quantity that bears its name; its docstring states the assumptions."""

    def mark(function: Observe) -> Observe:
        where = f"quantity {function.__name__}"
        if measures not in CELL_METHODS or any(mode not in CELL_METHODS for mode in needs.values()):
            raise InputError(where, f"what is recorded is one of {', '.join(CELL_METHODS)}")
        if not needs or not function.__doc__:
            raise InputError(where, "says what it reads and what it assumes", fix="fill `needs` and write a docstring")
        assumptions = " ".join(function.__doc__.split())
        declared = Quantity(
            function.__name__, title, unit, dict(needs), attributes, labels, measures, assumptions, function
        )
        function.__quantity__ = declared  # type: ignore[attr-defined]
        return function

    return mark
