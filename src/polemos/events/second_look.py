"""Points that no cell or text of their own row can check, looked at again when the whole file is known.

Assumes most events of a country lie close together: a point far outside them whose turned-round point lies among them
has its coordinates exchanged. It is noted and kept, since nothing in its own row proves it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from polemos.events.findings import Finding
from polemos.events.rules import numbers

FEWEST = 20
MARGIN = 1.0
RULE = "latitude and longitude look exchanged: turned round, the point lies among the country's other events"


@dataclass
class SecondLook:
    """Collects line, country and point of unchecked rows."""

    _lines: list[np.ndarray] = field(default_factory=list)
    _north: list[np.ndarray] = field(default_factory=list)
    _east: list[np.ndarray] = field(default_factory=list)
    _country: list[np.ndarray] = field(default_factory=list)
    _names: dict[str | None, int] = field(default_factory=dict)

    def add(self, table: pa.Table) -> None:
        """Take the points of one batch."""
        coded = table.column("country").combine_chunks().dictionary_encode()
        own = [self._names.setdefault(name, len(self._names)) for name in coded.dictionary.to_pylist()]
        codes = np.array([*own, -1])[coded.indices.fill_null(len(own)).to_numpy(zero_copy_only=False)]
        self._country.append(codes.astype(np.int32))
        self._lines.append(numbers(table, "line").astype(np.int64))
        self._north.append(numbers(table, "latitude").astype(np.float32))
        self._east.append(numbers(table, "longitude").astype(np.float32))

    def findings(self) -> list[Finding]:
        """The rows whose coordinates look exchanged."""
        if not self._lines:
            return []
        country, lines = np.concatenate(self._country), np.concatenate(self._lines)
        north, east = np.concatenate(self._north), np.concatenate(self._east)
        found: list[Finding] = []
        for code in np.unique(country[country >= 0]):
            rows = np.flatnonzero((country == code) & ~np.isnan(north) & ~np.isnan(east))
            if len(rows) >= FEWEST:
                turned = rows[_turned(north[rows], east[rows])]
                found += [Finding(int(lines[row]), "latitude", f"{north[row]:g}", RULE, "noted") for row in turned]
        return found


def _turned(north: np.ndarray, east: np.ndarray) -> np.ndarray:
    """Which points lie outside the bulk while their turned-round point lies inside."""
    tall, wide = _bulk(north), _bulk(east)
    inside = _within(north, tall) & _within(east, wide)
    return np.asarray(~inside & _within(east, tall) & _within(north, wide))


def _bulk(values: np.ndarray) -> tuple[float, float]:
    low, first, third, high = np.quantile(values, [0.05, 0.25, 0.75, 0.95])
    margin = max(MARGIN, third - first)
    return float(low - margin), float(high + margin)


def _within(values: np.ndarray, bounds: tuple[float, float]) -> np.ndarray:
    return np.asarray((values >= bounds[0]) & (values <= bounds[1]))
