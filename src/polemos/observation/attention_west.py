"""Attention to those whom the movement kills in the West."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import sum_rows

NEEDS = {"attention_west": "mean"}


@quantity(title="Attention to those killed in the West", unit="1", needs=NEEDS, measures="mean")
def attention_west(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes the unit of the model: 1 is the attention to `MediaAttention.usual` deaths at home. Not observed.

    (draw, month), mean over the month's steps.
    """
    return sum_rows(record["attention_west"])
