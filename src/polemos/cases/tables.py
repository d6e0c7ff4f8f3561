"""Rows of the case's tables as checked records."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from polemos.cases.csv_rows import Row, read_rows
from polemos.cases.fields import Strict
from polemos.cases.problems import Problems, translate
from polemos.cases.schema import DriverRow, Edge, Place, Reach

EVIDENCE = ("basis", "source", "locator", "known_from", "confidence")
PLACE_HEAD = (
    *("id", "name", "country", "adm1", "lat", "lon"),
    *("population", "town_population", "area_settled", "area_desert", "built_up"),
)
PLACE_TAIL = ("holder_at_start", "owner_at_start", "presence_at_start", *EVIDENCE, "note")
EDGES = ("a", "b", "km", "basis", "source")
REACH = ("place", "rival", "reach", "basis", "source")
DRIVER_TAIL = ("value", "low", "high", *EVIDENCE)
Record = TypeVar("Record", bound=Strict)


def read_table(
    path: Path, header: tuple[str, ...], record: type[Record], problems: Problems
) -> list[tuple[Row, Record]]:
    """Every row that keeps the rules, with its place in the file; the others become problems."""
    kept = []
    for row in read_rows(path, header, problems):
        try:
            kept.append((row, record.model_validate(row.fields)))
        except ValidationError as error:
            problems.extend(translate(error, row.fields, f"{row.file}, line {row.line}", header))
    return kept


def place_columns(communities: tuple[str, ...]) -> tuple[str, ...]:
    """The header of `places.csv`: each community's share of the people has a column."""
    return (*PLACE_HEAD, *communities, *PLACE_TAIL)


def read_places(folder: Path, communities: tuple[str, ...], problems: Problems) -> list[tuple[Row, Place]]:
    """`places.csv` of a case with these communities."""
    kept, header = [], place_columns(communities)
    for row in read_rows(folder / "places.csv", header, problems):
        fields: dict[str, object] = {name: text for name, text in row.fields.items() if name not in communities}
        fields["communities"] = {name: row.fields[name] for name in communities}
        try:
            kept.append((row, Place.model_validate(fields)))
        except ValidationError as error:
            problems.extend(translate(error, row.fields, f"{row.file}, line {row.line}", header))
    return kept


def read_edges(folder: Path, problems: Problems) -> list[tuple[Row, Edge]]:
    """`edges.csv`."""
    return read_table(folder / "edges.csv", EDGES, Edge, problems)


def read_reach(folder: Path, problems: Problems) -> list[tuple[Row, Reach]]:
    """`reach.csv`."""
    return read_table(folder / "reach.csv", REACH, Reach, problems)


def read_driver(path: Path, dims: tuple[str, ...], problems: Problems) -> list[tuple[Row, DriverRow]]:
    """A driver's table; its label is empty for a driver without dimensions."""
    kept = []
    for row in read_rows(path, ("date", *dims, *DRIVER_TAIL), problems):
        fields = {name: text for name, text in row.fields.items() if name not in dims}
        fields["label"] = row.fields[dims[0]] if dims else ""
        try:
            kept.append((row, DriverRow.model_validate(fields)))
        except ValidationError as error:
            problems.extend(translate(error, fields, f"{row.file}, line {row.line}"))
    return kept
