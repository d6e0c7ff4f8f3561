"""Gaps that `polemos new` marks in a fresh case: found before anything else is checked, each told once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from polemos.cases.csv_rows import split_line
from polemos.cases.files import read_text, read_toml, shown
from polemos.core.errors import InputError

MARK = "value to fill in"
OBSERVED_FILES = ("outcomes.csv", "targets.toml", "claims.toml")


def find_gaps(folder: Path, observed: bool = True) -> list[InputError]:
    """One problem for each marked gap in the folder's TOML, CSV and BibTeX files, in the order of files and lines.

    Without `observed`, files that hold observations are not opened.
    """
    gaps: list[InputError] = []
    readers = {".toml": _toml_gaps, ".csv": _csv_gaps, ".bib": _line_gaps}
    for path in sorted(p for p in folder.rglob("*") if p.suffix in readers):
        if not observed and (path.name in OBSERVED_FILES or path.parent.name == "figures"):
            continue
        try:
            places = list(readers[path.suffix](path)) if MARK in read_text(path) else []
        except InputError:
            continue  # the reader of this file tells what is wrong with it
        gaps += [
            InputError(f"{shown(path)}, {place}", "is still to be filled in", value=MARK, fix="write the value here")
            for place in places
        ]
    return gaps


def _toml_gaps(path: Path) -> Iterator[str]:
    yield from _leaves(read_toml(path), "")


def _leaves(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _leaves(inner, f"{key}.{number}")
    elif value == MARK:
        yield key


def _csv_gaps(path: Path) -> Iterator[str]:
    header: list[str] = []
    for number, text in enumerate(read_text(path).splitlines(), start=1):
        fields = split_line(text, f"{shown(path)}, line {number}")
        header = header or fields
        yield from (
            f"line {number}, column {name}" for name, field in zip(header, fields, strict=False) if field == MARK
        )


def _line_gaps(path: Path) -> Iterator[str]:
    for number, text in enumerate(read_text(path).splitlines(), start=1):
        if MARK in text:
            yield f"line {number}"
