"""From the source of a marked method to its equations, line by line and with every guard.

Assumes a method is straight: assignments to new names, then `return`. Loops, branches and functions that are not
named in `operations` are refused, so that a page is either complete or not made.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from polemos.core.errors import InputError
from polemos.report.equations import operations as op
from polemos.report.equations.calls import called
from polemos.report.equations.term import ATOM, PRODUCT, SUM, Axes, Index, Term, Tex, name, subscripted, symbols


@dataclass(frozen=True)
class Helper:
    """A function that an equation uses: its equations, or what its docstring says if it belongs to the engine."""

    name: str
    arguments: tuple[str, ...]
    lines: tuple[str, ...]
    doc: str = ""


@dataclass
class Reader:
    """Reads one function; `known` gives the axes of what it may name, `helpers` collects private functions it calls."""

    where: str
    owner: Any
    known: dict[str, Term]
    labels: Mapping[str, tuple[str, ...]]
    helpers: dict[str, Helper] = field(default_factory=dict)
    scope: Mapping[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def read(self, function: Callable[..., Any]) -> tuple[Term, ...]:
        """Put each assignment into `lines` and give what is returned, one term for each value."""
        self.scope = function.__globals__
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
        assert isinstance(tree, ast.FunctionDef)
        for statement in tree.body:
            if isinstance(statement, ast.Return) and statement.value is not None:
                parts = statement.value.elts if isinstance(statement.value, ast.Tuple) else [statement.value]
                return tuple(self.term(part) for part in parts)
            if isinstance(statement, ast.Assign | ast.AnnAssign):
                self._assign(statement)
            elif not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
                raise self.refused(statement, "a method has assignments and one return")
        raise InputError(self.where, "returns nothing", fix="return a rate or value")

    def _assign(self, statement: ast.Assign | ast.AnnAssign) -> None:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        value = statement.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(target.elts, value.elts, strict=True))
        else:
            pairs = [(target, value)] if value is not None else []
        for one, given in [(t, self.term(v)) for t, v in pairs]:
            if not isinstance(one, ast.Name) or one.id in self.known:
                raise self.refused(statement, "each name is given a value once")
            self.lines.append(equation(one.id, given))
            self.known[one.id] = named(one.id, given.axes)

    def refused(self, node: ast.AST, rule: str) -> InputError:
        """What is wrong with a piece of a method."""
        return InputError(self.where, rule, value=ast.unparse(node), fix="see docs/how-to/add-a-mechanism.md")

    def term(self, node: ast.AST) -> Term:
        """The term of an expression."""
        if isinstance(node, ast.Constant):
            return number(node.value)
        if isinstance(node, ast.Name | ast.Attribute):
            return self._named(node)
        if isinstance(node, ast.BinOp):
            return self._binary(node)
        if isinstance(node, ast.UnaryOp):
            return self._unary(node)
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return op.compared(node.ops[0], self.term(node.left), self.term(node.comparators[0]), self.where)
        if isinstance(node, ast.Call):
            return called(self, node)
        if isinstance(node, ast.Subscript):
            return self._taken(node)
        raise self.refused(node, "this kind of expression cannot be typeset")

    def _named(self, node: ast.Name | ast.Attribute) -> Term:
        own = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
        word = node.attr if isinstance(node, ast.Attribute) else node.id
        if isinstance(node, ast.Attribute) and not own:
            if word == "T":
                part = self.term(node.value)
                return Term(part.axes[::-1], lambda index, used: part.at(index[::-1], used))
            raise self.refused(node, "only parameters and arguments can be read")
        key = f"self.{word}" if own else word
        if key in self.known:
            return self.known[key]
        constant = self.scope.get(word)
        if isinstance(constant, int | float):
            return number(constant)
        raise self.refused(node, "is neither a parameter, an argument nor a name given before")

    def _binary(self, node: ast.BinOp) -> Term:
        left = self.term(node.left)
        if isinstance(node.op, ast.Mult) and isinstance(node.right, ast.Constant) and node.right.value == 1.0:
            return Term(left.axes, left.show, length_of=left.length_of)  # turns a truth value into a number
        return op.binary(node.op, left, self.term(node.right), self.where)

    def _unary(self, node: ast.UnaryOp) -> Term:
        part = self.term(node.operand)
        if isinstance(node.op, ast.USub):
            return op.elementwise(_negative, (part,), self.where)
        if isinstance(node.op, ast.Invert | ast.Not):
            return op.bracketed(
                part.axes, lambda index, used: Tex(rf"\neg\left({part.condition(index, used)}\right)", SUM)
            )
        raise self.refused(node, "this operator cannot be typeset")

    def _taken(self, node: ast.Subscript) -> Term:
        if isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
            dim = self.term(node.value.value).axes[int(ast.literal_eval(node.slice))]
            return Term((), lambda index, used: Tex(rf"n_{{\text{{{dim}}}}}"), length_of=str(dim))
        part = self.term(node.value)
        cuts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        plan: list[str | None] = []  # one entry for each axis of the part: a fixed label, or None where it stays
        axes: list[str | None] = []
        for cut in cuts:
            if isinstance(cut, ast.Constant) and cut.value is None:
                axes.append(None)
            elif isinstance(cut, ast.Slice) and cut.lower is cut.upper is cut.step is None:
                axes.append(part.axes[len(plan)])
                plan.append(None)
            elif isinstance(cut, ast.Constant) and isinstance(cut.value, int):
                plan.append(self._label(part.axes[len(plan)], cut.value))
            else:
                raise self.refused(node, "is taken apart in a way that cannot be typeset")
        rest = len(part.axes) - len(plan)
        plan, axes = plan + [None] * rest, axes + list(part.axes[len(part.axes) - rest :])
        stays = [i for i, a in enumerate(axes) if a is not None]

        def show(index: Index, used: frozenset[str]) -> Tex:
            free = iter([index[i] for i in stays])
            return part.show(tuple(next(free) if label is None else label for label in plan), used)

        return Term(tuple(axes), show)

    def _label(self, dim: str | None, position: int) -> str:
        labels = self.labels.get(str(dim), ())
        return name(labels[position]) if position < len(labels) else str(position)


def _negative(part: Tex) -> Tex:
    if part.text.startswith("e^{") and part.text.endswith("} - 1"):
        return Tex(f"1 - {part.text.removesuffix(' - 1')}", SUM)
    return Tex(f"-{part.inside(PRODUCT)}", PRODUCT)


def named(word: str, axes: Axes, parameter: bool = False) -> Term:
    """A name with its indices; parameters are set in italics."""
    shown = name(word).replace(r"\text", r"\mathit") if parameter else name(word)
    return Term(axes, lambda index, used: Tex(subscripted(shown, index)))


def number(value: object) -> Term:
    """A constant as it is written; powers of ten where that is shorter."""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    if "e" in text:
        digits, _, power = text.partition("e")
        text = (f"{digits} \\cdot " if digits != "1" else "") + f"10^{{{int(power)}}}"
    binds = PRODUCT if "cdot" in text or text.startswith("-") else ATOM
    return Term((), lambda index, used: Tex(text, binds))


def equation(word: str, given: Term, mark: str = "", axes: Axes | None = None) -> str:
    """One line: a name with its indices, and what it is."""
    index = symbols(given.axes if axes is None else axes)
    left = subscripted(name(word) + mark, index)
    return rf"{left} = {given.at(index, frozenset(s for s in index if s)).text}"
