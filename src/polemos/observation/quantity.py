"""What a simulated quantity declares: its name, unit, what it reads, and the pure function that computes it.

A quantity is one file in this room: a function (record, model) -> array (draw, month) under the mark `@quantity`.
The record holds, per name in `needs`, an array (draw, month, *dims); the model gives dimensions and attributes.

A quantity may stand for each label of a dimension apart (`each`; its function gets `label`) and may wait for numbers
that only a case can give, such as a threshold (`numbers`; its function gets them by name). `chosen` fills both in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polemos.core.errors import InputError

if TYPE_CHECKING:
    from polemos.core.model import Model

Record = Mapping[str, NDArray[Any]]
Observe = Callable[..., NDArray[Any]]
CELL_METHODS = {"end": "month: point", "gain": "month: sum", "mean": "month: mean", "sum": "month: sum"}


@dataclass(frozen=True)
class Quantity:
    """One number per draw and month, read off the hidden state.

    needs: what the engine records for it, name -> 'end', 'gain', 'mean' or 'sum'. attributes: attributes it reads.
    measures: which of these kinds of value it is itself (the state at the month's end, a sum or a mean over the month).
    each: the dimension whose labels have one series each. numbers: unit of each number that the case gives.
    origin, label and given: once chosen, the name it was declared with, its label and the numbers' values.
    """

    name: str
    title: str
    unit: str
    needs: Mapping[str, str]
    attributes: tuple[str, ...]
    measures: str
    assumptions: str
    function: Observe
    each: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
    label: str = ""
    given: Mapping[str, float] = field(default_factory=dict)

    def chosen(self, name: str, label: str = "", given: Mapping[str, float] | None = None) -> Quantity:
        """The quantity under the name `name`, for one label and with the case's numbers; its title tells both."""
        numbers = dict(given or {})
        about = [f"{self.each} {label}"] if label else []
        about += [f"{key} {value:g} {self.numbers[key]}" for key, value in sorted(numbers.items())]
        title = f"{self.title} ({', '.join(about)})" if about else self.title
        return replace(self, name=name, title=title, origin=self.name, label=label, given=numbers)

    def missing(self, model: Model) -> tuple[str, ...]:
        """What the model lacks for this quantity, in words; empty when it can be computed."""
        known = {*model.stocks, *model.derived(), *model.flows()}
        gone = [f"the stock, derived quantity or flow '{name}'" for name in self.needs if name not in known]
        gone += [f"the attribute '{name}'" for name in self.attributes if name not in model.attributes]
        if self.label and self.label not in model.dims.get(self.each, ()):
            gone.append(f"the {self.each} '{self.label}'")
        return tuple(gone)

    def observe(self, record: Record, model: Model) -> NDArray[np.float32]:
        """The quantity as (draw, month) float32; raises InputError if the function returns another shape."""
        named: dict[str, Any] = {"label": self.label} if self.each else {}
        values = np.asarray(self.function(record, model, **named, **self.given))
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
    each: str = "",
    numbers: Mapping[str, str] | None = None,
) -> Callable[[Observe], Observe]:
    """Mark a function as the simulated quantity that bears its name; its docstring states the assumptions."""

    def mark(function: Observe) -> Observe:
        assumptions = _assumptions(function, needs, measures)
        declared = Quantity(
            name=function.__name__,
            title=title,
            unit=unit,
            needs=dict(needs),
            attributes=attributes,
            measures=measures,
            assumptions=assumptions,
            function=function,
            each=each,
            numbers=dict(numbers or {}),
        )
        function.__quantity__ = declared  # type: ignore[attr-defined]
        return function

    return mark


def _assumptions(function: Observe, needs: Mapping[str, str], measures: str) -> str:
    """The docstring on one line, once the declaration is seen to be whole."""
    where = f"quantity {function.__name__}"
    if measures not in CELL_METHODS or any(mode not in CELL_METHODS for mode in needs.values()):
        raise InputError(where, f"what is recorded is one of {', '.join(CELL_METHODS)}")
    if not needs or not function.__doc__:
        raise InputError(where, "says what it reads and what it assumes", fix="fill `needs` and write a docstring")
    return " ".join(function.__doc__.split())
