"""Many draws of one model, in memory: parameter rows in, arrays out, on all cores; nothing is written but the cache.

The numbers are those of the engine for the same seed and draw, whatever the workers and the order of draws. Assumes
that what is recorded fits into memory: draws x months x elements x 4 bytes by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.core.errors import InputError
from polemos.core.intervention import Intervention
from polemos.core.model import Model
from polemos.ensemble.crew import side_by_side
from polemos.ensemble.workers import worker_count

Arrays = dict[str, NDArray[Any]]
Progress = Callable[[int, int], None]


def simulate(
    model: Model,
    record: Mapping[str, str],
    theta: Mapping[str, NDArray[Any]],
    seed: int,
    draw_ids: NDArray[np.integer[Any]],
    workers: int | None = None,
    interventions: Sequence[Intervention] = (),
    progress: Progress | None = None,
) -> Arrays:
    """Simulate draws: `theta` has one row per draw ('Class.name' -> (draws, *dims), 'initial.<stock>' -> (draws,)).

    `record` as in `polemos.core.engine.compile_model`. Returns arrays (draws, months, *dims), rows in the order of
    `draw_ids`. `workers`: processes, by default one for each core. `progress` is told (draws done, draws). To simulate
    one model again and again, open a `Bank`, which compiles once.
    """
    with Bank(model, record, workers, interventions) as bank:
        return bank(theta, seed, draw_ids, progress)


class Bank:
    """One model with worker processes that stay: compiled once, called as often as needed, closed by `with`."""

    def __init__(
        self,
        model: Model,
        record: Mapping[str, str],
        workers: int | None = None,
        interventions: Sequence[Intervention] = (),
        drawn: Sequence[str] = (),
    ) -> None:
        from polemos.core.engine import compile_model

        self.workers = worker_count(workers)
        self._open = ExitStack()
        self._simulate = self._open.enter_context(
            side_by_side(compile_model(model, record, interventions=interventions, drawn=drawn), self.workers)
        )

    def __enter__(self) -> Bank:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes."""
        self._open.close()

    def __call__(
        self,
        theta: Mapping[str, NDArray[Any]],
        seed: int,
        draw_ids: NDArray[np.integer[Any]],
        progress: Progress | None = None,
    ) -> Arrays:
        """Simulate draws; arguments and result as in `simulate`."""
        ids = np.asarray(draw_ids)
        for name, rows in theta.items():
            if len(rows) != len(ids):
                raise InputError(f"theta {name}", f"has one row for each of {len(ids)} draws", value=len(rows))
        parts = [slice(at, at + self._simulate.lanes) for at in range(0, len(ids), self._simulate.lanes)]
        found: Arrays = {}
        done = 0
        with ThreadPoolExecutor(self.workers, thread_name_prefix="polemos") as threads:
            running = {threads.submit(self._part, theta, seed, ids, part): part for part in parts}
            try:
                for future in as_completed(running):
                    part, arrays = running.pop(future), future.result()
                    _place(found, arrays, part, len(ids))
                    done += len(ids[part])
                    if progress is not None:
                        progress(done, len(ids))
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                raise
        return {name: found[name] for name in self._simulate.record} if found else found

    def _part(self, theta: Mapping[str, NDArray[Any]], seed: int, ids: NDArray[Any], part: slice) -> Arrays:
        return self._simulate({name: rows[part] for name, rows in theta.items()}, seed, ids[part])


def _place(found: Arrays, arrays: Arrays, part: slice, draws: int) -> None:
    """Put the rows of some draws where they belong; the whole arrays are made when the first rows come."""
    for name, rows in arrays.items():
        if name not in found:
            found[name] = np.empty((draws, *rows.shape[1:]), rows.dtype)
        found[name][part] = rows
