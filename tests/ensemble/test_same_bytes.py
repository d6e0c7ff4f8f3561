"""The same inputs give the same bytes, whatever the work was cut into and whoever did it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tiny_experiment
from tiny_experiment import tiny_experiment as tiny

from polemos.ensemble import run as running
from polemos.ensemble.chunks import Chunk, plan_chunks
from polemos.ensemble.durable import tree_hash
from polemos.ensemble.run import run_experiment

DRAWS = 270


def bytes_of(out: Path) -> tuple[bytes, str]:
    """What must be equal: the manifest and the store."""
    return (out / "manifest.json").read_bytes(), tree_hash(out / "ensemble.zarr")


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    """One worker, the default chunk; more draws than one block of the store."""
    out = tmp_path_factory.mktemp("reference") / "run"
    run_experiment(tiny(DRAWS), out, workers=1)
    return bytes_of(out)


@pytest.mark.parametrize(("workers", "chunk"), [(1, 1), (2, 7), (2, 64), (2, None), (3, 300)])
def test_workers_and_chunks_change_nothing(
    tmp_path: Path, reference: tuple[bytes, str], workers: int, chunk: int | None
) -> None:
    run_experiment(tiny(DRAWS), tmp_path / "run", workers=workers, chunk=chunk)
    assert bytes_of(tmp_path / "run") == reference


def test_order_of_chunks_changes_nothing(
    tmp_path: Path, reference: tuple[bytes, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = []

    def shuffled(saved: list[Chunk], draws: int, size: int) -> list[Chunk]:
        chunks = plan_chunks(saved, draws, size)
        random.Random(5).shuffle(chunks)
        orders.append(chunks)
        return chunks

    monkeypatch.setattr(running, "plan_chunks", shuffled)
    run_experiment(tiny(DRAWS), tmp_path / "run", workers=2, chunk=7)
    assert orders[0] != sorted(orders[0])
    assert bytes_of(tmp_path / "run") == reference


def test_order_and_company_of_draws_change_nothing() -> None:
    experiment = tiny()
    simulate = experiment.compile()
    plain = experiment.compute(simulate, np.arange(40))
    order = np.random.default_rng(7).permutation(40)
    shuffled = experiment.compute(simulate, order)
    alone = experiment.compute(simulate, np.array([23]))
    for name, rows in plain.items():
        assert shuffled[name].tobytes() == rows[order].tobytes(), name
        assert alone[name].tobytes() == rows[23:24].tobytes(), name


def test_another_seed_changes_the_store(tmp_path: Path, reference: tuple[bytes, str]) -> None:
    run_experiment(tiny(DRAWS, seed=4), tmp_path / "run")
    assert tree_hash(tmp_path / "run" / "ensemble.zarr") != reference[1]


def test_locale_and_time_zone_change_nothing(tmp_path: Path, reference: tuple[bytes, str]) -> None:
    strange = {"LC_ALL": "C", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "99", "PYTHONUTF8": "0"}
    call = [sys.executable, tiny_experiment.__file__, str(tmp_path / "run"), str(DRAWS), "2", "16"]
    subprocess.run(call, env=os.environ | strange, check=True, stdout=subprocess.DEVNULL)
    assert reference == (bytes_of(tmp_path / "run"))
