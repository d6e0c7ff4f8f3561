"""Sobol's and Morris's measures of what drives a function of independent inputs in 0 to 1, by SALib.

Assumes inputs are independent; outputs are rows (sample, output). Sobol first-order: the share of an output's variance
that an input explains alone; total: alone and with others. Morris: mean absolute effect of a step, and its spread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Function = Callable[[Floats], Floats]
LEVELS = 4
RESAMPLES = 100


@dataclass(frozen=True)
class Sobol:
    """first, total and their 95 % half widths, each (input, output)."""

    first: Floats
    first_half: Floats
    total: Floats
    total_half: Floats


@dataclass(frozen=True)
class Morris:
    """mean absolute elementary effect and its standard deviation, each (input, output), in the output's unit."""

    effect: Floats
    spread: Floats


def sobol(function: Function, inputs: int, base: int, seed: int) -> Sobol:
    """From base * (inputs + 2) evaluations; `base` is a power of two."""
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    problem = _problem(inputs)
    y = function(sample.sample(problem, base, calc_second_order=False, seed=seed))
    settings = {"calc_second_order": False, "num_resamples": RESAMPLES, "seed": seed}
    found = [analyse.analyze(problem, _spread_out(column), **settings) for column in y.T]
    return Sobol(*(_columns(found, key) for key in ("S1", "S1_conf", "ST", "ST_conf")))


def morris(function: Function, inputs: int, paths: int, seed: int) -> Morris:
    """From paths * (inputs + 1) evaluations."""
    from SALib.analyze import morris as analyse
    from SALib.sample import morris as sample

    problem = _problem(inputs)
    x = sample.sample(problem, paths, num_levels=LEVELS, seed=seed)
    found = [analyse.analyze(problem, x, column, num_levels=LEVELS, seed=seed) for column in function(x).T]
    return Morris(_columns(found, "mu_star"), _columns(found, "sigma"))


def _problem(inputs: int) -> dict[str, Any]:
    return {"num_vars": inputs, "names": [f"x{i}" for i in range(inputs)], "bounds": [[0.0, 1.0]] * inputs}


def _spread_out(column: Floats) -> Floats:
    """An output that never varies has no indices; a tiny ramp keeps the division finite."""
    return column if column.std() > 0.0 else np.linspace(0.0, 1e-9, len(column))


def _columns(found: Sequence[Any], key: str) -> Floats:
    return np.stack([np.asarray(one[key], dtype=np.float64) for one in found], axis=1)
