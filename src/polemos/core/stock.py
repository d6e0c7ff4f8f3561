"""What a model counts: a stock has a name, a unit, named dimensions and bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Stock:
    """A quantity that persists from step to step.

    Stocks in persons are whole numbers and conserved: people only move between stocks. All others move by
    expectation. `starts_at_zero` marks ledgers (the killed, the departed) whose initial value a case may leave
    out; `code` marks numbers that stand for names; `remembered` marks a figure about people that is not people.
    """

    name: str
    unit: str
    dims: tuple[str, ...] = ()
    doc: str = ""
    low: float = 0.0
    high: float = math.inf
    starts_at_zero: bool = False
    code: bool = False
    remembered: bool = False

    @property
    def counted(self) -> bool:
        """Whether the stock holds people, in whole numbers."""
        return self.unit == "person" and not self.remembered


@dataclass(frozen=True)
class End:
    """One end of a flow: a stock, and the one label of one of its dimensions, if it touches only that."""

    stock: str
    label: str | None = None

    def __str__(self) -> str:
        return self.stock if self.label is None else f"{self.stock}[{self.label}]"

    @staticmethod
    def parse(text: str | None) -> End | None:
        """Read 'fighters' or 'fighters[local]'; None is the world outside."""
        if text is None:
            return None
        name, bracket, rest = text.partition("[")
        return End(name, rest.rstrip("]") if bracket else None)
