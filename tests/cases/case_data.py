"""Reads the worked case's tables and, where it lies beside the project, the shared data they were made from."""

from __future__ import annotations

import csv
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CASE = ROOT / "src" / "polemos" / "cases" / "islamic_state"
SHARED = ROOT.parent / "shared"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


FIGURES = [(path.name, row) for path in sorted((CASE / "figures").glob("*.csv")) for row in rows_of(path)]
DRIVERS = tomllib.loads((CASE / "drivers.toml").read_text(encoding="utf-8"))
DRIVER_ROWS = {name: rows_of(CASE / entry["file"]) for name, entry in DRIVERS.items()}


def shared(*parts: str) -> Path:
    path = SHARED.joinpath(*parts)
    if not path.exists():
        message = f"{Path(*parts)} is not here; the check needs the shared data beside the project"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
    return path


def parquet(name: str) -> list[dict[str, Any]]:
    path = shared("data", "ucdp", name)
    reader = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow")
    return list(reader.read_table(path).to_pylist())


def series(name: str) -> list[dict[str, str]]:
    return [row for _, row in FIGURES if row["series"] == name]


def value_by_month(name: str, column: str = "value") -> dict[str, float]:
    return {row["date"][:7]: float(row[column]) for row in series(name)}
