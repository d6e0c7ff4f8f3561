"""How far a figure of the panel may lie from what it measures, by the observation models that the case declares.

Assumes a source's own printed range is a 90 % range of its logarithm. Deaths counted by UCDP's coders, and attacks, are
negative binomial; everything else is lognormal. Leaves out revisions of what was printed first, except as a spread.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from polemos.cases.observed import Figure
from polemos.observation.panel import Noise
from polemos.observation.reporting_delay import first_over_later
from polemos.observation.reporting_error import reporting_error
from polemos.observation.sourced_data import table

Models = tuple[Mapping[str, Any], ...]
Z90 = NormalDist().inv_cdf(0.95)
MIDDLE = (NormalDist().cdf(-1.0), NormalDist().cdf(1.0))
MANY = 1000.0
POISSON = 1e6


@dataclass(frozen=True)
class RowError:
    """The name of the source's factor ('' for none), the kind of noise and its spread, as `observation.panel.Row`."""

    bias: str
    noise: Noise
    spread: float


def row_error(series: str, models: Models, figure: Figure | None = None) -> RowError:
    """The error of a figure of a series; without a figure, of a number that is counted from a list."""
    bias = _bias(series, models)
    for model in models:
        if model["model"] == "reporting_error":
            return RowError(bias, "count", coders_size(str(model["kind"])))
    if any(model["model"] == "counting_noise" for model in models) and figure is None:
        return RowError(bias, "count", next((float(m["size"]) for m in models if "size" in m), POISSON))
    delays = [first_over_later(str(m["name"]))[1] for m in models if m["model"] == "reporting_delay"]
    smallest = float(table("printed_range")["smallest"]["log_sd"])
    return RowError(bias, "lognormal", max([smallest, *delays, *([printed(figure)] if figure else [])]))


def printed(figure: Figure) -> float:
    """The sd of the log that a printed range means; 0 without one."""
    low, high = (figure.value if end is None else end for end in (figure.low, figure.high))
    return math.log(high / low) / (2 * Z90) if 0 < low < high else 0.0


def coders_size(kind: str) -> float:
    """The size of the negative binomial that is as wide, at many deaths, as the spread of UCDP's coders."""
    error = reporting_error(MANY, kind)
    low, high = (math.log(float(error.quantile(share))) for share in MIDDLE)
    return (2.0 / (high - low)) ** 2


def _bias(series: str, models: Models) -> str:
    """The factor of the source that prints a series: its own if the target names it, else the first one named."""
    named = [str(model["name"]) for model in models if model["model"] == "source_bias"]
    own = [name for name in named if series in table("source_bias")[name]["series"]]
    return [*own, *named, ""][0]
