"""A case folder in, a checked `Case` out; or every reason why not.

Reads what shapes the model. Observations (figures, targets, outcomes) have their own readers in `observed.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from polemos.cases.citations import check_entry_cites, check_row_cites
from polemos.cases.csv_rows import Row
from polemos.cases.driver_rows import Rows, read_driver_rows
from polemos.cases.entries import read_drivers, read_initial, read_mechanisms
from polemos.cases.files import folder_problem, shown
from polemos.cases.gaps import find_gaps
from polemos.cases.ground import read_ground
from polemos.cases.header import read_header
from polemos.cases.problems import Problems
from polemos.cases.references import read_references
from polemos.cases.schema import Case, Reference
from polemos.core.errors import InputError

SHIPPED = Path(__file__).parent


def find_folder(name_or_path: str | Path) -> Path:
    """The folder of a shipped case by name (islamic-state or islamic_state), else the path itself."""
    text = str(name_or_path)
    if "\0" in text:
        raise InputError(repr(text), "a path has no NUL character", fix="give a case folder's path")
    if isinstance(name_or_path, str) and re.fullmatch(r"[a-z][a-z0-9_-]*", text):
        shipped = SHIPPED / text.replace("-", "_")
        if (shipped / "case.toml").is_file():
            return shipped
    return Path(text)


def load_case(name_or_path: str | Path, today: date | None = None) -> Case:
    """A shipped case by name, or a case folder by path; the first broken rule is raised as `InputError`."""
    case, problems = read_case(name_or_path, today)
    problems.raise_first()
    assert case is not None
    return case


def read_case(
    name_or_path: str | Path, today: date | None = None, observed: bool = False
) -> tuple[Case | None, Problems]:
    """The case (None when it has problems) and all problems found.

    `today` guards recent places; with `observed`, gaps in files of observations are looked for too.
    """
    problems = Problems()
    folder = find_folder(name_or_path)
    if problem := folder_problem(folder):
        problems.append(problem)
        return None, problems
    problems.extend(find_gaps(folder, observed))
    if problems:
        return None, problems
    return _read(folder, today or date.today(), problems), problems


def _read(folder: Path, today: date, problems: Problems) -> Case | None:
    header = read_header(folder, today, problems)
    ground = read_ground(folder, header, problems)
    mechanisms = read_mechanisms(folder, header, problems)
    initial = read_initial(folder, header, problems)
    drivers = read_drivers(folder, problems)
    rows = read_driver_rows(folder, drivers, header, problems)
    files: dict[str, Mapping[str, Any]] = {
        "parameters.toml": mechanisms,
        "initial.toml": initial,
        "drivers.toml": drivers,
    }
    references = _references(folder, files, [*ground.places, *ground.edges, *ground.reach, *_all(rows)], problems)
    if problems or header is None:
        return None
    return Case(
        folder=folder,
        header=header.case,
        dims=header.dims,
        actors=header.actors,
        places=tuple(place for _, place in ground.places),
        edges=tuple(edge for _, edge in ground.edges),
        reach=tuple(entry for _, entry in ground.reach),
        mechanisms=mechanisms,
        initial=initial,
        drivers=drivers,
        driver_rows={name: tuple(record for _, record in kept) for name, kept in rows.items()},
        references=references,
    )


def _all(rows: Mapping[str, Rows]) -> Rows:
    return [pair for kept in rows.values() for pair in kept]


def _references(
    folder: Path, files: Mapping[str, Mapping[str, Any]], rows: list[tuple[Row, Any]], problems: Problems
) -> dict[str, Reference]:
    """The reference list, once every source in the files and rows was looked up in it."""
    found: dict[str, Reference] = {}
    with problems.collecting():
        found = read_references(folder / "references.bib", problems)
        for file, entries in files.items():
            check_entry_cites(shown(folder / file), entries, found, problems)
        check_row_cites(rows, found, problems)
    return found
