"""Values set by hand for a run, in place of a parameter's prior, a start's prior, a driver's path or a neutral value.

Assumes a value holds for the whole run and for all labels unless one is named. Leaves out changes in time: those are
interventions.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.core.errors import UsageError
from polemos.core.model import Driver, Model

SETTING = re.compile(r"\s*([A-Za-z_][\w.]*)(?:\[([^\]=]+)\])?\s*=\s*(\S+)\s*")
Known = Mapping[str, tuple[str, tuple[str, ...]]]
Theta = dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Setting:
    """`target` is 'Class.parameter', 'initial.stock', a driver or a constant; `value` is in `unit`."""

    target: str
    value: float
    unit: str
    label: str = ""

    def __str__(self) -> str:
        label = f"[{self.label}]" if self.label else ""
        return f"{self.target}{label} = {self.value:g}{'' if self.unit == '1' else f' {self.unit}'}"


def read_settings(model: Model, texts: Sequence[str]) -> tuple[Setting, ...]:
    """Settings from texts like 'Coalition.cohesion_decay=0.2' or 'weapons[iraq]=0'; UsageError for what is wrong."""
    known = _targets(model)
    found = tuple(_read(model, text, known) for text in texts)
    keys = [(s.target, s.label) for s in found]
    for key in keys:
        if keys.count(key) > 1:
            raise UsageError(f"--set {key[0]}: is set twice; give it one value.")
    return found


def set_model(model: Model, settings: Sequence[Setting]) -> Model:
    """The model with its drivers and constants set."""
    drivers, constants = dict(model.drivers), dict(model.constants)
    for setting in settings:
        if setting.target in drivers:
            old = drivers[setting.target]
            drivers[setting.target] = Driver(_filled(model, setting, old.values, old.dims), old.unit, old.dims)
        elif setting.target in constants:
            constants[setting.target] = dataclasses.replace(constants[setting.target], value=setting.value)
    return dataclasses.replace(model, drivers=drivers, constants=constants)


def set_draws(model: Model, theta: Theta, settings: Sequence[Setting]) -> Theta:
    """The parameter draws with values set; luck and all other draws stay as they are."""
    changed = dict(theta)
    for setting in settings:
        if setting.target in changed:
            dims = model.parameters[setting.target].dims if setting.target in model.parameters else ()
            changed[setting.target] = _filled(model, setting, changed[setting.target], dims)
    return changed


def _filled(model: Model, setting: Setting, values: Any, dims: tuple[str, ...]) -> NDArray[np.float64]:
    """A copy of `values` (rows, *dims) with the value set for all labels or one."""
    filled = np.array(values, np.float64)
    place: list[Any] = [slice(None)] * filled.ndim
    for axis, dim in enumerate(dims, start=1):
        if setting.label in model.dims[dim]:
            place[axis] = model.dims[dim].index(setting.label)
    filled[tuple(place)] = setting.value
    return filled


def _read(model: Model, text: str, known: Known) -> Setting:
    parts = SETTING.fullmatch(text)
    if not parts:
        raise UsageError(f"--set: '{text}' is not NAME=VALUE; write it like Exits.calm=0.05 or weapons[north]=0.")
    target = _target(parts[1], known)
    unit, dims = known[target]
    try:
        value = float(parts[3])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise UsageError(f"--set {target}: '{parts[3]}' is not a number; give one in {unit}.")
    labels = [label for dim in dims for label in model.dims[dim]]
    if parts[2] and parts[2] not in labels:
        near = get_close_matches(parts[2], labels, n=1, cutoff=0.4)
        fix = f"did you mean {near[0]}?" if near else "it has no labels." if not labels else "see `polemos describe`."
        raise UsageError(f"--set {target}: has no label '{parts[2]}'; {fix}")
    return Setting(target, value, unit, parts[2] or "")


def _targets(model: Model) -> Known:
    """Unit and dimensions of everything that can be set."""
    found = {name: (spec.unit, spec.dims) for name, spec in model.parameters.items()}
    found |= {f"initial.{s}": (start.unit, ()) for s, start in model.initial.items() if start.total is None}
    found |= {name: (driver.unit, driver.dims) for name, driver in model.drivers.items()}
    return found | {name: (constant.unit, ()) for name, constant in model.constants.items()}


def _target(word: str, known: Known) -> str:
    """The name that is meant: as it is written in the case, or with the class in small letters."""
    folded = {_folded(name): name for name in known}
    if _folded(word) in folded:
        return folded[_folded(word)]
    near = get_close_matches(word, known, n=1, cutoff=0.4)
    fix = f"did you mean {near[0]}?" if near else "see `polemos describe`."
    raise UsageError(f"--set: nothing that can be set is called '{word}'; {fix}")


def _folded(name: str) -> str:
    """'Coalition.cohesion_decay', 'coalition.cohesion_decay' and 'GoingUnderground' as 'going_underground' alike."""
    owner, dot, rest = name.rpartition(".")
    return owner.replace("_", "").lower() + dot + rest
