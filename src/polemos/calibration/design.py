"""What is read off every simulated history for a panel: its rows, who holds what when, and its last half-year.

Assumes a run from the case's start to the month of the origin. Everything later is out of reach by construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.panel import Panel, simulated
from polemos.observation.quantity import Quantity
from polemos.observation.sums import held

Arrays = dict[str, NDArray[Any]]
WINDOW = 6


@dataclass(frozen=True)
class Design:
    """The panel known at the origin and the quantities that its targets name; `months` run up to the origin."""

    panel: Panel
    quantities: tuple[Quantity, ...]
    months: int

    @property
    def record(self) -> dict[str, str]:
        """What the engine keeps for it."""
        return {"holder": "end"} | {name: how for q in self.quantities for name, how in q.needs.items()}

    @property
    def windows(self) -> tuple[tuple[int, int], ...]:
        """Half-years [first, last] up to the origin; the last may be shorter."""
        return tuple((first, min(first + WINDOW, self.months) - 1) for first in range(0, self.months, WINDOW))

    @property
    def outputs(self) -> tuple[str, ...]:
        """The main outputs: what each quantity was over the last half-year."""
        return tuple(sorted(q.name for q in self.quantities))

    def read(self, record: Mapping[str, NDArray[Any]], model: Model) -> Arrays:
        """rows (draw, row) and outputs (draw, output) in their units; held (draw, month, bytes), places as bits."""
        series = {q.name: q.observe(record, model) for q in self.quantities}
        last = np.stack([series[name][:, -WINDOW:].mean(axis=1) for name in self.outputs], axis=1)
        rows = simulated(self.panel.rows, series)
        bits = np.packbits(held(record["holder"]), axis=-1)
        return {"rows": rows.astype(np.float32), "outputs": last.astype(np.float32), "held": bits}

    def shares(self, bits: NDArray[np.uint8]) -> NDArray[np.float64]:
        """The share of each window for which each place was held, (draw, window, place)."""
        whole = np.unpackbits(bits, axis=-1, count=len(self.panel.places))
        return np.stack([whole[:, first : last + 1].mean(axis=1) for first, last in self.windows], axis=1)
