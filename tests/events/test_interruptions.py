"""kill -9 and a full disk: what was there before is intact, the half import is swept."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from event_samples import GENERATOR

from polemos.core.errors import ResourceLimitError
from polemos.events import importing
from polemos.events.importing import import_events
from polemos.events.store import Store
from polemos.events.table import EventTable

KILLS = 25


def made_up(path: Path, rows: int, seed: int) -> Path:
    GENERATOR.write(path, rows, seed)
    return path


def test_twenty_five_kills_during_an_import_harm_nothing(tmp_path):
    before = made_up(tmp_path / "ged241.csv", 300, 1)
    during = made_up(tmp_path / "ged251.csv", 12_000, 2)
    script = Path(__file__).with_name("interrupted_import.py")
    command = [sys.executable, str(script), str(before), str(during), str(tmp_path / "store"), str(KILLS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=170)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["harmed"] == 0
    assert found["hit"] == KILLS
    assert found["leftovers"] >= 5, "no kill fell into the writing, so nothing was tested"
    assert (found["datasets"], found["swept"]) == (2, True)


def test_a_full_disk_is_said_and_harms_nothing(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        _fill(tmp_path, Store(disk / "store"))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def _fill(tmp_path: Path, store: Store) -> None:
    first = import_events(made_up(tmp_path / "ged241.csv", 300, 1), store)
    with pytest.raises(ResourceLimitError, match="intact"):
        import_events(made_up(tmp_path / "ged251.csv", 40_000, 2), store)
    assert store.names() == [first.dataset]
    assert EventTable.from_store(store).to_panel().total("events") == 300
    assert not (store.folder / "aside").exists()


def test_a_write_that_fails_is_said_and_harms_nothing(tmp_path, store, monkeypatch):
    first = import_events(made_up(tmp_path / "ged241.csv", 300, 1), store)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(importing, "write_findings", full)
    with pytest.raises(ResourceLimitError, match="No space left on device"):
        import_events(made_up(tmp_path / "ged251.csv", 300, 2), store)
    assert store.names() == [first.dataset]


def test_a_leftover_of_a_dead_import_is_swept(tmp_path, store):
    stale = store.folder / "aside" / "dead"
    stale.mkdir(parents=True)
    (stale / "part-0000.parquet").write_bytes(b"half")
    import_events(made_up(tmp_path / "ged251.csv", 50, 2), store)
    assert not stale.exists()


def test_two_imports_at_once_wait_for_each_other(tmp_path, store):
    with store.writing(), pytest.raises(ResourceLimitError, match="another import"), store.writing(wait=0.1):
        pass
    assert store.names() == []
