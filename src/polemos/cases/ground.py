"""The tables of places, travel edges and reach, checked against the header and each other."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from polemos.cases.csv_rows import Row
from polemos.cases.files import shown
from polemos.cases.problems import Problems, nearest
from polemos.cases.schema import CaseFile, Edge, Place, Reach
from polemos.cases.tables import read_edges, read_places, read_reach
from polemos.core.errors import InputError

SHARE_TOLERANCE = 1e-6


class Ground(NamedTuple):
    """The three tables with the lines they stand in."""

    places: list[tuple[Row, Place]]
    edges: list[tuple[Row, Edge]]
    reach: list[tuple[Row, Reach]]


def read_ground(folder: Path, case: CaseFile | None, problems: Problems) -> Ground:
    """All three tables; rows that break a rule become problems and are left out.

    Places are not read without a header, which names the columns of their communities.
    """
    own = Problems()
    ground = Ground([], [], [])
    with own.collecting():
        ground.places.extend(read_places(folder, case.dims.community, own) if case is not None else ())
    ids = None if own or case is None else {place.id for _, place in ground.places}
    with own.collecting():
        ground.edges.extend(read_edges(folder, own))
    with own.collecting():
        ground.reach.extend(read_reach(folder, own))
    if case is not None:
        _check_places(ground.places, case, own)
    if ids is not None:
        _check_edges(ground.edges, ids, own)
        if case is not None:
            _check_reach(ground.reach, ids, case, own)
        if not own:
            _check_roads(ground.edges, ids, folder, own)
    problems.extend(own)
    return ground


def _check_places(rows: list[tuple[Row, Place]], case: CaseFile, problems: Problems) -> None:
    rivals = [actor.id for actor in case.actors if actor.role == "rival"]
    ids: set[str] = set()
    names: set[tuple[str, str]] = set()
    provinces: set[tuple[str, str]] = set()
    for row, place in rows:
        with problems.collecting():
            _member(row, "country", place.country, case.dims.country, "country of case.toml")
            _member(row, "owner_at_start", place.owner_at_start, rivals, "rival of case.toml")
            _unique(row, "id", place.id, place.id in ids)
            _unique(row, "name", place.name, (place.country, place.name) in names)
            if case.case.places_resolution == "admin1":
                _unique(row, "adm1", place.adm1, (place.country, place.adm1) in provinces)
            _check_shares(row, place)
        ids.add(place.id)
        names.add((place.country, place.name))
        provinces.add((place.country, place.adm1))


def _check_shares(row: Row, place: Place) -> None:
    total = sum(place.communities.values())
    if abs(total - 1.0) > SHARE_TOLERANCE:
        raise InputError(
            row.where(" + ".join(place.communities)),
            "the shares of the communities must sum to 1",
            value=f"{total:g}",
            fix="adjust them",
        )


def _check_edges(rows: list[tuple[Row, Edge]], ids: set[str], problems: Problems) -> None:
    seen: set[frozenset[str]] = set()
    for row, edge in rows:
        with problems.collecting():
            _member(row, "a", edge.a, ids, "place of places.csv")
            _member(row, "b", edge.b, ids, "place of places.csv")
            if edge.a == edge.b:
                raise InputError(row.where("b"), "an edge joins two different places", value=edge.b, fix="remove it")
            _unique(row, "a,b", f"{edge.a},{edge.b}", frozenset((edge.a, edge.b)) in seen)
        seen.add(frozenset((edge.a, edge.b)))


def _check_roads(rows: list[tuple[Row, Edge]], ids: set[str], folder: Path, problems: Problems) -> None:
    touched = {end for _, edge in rows for end in (edge.a, edge.b)}
    for name in sorted(ids - touched) if len(ids) > 1 else ():
        where = shown(folder / "edges.csv")
        problems.append(InputError(where, "every place needs an edge", value=name, fix="add the roads that lead to it"))


def _check_reach(rows: list[tuple[Row, Reach]], ids: set[str], case: CaseFile, problems: Problems) -> None:
    rivals = [actor.id for actor in case.actors if actor.role == "rival"]
    seen: set[tuple[str, str]] = set()
    for row, entry in rows:
        with problems.collecting():
            _member(row, "place", entry.place, ids, "place of places.csv")
            _member(row, "rival", entry.rival, rivals, "rival of case.toml")
            _unique(row, "place,rival", f"{entry.place},{entry.rival}", (entry.place, entry.rival) in seen)
        seen.add((entry.place, entry.rival))


def _member(row: Row, column: str, value: str, known: tuple[str, ...] | list[str] | set[str], what: str) -> None:
    if value not in known:
        raise InputError(
            row.where(column),
            f"must be a {what}",
            value=value,
            fix=nearest(value, known) or "correct it, or add it there",
        )


def _unique(row: Row, column: str, value: str, stands: bool) -> None:
    if stands:
        raise InputError(row.where(column), "stands twice", value=value, fix="rename or remove one")
