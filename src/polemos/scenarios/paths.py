"""Acts laid over the monthly path of a driver; pure functions of arrays.

Assumes an act holds for whole months. A shifted path keeps its first value before it begins, its last after it ends.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from polemos.core.calendar import Calendar
from polemos.core.model import Driver, Model
from polemos.scenarios.contradictions import span
from polemos.scenarios.levers import levers_of
from polemos.scenarios.schema import Act

Floats = NDArray[np.float64]


def changed_drivers(model: Model, acts: Iterable[Act]) -> dict[str, Driver]:
    """The model's drivers under acts without a condition, all read from the paths as they were."""
    drivers = dict(model.drivers)
    for act in acts:
        before, now = model.drivers[act.target], drivers[act.target]
        columns = _columns(act, model, before)
        values = np.array(now.values, dtype=np.float64)
        path = values[:, columns] if before.dims else values
        origin = np.asarray(before.values, dtype=np.float64)
        values_new = _changed(act, path, origin[:, columns] if before.dims else origin, model.calendar)
        if before.dims:
            values[:, columns] = values_new
        else:
            values = values_new
        drivers[act.target] = Driver(values, before.unit, before.dims)
    return drivers


def multiplied(model: Model, name: str, factors: Floats) -> Floats:
    """A driver's whole path times a factor per draw, (draw, month, ...); a share is cut at 1."""
    path = np.asarray(model.drivers[name].values, dtype=np.float64)
    found = path[None] * factors.reshape(-1, *[1] * path.ndim)
    return np.minimum(found, 1.0) if levers_of(model)[name].is_share else found


def _columns(act: Act, model: Model, driver: Driver) -> NDArray[np.int64]:
    labels = model.dims[driver.dims[0]] if driver.dims else ("",)
    return np.array([i for i, label in enumerate(labels) if act.label in ("", label)], dtype=np.int64)


def _changed(act: Act, now: Floats, origin: Floats, calendar: Calendar) -> Floats:
    first, end = span(act, calendar)
    new = now.copy()
    part = slice(first, end)
    if act.how == "set":
        new[part] = act.value
    elif act.how == "scale":
        new[part] = now[part] * _number(act.value)
    elif act.how == "add":
        lowest = 0.0 if origin.min() >= 0.0 else -np.inf
        new[part] = np.maximum(now[part] + _number(act.value), lowest)
    elif act.how == "clamp":
        new[part] = np.clip(now[part], act.low, act.high)
    elif act.how == "hold":
        new[part] = origin[first - 1]
    else:
        months = np.clip(np.arange(len(origin)) - (act.by or 0), 0, len(origin) - 1)
        new[part] = origin[months][part]
    return new


def _number(value: float | None) -> float:
    assert value is not None, "a checked act has the numbers that its kind takes"
    return value
