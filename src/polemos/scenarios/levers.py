"""What a scenario may touch: drivers, which are acts from outside; two quantities on the side of policy and protection;
and claims on trial, by switching them off. Nothing on the movement's side is a lever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from polemos.cases.claims import Claim
from polemos.cases.problems import nearest
from polemos.cases.units import same_unit
from polemos.core.errors import InputError
from polemos.core.model import Model
from polemos.scenarios.schema import Act, How

# How far those who fight the movement hold together, and what share of their pay roll is at its post.
INSIDE = ("cohesion", "RivalDeployment.presence")
# A slider scales a path from nothing to twice what it was.
MOST = 2.0


@dataclass(frozen=True)
class Lever:
    """What may be changed: its unit and labels, and whether it can only lie in 0 to 1, or above 0.

    highest: the largest value of its path, None without one. rest: the path's value where it is the same throughout.
    """

    unit: str
    labels: tuple[str, ...]
    is_share: bool
    is_positive: bool
    highest: float | None = None
    rest: float | None = None

    @property
    def how(self) -> How:
        """What a slider does to it: a share is set; what has a path of its own, such as weapons a month, is scaled."""
        return "scale" if self.highest and not self.is_share else "set"

    @property
    def tops(self) -> dict[str, float]:
        """The upper end of its slider, scaled or set; the lower one is 0."""
        return {"scale": MOST, "set": 1.0 if self.is_share else self.highest or 1.0}

    @property
    def top(self) -> float:
        """The upper end for what its slider does."""
        return self.tops[self.how]


def levers_of(model: Model) -> dict[str, Lever]:
    """The levers of a model by name."""
    found = {}
    for name, driver in model.drivers.items():
        values = np.asarray(driver.values)
        share = same_unit(driver.unit, "1") and bool(values.min() >= 0.0 and values.max() <= 1.0)
        positive, rest = bool(values.min() >= 0.0), float(values.min()) if values.min() == values.max() else None
        found[name] = Lever(driver.unit, _labels(driver.dims, model), share, positive, float(values.max()), rest)
    for name in INSIDE:
        if name in model.stocks:
            found[name] = Lever(model.stocks[name].unit, _labels(model.stocks[name].dims, model), True, True)
        elif name in model.parameters:
            found[name] = Lever(model.parameters[name].unit, _labels(model.parameters[name].dims, model), True, True)
    return dict(sorted(found.items()))


def check_act(act: Act, model: Model, where: str) -> None:
    """Refuse an act on what is no lever, in a wrong unit, outside the run, of no label, or beyond what the lever is."""
    levers = levers_of(model)
    if act.target not in levers:
        raise _no_lever(act.target, model, levers, f"{where}.target")
    lever = levers[act.target]
    if act.how in ("hold", "shift") and act.target not in model.drivers:
        raise InputError(f"{where}.how", f"{act.target} has no path of its own", value=act.how, fix="use set or clamp")
    _check_unit(act, lever, where)
    _check_months(act, model, where)
    if act.label and act.label not in lever.labels:
        fix = nearest(act.label, lever.labels) or "remove it, or choose another"
        raise InputError(f"{where}.label", f"{act.target} has no such label", value=act.label, fix=fix)
    _check_bounds(act, lever, where)
    known = (*model.stocks, *model.derived())
    if act.when is not None and act.when.quantity not in known:
        fix = nearest(act.when.quantity, known) or "see `polemos describe`"
        raise InputError(f"{where}.when", "names no stock or derived quantity", value=act.when.quantity, fix=fix)


def parameters_off(off: Sequence[str], claims: Sequence[Claim], where: str) -> tuple[str, ...]:
    """The effect parameters that are set to zero: of whole claims by id, or single ones by 'Class.parameter'."""
    trials: Mapping[str, tuple[str, ...]] = {c.id: c.trial.parameters for c in claims if c.trial}
    effects = {name for names in trials.values() for name in names}
    found: list[str] = []
    for number, name in enumerate(off, start=1):
        if name not in trials and name not in effects:
            known = [*trials, *sorted(effects)]
            fix = nearest(name, known) or f"choose from {', '.join(known) or 'none: claims.toml has no trial'}"
            rule = "only what carries a claim's effect can be switched off"
            raise InputError(f"{where}, off.{number}", rule, value=name, fix=fix)
        found += trials.get(name, (name,))
    return tuple(dict.fromkeys(found))


def _labels(dims: Sequence[str], model: Model) -> tuple[str, ...]:
    return tuple(label for dim in dims for label in model.dims[dim])


def _no_lever(target: str, model: Model, levers: Mapping[str, Lever], where: str) -> InputError:
    listed = ", ".join(levers)
    owners = {m.__name__ for m in model.mechanisms}
    inside = {*model.parameters, *model.flows(), *model.stocks, *model.derived(), *owners}
    if target in inside or target.startswith("initial."):
        rule = "is no lever: only acts from outside, policy and protection are set; the rest is inferred"
        fix = f"choose one of {listed}, or switch a claim's effect off with off = ['M..']"
        return InputError(where, rule, value=target, fix=fix)
    fix = nearest(target, levers) or f"choose one of {listed}"
    return InputError(where, "nothing in the model has this name", value=target, fix=fix)


def _check_unit(act: Act, lever: Lever, where: str) -> None:
    due = {"scale": "1", "shift": "month", "hold": ""}.get(act.how, lever.unit)
    missing = not act.unit and act.how not in ("scale", "shift", "hold")
    if missing or (act.unit and not (due and same_unit(act.unit, due))):
        fix = f"write unit = '{due}' and convert the number" if due else "remove unit"
        rule = f"{act.how} of {act.target} takes {due or 'no unit'}"
        raise InputError(f"{where}.unit", rule, value=act.unit or "missing", fix=fix)


def _check_months(act: Act, model: Model, where: str) -> None:
    calendar = model.calendar
    for key in ("start", "end"):
        month = getattr(act, key)
        if month is not None and not 0 <= calendar.index(month) < calendar.months:
            rule = f"lies outside the run, {calendar.labels[0]} to {calendar.labels[-1]}"
            raise InputError(f"{where}.{key}", rule, value=month, fix="choose a month inside")
    if act.how == "hold" and act.start == calendar.start:
        raise InputError(f"{where}.start", "no month comes before it to hold", value=act.start, fix="start later")


def _check_bounds(act: Act, lever: Lever, where: str) -> None:
    for key in ("value", "low", "high") if act.how in ("set", "clamp") else ():
        given = getattr(act, key)
        if given is not None and ((lever.is_positive and given < 0.0) or (lever.is_share and given > 1.0)):
            rule = f"{act.target} {'runs from 0 to 1' if lever.is_share else 'is never negative'}"
            raise InputError(f"{where}.{key}", rule, value=given, fix="choose a value inside")
    if act.how == "scale" and act.value is not None and act.value < 0.0:
        raise InputError(f"{where}.value", "a factor is not negative", value=act.value, fix="choose 0 or more")
