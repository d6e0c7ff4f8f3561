"""Drivers that differ between draws: each is multiplied by a factor of its own, so one compiled model serves them all.

Assumes a factor holds for the whole run. A driver that never leaves 0 to 1 and has no unit is cut at 1.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from polemos.cases.units import same_unit
from polemos.core.mechanism import Mechanism, derived
from polemos.core.model import Driver, Model
from polemos.core.parameter import parameter

OWNER = "DrawnLevers"
BEFORE = "_as_it_was"


def with_factors(model: Model) -> Model:
    """The model with every driver renamed and derived anew as path times a parameter `DrawnLevers.<driver>`."""
    methods = {name: _scaled(name, driver) for name, driver in model.drivers.items()}
    fields = [(name + "_factor", Any, parameter("1", f"factor on {name}")) for name in model.drivers]
    bases = (Mechanism,)
    made = dataclasses.make_dataclass(OWNER, fields, bases=bases, frozen=True, namespace={**methods, "stocks": ()})
    drivers = {name + BEFORE: driver for name, driver in model.drivers.items()}
    return dataclasses.replace(model, drivers=drivers, mechanisms=(*model.mechanisms, made))


def factor_of(driver: str) -> str:
    """The parameter's name."""
    return f"{OWNER}.{driver}_factor"


def _scaled(name: str, driver: Driver) -> Callable[..., Any]:
    """A derived quantity `name`: the path times the factor."""
    values = np.asarray(driver.values)
    share = same_unit(driver.unit, "1") and values.min() >= 0.0 and values.max() <= 1.0

    def method(self: Any, **read: Any) -> Any:
        """The path times its factor."""
        import jax.numpy as jnp

        now = read[name + BEFORE] * getattr(self, name + "_factor")
        return jnp.minimum(now, 1.0) if share else now

    method.__name__, method.__qualname__ = name, f"{OWNER}.{name}"
    kinds = inspect.Parameter
    reads = [kinds("self", kinds.POSITIONAL_OR_KEYWORD), kinds(name + BEFORE, kinds.POSITIONAL_OR_KEYWORD)]
    method.__signature__ = inspect.Signature(reads)  # type: ignore[attr-defined]
    return derived(driver.unit, driver.dims)(method)
