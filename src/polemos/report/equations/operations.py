"""What the functions and operators that mechanisms may use look like in an equation, and what they do to axes.

Assumes the subset of `jax.numpy` named here. What is not named is refused by the reader of methods, so no page can
leave out part of a formula in silence.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from polemos.core.errors import InputError
from polemos.report.equations.term import ATOM, POWER, PRODUCT, SUM, Axes, Index, Term, Tex, aligned, symbol

Format = Callable[..., Tex]
COMPARED = {ast.Gt: ">", ast.GtE: r"\ge", ast.Lt: "<", ast.LtE: r"\le", ast.Eq: "=", ast.NotEq: r"\ne"}
NAMED: dict[str, Format] = {
    "maximum": lambda a, b: Tex(rf"\max\left({a.text},\, {b.text}\right)"),
    "minimum": lambda a, b: Tex(rf"\min\left({a.text},\, {b.text}\right)"),
    "clip": lambda x, low, high: Tex(rf"\min\left(\max\left({x.text},\, {low.text}\right),\, {high.text}\right)"),
    "sqrt": lambda x: Tex(rf"\sqrt{{{x.text}}}"),
    "abs": lambda x: Tex(rf"\left|{x.text}\right|"),
    "floor": lambda x: Tex(rf"\left\lfloor {x.text} \right\rfloor"),
    "exp": lambda x: Tex(rf"e^{{{x.text}}}", POWER),
    "log": lambda x: Tex(rf"\ln\left({x.text}\right)"),
    "log1p": lambda x: Tex(rf"\ln\left(1 + {x.inside(PRODUCT)}\right)"),
    "expm1": lambda x: Tex(rf"e^{{{x.text}}} - 1", SUM),
    "tanh": lambda x: Tex(rf"\tanh\left({x.text}\right)"),
    "power": lambda a, b: Tex(rf"{a.inside(ATOM)}^{{{b.text}}}", POWER),
    "isfinite": lambda x: Tex(rf"\operatorname{{finite}}\left({x.text}\right)"),
}
NAMED |= {"exponential": NAMED["exp"], "growth": NAMED["expm1"], "logarithm": NAMED["log"]}
REDUCED = {"sum": r"\sum", "max": r"\max", "min": r"\min", "argmax": r"\arg\max", "prod": r"\prod"}


def elementwise(form: Format, parts: Sequence[Term], where: str) -> Term:
    """A function of arrays taken element by element."""
    axes: Axes = ()
    for part in parts:
        axes = aligned(axes, part.axes, where)

    def show(index: Index, used: frozenset[str]) -> Tex:
        return form(*(part.at(index, used) for part in parts))

    return Term(axes, show)


def binary(operator: ast.operator, a: Term, b: Term, where: str) -> Term:
    """An arithmetic operator, or a logical one between conditions."""
    if isinstance(operator, ast.MatMult):
        return product(a, b, where)
    if isinstance(operator, ast.BitAnd | ast.BitOr):
        return _joined(r"\wedge" if isinstance(operator, ast.BitAnd) else r"\vee", a, b, where)
    forms: dict[type[ast.operator], Format] = {
        ast.Add: lambda x, y: Tex(f"{x.text} + {_second(y, SUM)}", SUM),
        ast.Sub: lambda x, y: Tex(f"{x.text} - {_second(y, PRODUCT)}", SUM),
        ast.Mult: lambda x, y: Tex(rf"{x.inside(PRODUCT)} \cdot {_second(y, PRODUCT)}", PRODUCT),
        ast.Div: lambda x, y: Tex(rf"\frac{{{x.text}}}{{{y.text}}}", PRODUCT),
        ast.Pow: NAMED["power"],
    }
    if type(operator) not in forms:
        raise InputError(where, f"uses the operator {type(operator).__name__}", fix="write it with the usual ones")
    return elementwise(forms[type(operator)], (a, b), where)


def _second(part: Tex, least: int) -> str:
    """What stands behind an operator: in parentheses also where it begins with a sign."""
    return rf"\left({part.text}\right)" if part.text.startswith("-") else part.inside(least)


def compared(operator: ast.cmpop, a: Term, b: Term, where: str) -> Term:
    """A comparison: 1 where it holds and 0 elsewhere, in square brackets."""
    sign = COMPARED[type(operator)]
    inner = elementwise(lambda x, y: Tex(f"{x.text} {sign} {y.text}", SUM), (a, b), where)
    return bracketed(inner.axes, inner.show)


def bracketed(axes: Axes, says: Callable[[Index, frozenset[str]], Tex]) -> Term:
    """A condition as a number: 1 where it holds, 0 elsewhere."""
    return Term(axes, lambda index, used: Tex(rf"\left[{says(index, used).text}\right]"), says)


def _joined(word: str, a: Term, b: Term, where: str) -> Term:
    def grouped(part: Term, index: Index, used: frozenset[str]) -> str:
        text, other = part.condition(index, used), {r"\wedge": r"\vee", r"\vee": r"\wedge"}[word]
        return rf"\left({text}\right)" if other in text else text

    def says(index: Index, used: frozenset[str]) -> Tex:
        return Tex(rf"{grouped(a, index, used)} {word} {grouped(b, index, used)}", SUM)

    return bracketed(aligned(a.axes, b.axes, where), says)


def product(a: Term, b: Term, where: str) -> Term:
    """A matrix product: the last axis of `a` against the first of a vector, or the last but one of a matrix."""
    if not a.axes or not b.axes or len(a.axes) > 2 or len(b.axes) > 2 or a.axes[-1] != b.axes[-2:][0]:
        raise InputError(where, f"multiplies axes {a.axes} with {b.axes}", fix="the inner dimensions must be the same")
    left = len(a.axes) - 1

    def show(index: Index, used: frozenset[str]) -> Tex:
        inner = symbol(str(a.axes[-1]), used)
        now = used | {inner}
        first = a.at((*index[:left], inner), now)
        second = b.at((inner, *index[left:]), now)
        return Tex(rf"\sum_{{{inner}}} {first.inside(PRODUCT)} \cdot {second.inside(PRODUCT)}", SUM)

    return Term((*a.axes[:-1], *b.axes[1:]), show)


def reduced(word: str, part: Term, axis: int | None, keep: bool = False) -> Term:
    """A sum, extreme or position of the greatest over one axis, or over all of them."""
    gone = range(len(part.axes)) if axis is None else (axis % len(part.axes),)
    axes = tuple(a for i, a in enumerate(part.axes) if i not in gone)
    kept = tuple(None if i in gone else a for i, a in enumerate(part.axes)) if keep else axes

    def show(index: Index, used: frozenset[str]) -> Tex:
        rest, full = list(index), list[str | None]()
        bound: list[str] = []
        for i, own in enumerate(part.axes):
            if i in gone:
                if keep:
                    rest.pop(0)
                fresh = None if own is None else symbol(own, {*used, *bound})
                full.append(fresh)
                bound += [fresh] if fresh else []
            else:
                full.append(rest.pop(0))
        inner = part.at(tuple(full), used | set(bound))
        return Tex(rf"{REDUCED[word]}_{{{','.join(bound)}}} {inner.inside(PRODUCT)}", SUM)

    return Term(kept, show)


def running_sum(part: Term, axis: int) -> Term:
    """The sum up to and with each position of an axis."""

    def show(index: Index, used: frozenset[str]) -> Tex:
        upto = index[axis]
        inner = symbol(str(part.axes[axis]), used)
        at = tuple(inner if i == axis else s for i, s in enumerate(index))
        return Tex(rf"\sum_{{{inner} \le {upto}}} {part.at(at, used | {inner}).inside(PRODUCT)}", SUM)

    return Term(part.axes, show)


def either(test: Term, yes: Term, no: Term, where: str) -> Term:
    """`where`: one value where the test holds and another where it does not."""
    axes = aligned(aligned(test.axes, yes.axes, where), no.axes, where)

    def show(index: Index, used: frozenset[str]) -> Tex:
        rows = rf"{yes.at(index, used).text} & \text{{if }} {test.condition(index, used)} \\ "
        rest = no.at(index, used).text
        opened, closed = r"\begin{cases}", r"\end{cases}"
        if rest.startswith(opened) and rest.endswith(closed) and rest.count(opened) == 1:
            return Tex(opened + " " + rows + rest.removeprefix(opened).lstrip())
        return Tex(rf"{opened} {rows}{rest} & \text{{else}} {closed}")

    return Term(axes, show)
