"""Expressions of named quantities: what a traced computation says of one number, folded where it is constant.

Assumes that nothing infinite or undefined is multiplied by zero, which the mechanisms' guards see to.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

INFIX = {"add": ("+", 3), "sub": ("-", 3), "mul": ("*", 4), "div": ("/", 4), "pow": ("^", 6)}
COMPARED = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "eq": "=", "ne": "<>"}
CALLED = {"max": "MAX", "min": "MIN", "exp": "EXP", "log": "LN", "sqrt": "SQRT", "abs": "ABS", "floor": "INT"}
JOINED = {"and": "AND", "or": "OR"}
VALUES: dict[str, Callable[..., float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "pow": lambda a, b: a**b,
    "max": max,
    "min": min,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "abs": abs,
    "floor": math.floor,
    "gt": lambda a, b: float(a > b),
    "ge": lambda a, b: float(a >= b),
    "lt": lambda a, b: float(a < b),
    "le": lambda a, b: float(a <= b),
    "eq": lambda a, b: float(a == b),
    "ne": lambda a, b: float(a != b),
    "and": lambda a, b: float(bool(a) and bool(b)),
    "or": lambda a, b: float(bool(a) or bool(b)),
    "not": lambda a: float(not a),
}


@dataclass(frozen=True)
class Expression:
    """A number, a name, or an operation on expressions ('if': test, yes, no)."""

    kind: str
    parts: tuple[Expression, ...] = ()
    value: float = 0.0
    name: str = ""

    @property
    def constant(self) -> bool:
        """Whether it is a number."""
        return self.kind == "number"

    @cached_property
    def names(self) -> frozenset[str]:
        """What it refers to."""
        own = {self.name} if self.kind == "name" else set()
        return frozenset(own.union(*(part.names for part in self.parts)))

    def text(self, least: int = 0) -> str:
        """As an equation of XMILE; in parentheses if it binds less than `least`."""
        shown, binds = self._shown()
        return shown if binds >= least else f"({shown})"

    def _shown(self) -> tuple[str, int]:
        if self.kind == "number":
            return repr(self.value).removesuffix(".0"), 9 if self.value >= 0 else 0
        if self.kind == "name":
            return self.name, 9
        if self.kind in INFIX:
            sign, binds = INFIX[self.kind]
            return f"{self.parts[0].text(binds)} {sign} {self.parts[1].text(binds + 1)}", binds
        if self.kind in COMPARED or self.kind in JOINED or self.kind == "not":
            return f"IF {self._condition()} THEN 1 ELSE 0", 0
        if self.kind == "if":
            test, yes, no = self.parts
            return f"IF {test._condition()} THEN {yes.text(1)} ELSE {no.text(1)}", 0
        return f"{CALLED[self.kind]}({', '.join(part.text() for part in self.parts)})", 9

    def _condition(self) -> str:
        if self.kind in COMPARED:
            return f"{self.parts[0].text(3)} {COMPARED[self.kind]} {self.parts[1].text(3)}"
        if self.kind in JOINED:
            return f" {JOINED[self.kind]} ".join(f"({part._condition()})" for part in self.parts)
        if self.kind == "not":
            return f"NOT ({self.parts[0]._condition()})"
        return f"{self.text(3)} <> 0"


def number(value: float) -> Expression:
    """A constant."""
    return Expression("number", value=float(value))


def quantity(name: str) -> Expression:
    """A named quantity."""
    return Expression("name", name=name)


def operation(kind: str, *parts: Expression) -> Expression:
    """An operation, computed at once where all its parts are numbers, and left out where it does nothing."""
    if all(part.constant for part in parts):
        if kind == "if":
            return parts[1] if parts[0].value else parts[2]
        return number(VALUES[kind](*(part.value for part in parts)))
    if kind == "if" and parts[0].constant:
        return parts[1] if parts[0].value else parts[2]
    return _simpler(kind, parts) or Expression(kind, parts)


def _simpler(kind: str, parts: tuple[Expression, ...]) -> Expression | None:
    values = [part.value if part.constant else None for part in parts]
    if (kind == "mul" and 0.0 in values) or (kind == "div" and values[0] == 0.0):
        return number(0.0)
    if kind in ("mul", "add") and values[0] == (1.0 if kind == "mul" else 0.0):
        return parts[1]
    neutral = {"mul": 1.0, "div": 1.0, "pow": 1.0, "add": 0.0, "sub": 0.0}
    if kind in neutral and values[-1] == neutral[kind]:
        return parts[0]
    if kind == "pow" and values[-1] == 0.0:
        return number(1.0)
    return None
