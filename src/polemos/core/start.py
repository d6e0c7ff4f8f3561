"""The state at the first instant, on the host: totals times weights, people in whole numbers by largest remainder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from polemos.core.errors import InputError
from polemos.core.model import Model

FloatArray = np.ndarray[Any, np.dtype[np.float64]]


def initial_state(model: Model, theta: Mapping[str, FloatArray], draws: int) -> dict[str, FloatArray]:
    """Every stock at the start, shape (draws, *dims), float64; `theta` may hold 'initial.<stock>' totals per draw."""
    state = {}
    for name, stock in model.stocks.items():
        shape = (draws, *model.shape(stock.dims))
        if name not in model.initial:
            state[name] = np.zeros(shape)
            continue
        start = model.initial[name]
        total = theta.get(f"initial.{name}") if start.total is None else np.full(draws, float(start.total))
        if total is None:
            raise InputError(f"initial.{name}", "has no value among the parameter draws", fix="draw it from its prior")
        weights = np.broadcast_to(np.asarray(start.weights, np.float64), shape[1:])
        value = np.asarray(total, np.float64).reshape(draws, *[1] * len(stock.dims)) * weights
        state[name] = whole_parts(value) if stock.counted else value
    return state


def whole_parts(value: FloatArray) -> FloatArray:
    """Whole numbers near `value` (draws, ...) whose sum per draw is the rounded sum: largest remainders first."""
    flat = value.reshape(len(value), -1)
    floor = np.floor(flat)
    missing = np.rint(flat.sum(axis=1)) - floor.sum(axis=1)
    order = np.argsort(-(flat - floor), axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(flat.shape[1])[None, :], axis=1)
    whole: FloatArray = (floor + (rank < missing[:, None])).reshape(value.shape)
    return whole
