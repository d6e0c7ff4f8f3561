"""How the hidden state becomes the quantities that others report: one file each, found by scanning this room.

`quantities` maps each name to its declaration; it is filled when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polemos.observation.quantity import Quantity

    quantities: dict[str, Quantity]


def __getattr__(name: str) -> object:
    if name == "quantities":
        from polemos.observation.registry import all_quantities

        return all_quantities()
    raise AttributeError(f"module 'polemos.observation' has no attribute {name!r}")
