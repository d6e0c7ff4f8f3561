"""Values for the parameters: one set for each draw, each a function of seed, draw, name and element alone.

Assumes independent priors. Neither the order nor the number of draws changes a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.cases.resolved import ResolvedCase, ResolvedParameter
from polemos.core.seeds import host_uniform

Floats = NDArray[np.float64]


def draw_parameters(
    resolved: ResolvedCase, seed: int, draw_ids: Sequence[int] | NDArray[np.integer[Any]]
) -> dict[str, Floats]:
    """'Class.name' -> (draws, *dims) and 'initial.<stock>' -> (draws,), float64, for the draws with these ids."""
    ids = np.asarray(draw_ids, dtype=np.int64)
    found = {key: _draw(resolved, key, parameter, seed, ids) for key, parameter in sorted(resolved.parameters.items())}
    for stock, entry in sorted(resolved.initial.items()):
        if entry.prior is not None:
            key = f"initial.{stock}"
            found[key] = entry.prior.quantile(host_uniform(seed, ids, key, 1)[:, 0])
    return found


def medians(resolved: ResolvedCase) -> dict[str, Floats]:
    """The middle of every prior under the same keys, one row."""
    middle = np.array([0.5])
    found = {}
    for key, parameter in sorted(resolved.parameters.items()):
        size = len(resolved.dims[parameter.dims[0]]) if parameter.dims else 1
        priors = parameter.priors * size if len(parameter.priors) == 1 else parameter.priors
        columns = [prior.quantile(middle) for prior in priors]
        found[key] = np.stack(columns, axis=1) if parameter.dims else columns[0]
    for stock, entry in sorted(resolved.initial.items()):
        if entry.prior is not None:
            found[f"initial.{stock}"] = entry.prior.quantile(middle)
    return found


def _draw(resolved: ResolvedCase, key: str, parameter: ResolvedParameter, seed: int, ids: NDArray[np.int64]) -> Floats:
    size = len(resolved.dims[parameter.dims[0]]) if parameter.dims else 1
    uniform = host_uniform(seed, ids, key, size)
    priors = parameter.priors * size if len(parameter.priors) == 1 else parameter.priors
    columns = [prior.quantile(uniform[:, i]) for i, prior in enumerate(priors)]
    return np.stack(columns, axis=1) if parameter.dims else columns[0]
