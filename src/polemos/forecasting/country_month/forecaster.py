"""The forecaster itself: clean the record, ask every part, pool, bound, and order the draws into paths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polemos.core.errors import InputError
from polemos.forecasting.bounds import bounds
from polemos.forecasting.country_month.analogues import analogues
from polemos.forecasting.country_month.artefacts import without_spikes, without_summaries
from polemos.forecasting.country_month.local_trend import local_trend
from polemos.forecasting.country_month.own_record import own_record
from polemos.forecasting.country_month.peace import at_peace, peace
from polemos.forecasting.country_month.pool import in_paths, pool
from polemos.forecasting.country_month.regression import regression
from polemos.forecasting.country_month.weights import WINDOWS, weights_at
from polemos.forecasting.forecaster import generator
from polemos.forecasting.history import History
from polemos.scoring.forecast import Floats

LEAST_MONTHS = 120
EXISTED = 12
MEMORY = 0.9


@dataclass(frozen=True)
class CountryMonth:
    """Weights are in `weights.py`; all else is learned from the history. `without` leaves parts of the pool out."""

    own_draws: int = 1000
    without: tuple[str, ...] = ()

    def paths(self, history: History, leads: tuple[int, ...], draws: int, seed: int) -> Floats:
        """Whole deaths (leads, units, draws); needs ten years of history before the last donor."""
        need = LEAST_MONTHS + max(leads)
        if len(history.values) < need:
            rule = f"forecasting {max(leads)} months ahead needs {need} months of history"
            raise InputError("history", rule, value=len(history.values), fix="give a longer history")
        most = bounds(history)[None, :, None]
        values = np.minimum(self.marginals(history, leads, draws), most)
        return in_paths(values, MEMORY, generator(seed, "country_month"))

    def marginals(self, history: History, leads: tuple[int, ...], draws: int) -> Floats:
        """Sorted draws before the bounds."""
        parts = components(history, leads, draws)
        pooled = np.stack(
            [pool([part[i] for part in parts], weights_at(lead, self.without)) for i, lead in enumerate(leads)]
        )
        counts = np.nan_to_num(without_summaries(history.values, history.first))
        return np.where(at_peace(counts)[-1][None, :, None], peace(counts, leads, draws), pooled)


def components(history: History, leads: tuple[int, ...], draws: int) -> list[Floats]:
    """Sorted draws (leads, units, draws) of every part, in the order of `weights.PARTS`; units at peace get zeros."""
    dated = without_summaries(history.values, history.first)
    futures, counts = np.nan_to_num(dated), np.nan_to_num(without_spikes(dated))
    existed = np.zeros(dated.shape, dtype=bool)
    existed[EXISTED:] = ~np.isnan(dated[:-EXISTED])
    troubled = ~at_peace(counts)
    usable = existed & troubled
    usable[: 2 * EXISTED] = False
    units = np.flatnonzero(troubled[-1])
    shape = (len(leads), history.unit.size, draws)
    own = [np.broadcast_to(own_record(counts, window, draws), shape) for window in WINDOWS]
    lent = [np.zeros(shape), np.zeros(shape)]
    for whole, part in zip(lent, (analogues, regression), strict=True):
        whole[:, units] = part(counts, futures, usable, units, leads, draws)
    record = History(history.target, history.unit, history.first, counts)
    return [*own, *lent, local_trend(record, leads, draws)]
