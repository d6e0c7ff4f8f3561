"""Which quantities a run records: those that the case's targets ask for, and every other one that the model can answer.

A target's name is the name of its series in the run. A quantity that no target asks for bears its own name, with the
label after it (`deaths_dyads_north`) where it has one series for each label of a dimension. What has one for each place
is recorded only where a target asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from polemos.core.errors import InputError
from polemos.core.model import Model
from polemos.observation.quantity import Quantity

Dims = Mapping[str, tuple[str, ...]]
TAKEN = ("draw", "month", "holder")


@dataclass(frozen=True)
class Asked:
    """What a target asks for: a quantity by name, its label if it has one for each, and numbers by name."""

    quantity: str
    label: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)


def choose(
    known: Mapping[str, Quantity], model: Model, asked: Mapping[str, Asked]
) -> tuple[tuple[Quantity, ...], dict[str, str]]:
    """The quantities to record by name, and for each one that cannot be, why; InputError for a target that is wrong."""
    found: dict[str, Quantity] = {}
    left_out: dict[str, str] = {}
    for name, target in asked.items():
        check_asked(name, target, known, model.dims, f"targets.toml, {name}")
        found[name] = known[target.quantity].chosen(name, target.label, target.numbers)
    done = {(target.quantity, target.label) for target in asked.values()}
    for name, (quantity, label) in own_names(known, model.dims).items():
        if (quantity.name, label) not in done and quantity.numbers:
            left_out[name] = f"no target gives its {', '.join(quantity.numbers)}"
        elif (quantity.name, label) not in done:
            found[name] = quantity.chosen(name, label)
    for name in sorted(found):
        if missing := found[name].missing(model):
            left_out[name] = f"the model lacks {', '.join(missing)}"
            del found[name]
    return tuple(found[name] for name in sorted(found)), dict(sorted(left_out.items()))


def own_names(known: Mapping[str, Quantity], dims: Dims) -> dict[str, tuple[Quantity, str]]:
    """Every series that a model with these dimensions can have, by the name it bears when no target names it."""
    return dict(_own_names(known, dims))


def _own_names(known: Mapping[str, Quantity], dims: Dims) -> Iterator[tuple[str, tuple[Quantity, str]]]:
    for name, quantity in known.items():
        if not quantity.each:
            yield name, (quantity, "")
        for label in () if quantity.each == "place" else dims.get(quantity.each, ()):
            yield f"{name}_{label}", (quantity, label)


def check_asked(name: str, asked: Asked, known: Mapping[str, Quantity], dims: Dims, where: str) -> None:
    """Refuse a target that names no quantity, lacks or adds a label or a number, or takes another one's name."""
    if asked.quantity not in known:
        rule = "is not a quantity polemos observes"
        raise InputError(f"{where}.quantity", rule, value=asked.quantity, fix=_near(asked.quantity, known))
    quantity = known[asked.quantity]
    labels = dims.get(quantity.each, ())
    if quantity.each and asked.label not in labels:
        rule = f"{quantity.name} has one series for each {quantity.each}, so a label must say which"
        raise InputError(f"{where}.label", rule, value=asked.label or None, fix=_near(asked.label, labels))
    if asked.label and not quantity.each:
        raise InputError(f"{where}.label", f"{quantity.name} has no labels", value=asked.label, fix="remove the key")
    for key in sorted({*quantity.numbers} - {*asked.numbers}):
        fix = f"add {key} with a value in {quantity.numbers[key]} and its source"
        raise InputError(f"{where}.{key}", f"{quantity.name} needs it", fix=fix)
    for key in sorted({*asked.numbers} - {*quantity.numbers}):
        raise InputError(f"{where}.{key}", f"{quantity.name} does not use it", fix="remove the key")
    _check_name(name, asked, own_names(known, dims), where, dims)


def _check_name(name: str, asked: Asked, own: Mapping[str, tuple[Quantity, str]], where: str, dims: Dims) -> None:
    if name in TAKEN or name in dims:
        raise InputError(where, "is a name that every run uses for something else", value=name, fix="rename the target")
    if name in own and (own[name][0].name, own[name][1]) != (asked.quantity, asked.label):
        rule = f"is the name of another series, {own[name][0].title}"
        raise InputError(where, rule, value=name, fix="rename the target, or correct its quantity and label")


def _near(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    return f"perhaps {close[0]!r} is meant" if close else f"choose one of {', '.join(names)}"
