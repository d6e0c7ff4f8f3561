"""The shipped case's model and parameter draws, whole or cut down to a few places and rivals."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from polemos.cases.build import build
from polemos.cases.draw import draw_parameters
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.core.calendar import Calendar
from polemos.core.model import Attribute, Driver, Initial, Model

Array = np.ndarray[Any, Any]


@cache
def shipped_model() -> Model:
    """The model of the worked case."""
    return build(resolve(load_case("islamic-state")))


@cache
def drawn(draws: int, seed: int = 1) -> dict[str, Array]:
    """Parameters and starts from the worked case's priors, one row per draw."""
    return draw_parameters(resolve(load_case("islamic-state")), seed, np.arange(draws))


def cut_down(
    kept: Mapping[str, Sequence[int]], months: int, steps: int, start: Mapping[str, Any], first_month: int = 30
) -> Model:
    """The shipped model with only some labels of some dimensions; `start` gives the weights of every stock.

    Stocks of codes start at their weights; all others at weights times a total drawn as 'initial.<stock>'.
    """
    model = shipped_model()

    def cut(values: Any, dims: tuple[str, ...], lead: int = 0) -> Array:
        values = np.asarray(values, float)
        for axis, dim in enumerate(dims, start=lead):
            values = values.take(kept.get(dim, range(len(model.dims[dim]))), axis=axis)
        return values

    dims = {d: tuple(labels[i] for i in kept.get(d, range(len(labels)))) for d, labels in model.dims.items()}
    attributes = {n: Attribute(cut(a.values, a.dims), a.unit, a.dims) for n, a in model.attributes.items()}
    drivers = {
        n: Driver(cut(d.values, d.dims, lead=1)[first_month : first_month + months], d.unit, d.dims)
        for n, d in model.drivers.items()
    }
    initial = {}
    for name, stock in model.stocks.items():
        shape = tuple(len(dims[d]) for d in stock.dims)
        weights = np.broadcast_to(np.asarray(start.get(name, 1.0), float), shape)
        initial[name] = Initial(name, stock.unit, weights, 1.0 if stock.code else None)
    calendar = Calendar("2014-07", months, steps)
    return dataclasses.replace(
        model, dims=dims, attributes=attributes, drivers=drivers, initial=initial, calendar=calendar
    )


def cut_theta(model: Model, draws: int, seed: int = 1) -> dict[str, Array]:
    """The shipped priors' draws for a cut-down model (its labels must be the first of the shipped ones or kept)."""
    whole, found = shipped_model(), {}
    for key, values in drawn(draws, seed).items():
        if key in model.parameters:
            for axis, dim in enumerate(model.parameters[key].dims, start=1):
                values = values.take([whole.dims[dim].index(label) for label in model.dims[dim]], axis=axis)
            found[key] = values
    return found
