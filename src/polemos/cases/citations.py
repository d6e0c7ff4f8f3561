"""Every source that a number names must be an entry of references.bib."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from polemos.cases.csv_rows import Row
from polemos.cases.problems import Problems, nearest
from polemos.cases.schema import MechanismEntry
from polemos.core.errors import InputError


def check_entry_cites(
    file: str, entries: Mapping[str, Any], references: Mapping[str, Any], problems: Problems, prefix: str = ""
) -> None:
    """The sources of a TOML file's tables."""
    for name, entry in entries.items():
        if isinstance(entry, MechanismEntry):
            check_entry_cites(file, entry.parameters, references, problems, f"{name}.")
        else:
            check_cites(f"{file}, {prefix}{name}.source.cite", entry.source.cites, references, problems)


def check_row_cites(rows: Iterable[tuple[Row, Any]], references: Mapping[str, Any], problems: Problems) -> None:
    """The sources of a table's rows."""
    for row, record in rows:
        check_cites(row.where("source"), record.cites, references, problems)


def check_cites(where: str, keys: tuple[str, ...], references: Mapping[str, Any], problems: Problems) -> None:
    """Each key is an entry of references.bib."""
    known: Container[str] = references
    for key in keys:
        if key not in known:
            fix = nearest(key, references) or "add the entry to references.bib"
            problems.append(InputError(where, "must be a key of references.bib", value=key, fix=fix))
