"""Worker processes that run one compiled program side by side, one core each.

Threads of one process do not do: the library computes one program at a time. A process that dies (killed by hand, or by
the system when memory ends) is replaced and its call made again, three times at most. Interrupts do not reach the
processes; they end when their caller lets go of them or dies.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from polemos.core.errors import PolemosError, ResourceLimitError
from polemos.ensemble.programs import loaded, program_of

if TYPE_CHECKING:
    from polemos.core.engine import Simulation

PROGRAM = Path(__file__).with_name("worker.py")
TRIES = 3


class Lost(Exception):
    """A worker process has ended."""


@contextmanager
def side_by_side(simulation: Simulation, workers: int) -> Iterator[Simulation]:
    """The simulation, computed by `workers` processes (one: by this process); call it from as many threads."""
    import jax

    if workers == 1 or jax.default_backend() != "cpu":
        yield simulation if jax.default_backend() != "cpu" else replace(simulation, run=loaded(program_of(simulation)))
        return
    with Crew(workers) as crew:  # The processes start up while this one compiles.
        crew.program = program_of(simulation)
        yield replace(simulation, run=crew)


class Crew:
    """The processes; a call waits for one that is free. `program` is set before the first call."""

    def __init__(self, size: int) -> None:
        self.program = b""
        self._closed = False
        self._idle: queue.LifoQueue[Hand] = queue.LifoQueue()
        self._hands = {Hand() for _ in range(size)}
        for hand in self._hands:
            self._idle.put(hand)

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        for hand in list(self._hands):
            hand.end()

    def __call__(self, *arrays: Any) -> dict[str, Any]:
        """What the program gives for these arrays."""
        for _ in range(TRIES):
            hand = self._idle.get()
            try:
                return hand.run(self.program, arrays)
            except Lost as lost:
                if self._closed:
                    raise
                said, hand = str(lost), self._replaced(hand)
            finally:
                self._idle.put(hand)
        raise ResourceLimitError(
            f"workers: a worker process ended {TRIES} times in the same place ({said}), as it does when memory runs "
            "out; what was computed is saved. Run with fewer --workers and --resume."
        )

    def _replaced(self, hand: Hand) -> Hand:
        hand.end()
        self._hands.discard(hand)
        fresh = Hand()
        self._hands.add(fresh)
        return fresh


class Hand:
    """One worker process."""

    def __init__(self) -> None:
        self._ready = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "JAX_PLATFORMS": "cpu"},
            start_new_session=True,
        )

    def run(self, program: bytes, arrays: tuple[Any, ...]) -> dict[str, Any]:
        """Send arrays, wait for the answer; the first time the program is sent before."""
        if not self._ready:
            self._ask(program)
            self._ready = True
        answer: dict[str, Any] = self._ask(arrays)
        return answer

    def end(self) -> None:
        """Kill the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def _ask(self, call: Any) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            pickle.dump(call, self._process.stdin, protocol=5)
            self._process.stdin.flush()
            answer = pickle.load(self._process.stdout)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            raise Lost(f"exit status {self._process.poll()}") from error
        if isinstance(answer, str):
            raise MemoryError(answer) if "RESOURCE_EXHAUSTED" in answer else PolemosError(f"worker process: {answer}")
        return answer
