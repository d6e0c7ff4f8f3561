"""Two sets of histories side by side, draw by draw, on the same parameters and the same luck.

Assumes the model and its draws; every number is a difference within the model. `draws` intervals show how the
difference varies between draws; `mean` intervals how well this number of draws knows its mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.scenarios.histories import Histories
from polemos.scenarios.outcomes import Outcome, outcomes_of

Floats = NDArray[np.float64]
PROBS = (0.5, 0.05, 0.95)
NORMAL_95 = 1.6448536269514722


@dataclass(frozen=True)
class Spread:
    """Median and 90 % range over draws."""

    median: float
    low: float
    high: float

    @staticmethod
    def of(values: Floats) -> Spread:
        """From one number per draw; a draw without a number makes none."""
        return Spread(*(float(q) for q in np.quantile(values, PROBS)))


@dataclass(frozen=True)
class Difference:
    """One outcome under both scenarios, and b minus a in each draw; `above` is the share of draws where b is larger."""

    outcome: str
    unit: str
    civilian: bool
    a: Spread
    b: Spread
    difference: Spread
    mean: float
    mean_low: float
    mean_high: float
    above: float
    below: float


@dataclass(frozen=True)
class Interaction:
    """What two changes do together beyond the sum of what each does alone."""

    outcome: str
    unit: str
    civilian: bool
    interaction: Spread
    mean: float
    mean_low: float
    mean_high: float


def differences(a: Histories, b: Histories, more: Iterable[Outcome] = ()) -> tuple[Difference, ...]:
    """One row per outcome that both can answer."""
    return tuple(_difference(o, o.of(a), o.of(b)) for o in outcomes_of(a, more))


def interactions(base: Histories, singles: Sequence[Histories], together: Histories) -> tuple[Interaction, ...]:
    """Together minus base, less the sum of single changes, for each outcome."""
    found = []
    for o in outcomes_of(base):
        alone = sum((o.of(single) - o.of(base) for single in singles), np.zeros(1))
        found.append(_interaction(o, o.of(together) - o.of(base) - alone))
    return tuple(found)


def records(rows: Iterable[Difference | Interaction]) -> list[dict[str, Any]]:
    """Tidy rows: one flat dictionary each."""
    return [_flat(asdict(row)) for row in rows]


def mean_interval(values: Floats) -> tuple[float, float, float]:
    """Mean and its 90 % interval for independent draws."""
    mean = float(values.mean())
    half = NORMAL_95 * float(values.std(ddof=1)) / np.sqrt(len(values)) if len(values) > 1 else np.inf
    return mean, mean - half, mean + half


def _difference(outcome: Outcome, a: Floats, b: Floats) -> Difference:
    gap = b - a
    about = (outcome.title, outcome.unit, outcome.civilian)
    return Difference(
        *about,
        Spread.of(a),
        Spread.of(b),
        Spread.of(gap),
        *mean_interval(gap),
        above=float((gap > 0).mean()),
        below=float((gap < 0).mean()),
    )


def _interaction(outcome: Outcome, values: Floats) -> Interaction:
    about = (outcome.title, outcome.unit, outcome.civilian)
    return Interaction(*about, Spread.of(values), *mean_interval(values))


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in row.items():
        out |= {f"{key}_{k}": v for k, v in value.items()} if isinstance(value, dict) else {key: value}
    return out
