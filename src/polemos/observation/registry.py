"""The simulated quantities by name, found by looking into every module of this room: a new file is enough."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from polemos.core.errors import InputError
from polemos.observation.quantity import Quantity


@cache
def all_quantities() -> dict[str, Quantity]:
    """Every declared quantity, in alphabetical order of names; two files may not declare the same name."""
    package = importlib.import_module("polemos.observation")
    found: dict[str, Quantity] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
        for declared in quantities_in(f"polemos.observation.{module}"):
            if declared.name in found:
                raise InputError(f"quantity {declared.name}", "is declared once", fix="rename one of the two")
            found[declared.name] = declared
    return dict(sorted(found.items()))


def quantities_in(module_name: str) -> list[Quantity]:
    """The quantities that one module declares itself (not those it imports)."""
    module = importlib.import_module(module_name)
    members = (member for member in vars(module).values() if getattr(member, "__module__", None) == module_name)
    return [member.__quantity__ for member in members if hasattr(member, "__quantity__")]
