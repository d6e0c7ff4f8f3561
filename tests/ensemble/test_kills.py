"""A run that is killed at any moment continues where it was, and ends in the same bytes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import tiny_experiment
from tiny_experiment import brittle_experiment

from polemos.ensemble import run as running
from polemos.ensemble.chunks import ChunkTable
from polemos.ensemble.durable import tree_hash
from polemos.ensemble.run import run_experiment

DRAWS, KILLS, LONGEST = 320, 25, 0.7


def environment(cache: Path) -> dict[str, str]:
    """Children keep compiled code, so that most of their life is work that can be interrupted."""
    kept = {"JAX_COMPILATION_CACHE_DIR": str(cache), "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0"}
    return os.environ | kept


def start(out: Path, cache: Path) -> subprocess.Popen[bytes]:
    """A child that runs the experiment, once it has begun its work."""
    call = [sys.executable, tiny_experiment.__file__, str(out), str(DRAWS), "2", "4", "--brittle"]
    child = subprocess.Popen(call, env=environment(cache), stdout=subprocess.PIPE)
    assert child.stdout is not None and child.stdout.readline() == b"ready\n"
    return child


def kill_and_resume(root: Path, cache: Path, kills: int, luck: random.Random) -> list[str]:
    """Kill that many children with SIGKILL, beginning anew when one gets through; the hashes of all finished stores."""
    hashes, round_number = [], 0
    while kills:
        out = root / str(round_number)
        child = start(out, cache)
        time.sleep(luck.uniform(0.0, LONGEST))
        child.kill()
        if child.wait() == 0:
            hashes.append(tree_hash(out / "ensemble.zarr"))
            round_number += 1
        else:
            assert child.returncode == -signal.SIGKILL
            kills -= 1
    run_experiment(brittle_experiment(DRAWS), out, workers=2)
    return [*hashes, tree_hash(out / "ensemble.zarr")]


@pytest.fixture
def uninterrupted(tmp_path: Path) -> Iterator[str]:
    run_experiment(brittle_experiment(DRAWS), tmp_path / "whole", workers=2)
    yield tree_hash(tmp_path / "whole" / "ensemble.zarr")


def test_twenty_five_kills_lose_and_change_nothing(tmp_path: Path, uninterrupted: str) -> None:
    cache = tmp_path / "cache"
    shares = (KILLS // 2, KILLS - KILLS // 2)
    with ThreadPoolExecutor(2) as pool:
        lanes = [
            pool.submit(kill_and_resume, tmp_path / f"lane{i}", cache, share, random.Random(i))
            for i, share in enumerate(shares)
        ]
        hashes = [found for lane in lanes for found in lane.result()]
    assert len(hashes) >= 2
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
