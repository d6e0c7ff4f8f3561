"""Outcomes as short expressions over monthly series: `total(civilians_killed, "2014-06", "2017-03")`.

Assumes one number per draw and month. Months in quotes are both inside; without them the whole run counts. Numbers,
+ - * / and parentheses combine. A series for each label of a dimension may also be named without the label: their sum.
Leaves out anything that could run code: what is not of this grammar is refused.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.core.calendar import month_number
from polemos.core.errors import InputError

Floats = NDArray[np.float64]
LONGEST = 500
SUMMARIES: dict[str, Callable[[Floats], Floats]] = {
    "total": lambda part: part.sum(axis=1),
    "mean": lambda part: part.mean(axis=1),
    "peak": lambda part: part.max(axis=1),
    "least": lambda part: part.min(axis=1),
    "last": lambda part: part[:, -1],
    "least_quarter": lambda part: _quarters(part).min(axis=1),
}


def _quarters(part: Floats) -> Floats:
    """Totals of three months each, (draw, quarter); a rest of one or two months at the end is left out."""
    whole = part.shape[1] // 3
    if not whole:
        raise InputError("least_quarter", "needs three months or more")
    return np.asarray(part[:, : 3 * whole].reshape(len(part), whole, 3).sum(axis=2))


OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda a, b: np.divide(a, b),
}
GRAMMAR = f"numbers, + - * / and {', '.join(SUMMARIES)} of a series, with months in quotes"


def evaluate(text: str, series: Mapping[str, NDArray[Any]], months: Sequence[str], where: str = "expression") -> Floats:
    """One number per draw, shape (draws,); `series` maps names to (draws, months)."""
    draws = len(next(iter(series.values())))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = _value(_parsed(text, where), series, months, where)
    return np.broadcast_to(np.asarray(value, dtype=np.float64), (draws,)).copy()


def check_expression(text: str, names: Collection[str], months: Sequence[str], where: str) -> None:
    """Refuse an expression that is not of the grammar, names no series, or months outside the run."""
    evaluate(text, dict.fromkeys(names, np.ones((1, len(months)))), months, where)


def series_in(text: str, where: str = "expression") -> tuple[str, ...]:
    """The series that an expression names, in order of appearance."""
    calls = (node for node in ast.walk(_parsed(text, where)) if isinstance(node, ast.Call))
    return tuple(dict.fromkeys(a.id for call in calls for a in call.args[:1] if isinstance(a, ast.Name)))


def _parsed(text: str, where: str) -> ast.expr:
    if len(text) > LONGEST:
        raise InputError(where, f"an expression has at most {LONGEST} characters", value=text, fix="shorten it")
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise InputError(where, f"must be {GRAMMAR}", value=text, fix="correct it") from None


def _value(node: ast.expr, series: Mapping[str, NDArray[Any]], months: Sequence[str], where: str) -> Any:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(str(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, series, months, where)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        left, right = (_value(side, series, months, where) for side in (node.left, node.right))
        return OPERATORS[type(node.op)](left, right)
    if isinstance(node, ast.Call):
        return _summary(node, series, months, where)
    raise InputError(where, f"must be {GRAMMAR}", value=ast.unparse(node), fix="correct it")


def _summary(node: ast.Call, series: Mapping[str, NDArray[Any]], months: Sequence[str], where: str) -> Floats:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in SUMMARIES or node.keywords or not 1 <= len(node.args) <= 3 or not isinstance(node.args[0], ast.Name):
        raise InputError(where, f"must be {GRAMMAR}", value=ast.unparse(node), fix="correct it")
    of = node.args[0].id
    if of not in series:
        near = get_close_matches(of, list(series), n=1)
        fix = f"perhaps {near[0]!r} is meant" if near else f"choose one of {', '.join(sorted(series))}"
        raise InputError(where, "names no series of a run", value=of, fix=fix)
    first, last = _span(node.args[1:], months, where)
    return SUMMARIES[name](np.asarray(series[of], dtype=np.float64)[:, first : last + 1])


def _span(bounds: Sequence[ast.expr], months: Sequence[str], where: str) -> tuple[int, int]:
    texts = [bound.value if isinstance(bound, ast.Constant) else None for bound in bounds]
    if not all(isinstance(text, str) for text in texts):
        raise InputError(where, "months stand in quotes", value=ast.unparse(bounds[0]), fix='write "2014-06"')
    start = month_number(months[0])
    numbers = [month_number(str(text), where) - start for text in texts]
    first, last = (numbers[0], numbers[-1]) if numbers else (0, len(months) - 1)
    if not 0 <= first <= last < len(months):
        rule = f"its months lie outside the run, {months[0]} to {months[-1]}, or end before they start"
        raise InputError(where, rule, value=" to ".join(map(str, texts)), fix="correct them")
    return first, last
