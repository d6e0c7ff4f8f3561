"""Units as the case and the mechanisms write them; the same only if they mean the same at the same scale.

A month is 1/12 of 365.25 days. pint is imported on first use.
"""

from __future__ import annotations

import math
import re
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


SAFE = re.compile(r"(?:[A-Za-z0-9_./() ]|\*(?!\*)|\*\* ?-?[1-4](?![0-9*])){0,80}")  # no towers of powers


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
    if not SAFE.fullmatch(unit):
        return None
    try:
        base = (1 * _registry().parse_expression(unit) * _registry().dimensionless).to_base_units()
        powers = tuple(sorted((str(name), round(float(power), 9)) for name, power in base.unit_items()))
        scale = float(f"{float(base.magnitude):.9g}")
        return (scale, powers) if 0.0 < scale < math.inf else None
    except Exception:  # pint raises many kinds for text that is no unit
        return None


def same_unit(one: str, other: str) -> bool:
    """Whether two units have the same meaning and scale."""
    return meaning(one) is not None and meaning(one) == meaning(other)
