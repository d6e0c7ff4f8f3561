"""Mechanisms that a case says play no part in it: what they would derive stands at its neutral value.

Assumes only shipped mechanisms are named, and each either has a table or is absent, never both.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from polemos.cases.catalogue import find_mechanism, shipped_mechanisms
from polemos.cases.files import shown
from polemos.cases.resolved import ResolvedCase
from polemos.core.errors import InputError
from polemos.core.mechanism import Derived
from polemos.core.model import Constant


def neutral_values(resolved: ResolvedCase) -> dict[str, Constant]:
    """The neutral value of every quantity that an absent mechanism derives, by name."""
    if not resolved.absent:
        return {}
    where = f"{shown(Path(resolved.folder) / 'case.toml')}, case.absent"
    for name in resolved.absent:
        if name in resolved.mechanisms:
            raise InputError(where, "a mechanism with a table is not absent", value=name, fix="remove one of the two")
    return neutral_of(resolved.absent, where)


def neutral_of(names: Iterable[str], where: str) -> dict[str, Constant]:
    """The neutral value of every quantity that the shipped mechanisms `names` derive; `where` is who names them."""
    shipped, found = shipped_mechanisms(), dict[str, Constant]()
    for name in names:
        for mark in find_mechanism(name, "", shipped, where).marks():
            if isinstance(mark, Derived) and mark.neutral is not None:
                found[mark.name] = Constant(mark.neutral, mark.unit, mark.dims)
    return found
