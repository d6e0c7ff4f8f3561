"""Units as the case and the mechanisms write them; the same only if they mean the same at the same scale.

A month is 1/12 of 365.25 days. pint is imported on first use.
"""

from __future__ import annotations

from functools import cache
from typing import Any

DEFINITIONS = (
    "day = [time] = d",
    "hour = day / 24",
    "week = 7 * day",
    "year = 365.25 * day",
    "month = year / 12",
    "kilometer = [length] = km",
    "metre = kilometer / 1000 = _ = meter",
    "km2 = kilometer ** 2",
    "person = [people] = _ = persons = people",
    "USD = [money]",
    "death = [deaths]",
    "weapon = [weapons]",
    "incident = [incidents]",
    "event = [events]",
    "item = [items]",
    "place = [places] = _ = city = cities",
    "vehicle = [vehicles]",
    "share = 1",
    "percent = 0.01",
)


@cache
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(None)
    for definition in DEFINITIONS:
        registry.define(definition)
    return registry


@cache
def meaning(unit: str) -> tuple[float, tuple[tuple[str, float], ...]] | None:
    """A unit as its scale and its base units' powers, or None when it is no unit polemos knows."""
    try:
        quantity = _registry().parse_expression(unit)
        if isinstance(quantity, (int, float)):
            return float(quantity), ()
        base = quantity.to_base_units()
        powers = tuple(sorted((str(name), round(float(power), 9)) for name, power in base.unit_items()))
        return float(f"{float(base.magnitude):.9g}"), powers
    except Exception:  # pint raises many kinds for text that is no unit
        return None


def same_unit(one: str, other: str) -> bool:
    """Whether two units have the same meaning and scale."""
    return meaning(one) is not None and meaning(one) == meaning(other)
