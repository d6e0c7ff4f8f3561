"""Random states and parameters on which a second reading of a page is laid beside the package.

Names, units and dimensions come from the worked case's model, parameters from its priors; sizes are wide on purpose,
so that both ends of every saturation are met. Two dozen places stand for all.
"""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from shipped_model import drawn, shipped_model

Array = np.ndarray[Any, Any]

STATES, PLACES = 128, 24
# States in which everything is 0, is 1, or is next to nothing (which tries the guards of divisions); in which
# parameters are far out, or rounded (which makes ties); in which a claim's effect is taken away, or turned round.
ZEROS, ONES, CRUMBS = 0, 1, 2
FAR_OUT, ROUNDED, ABSENT, OPPOSITE = slice(32, 56), slice(56, 80), slice(80, 104), slice(104, 128)
DECADES = {
    "person": (-1.0, 6.5), "person/month": (-2.0, 5.0), "1": (-1.0, 1.0), "1/month": (-3.0, 0.0), "month": (-2.0, 1.5),
    "USD": (3.0, 9.0), "USD/month": (3.0, 8.5), "USD/person/month": (0.0, 3.5), "vehicle": (-1.0, 4.0),
    "vehicle/month": (-2.0, 2.5), "weapon/month": (-1.0, 5.0), "deaths/month": (-1.0, 4.0), "event": (-1.0, 2.5),
    "event/month": (-2.0, 3.0), "km2": (-1.0, 4.5),
}  # fmt: skip
FEW = dict.fromkeys(("fighters", "garrison", "underground", "vanguard"), (-1.0, 4.0))  # beside the people of a place
SHARES = ("front_share", "intervention", "movement_influence", "reach_abroad", "rival_influence", "threat")
ZERO_OR_ONE = ("held", "front_of", "reach")
ONE_OF = ("in_country", "owner_of")  # every place belongs to one label
FROM_ONE = ("setback",)  # a ratio that is never below one


def length(dim: str) -> int:
    """How many labels a dimension has here."""
    return PLACES if dim == "place" else len(shipped_model().dims[dim])


def shape(dims: tuple[str, ...]) -> tuple[int, ...]:
    """The shape of something with these dimensions, in one state."""
    return tuple(length(dim) for dim in dims)


def states_of(key: str, names: tuple[str, ...], streams: tuple[str, ...], stream_dims: tuple[str, ...]) -> Any:
    """What a method reads, by name: arrays (STATES, *dims), seeded by the method's key."""
    rng = np.random.default_rng(zlib.crc32(key.encode()))
    found = {name: _values(rng, name) for name in names}
    luck = {name: rng.uniform(size=(STATES, *shape(stream_dims))) for name in streams}
    for numbers in luck.values():
        numbers[::4] = 1.0 - numbers[::4] ** 4  # many large numbers, and many small ones down to 1e-4
        numbers[1::4], numbers[2::4] = (10 ** (-4.0 * numbers[i::4]) for i in (1, 2))
    return found | luck


def parameters_of(mechanism: type[Any]) -> dict[str, Array]:
    """The parameters of a mechanism by name, (STATES, *dims)."""
    whole, found = drawn(STATES, seed=20170320), {}
    rng = np.random.default_rng(zlib.crc32(mechanism.__name__.encode()))
    for name, spec in mechanism.parameters().items():
        key = f"{mechanism.__name__}.{name}"
        values = np.array(whole[key], float)
        for axis, dim in enumerate(spec.dims, start=1):
            values = values.take(range(length(dim)), axis=axis)
        far = values[FAR_OUT] * 4 ** rng.uniform(-1, 1, size=values[FAR_OUT].shape)
        values[FAR_OUT] = np.minimum(far, 1.0) if values.max() <= 1.0 else far
        digit = 10 ** np.floor(np.log10(np.abs(values[ROUNDED])))
        values[ROUNDED] = np.round(values[ROUNDED] / digit) * digit
        if key in _trials():
            values[ABSENT] = 0.0
            values[OPPOSITE] *= -1.0 if _trials()[key] else 1.0
        found[name] = values
    return found


@cache
def _trials() -> Mapping[str, bool]:
    """The parameters that carry a claim's effect, and whether the opposite has a meaning."""
    text = (files("polemos.cases") / "islamic_state" / "claims.toml").read_text(encoding="utf-8")
    trials = [claim["trial"] for claim in tomllib.loads(text)["claims"] if "trial" in claim]
    return {key: trial["opposite"] for trial in trials for key in trial["parameters"]}


def _values(rng: np.random.Generator, name: str) -> Array:
    model = shipped_model()
    unit, dims = model.unit_and_dims(name)
    stock, size = model.stocks.get(name), (STATES, *shape(dims))
    if name.startswith("kind_"):
        return np.broadcast_to(np.asarray(model.attributes[name].values, float), size).copy()
    if name == "adjacency":
        roads = np.triu(rng.uniform(size=size) < 0.1, k=1)
        return (roads | roads.swapaxes(1, 2)).astype(float)
    if name in ONE_OF:
        return np.eye(size[1])[rng.integers(size[1], size=(STATES, PLACES))].swapaxes(1, 2)
    if name == "owner" or name in ZERO_OR_ONE or (stock is not None and stock.code):
        most = length("rival") - 1 if name == "owner" else int(stock.high) if stock is not None else 1
        common = rng.integers(most + 1, size=(STATES, *[1] * len(dims)))
        alike = rng.uniform(size=size) < rng.uniform(size=common.shape)  # there are states in which most are alike
        codes = np.where(alike, common, rng.integers(most + 1, size=size)).astype(float)
        return _with_ends(codes, crumbs=codes[CRUMBS])
    bounded = name in SHARES or name in model.attributes or name in model.drivers or (stock and stock.high == 1.0)
    if unit == "1" and bounded:
        quarters = rng.integers(5, size=size) / 4
        values = np.where(rng.uniform(size=size) < 0.4, quarters, rng.uniform(size=size))
        return _with_ends(values, crumbs=10 ** rng.uniform(-8, -6, size=size[1:]))
    low, high = FEW.get(name, DECADES[unit])
    tops = rng.uniform(low, high + 1.0, size=(STATES, *[1] * len(dims)))  # there are states in which all are small
    values = 10 ** rng.uniform(low, np.minimum(tops, high) if dims else high, size=size)
    if name in FROM_ONE:
        return 1.0 + values
    if name == "step":
        return values
    values = np.round(values) if stock is not None and stock.counted else values
    return _with_ends(values * (rng.uniform(size=size) > 0.15), crumbs=10 ** rng.uniform(-8, -6, size=size[1:]))


def _with_ends(values: Array, crumbs: Array) -> Array:
    values[ZEROS], values[ONES], values[CRUMBS] = 0.0, 1.0, crumbs
    return values
