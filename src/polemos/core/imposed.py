"""Interventions compiled into the step: when each is active and what it does to its target's value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np
from jax import Array

from polemos.core.intervention import Intervention
from polemos.core.model import Model


@dataclass(frozen=True)
class Imposed:
    """The checked interventions on a model, in the order given; later ones act on what earlier ones left."""

    model: Model
    interventions: tuple[Intervention, ...]

    @property
    def conditions(self) -> tuple[str, ...]:
        """The quantities whose level some intervention waits for, which must be known first."""
        return tuple(dict.fromkeys(i.when.quantity for i in self.interventions if i.when is not None))

    @property
    def stocks(self) -> tuple[str, ...]:
        """The stocks that are acted on directly."""
        return tuple(dict.fromkeys(i.target for i in self.interventions if i.target in self.model.stocks))

    def active(self, clock: Array, values: Mapping[str, Array]) -> Array:
        """One flag per intervention at step number `clock`; shape (interventions,)."""
        flags = [jnp.zeros((), bool)]
        for act in self.interventions:
            per_month = self.model.calendar.steps_per_month
            flag = clock >= self.model.calendar.index(act.start) * per_month
            if act.end is not None:
                flag = flag & (clock < self.model.calendar.index(act.end) * per_month)
            if act.when is not None:
                level = values[act.when.quantity].sum()
                flag = flag & (
                    (level > act.when.above) if act.when.above is not None else (level < (act.when.below or 0.0))
                )
            flags.append(flag)
        return jnp.stack(flags)

    def apply(self, target: str, value: Array, acts: Array) -> Array:
        """The target's value under the interventions that are active."""
        for position, act in enumerate(self.interventions, start=1):
            if act.target != target:
                continue
            value = jnp.where(acts[position] & self._mask(act), _changed(act, value), value)
        return value

    def _mask(self, act: Intervention) -> Array:
        dims = act.dims(self.model)
        if act.label is None:
            return jnp.ones((), bool)
        axis = next(i for i, d in enumerate(dims) if act.label in self.model.dims[d])
        hit = np.asarray([label == act.label for label in self.model.dims[dims[axis]]])
        return jnp.asarray(hit.reshape([-1 if i == axis else 1 for i in range(len(dims))]))


def _changed(act: Intervention, value: Array) -> Array:
    if act.how == "set":
        return jnp.full_like(value, act.value)
    if act.how == "scale":
        return value * act.value
    if act.how == "add":
        return value + act.value
    return jnp.clip(value, act.value, act.high)
