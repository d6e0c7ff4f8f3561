"""Set apart what is an artefact of recording, and damp what does not last, before anything is learned from a record.

1. Year-long summary events: some years' undated deaths were booked in December. A December with at least
   `SUMMARY_LEAST` deaths and more than `SUMMARY_TIMES` the largest of the two months on either side is replaced by the
   mean of its neighbours. Costs: a true December battle of that size would be set apart too.
2. Lone spikes: a month with more than `SPIKE_TIMES` the largest of the `SPIKE_REACH` months on either side is cut to
   that multiple, once at least one later month is known. A spike in the last month may be a war's beginning: it stays.
"""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats

SUMMARY_LEAST, SUMMARY_TIMES = 800.0, 2.5
SPIKE_LEAST, SPIKE_TIMES, SPIKE_REACH = 100.0, 1.5, 4
DECEMBER = 11


def without_summaries(values: Floats, first: int) -> Floats:
    """Values (months, units) with yearly summaries replaced; `first` is the number of the first month."""
    out = values.copy()
    for month in range(len(out)):
        if (first + month) % 12 == DECEMBER and len(out) > 1:
            around = _largest(out, month, 2)
            near = np.stack([out[m] for m in (month - 1, month + 1) if 0 <= m < len(out)])
            hit = (out[month] >= SUMMARY_LEAST) & (out[month] > SUMMARY_TIMES * around)
            out[month] = np.where(hit, np.round(near.mean(axis=0)), out[month])
    return out


def without_spikes(values: Floats) -> Floats:
    """Values (months, units) with lone spikes cut; earlier cuts count when later months are looked at."""
    out = values.copy()
    for month in range(len(out) - 1):
        most = np.maximum(SPIKE_TIMES * _largest(out, month, SPIKE_REACH), SPIKE_LEAST)
        out[month] = np.where(out[month] > most, most, out[month])
    return out


def _largest(values: Floats, month: int, reach: int) -> Floats:
    """The largest value within `reach` months on either side, the month itself left out; a NaN stays out."""
    near = [m for m in range(max(0, month - reach), min(len(values), month + reach + 1)) if m != month]
    return np.asarray(np.nan_to_num(values[near]).max(axis=0))
