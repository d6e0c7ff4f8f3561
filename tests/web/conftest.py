"""One small run for the whole room, and a server over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.ensemble.run import run_ensemble
from polemos.web.material import Material, read_material
from small_case import write_small_case
from web_stage import Served, serving

DRAWS = 8


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small case and, below `runs`, one run of it."""
    folder = tmp_path_factory.mktemp("web")
    case = write_small_case(folder)
    run_ensemble(resolve(load_case(case)), DRAWS, 1, folder / "runs" / f"small-1-{DRAWS}")
    return folder


@pytest.fixture(scope="session")
def material(small_folder: Path) -> Material:
    """The small run and its case."""
    return read_material(small_folder / "runs" / f"small-1-{DRAWS}", small_folder / "small")


@pytest.fixture(scope="module")
def served(small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over the small run, with an empty store of events."""
    store = tmp_path_factory.mktemp("events") / "store"
    with serving(small_folder / "runs", store, cases=(small_folder / "small",)) as found:
        yield found
