"""The run folder: continued when it is this run's, refused when not, cleared only when it is ours."""

from __future__ import annotations

import errno
import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_experiment import tiny_experiment as tiny

from polemos.core.errors import InputError, PolemosError, ResourceLimitError, UsageError
from polemos.core.intervention import Intervention
from polemos.ensemble import chunks as chunk_room
from polemos.ensemble import durable
from polemos.ensemble.chunks import Chunk, ChunkTable, plan_chunks
from polemos.ensemble.durable import tree_hash
from polemos.ensemble.experiment import Experiment
from polemos.ensemble.folder import RunFolder
from polemos.ensemble.run import run_experiment

DRAWS = 40


class Counting:
    """Notes which draws are computed; `stop_after` draws it raises `error`."""

    def __init__(self, stop_after: int = 10**9, error: BaseException | None = None) -> None:
        self.seen: list[int] = []
        self.stop_after, self.error = stop_after, error

    def experiment(self, **changes: Any) -> Experiment:
        base = tiny(DRAWS, **changes)

        def parameters(draw_ids: Any) -> Any:
            if self.error is not None and len(self.seen) >= self.stop_after:
                raise self.error
            self.seen += [int(i) for i in draw_ids]
            return base.parameters(draw_ids)

        return replace(base, parameters=parameters)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "run"


@pytest.fixture
def expected(tmp_path: Path) -> str:
    run_experiment(tiny(DRAWS), tmp_path / "whole")
    return tree_hash(tmp_path / "whole" / "ensemble.zarr")


def interrupted(out: Path, error: BaseException | None = None) -> Counting:
    """A run that stopped after 16 of 40 draws."""
    counting = Counting(16, error or KeyboardInterrupt())
    with pytest.raises(type(counting.error or KeyboardInterrupt())):
        run_experiment(counting.experiment(), out, workers=1, chunk=4)
    return counting


def test_an_interrupt_keeps_what_was_computed(out: Path, expected: str) -> None:
    interrupted(out)
    rest = Counting()
    run_experiment(rest.experiment(), out, workers=2, chunk=4)
    assert sorted(rest.seen) == list(range(16, DRAWS))
    assert tree_hash(out / "ensemble.zarr") == expected


def test_a_resume_may_cut_the_rest_otherwise(out: Path, expected: str) -> None:
    interrupted(out)
    rest = Counting()
    run_experiment(rest.experiment(), out, workers=1, chunk=7)
    assert sorted(rest.seen) == list(range(16, DRAWS))
    assert tree_hash(out / "ensemble.zarr") == expected


def test_a_damaged_chunk_is_computed_again(out: Path, expected: str) -> None:
    interrupted(out)
    file = out / "chunks" / Chunk(4, 4).name
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    rest = Counting()
    run_experiment(rest.experiment(), out, workers=1, chunk=4)
    assert sorted(rest.seen) == [4, 5, 6, 7, *range(16, DRAWS)]
    assert tree_hash(out / "ensemble.zarr") == expected


def test_a_row_without_a_file_is_computed_again(out: Path, expected: str) -> None:
    interrupted(out)
    (out / "chunks" / Chunk(0, 4).name).unlink()
    rest = Counting()
    run_experiment(rest.experiment(), out, workers=1, chunk=4)
    assert sorted(rest.seen) == [0, 1, 2, 3, *range(16, DRAWS)]
    assert tree_hash(out / "ensemble.zarr") == expected


def test_a_file_without_a_row_is_swept(out: Path) -> None:
    interrupted(out)
    orphan, half = out / "chunks" / Chunk(16, 4).name, out / "chunks" / (Chunk(20, 4).name + ".part")
    orphan.write_bytes(b"not to be believed")
    half.write_bytes(b"half")
    with ChunkTable(out / "chunks.sqlite", out / "chunks", 3) as table:
        table.sweep()
        assert table.saved() == [Chunk(0, 4), Chunk(4, 4), Chunk(8, 4), Chunk(12, 4)]
    assert sorted(p.name for p in (out / "chunks").iterdir()) == [Chunk(i, 4).name for i in (0, 4, 8, 12)]


def test_the_table_says_what_the_store_holds(out: Path) -> None:
    run_experiment(tiny(DRAWS), out, chunk=30)
    rows = sqlite3.connect(out / "chunks.sqlite").execute("SELECT * FROM chunks ORDER BY first_draw").fetchall()
    assert [(first, count, seed, status) for _, _, first, count, seed, status in rows] == [
        (0, 30, "3", "stored"),
        (30, 10, "3", "stored"),
    ]
    assert all(len(sha256) == 64 for _, sha256, *_ in rows)


def test_a_finished_run_is_not_computed_again(out: Path) -> None:
    run_experiment(tiny(DRAWS), out)
    again = Counting()
    run_experiment(again.experiment(), out)
    assert again.seen == []


def test_a_damaged_store_is_computed_again(out: Path, expected: str) -> None:
    run_experiment(tiny(DRAWS), out)
    file = next((out / "ensemble.zarr" / "holder").rglob("c/0/0/0"))
    file.write_bytes(file.read_bytes()[:-1])
    again = Counting()
    run_experiment(again.experiment(), out)
    assert sorted(again.seen) == list(range(DRAWS))
    assert tree_hash(out / "ensemble.zarr") == expected


def test_a_chunk_that_changes_during_the_run_is_not_believed(out: Path) -> None:
    interrupted(out)
    with ChunkTable(out / "chunks.sqlite", out / "chunks", 3) as table:
        (out / "chunks" / Chunk(0, 4).name).write_bytes(b"changed")
        with pytest.raises(PolemosError, match="changed during the run"):
            list(table.read())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seed": 4}, "its seed is '3', not '4'"),
        ({"draws": 41}, "its number of draws is '40', not '41'"),
        ({"case_name": "other"}, "its case is 'tiny' "),
        ({"case_hash": "1" * 64}, "its case is 'tiny' "),
        ({"lanes": 32}, "'lanes' in its manifest differs"),
        ({"data": {"figures/x.csv": "0"}}, "the case's data have changed since"),
        ({"kept": {"holder": "end"}}, "it keeps other arrays"),
        (
            {"interventions": (Intervention("Fortune.chance", "set", 0.0, "2012-02"),)},
            "it has other interventions",
        ),
    ],
)
def test_the_folder_of_another_run_is_refused(out: Path, changes: dict[str, Any], said: str) -> None:
    run_experiment(tiny(DRAWS), out)
    before = {p: p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
    with pytest.raises(UsageError) as refusal:
        run_experiment(tiny(**({"draws": DRAWS} | changes)), out)
    assert said in str(refusal.value) and "--fresh" in str(refusal.value)
    assert before == {p: p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def test_another_version_is_refused(out: Path) -> None:
    run_experiment(tiny(DRAWS), out)
    manifest = json.loads((out / "manifest.json").read_text())
    (out / "manifest.json").write_text(json.dumps(manifest | {"polemos": "0.0.1"}))
    with pytest.raises(UsageError, match=r"its polemos version is '0\.0\.1', not"):
        run_experiment(tiny(DRAWS), out)


def test_fresh_starts_over_and_leaves_what_is_not_ours(out: Path, tmp_path: Path) -> None:
    run_experiment(tiny(DRAWS, seed=4), out)
    (out / "notes.txt").write_text("mine")
    fresh = Counting()
    run_experiment(fresh.experiment(), out, resume=False)
    assert sorted(fresh.seen) == list(range(DRAWS))
    assert (out / "notes.txt").read_text() == "mine"
    assert json.loads((out / "manifest.json").read_text())["seed"] == 3


@pytest.mark.parametrize("resume", [True, False])
@pytest.mark.parametrize("content", [{"notes.txt": "mine"}, {"manifest.json": "{}"}, {"manifest.json": "not json"}])
def test_a_folder_that_is_not_ours_is_left_alone(out: Path, content: dict[str, str], resume: bool) -> None:
    out.mkdir()
    for name, text in content.items():
        (out / name).write_text(text)
    with pytest.raises(UsageError):
        run_experiment(tiny(DRAWS), out, resume=resume)
    assert {p.name: p.read_text() for p in out.iterdir()} == content


def test_a_file_is_no_folder(out: Path) -> None:
    out.write_text("mine")
    with pytest.raises(UsageError, match="this is a file"):
        run_experiment(tiny(DRAWS), out, resume=False)
    assert out.read_text() == "mine"


def test_two_runs_do_not_share_a_folder(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(out)
    with (
        ChunkTable(out / "chunks.sqlite", out / "chunks", 3),
        pytest.raises(UsageError, match="another run is writing into this folder"),
    ):
        run_experiment(tiny(DRAWS), out)


def test_a_table_that_is_none_is_refused(out: Path) -> None:
    interrupted(out)
    (out / "chunks.sqlite-wal").unlink(missing_ok=True)
    (out / "chunks.sqlite").write_bytes(b"garbage" * 1000)
    with pytest.raises(UsageError, match="damaged; start over with --fresh"):
        run_experiment(tiny(DRAWS), out)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_loses_nothing(out: Path, expected: str, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    calls = 0

    def full(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls > 12:
            raise OSError(number, "no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(durable.os, "fsync", full)
        with pytest.raises(ResourceLimitError, match="the disk is full; what was computed is saved") as limit:
            run_experiment(tiny(DRAWS), out, workers=2, chunk=4)
    assert limit.value.exit_code == 5
    assert not list((out / "chunks").glob("*.part"))
    rest = Counting()
    run_experiment(rest.experiment(), out)
    assert 0 < len(rest.seen) < DRAWS
    assert tree_hash(out / "ensemble.zarr") == expected


def test_a_full_disk_while_the_store_is_written_loses_nothing(
    out: Path, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **options: Any) -> Any:
        raise OSError(errno.ENOSPC, "no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("polemos.ensemble.store.sync_tree", full)
        with pytest.raises(ResourceLimitError):
            run_experiment(tiny(DRAWS), out)
    rest = Counting()
    run_experiment(rest.experiment(), out)
    assert rest.seen == []
    assert tree_hash(out / "ensemble.zarr") == expected


def test_ended_memory_is_said(out: Path) -> None:
    with pytest.raises(ResourceLimitError, match="memory ran out"):
        run_experiment(Counting(8, MemoryError()).experiment(), out, workers=1, chunk=4)


def test_a_failure_in_one_chunk_keeps_those_beside_it(out: Path) -> None:
    base = tiny(DRAWS)

    def parameters(draw_ids: Any) -> Any:
        if 20 in draw_ids:
            raise ZeroDivisionError
        return base.parameters(draw_ids)

    with pytest.raises(ZeroDivisionError):
        run_experiment(replace(base, parameters=parameters), out, workers=2, chunk=4)
    with ChunkTable(out / "chunks.sqlite", out / "chunks", 3) as table:
        assert set(table.saved()) >= {Chunk(first, 4) for first in (0, 4, 8, 12, 16)}


def test_chunks_fill_the_gaps() -> None:
    assert plan_chunks([], 5, 2) == [Chunk(0, 2), Chunk(2, 2), Chunk(4, 1)]
    saved = [Chunk(7, 3), Chunk(2, 2)]
    assert plan_chunks(saved, 12, 2) == [Chunk(0, 2), Chunk(4, 2), Chunk(6, 1), Chunk(10, 2)]
    assert plan_chunks([Chunk(0, 12)], 12, 2) == []


def test_progress_counts_saved_draws(out: Path) -> None:
    interrupted(out)
    told: list[tuple[int, int]] = []
    run_experiment(tiny(DRAWS), out, workers=1, chunk=8, progress=lambda done, draws: told.append((done, draws)))
    assert told == [(16, 40), (24, 40), (32, 40), (40, 40)]


def test_a_chunk_comes_back_as_it_went(tmp_path: Path) -> None:
    arrays = {"b": np.arange(6.0).reshape(2, 3), "a": np.array([[1], [2]], np.uint8)}
    chunk_room.write_chunk(tmp_path, Chunk(0, 2), arrays)
    back = chunk_room.unpack((tmp_path / Chunk(0, 2).name).read_bytes())
    assert list(back) == ["a", "b"]
    for name, array in arrays.items():
        assert back[name].dtype == array.dtype and back[name].tolist() == array.tolist()


@pytest.mark.parametrize(("field", "value"), [("draws", 0), ("draws", 2**32 + 1), ("seed", -1), ("seed", 2**64)])
def test_impossible_numbers_are_refused(field: str, value: int) -> None:
    with pytest.raises(UsageError, match=field):
        tiny(**{field: value})


def test_a_worker_is_needed(out: Path) -> None:
    with pytest.raises(UsageError, match="at least one worker"):
        run_experiment(tiny(DRAWS), out, workers=0)
    assert not out.exists()


def test_two_ways_to_record_one_thing_are_refused() -> None:
    with pytest.raises(InputError, match="record holder"):
        _ = tiny(kept={"holder": "mean"}).record


def test_the_folder_may_be_deep_and_new(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b" / "c d"
    run_experiment(tiny(4), out)
    assert RunFolder(out).store.is_dir()
