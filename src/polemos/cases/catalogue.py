"""Mechanism classes by name: those shipped in `polemos.mechanisms`, and those a case names by 'package.module:Class'.

Importing mechanisms is heavy; only what builds or checks a model calls this.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping

from polemos.cases.problems import nearest
from polemos.core.errors import InputError
from polemos.core.mechanism import Mechanism

CLASS_PATH = re.compile(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*)")


def shipped_mechanisms() -> dict[str, type[Mechanism]]:
    """Every mechanism class of the package `polemos.mechanisms`, by class name."""
    package = importlib.import_module("polemos.mechanisms")
    found: dict[str, type[Mechanism]] = {}
    for info in sorted(pkgutil.walk_packages(package.__path__, "polemos.mechanisms."), key=lambda i: i.name):
        module = importlib.import_module(info.name)
        for name, member in sorted(vars(module).items()):
            own = isinstance(member, type) and issubclass(member, Mechanism) and member.__module__ == info.name
            if own:
                found[name] = member
    return found


def find_mechanism(name: str, class_path: str, shipped: Mapping[str, type[Mechanism]], where: str) -> type[Mechanism]:
    """The class of a mechanism's table; `where` is the file that names it."""
    if class_path:
        return _outside(name, class_path, f"{where}, {name}.class")
    if name not in shipped:
        fix = nearest(name, shipped) or "write class = 'package.module:ClassName' for a mechanism of your own"
        raise InputError(f"{where}, {name}", "polemos has no mechanism of this name", value=name, fix=fix)
    return shipped[name]


def _outside(name: str, class_path: str, where: str) -> type[Mechanism]:
    found = CLASS_PATH.fullmatch(class_path)
    if not found:
        raise InputError(where, "must be 'package.module:ClassName'", value=class_path, fix="correct it")
    try:
        member = getattr(importlib.import_module(found[1]), found[2])
    except Exception as error:  # whatever the outside module does when it is imported
        said = " ".join(str(error).split()) or type(error).__name__
        raise InputError(
            where, f"cannot be imported: {said}", value=class_path, fix="install it, or correct it"
        ) from None
    if not (isinstance(member, type) and issubclass(member, Mechanism)):
        raise InputError(where, "must name a subclass of Mechanism", value=class_path, fix="correct it")
    if member.__name__ != name:
        raise InputError(where, f"the class must have the table's name, {name}", value=member.__name__, fix="rename it")
    return member
