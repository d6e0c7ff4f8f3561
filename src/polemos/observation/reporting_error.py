"""Reporting error of UCDP deaths: how far the true number may lie from the number reported for an event or a total.

Assumes what UCDP's coders answered in a survey (Vesco et al. 2024): the true number is the reported one with weight w,
else it follows a Gumbel distribution, truncated at zero. Numbers that the survey asked about have steps of their own.
Leaves out events nobody reported at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polemos.core.errors import UsageError
from polemos.observation.sourced_data import table

KINDS = ("sb", "ns", "os", "any")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ReportingError:
    """The distribution of true deaths given reported ones, elementwise: a point at `reported`, else Gumbel."""

    reported: Floats
    loc: Floats
    scale: Floats
    weight: Floats

    def quantile(self, share: ArrayLike) -> Floats:
        """The number of deaths that the true one is at most with this probability (0 < share < 1)."""
        p, w = np.broadcast_arrays(np.asarray(share, dtype=np.float64), self.weight)
        below = (1 - w) * self._cdf(self.reported)
        tail = np.where(p <= below, p, p - w) / (1 - w)
        value = self.loc - self.scale * np.log(-np.log(np.clip(tail, 1e-300, 1 - 1e-16)))
        inside = (p > below) & (p <= below + w)
        return np.maximum(np.where(inside, self.reported, value), 0.0)

    def cdf(self, deaths: ArrayLike) -> Floats:
        """The probability that the true number is at most `deaths`."""
        x = np.asarray(deaths, dtype=np.float64)
        mixed = self.weight * (x >= self.reported) + (1 - self.weight) * self._cdf(x)
        return np.where(x < 0, 0.0, mixed)

    def draw(self, uniform: ArrayLike) -> Floats:
        """True deaths from one uniform number in (0, 1) each."""
        return self.quantile(uniform)

    def _cdf(self, x: Floats) -> Floats:
        found: Floats = np.exp(-np.exp(-(x - self.loc) / self.scale))
        return found


def reporting_error(reported: ArrayLike, kind: str = "any") -> ReportingError:
    """The error of reported deaths (persons, zero or more) in events of a type: sb, ns, os, or any."""
    if kind not in KINDS:
        raise UsageError(f"type of violence '{kind}': choose one of {', '.join(KINDS)}.")
    deaths = np.asarray(reported, dtype=np.float64)
    parts = {name: _linear(deaths, kind, name) for name in ("loc", "log_scale", "logit_weight")}
    loc = np.sign(parts["loc"]) * np.expm1(np.abs(parts["loc"]))
    return ReportingError(deaths, loc, np.exp(parts["log_scale"]), 1 / (1 + np.exp(-parts["logit_weight"])))


def _linear(deaths: Floats, kind: str, name: str) -> Floats:
    data = table("ucdp_reporting_error")
    entry = data[kind][name]
    value: Floats = entry["intercept"] + entry["slope"] * np.log1p(deaths)
    for asked, step in zip(data["asked"], entry["steps"], strict=True):
        value = value + step * (deaths == asked)
    return value
