"""Whether a resolved case and the mechanisms it names fit: parameters, units, dimensions, initial stocks."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from polemos.cases.catalogue import find_mechanism, shipped_mechanisms
from polemos.cases.problems import Problems, nearest
from polemos.cases.resolved import ResolvedCase, ResolvedInitial, ResolvedParameter
from polemos.cases.units import meaning, same_unit
from polemos.core.errors import InputError
from polemos.core.mechanism import Mechanism
from polemos.core.parameter import ParameterSpec
from polemos.core.stock import Stock

RARE = 1e-9
FROM_PLACES = ("civilians", "holder", "owner")


def mechanism_classes(resolved: ResolvedCase, problems: Problems) -> list[type[Mechanism]]:
    """The classes of the case's mechanisms; those not found become problems."""
    found: list[type[Mechanism]] = []
    shipped = {} if all(resolved.mechanisms.values()) else shipped_mechanisms()
    for name, class_path in resolved.mechanisms.items():
        with problems.collecting():
            found.append(find_mechanism(name, class_path, shipped, _file(resolved, "parameters.toml")))
    return found


def fit_problems(resolved: ResolvedCase, mechanisms: list[type[Mechanism]], problems: Problems) -> None:
    """Everything in which the case and its mechanisms disagree."""
    if not resolved.mechanisms:
        where = _file(resolved, "parameters.toml")
        problems.append(InputError(where, "a case uses at least one mechanism", fix="add a table for each of them"))
    for mechanism in mechanisms:
        _check_parameters(resolved, mechanism, problems)
    if len(mechanisms) == len(resolved.mechanisms):
        _check_initial(resolved, {s.name: s for m in mechanisms for s in m.stocks}, problems)
    for name, driver in resolved.drivers.items():
        with problems.collecting():
            _known(driver.unit, f"{_file(resolved, 'drivers.toml')}, {name}.unit")


def _file(resolved: ResolvedCase, name: str) -> str:
    return str(Path(resolved.folder) / name)


def _known(unit: str, where: str) -> None:
    if meaning(unit) is None:
        raise InputError(where, "is not a unit polemos knows", value=unit, fix="write it like USD/person/month")


def _check_parameters(resolved: ResolvedCase, mechanism: type[Mechanism], problems: Problems) -> None:
    where, name = f"{_file(resolved, 'parameters.toml')}, {mechanism.__name__}", mechanism.__name__
    given = {key.split(".", 1)[1]: p for key, p in resolved.parameters.items() if key.split(".", 1)[0] == name}
    asked = mechanism.parameters()
    for key in sorted(given.keys() - asked.keys()):
        fix = nearest(key, asked) or "remove it"
        problems.append(InputError(f"{where}.{key}", "the mechanism has no parameter of this name", value=key, fix=fix))
    for key, spec in asked.items():
        if key not in given:
            fix = f"add [{name}.{key}] with unit '{spec.unit}', a prior and its source"
            problems.append(InputError(f"{where}.{key}", "the mechanism's parameter is missing", fix=fix))
            continue
        with problems.collecting():
            _check_unit(given[key].unit, spec.unit, f"{where}.{key}.unit")
        with problems.collecting():
            _check_dims(given[key], spec, f"{where}.{key}.prior")


def _check_unit(given: str, declared: str, where: str) -> None:
    _known(given, where)
    if not same_unit(given, declared):
        raise InputError(
            where, f"the mechanism declares {declared}", value=given, fix=f"write '{declared}' and convert the numbers"
        )


def _check_dims(given: ResolvedParameter, spec: ParameterSpec, where: str) -> None:
    if given.dims == spec.dims:
        return
    due = {(): "one prior, without iid", ("place",): "one prior with iid = true"}.get(
        spec.dims, f"one prior for each {' and '.join(spec.dims)}"
    )
    value = f"one for each {given.dims[0]}" if given.dims else "one prior"
    raise InputError(where, f"the mechanism asks for {due}", value=value, fix="change the prior's form")


def _check_initial(resolved: ResolvedCase, stocks: dict[str, Stock], problems: Problems) -> None:
    file = _file(resolved, "initial.toml")
    for name, entry in resolved.initial.items():
        with problems.collecting():
            if name in FROM_PLACES:
                raise InputError(f"{file}, {name}", "this stock starts from places.csv", fix="remove the table")
            if name not in stocks:
                fix = nearest(name, stocks) or "remove the table"
                raise InputError(f"{file}, {name}", "no mechanism of the case has this stock", value=name, fix=fix)
            _check_start(entry, stocks[name], f"{file}, {name}")
    for name, stock in sorted(stocks.items()):
        if not stock.starts_at_zero and name not in FROM_PLACES and name not in resolved.initial:
            fix = f"add [{name}] with unit '{stock.unit}', a value or a prior, and its source"
            problems.append(InputError(f"{file}, {name}", "the stock's start is missing", fix=fix))


def _check_start(entry: ResolvedInitial, stock: Stock, where: str) -> None:
    _check_unit(entry.unit, stock.unit, f"{where}.unit")
    if set(entry.weights) != set(stock.dims):
        due, value = ", ".join(stock.dims) or "nothing", ", ".join(entry.weights) or "nothing"
        raise InputError(f"{where}.spread", f"the stock is spread over {due}", value=value, fix="correct the spread")
    largest = math.prod(max(weights) for weights in entry.weights.values())
    _check_bounds(entry, stock, largest, where)


def _check_bounds(entry: ResolvedInitial, stock: Stock, largest: float, where: str) -> None:
    """The start of the largest element stays within the stock's bounds in all but one of a thousand million draws."""
    ends = (entry.value, entry.value) if entry.value is not None else _ends(entry)
    for end in ends:
        if end is not None and not stock.low <= end * largest <= stock.high:
            key, bounds = "prior" if entry.value is None else "value", f"{stock.low:g} to {stock.high:g}"
            raise InputError(
                f"{where}.{key}", f"the stock lies in {bounds}", value=f"{end * largest:g}", fix="narrow or move it"
            )


def _ends(entry: ResolvedInitial) -> tuple[float, float]:
    assert entry.prior is not None
    low, high = entry.prior.quantile(np.array([RARE, 1.0 - RARE]))
    return float(low), float(high)
