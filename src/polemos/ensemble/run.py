"""Run an experiment into a folder: compute what is missing, note it, assemble the store.

The effects stand here and in the files this one calls; what is computed stands in `experiment`.
"""

from __future__ import annotations

import errno
import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from polemos.core.errors import ResourceLimitError, UsageError
from polemos.core.intervention import Intervention
from polemos.ensemble.chunks import Chunk, ChunkTable, plan_chunks, write_chunk
from polemos.ensemble.crew import side_by_side
from polemos.ensemble.durable import tree_hash
from polemos.ensemble.experiment import Experiment, Learned, default_record
from polemos.ensemble.folder import RunFolder, remove_tree
from polemos.ensemble.manifest import manifest_of
from polemos.ensemble.reading import Ensemble
from polemos.ensemble.store import assemble
from polemos.ensemble.workers import work_through, worker_count
from polemos.observation.choice import choose
from polemos.observation.registry import all_quantities

if TYPE_CHECKING:
    from polemos.cases.changes import Changes
    from polemos.cases.resolved import ResolvedCase

Progress = Callable[[int, int], None]
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def run_ensemble(
    resolved: ResolvedCase,
    draws: int,
    seed: int,
    out: Path,
    workers: int | None = None,
    resume: bool = True,
    interventions: tuple[Intervention, ...] = (),
    record: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    changes: Changes | None = None,
    learned: Learned | None = None,
) -> Ensemble:
    """Simulate `draws` draws of a case into the folder `out`; `record` replaces the arrays by place that are kept.

    Continues what the folder holds of the same run (`resume` False: starts over). Raises UsageError for a folder of
    another run, ResourceLimitError when disk or memory ends; whatever was computed stays saved.
    """
    experiment = experiment_of(resolved, draws, seed, interventions, record, changes, learned)
    return run_experiment(experiment, out, workers=workers, resume=resume, progress=progress)


def experiment_of(
    resolved: ResolvedCase,
    draws: int,
    seed: int,
    interventions: tuple[Intervention, ...] = (),
    record: Mapping[str, str] | None = None,
    changes: Changes | None = None,
    learned: Learned | None = None,
) -> Experiment:
    """The experiment that simulates a case: its model, its priors, what its targets and the model give to record.

    learned: draws to take in place of the priors' own.
    """
    from polemos.cases.changes import Changes, changed_model
    from polemos.cases.draw import draw_parameters
    from polemos.cases.settings import set_draws
    from polemos.cases.targets import asked_for

    changed = changed_model(resolved, changes or Changes())
    model = changed.model
    theta = learned.parameters if learned else lambda ids: draw_parameters(resolved, seed, ids)
    quantities, left_out = choose(all_quantities(), model, asked_for(Path(resolved.folder)))
    return Experiment(
        case_name=resolved.name,
        case_hash=resolved.hash,
        model=model,
        parameters=lambda ids: set_draws(model, theta(ids), changed.settings),
        seed=seed,
        draws=draws,
        kept=default_record(model) if record is None else record,
        quantities=quantities,
        left_out=left_out,
        interventions=interventions,
        data=_data_versions(Path(resolved.folder)),
        changed=changed.record(),
        posterior=learned.about if learned else {},
        chosen=(learned.seed, lambda ids: learned.luck(ids, resolved.months)) if learned else None,
    )


def _data_versions(folder: Path) -> dict[str, str]:
    """SHA-256 of the case's tables of drivers and figures, by name."""
    files = sorted(file for room in ("drivers", "figures") for file in (folder / room).glob("*.csv"))
    return {f"{file.parent.name}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def run_experiment(
    experiment: Experiment,
    out: Path,
    *,
    workers: int | None = None,
    resume: bool = True,
    chunk: int | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Simulate an experiment into the folder `out`; `chunk` is how many draws are saved at once (no result changes)."""
    count, folder = worker_count(workers), RunFolder(out)
    with _limits(folder):
        folder.prepare(manifest_of(experiment), resume=resume)
        with ChunkTable(folder.table, folder.chunks, experiment.seed) as table:
            if not _finished(folder, table):
                table.sweep()
                _compute_missing(experiment, folder, table, count, chunk or experiment.lanes, progress)
                assemble(experiment, table.read(), folder.half_store, folder.store)
                table.finish(folder.store.name, tree_hash(folder.store))
            remove_tree(folder.chunks)
    return Ensemble.open(out)


def _finished(folder: RunFolder, table: ChunkTable) -> bool:
    """Whether the store is there and whole; a damaged one is forgotten, so its draws are computed again."""
    known = table.store_hash()
    if known is None:
        return False
    if folder.store.is_dir() and tree_hash(folder.store) == known:
        return True
    table.forget_store()
    return False


def _compute_missing(
    experiment: Experiment, folder: RunFolder, table: ChunkTable, workers: int, size: int, progress: Progress | None
) -> None:
    saved = table.saved()
    missing = plan_chunks(saved, experiment.draws, size)
    done = sum(chunk.count for chunk in saved)
    tell = progress or (lambda done, draws: None)
    tell(done, experiment.draws)
    if not missing:
        return

    def work(chunk: Chunk) -> str:
        draw_ids = np.arange(chunk.first, chunk.first + chunk.count)
        return write_chunk(folder.chunks, chunk, experiment.compute(simulate, draw_ids))

    def note(chunk: Chunk, sha256: str) -> None:
        nonlocal done
        table.add(chunk, sha256)
        done += chunk.count
        tell(done, experiment.draws)

    workers = min(workers, len(missing))
    with side_by_side(experiment.compile(), workers) as simulate:
        work_through(missing, work, note, workers)


@contextmanager
def _limits(folder: RunFolder) -> Iterator[None]:
    """Turn an ended disk or memory, and a folder that cannot be written, into sentences."""
    try:
        yield
    except MemoryError as error:
        raise ResourceLimitError(
            f"{folder.path}: memory ran out; what was computed is saved. Run with fewer --workers and --resume."
        ) from error
    except (OSError, sqlite3.OperationalError) as error:
        if getattr(error, "errno", None) in FULL or _sqlite_full(error):
            raise ResourceLimitError(
                f"{folder.path}: the disk is full; what was computed is saved. Free space and run with --resume."
            ) from error
        if isinstance(error, PermissionError) or getattr(error, "errno", None) == errno.EROFS:
            raise UsageError(f"{folder.path}: may not be written; choose another folder with --out.") from error
        raise


def _sqlite_full(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
