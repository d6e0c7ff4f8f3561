"""From simulated histories and what was known at an origin to draws of what will be reported, target by target.

Assumes histories run to the end of the forecast and that drivers after the origin are not the observed ones. Histories
are weighed by the reports up to the origin and resampled; each target's misfit goes on from its last residuals. Leaves
out changes in how sources count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from polemos.core.seeds import host_uniform
from polemos.forecasting.discrepancy import (
    Floats,
    Ints,
    MisfitPrior,
    chosen_cells,
    continued,
    log_evidence,
    misfit_prior,
)
from polemos.forecasting.reports import expected, points_of, residuals
from polemos.forecasting.weighing import Weights, holders_log_likelihood, resampled, tempered, total
from polemos.observation.panel import Panel, Row
from polemos.observation.sourced_data import table

LISTED = 1e5


@dataclass(frozen=True, eq=False)
class Histories:
    """Simulated histories: months 'YYYY-MM', series (draw, month) by name, holder (draw, month, place) as codes."""

    labels: tuple[str, ...]
    places: tuple[str, ...]
    series: Mapping[str, NDArray[np.floating]]
    holder: NDArray[np.integer]

    def take(self, draws: Ints) -> Histories:
        """Some draws, in the order given."""
        series = {name: values[draws] for name, values in self.series.items()}
        return Histories(self.labels, self.places, series, self.holder[draws])


@dataclass(frozen=True, eq=False)
class Known:
    """Histories resampled by what was known: the known panel, the weights they came from, the misfit's cells.

    chosen: the draw that each history was; cells: by target, the cell of the misfit's grid of each history.
    """

    histories: Histories
    panel: Panel
    origin: int
    weights: Weights
    chosen: Ints
    cells: Mapping[str, Ints]
    prior: MisfitPrior
    seed: int

    def rows_of(self, target: str) -> tuple[Row, ...]:
        """The known rows of a target."""
        return tuple(row for row in self.panel.rows if row.target == target)

    def rows_beside(self, target: str, rows: Sequence[Row]) -> tuple[Row, ...]:
        """The known rows of other simulated targets by a source that reports these rows too."""
        sources = {row.bias for row in rows if row.bias}
        return tuple(
            row
            for row in self.panel.rows
            if row.bias in sources and row.target != target and row.target in self.histories.series
        )


def learn(
    histories: Histories,
    panel: Panel,
    origin: date,
    draws: int,
    least: float,
    seed: int,
    learned: date | None = None,
    judges: frozenset[str] = frozenset(),
) -> Known:
    """Weigh and resample: `panel` the whole panel, `draws` how many to keep, `least` the smallest effective sample.

    `learned`: the day up to which the panel has chosen the histories already: what was known by then does not weigh
    again. `judges`: targets that do not weigh, because others say the same.
    """
    known = panel.until(origin)
    month = _month(panel, origin)
    prior = misfit_prior()
    targets = [t for t in known.targets if t in histories.series]
    evidence = {t: _evidence([row for row in known.rows if row.target == t], histories, prior) for t in targets}
    heard = panel.until(learned).rows if learned else ()
    parts = [holders_log_likelihood(histories.holder, known, month - 1, _month(panel, learned) if learned else 0)]
    for target in (t for t in targets if t not in judges):
        new = [row for row in known.rows if row.target == target and row not in heard]
        parts += [_summed(_evidence(new, histories, prior))] if new else []
    weights = tempered(total(parts), least)
    luck = host_uniform(seed, np.arange(draws), "forecast", 1 + len(targets))
    chosen = resampled(weights, draws, float(luck[0, 0]))
    cells = {t: chosen_cells(evidence[t][chosen], luck[:, 1 + i]) for i, t in enumerate(targets)}
    return Known(histories.take(chosen), known, month, weights, chosen, cells, prior, seed)


def reported(known: Known, target: str, rows: Sequence[Row], conditional: bool = True) -> Floats:
    """Draws of what rows of one target would report, (draw, row), given what was known (or, if not, as if nothing was).

    `rows` may lie before or after the origin; rows at the same time have the same misfit. What a source's factor is, is
    learned from all targets that it reports on; the others' misfits are taken to be as large as this one's.
    """
    draws = len(known.chosen)
    own = (*known.rows_of(target), *known.rows_beside(target, rows)) if conditional else ()
    base, ahead = points_of(own, target), points_of(rows)
    left = residuals(own, known.histories.series) if own else np.zeros((draws, 0))
    cells = known.cells.get(target)
    if cells is None:
        none = log_evidence(np.zeros((draws, 0)), points_of(()), known.prior)
        cells = chosen_cells(none, host_uniform(known.seed, np.arange(draws), f"cells.{target}", 1)[:, 0])
    misfit = continued(left, base, ahead, known.prior, cells, _normal(known, f"misfit.{target}", len(rows)))
    middle = np.maximum(np.expm1(expected(rows, known.histories.series) + misfit), 0.0)
    return _noisy(middle, rows, _normal(known, f"noise.{target}", len(rows)))


def foreseen(known: Panel, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows still to come as they could be foreseen: their months, their source, the spread it is known for.

    A spread comes from the known rows of the series, else of the target, else it is the smallest that any is given.
    """
    return tuple(replace(row, spread=_spread(known, row), value=0.0, low=None, high=None) for row in rows)


def monthly_rows(panel: Panel, known: Panel, target: str, months: int) -> tuple[Row, ...]:
    """A made-up row for each month of a run: the target as its most frequent source would report it.

    Which source that is, is counted among the known rows, or among all rows where none is known.
    """
    own = [row for row in known.rows if row.target == target] or [row for row in panel.rows if row.target == target]
    bias, noise, series = Counter((row.bias, row.noise, row.series) for row in own).most_common(1)[0][0]
    pattern = replace(own[0], bias=bias, noise=noise, series=series)
    return foreseen(known, [replace(pattern, first=month, last=month) for month in range(months)])


def _month(panel: Panel, day: date) -> int:
    return (day.year - int(panel.start[:4])) * 12 + day.month - int(panel.start[5:7])


def _spread(known: Panel, row: Row) -> float:
    if row.noise == "count":
        return row.spread
    alike = [r.spread for r in known.rows if r.noise == row.noise and r.series == row.series]
    alike = alike or [r.spread for r in known.rows if r.noise == row.noise and r.target == row.target]
    return float(np.median(alike)) if alike else float(table("printed_range")["smallest"]["log_sd"])


def _noisy(middle: Floats, rows: Sequence[Row], luck: Floats) -> Floats:
    """A report of each middle value: lognormal, a negative binomial's spread, or for a list a whole number near it."""
    from scipy.special import ndtr

    out = np.empty_like(middle)
    for j, row in enumerate(rows):
        value, z = middle[:, j], luck[:, j]
        if row.noise == "lognormal":
            out[:, j] = value * np.exp(row.spread * z)
        elif row.spread >= LISTED:
            out[:, j] = np.floor(value + ndtr(z))
        else:
            out[:, j] = np.maximum(np.rint(value + np.sqrt(value + value**2 / row.spread) * z), 0.0)
    return out


def _normal(known: Known, name: str, size: int) -> Floats:
    from scipy.special import ndtri

    return np.asarray(ndtri(host_uniform(known.seed, np.arange(len(known.chosen)), name, size)))


def _evidence(rows: Sequence[Row], histories: Histories, prior: MisfitPrior) -> Floats:
    return log_evidence(residuals(rows, histories.series), points_of(rows), prior)


def _summed(evidence: Floats) -> Floats:
    """The log of the sum over cells, (draw,)."""
    most = evidence.max(axis=1, keepdims=True)
    return np.asarray(most[:, 0] + np.log(np.exp(evidence - most).sum(axis=1)))
