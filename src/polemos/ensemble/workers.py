"""Local workers: threads that see chunks through, from parameters to durable files; each waits for one process.

Only the calling thread touches the table. When anything goes wrong, or the user interrupts, no new chunk is started,
and those under way are finished and noted, so nothing computed is lost.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from polemos.core.errors import UsageError
from polemos.ensemble.chunks import Chunk

Work = Callable[[Chunk], str]
Note = Callable[[Chunk, str], None]


def worker_count(asked: int | None) -> int:
    """The number of workers: as asked, else one for each core this process may use."""
    if asked is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if asked < 1:
        raise UsageError(f"workers: a run needs at least one worker (it is {asked}).")
    return asked


def work_through(chunks: Sequence[Chunk], work: Work, note: Note, workers: int) -> None:
    """Compute all chunks; `note` gets each chunk with its hash once its file is durable."""
    waiting = iter(chunks)
    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="polemos")
    running = _start(pool, work, waiting, workers)
    try:
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            _note_done(done, running, note)
            running |= _start(pool, work, waiting, len(done))
    except BaseException:
        _note_rest(running, note)
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # A second interrupt does not wait for chunks under way.


def _start(pool: ThreadPoolExecutor, work: Work, waiting: Iterator[Chunk], count: int) -> dict[Future[str], Chunk]:
    started = {}
    for _ in range(count):
        chunk = next(waiting, None)
        if chunk is not None:
            started[pool.submit(work, chunk)] = chunk
    return started


def _note_done(done: set[Future[str]], running: dict[Future[str], Chunk], note: Note) -> None:
    """Note what succeeded first, so that a failure beside it loses nothing; then raise the failure."""
    for future in [f for f in done if f.exception() is None]:
        note(running.pop(future), future.result())
    for future in [f for f in done if f in running]:
        running.pop(future)
        future.result()


def _note_rest(running: dict[Future[str], Chunk], note: Note) -> None:
    wait(running)
    for future, chunk in running.items():
        if future.exception() is None:
            note(chunk, future.result())
