"""The program of a worker process: it gets one compiled program, then arrays, and sends back what comes out.

Run as a file of its own, it imports nothing of polemos and nothing of the caller's, so whatever model a caller has made
up can be computed. It holds no truth and ends when its caller does.
"""

from __future__ import annotations

import os
import pickle
import sys
from typing import Any


def main() -> None:
    """Answer calls until there are no more."""
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # Whatever prints must not get among the answers.
    import jax
    import numpy as np
    from jax.experimental.serialize_executable import deserialize_and_load

    jax.config.update("jax_cpu_enable_async_dispatch", False)  # type: ignore[no-untyped-call]
    jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]
    run: Any = None
    answer: Any
    while True:
        try:
            call = pickle.load(calls)
        except EOFError:
            return
        try:
            if run is None:
                run, answer = deserialize_and_load(*pickle.loads(call)), None
            else:
                answer = {name: np.asarray(array) for name, array in run(*call).items()}
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        pickle.dump(answer, answers, protocol=5)
        answers.flush()


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        os._exit(0)  # The caller is gone; nobody waits for an answer.
