"""Acts that cannot all hold: on the same driver, label and months, in an order that would change the result."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from polemos.core.calendar import Calendar
from polemos.core.errors import InputError
from polemos.scenarios.schema import Act

SIDE_BY_SIDE = ("scale", "add")


class Placed(NamedTuple):
    """An act and where it is written."""

    act: Act
    where: str


def check_contradictions(placed: Sequence[Placed], calendar: Calendar) -> None:
    """Refuse the first pair of acts that contradict each other; two scalings or two additions may stand together."""
    for one, other in combinations(placed, 2):
        if _meet(one.act, other.act, calendar) and not _agree(one.act, other.act):
            rule = f"contradicts {one.where}: both change {one.act.target} in the same months"
            value = f"{one.act.how} and {other.act.how}"
            raise InputError(other.where, rule, value=value, fix="keep one, or give them months or labels of their own")


def span(act: Act, calendar: Calendar) -> tuple[int, int]:
    """The first month of an act and the first after it."""
    first = 0 if act.start is None else calendar.index(act.start)
    return first, calendar.months if act.end is None else calendar.index(act.end) + 1


def _meet(one: Act, other: Act, calendar: Calendar) -> bool:
    if one.target != other.target or (one.label and other.label and one.label != other.label):
        return False
    (a, b), (c, d) = span(one, calendar), span(other, calendar)
    return a < d and c < b


def _agree(one: Act, other: Act) -> bool:
    if one.how != other.how:
        return False
    if one.how in SIDE_BY_SIDE:
        return True
    same = ("value", "low", "high", "by", "start" if one.how == "hold" else "how", "when")
    return all(getattr(one, key) == getattr(other, key) for key in same)
