"""Luck that goes with the record: for every draw of parameters a small particle filter over the luck alone.

The posterior of parameters and luck is that of the parameters times that of the luck given them. The first is learned
(`learner.py`) and left as it is here: copies of one draw compete with each other only, never with another draw's. From
window to window copies are drawn anew by how well they agree with what was reported there, and go on with other luck
(Gordon, Salmond and Smith 1993). Assumes that a few copies are enough to find a history near the record; the fewer, the
nearer the luck stays to luck without any record. What a later report says of earlier luck counts only among the
histories still there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.design import Arrays
from polemos.calibration.latent import Floats

Luck = NDArray[np.int64]
Look = Callable[[Floats, Luck, int], Arrays]
Fit = Callable[[Arrays, int], Floats]


@dataclass(frozen=True)
class Particles:
    """One history for each draw: coordinates z (draw, coordinate), luck by month (draw, month), what was read of them.

    effective: by window, how many copies of a draw count at its end, on average. evidence: log likelihood of all that
    was reported under each draw's parameters, estimated from its copies, (draw,).
    """

    z: Floats
    luck: Luck
    read: Arrays
    effective: tuple[float, ...]
    evidence: Floats


def filtered(
    z: Floats, first: int, copies: int, windows: Sequence[tuple[int, int]], look: Look, fit: Fit,
    chance: np.random.Generator,
) -> Particles:  # fmt: skip
    """Follow the record.

    z (member, coordinate): copies of a draw stand together. first: the number of the first luck. windows: first and
    last month of each, in order. look(z, luck, number) simulates; fit(read, month): how well histories agree with all
    that was reported of the months before `month`, (member,), as a log likelihood.
    """
    months, fresh, counted, evidence = windows[-1][1] + 1, first + np.arange(len(z)), [], np.zeros(len(z) // copies)
    luck = np.repeat(fresh[:, None], months, axis=1)
    for number, (begin, last) in enumerate(windows):
        read = look(z, luck, number)
        weight, of_window = _weights(fit(read, last + 1) - fit(read, begin), copies)
        evidence = evidence + of_window
        counted.append(float((1.0 / (weight**2).sum(axis=1)).mean()))
        rows = _drawn(weight, chance)
        z, luck, read = z[rows], luck[rows], {name: values[rows] for name, values in read.items()}
        fresh = fresh + len(z)
        luck = np.where(np.arange(months) > last, fresh[:, None], luck)
    one = np.arange(0, len(z), copies)
    return Particles(z[one], luck[one], {name: values[one] for name, values in read.items()}, tuple(counted), evidence)


def _weights(gain: Floats, copies: int) -> tuple[Floats, Floats]:
    """Shares of each draw's copies, (draw, copy), and the log of their mean likelihood, (draw,)."""
    apart = gain.reshape(-1, copies)
    highest = apart.max(axis=1, keepdims=True)
    weight = np.exp(apart - highest)
    total = weight.sum(axis=1, keepdims=True)
    return np.asarray(weight / total), np.asarray((highest + np.log(total / copies))[:, 0])


def _drawn(weight: Floats, chance: np.random.Generator) -> NDArray[np.intp]:
    """Members drawn anew by weight within each draw (systematic resampling, in random order)."""
    draws, copies = weight.shape
    at = (np.arange(copies) + chance.uniform(size=(draws, 1))) / copies
    own = (np.cumsum(weight, axis=1)[:, None, :] < at[:, :, None]).sum(axis=2).clip(0, copies - 1)
    return np.asarray((np.arange(draws)[:, None] * copies + chance.permuted(own, axis=1)).ravel())
