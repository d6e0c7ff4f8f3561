"""An act laid over a model from outside: from a month on, or while a condition holds, a quantity is set, scaled, added
to or clamped. Interventions are data; no mechanism knows of them.

People cannot be made or unmade: on a stock of persons no intervention is allowed, on the flows into it all are.
"""

from __future__ import annotations

from dataclasses import dataclass

from polemos.core.errors import InputError
from polemos.core.model import Model

HOWS = ("set", "scale", "add", "clamp")


@dataclass(frozen=True)
class Condition:
    """Holds while the sum of a stock or derived quantity over all its elements lies above (or below) a level."""

    quantity: str
    above: float | None = None
    below: float | None = None


@dataclass(frozen=True)
class Intervention:
    """How a target changes: `target` is a driver, stock, 'Class.parameter' or 'Class.flow'.

    `label` restricts it to one label of one dimension; `start` and `end` are months 'YYYY-MM' (end excluded; None: to
    the last); `value` is in the target's unit; for clamp `value` is the lowest and `high` the highest admitted value.
    """

    target: str
    how: str
    value: float
    start: str
    end: str | None = None
    high: float | None = None
    label: str | None = None
    when: Condition | None = None

    def checked(self, model: Model) -> Intervention:
        """Itself, or an InputError that says what the model does not allow."""
        where = f"intervention on {self.target}"
        if self.how not in HOWS:
            raise InputError(where, f"'how' is one of {', '.join(HOWS)}", value=self.how, fix="choose one of these")
        if self.how == "clamp" and (self.high is None or self.high < self.value):
            raise InputError(where, "a clamp needs a highest value not below the lowest", value=self.high)
        known = (*model.drivers, *model.stocks, *model.parameters, *model.flows())
        if self.target not in known:
            raise InputError(where, "nothing in the model has this name", fix="see `polemos describe`")
        if self.target in model.stocks and model.stocks[self.target].counted:
            raise InputError(where, "people cannot be made or unmade", fix="act on a flow into or out of this stock")
        self._check_time(model, where)
        self._check_label(model, where)
        self._check_condition(model, where)
        return self

    def dims(self, model: Model) -> tuple[str, ...]:
        """The dimensions of the target."""
        if self.target in model.parameters:
            return model.parameters[self.target].dims
        if self.target in model.flows():
            mark = model.flows()[self.target][1]
            ends = [model.stocks[e.stock].dims for e in (mark.source, mark.sink) if e is not None and e.label is None]
            return max(ends, key=len, default=())
        return model.unit_and_dims(self.target)[1]

    def _check_time(self, model: Model, where: str) -> None:
        first = model.calendar.index(self.start)
        last = model.calendar.months if self.end is None else model.calendar.index(self.end)
        if not 0 <= first < model.calendar.months or not first < last:
            raise InputError(where, "its months lie outside the run, or end before they start", value=self.start)

    def _check_label(self, model: Model, where: str) -> None:
        labels = [label for dim in self.dims(model) for label in model.dims[dim]]
        if self.label is not None and self.label not in labels:
            raise InputError(where, f"has no label {self.label!r}", fix=f"it has {', '.join(labels[:6]) or 'none'}")

    def _check_condition(self, model: Model, where: str) -> None:
        if self.when is None:
            return
        if self.when.quantity not in (*model.stocks, *model.derived()):
            raise InputError(where, "its condition names no stock or derived quantity", value=self.when.quantity)
        if (self.when.above is None) == (self.when.below is None):
            raise InputError(where, "a condition has either 'above' or 'below'", fix="give one of the two")
