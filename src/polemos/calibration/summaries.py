"""What a calibration learns from: log figures of the panel, and logs of how much was held of groups of places.

Places are summed up in groups, by country and by whether they are known to have been held before the origin, each by
half-years: which place fell to whom is left to the places' own parameters. Assumes `floor` is small beside what counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.design import WINDOW, Design
from polemos.observation import misfit
from polemos.observation.panel import Row, reported_shares
from polemos.observation.source_bias import source_bias

Floats = NDArray[np.float64]
HELD = "places_held"
SMALLEST_SHARE = 0.01
QUARTER = 0.25
APART = 1000.0


@dataclass(frozen=True)
class Summaries:
    """How histories become numbers to learn from. floors: what is added before a log, by target, in its unit.

    groups: (group, place), the weight of each place in the share of its group.
    """

    design: Design
    floors: dict[str, float]
    groups: Floats

    @property
    def misfits(self) -> tuple[str, ...]:
        """Everything that has a misfit of its own: the targets, and what is held."""
        return (*self.design.panel.targets, HELD)

    def observed(self) -> Floats:
        """The summaries of the panel itself, (summary,)."""
        rows = self.design.panel.rows
        logs = [np.log(row.value + self.floors[row.target]) for row in rows]
        return np.concatenate([logs, self._grouped(reported_shares(self.design.panel, self.design.windows)[None])[0]])

    def reported(
        self, read: Mapping[str, NDArray[Any]], shares: Floats, sd: Floats, generator: np.random.Generator
    ) -> tuple[Floats, Floats]:
        """What would have been reported of histories (draw, summary), and logs of their main outputs (draw, output).

        read: rows and outputs as the design reads them; shares (draw, window, place); sd (draw, misfit): of the
        misfits. An output is what the history says of the last half-year, times the misfit that goes on from the rows.
        """
        logs = self.simulated(read["rows"], shares)
        outputs = np.log(read["outputs"] + np.array([self.floors[name] for name in self.design.outputs]))
        for i, (target, at) in enumerate(self.blocks()):
            found = misfit.paths([*self.months(target, at), self.design.months - WINDOW / 2], sd[:, i], generator)
            logs[:, at] += found[:, :-1]
            if target != HELD:
                outputs[:, self.design.outputs.index(target)] += found[:, -1]
        logs[:, : len(self.design.panel.rows)] += self._factors(len(logs), generator)
        for j, row in enumerate(self.design.panel.rows):
            logs[:, j] = _noisy(row, logs[:, j], self.floors[row.target], generator)
        return logs, outputs

    def simulated(self, rows: Floats, shares: Floats) -> Floats:
        """The same summaries of the histories themselves: no misfit, no source, no noise."""
        floors = np.array([self.floors[row.target] for row in self.design.panel.rows])
        return np.concatenate([np.log(np.asarray(rows, dtype=np.float64) + floors), self._grouped(shares)], axis=1)

    def blocks(self) -> list[tuple[str, NDArray[np.intp]]]:
        """Which summaries share one misfit: a target's rows together, each group of places together with the others."""
        rows = self.design.panel.rows
        found = [(t, np.array([j for j, row in enumerate(rows) if row.target == t])) for t in self.design.panel.targets]
        return [*found, (HELD, np.arange(len(rows), len(rows) + len(self.groups) * len(self.design.windows)))]

    def months(self, target: str, at: NDArray[np.intp]) -> list[float]:
        """When the summaries of a block are, in months of the run; groups of places lie far apart from each other."""
        if target != HELD:
            return [(self.design.panel.rows[j].first + self.design.panel.rows[j].last) / 2 for j in at]
        return [g * APART + (first + last) / 2 for g in range(len(self.groups)) for first, last in self.design.windows]

    def _factors(self, draws: int, generator: np.random.Generator) -> Floats:
        """Logs of the sources' factors, (draw, row): one per source and draw."""
        names = sorted({row.bias for row in self.design.panel.rows if row.bias})
        logs = {n: np.log(source_bias(n).factor(generator.uniform(1e-9, 1 - 1e-9, draws))) for n in names}
        columns = [logs[row.bias] if row.bias else np.zeros(draws) for row in self.design.panel.rows]
        return np.stack(columns, axis=1) if columns else np.zeros((draws, 0))

    def _grouped(self, shares: Floats) -> Floats:
        grouped = np.log(np.einsum("dwp,gp->dgw", shares, self.groups) + SMALLEST_SHARE)
        return np.asarray(grouped.reshape(len(shares), -1))


def summaries_of(design: Design, rows: Floats, in_country: Floats) -> Summaries:
    """The summaries for a design; `rows` of prior histories give each target's floor: a quarter of its median, or 1."""
    targets = design.panel.targets
    columns = {t: [j for j, row in enumerate(design.panel.rows) if row.target == t] for t in targets}
    counts = {row.target for row in design.panel.rows if row.noise == "count"}
    floors = {t: 1.0 if t in counts else max(QUARTER * float(np.median(rows[:, columns[t]])), 1e-9) for t in targets}
    known = np.isin(design.panel.places, [spell.place for spell in design.panel.spells])
    members = [here * side for here in in_country for side in (known, ~known)]
    groups = np.stack([group / group.sum() for group in members if group.sum() > 0])
    return Summaries(design, floors, groups)


def _noisy(row: Row, logs: Floats, floor: float, generator: np.random.Generator) -> Floats:
    if row.noise == "lognormal":
        return np.asarray(logs + row.spread * generator.standard_normal(len(logs)))
    mean = np.maximum(np.exp(logs) - floor, 1e-9)
    counts = generator.poisson(np.minimum(generator.gamma(row.spread, mean / row.spread), 1e9))
    return np.asarray(np.log(counts + floor))
