"""A run that is killed at any moment continues where it was, and ends in the same bytes."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tiny_experiment import brittle_experiment, run_brittle

from polemos.ensemble import run as running
from polemos.ensemble.chunks import ChunkTable
from polemos.ensemble.durable import tree_hash
from polemos.ensemble.run import run_experiment

DRAWS, KILLS, LONGEST = 320, 25, 0.7


@pytest.fixture
def nursery(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Children are forked from a process that has imported everything and computed nothing, so they start fast."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tiny_experiment", "zarr"])
    return context


def start(nursery: Any, out: Path, cache: Path, workers: int, early: bool) -> tuple[Any, Any]:
    """A child that runs the experiment, once it has saved something, or at once; and the line to it."""
    here, there = nursery.Pipe(duplex=False)
    child = nursery.Process(target=run_brittle, args=(out, DRAWS, workers, cache, there))
    child.start()
    there.close()
    with contextlib.suppress(EOFError):  # It had nothing left to do.
        assert early or here.recv() == "saved"
    return child, here


def kill_and_resume(nursery: Any, root: Path, cache: Path, kills: int, luck: random.Random) -> list[str]:
    """Kill that many children with SIGKILL, beginning anew when one gets through; the hashes of all finished stores.

    Every fourth computes in processes of its own, every fifth is killed before it can have saved anything.
    """
    hashes, round_number = [], 0
    while kills:
        out = root / str(round_number)
        child, line = start(nursery, out, cache, 2 if kills % 4 == 0 else 1, early=kills % 5 == 0)
        time.sleep(luck.uniform(0.0, LONGEST))
        child.kill()
        child.join()
        line.close()
        if child.exitcode == 0:
            hashes.append(tree_hash(out / "ensemble.zarr"))
            round_number += 1
        else:
            assert child.exitcode == -signal.SIGKILL
            kills -= 1
    run_experiment(brittle_experiment(DRAWS), out, workers=2)
    return [*hashes, tree_hash(out / "ensemble.zarr")]


@pytest.fixture
def uninterrupted(tmp_path: Path) -> Iterator[str]:
    run_experiment(brittle_experiment(DRAWS), tmp_path / "whole", workers=2)
    yield tree_hash(tmp_path / "whole" / "ensemble.zarr")


def test_twenty_five_kills_lose_and_change_nothing(tmp_path: Path, nursery: Any, uninterrupted: str) -> None:
    hashes = kill_and_resume(nursery, tmp_path / "killed", tmp_path / "cache", KILLS, random.Random(1))
    assert set(hashes) == {uninterrupted}


class Killed(BaseException):
    """Stands in for a kill: nothing catches it to tidy up."""


def die_at(monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
    """Stop just before the given one of all moments at which something becomes durable or disappears."""
    count = 0

    def before(owner: object, name: str) -> None:
        original = getattr(owner, name)

        def dying(*args: Any, **options: Any) -> Any:
            nonlocal count
            count += 1
            if count == moment:
                raise Killed
            return original(*args, **options)

        monkeypatch.setattr(owner, name, dying)

    for owner, name in (
        (Path, "replace"),
        (ChunkTable, "add"),
        (ChunkTable, "finish"),
        (running, "assemble"),
        (running, "remove_tree"),
    ):
        before(owner, name)


def test_a_kill_between_any_two_steps_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_experiment(brittle_experiment(20), tmp_path / "whole", workers=1)
    expected = tree_hash(tmp_path / "whole" / "ensemble.zarr")
    for moment in range(1, 40):
        out = tmp_path / str(moment)
        with monkeypatch.context() as patch:
            die_at(patch, moment)
            try:
                run_experiment(brittle_experiment(20), out, workers=1, chunk=8)
                break
            except Killed:
                pass
        run_experiment(brittle_experiment(20), out, workers=1, chunk=8)
        assert tree_hash(out / "ensemble.zarr") == expected
        assert {file.name for file in out.iterdir()} == {"manifest.json", "chunks.sqlite", "ensemble.zarr"}
    assert moment > 8
