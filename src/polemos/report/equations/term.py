"""A term of an equation: its axes, and how it is typeset once each axis has an index symbol.

Assumes arrays are aligned from the right, as in NumPy. An axis of length one that was put in to align others is None.
Leaves out values: a term knows names and shapes only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from polemos.core.errors import InputError

SUM, PRODUCT, POWER, ATOM = range(4)
Axes = tuple[str | None, ...]
Index = tuple[str | None, ...]


@dataclass(frozen=True)
class Tex:
    """LaTeX with how tightly it binds (SUM, PRODUCT, POWER, ATOM)."""

    text: str
    binds: int = ATOM

    def inside(self, least: int) -> str:
        """The text, in parentheses if it binds less than `least`."""
        return self.text if self.binds >= least else rf"\left({self.text}\right)"


Show = Callable[[Index, frozenset[str]], Tex]


@dataclass(frozen=True)
class Term:
    """`show` takes one index symbol for each axis and the symbols in use; `says` typesets it as a condition, if it is
    one; `label_count` names the dimension whose length this number is."""

    axes: Axes
    show: Show
    says: Show | None = None
    length_of: str = ""

    def at(self, index: Index, used: frozenset[str]) -> Tex:
        """Typeset as part of something whose axes, aligned from the right, have the symbols `index`."""
        own = index[len(index) - len(self.axes) :]
        kept = tuple(None if axis is None else symbol for axis, symbol in zip(self.axes, own, strict=True))
        return self.show(kept, used | {s for s in kept if s})

    def condition(self, index: Index, used: frozenset[str]) -> str:
        """Typeset as a condition: what is not a comparison is one where it differs from zero."""
        if self.says is None:
            return self.at(index, used).inside(SUM)
        return Term(self.axes, self.says).at(index, used).inside(SUM)


def name(word: str) -> str:
    """A name as upright text."""
    return r"\text{" + word.replace("_", r"\_") + "}"


def symbol(dim: str, used: Iterable[str]) -> str:
    """An index symbol for a dimension: its first letter, with as many primes as needed."""
    found = "m" if dim == "community" else dim[0]
    while found in used:
        found += "'"
    return found


def symbols(axes: Axes) -> Index:
    """One symbol for each axis, all different."""
    found: list[str | None] = []
    for axis in axes:
        found.append(None if axis is None else symbol(axis, [s for s in found if s]))
    return tuple(found)


def subscripted(word: str, index: Index) -> str:
    """A name with its indices."""
    shown = [s for s in index if s is not None]
    return f"{word}_{{{','.join(shown)}}}" if shown else word


def aligned(first: Axes, second: Axes, where: str) -> Axes:
    """The axes of two terms taken together, or an InputError where they do not fit."""
    size = max(len(first), len(second))
    rows = [(None,) * (size - len(axes)) + axes for axes in (first, second)]
    for a, b in zip(*rows, strict=True):
        if a is not None and b is not None and a != b:
            raise InputError(where, f"joins {a} with {b}", fix="give both sides the same dimensions")
    return tuple(a if a is not None else b for a, b in zip(*rows, strict=True))
