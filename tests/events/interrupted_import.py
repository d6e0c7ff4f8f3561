"""Imports killed at random moments, in children of one process that has everything loaded. Prints one line of JSON.

A machine's speed varies from one import to the next: only a kill that found the import running counts, and more are
made until enough have.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from polemos.events.importing import import_events
from polemos.events.store import Store


def fingerprint(store: Store) -> str:
    """A hash over every file of every dataset."""
    digest = hashlib.sha256()
    for path in sorted((store.folder / "datasets").rglob("*")):
        if path.is_file():
            digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


def timed(path: Path, store: Store) -> float:
    """Seconds of one whole import in a child."""
    begun = time.perf_counter()
    child = os.fork()
    if not child:
        import_events(path, store)
        os._exit(0)
    os.waitpid(child, 0)
    return time.perf_counter() - begun


def killed(path: Path, store: Store, delay: float) -> bool:
    """Start an import in a child, kill it after the delay; whether it was still running."""
    child = os.fork()
    if not child:
        import_events(path, store)
        os._exit(0)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def main(before: Path, during: Path, folder: Path, times: int) -> None:
    store = Store(folder)
    timed(before, store)
    intact, rng = fingerprint(store), random.Random(25)
    whole = min(timed(during, Store(folder.with_name(f"spare{n}"))) for n in range(3))
    hit, harmed, leftovers = 0, 0, 0
    for _ in range(4 * times):
        if hit == times:
            break
        hit += killed(during, store, rng.uniform(0.02, 0.95) * whole)
        if len(store.names()) > 1:
            store.remove(next(n for n in store.names() if n.startswith("ucdp-ged-25.1")))
        harmed += fingerprint(store) != intact
        leftovers += (store.folder / "aside").exists()
    timed(during, store)
    end = {"datasets": len(store.names()), "swept": not (store.folder / "aside").exists()}
    print(json.dumps({"hit": hit, "harmed": harmed, "leftovers": leftovers, **end}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
