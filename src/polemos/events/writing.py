"""Frames to files: Parquet with its making inside, or CSV that no spreadsheet runs with a .json beside it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from polemos.core.errors import UsageError
from polemos.events.findings import neutral


def write_frame(table: pa.Table, about: dict[str, Any], path: Path) -> None:
    """Write a table whole or not at all: beside the target first, then one rename."""
    aside = path.with_name(f".{path.name}.part")
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            metadata = {**(table.schema.metadata or {}), b"polemos": json.dumps(about, default=str).encode()}
            pq.write_table(table.replace_schema_metadata(metadata), aside, compression="zstd")
        elif path.suffix.lower() == ".csv":
            write_csv(table, aside)
            path.with_suffix(".json").write_text(json.dumps(about, indent=2, default=str) + "\n", encoding="utf-8")
        else:
            raise UsageError(f"--out {path}: the name ends in .parquet or .csv.")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def write_csv(table: pa.Table, path: Path) -> None:
    """Write CSV in UTF-8; text that starts like a formula gets an apostrophe, numbers stay numbers."""
    with path.open("w", encoding="utf-8", newline="") as out:
        write_csv_to(table, out)


def write_csv_to(table: pa.Table, out: TextIO) -> None:
    """Write CSV to an open text file."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([neutral(name) for name in table.column_names])
    writer.writerows(_rows(table))


def _rows(table: pa.Table) -> Iterator[list[Any]]:
    for batch in table.to_batches(max_chunksize=8192):
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            yield [neutral(cell) if isinstance(cell, str) else cell for cell in row]
