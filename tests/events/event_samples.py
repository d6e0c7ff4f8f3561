"""Where the real event files lie, and made-up rows that keep every rule."""

from __future__ import annotations

import importlib.util
import os
import random
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
MAY_SKIP = not DATA.is_dir() and os.environ.get("CI") != "true"
"""Where the real event files are missing tests are skipped, but in CI they run and fail."""
needs_data = pytest.mark.skipif(MAY_SKIP, reason="the real event files are not beside the project")


def load_generator() -> ModuleType:
    """The generator of made-up event files, which lives with the benchmarks."""
    spec = importlib.util.spec_from_file_location("event_file", ROOT / "benchmarks" / "event_file.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = load_generator()


def sound_rows(count: int, seed: int = 3) -> list[list[str]]:
    """Sound made-up rows as text."""
    rng = random.Random(seed)
    return [[str(cell) for cell in GENERATOR.row(rng, number)] for number in range(1, count + 1)]


REAL = {
    "ged_iraq_1989_2018.csv": 7473,
    "candidate_ged_v23_0_10.csv": 2391,
    "ged_iraq_syria.parquet": 24039,
    "ged_iraq_syria_reduced_2003_2019.parquet": 59005,
    "ged_event_sizes_global_1999_2018.parquet": 209037,
}
