"""Event data: files read row by row into typed tables, an embedded store of releases, and panels of counts."""

from __future__ import annotations

import importlib
from typing import Any

__all__ = ["EventTable", "Panel", "Store", "import_events", "read_events", "read_panel"]

_HOMES = {
    "EventTable": "table",
    "Panel": "panel",
    "Store": "store",
    "import_events": "importing",
    "read_events": "importing",
    "read_panel": "totals",
}


def __getattr__(name: str) -> Any:
    """Import the module that holds a public name on first use: nothing heavy is loaded before."""
    if name not in _HOMES:
        raise AttributeError(f"polemos.events has no {name!r}")
    return getattr(importlib.import_module(f"polemos.events.{_HOMES[name]}"), name)
