"""Who publishes events and how their files look: definitions in `data/sources/`, recognised by the header."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from polemos.core.errors import InputError, UsageError
from polemos.events.schema import columns, data_table

NAMES = ("ucdp-candidate", "ucdp-ged", "acled", "ucdp-reduced", "ucdp-sizes", "table")
TOTALS = {"sb_total_deaths_best_cy", "ucdp_fatalities_best", "ucdp_fatalities_best_v25_1"}


@dataclass(frozen=True)
class Source:
    """One kind of event file. `aliases` maps its column names to ours; `recodes` maps its codes to ours."""

    name: str
    title: str
    licence: str
    citation: str
    marks: tuple[str, ...]
    without: tuple[str, ...]
    required: tuple[str, ...]
    filled: tuple[str, ...]
    tolerates: tuple[str, ...]
    file_name_release: str
    release_column: str
    integer_id: bool
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    derive: tuple[str, ...] = ()
    date_formats: tuple[str, ...] = ("%Y-%m-%d",)
    recodes: dict[str, dict[str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    release: str = ""

    def names(self, header: list[str]) -> list[str]:
        """The header in our names; a column that already bears one of our names keeps it."""
        present = {name.strip().lower() for name in header}
        return [_ours(name.strip().lower(), self.aliases, present) for name in header]


def _ours(name: str, aliases: dict[str, str], present: set[str]) -> str:
    target = aliases.get(name, name)
    return name if target != name and target in present else target


def make(entry: dict[str, Any]) -> Source:
    """A source from its TOML table."""
    known = dict(entry)
    codes = {column: _codes(value) for column, value in known.pop("codes", {}).items() if value}
    lists: tuple[str, ...] = ("marks", "without", "required", "filled", "tolerates", "derive", "date_formats")
    tuples: dict[str, Any] = {key: tuple(known.pop(key)) for key in lists if key in known}
    return Source(codes=codes, **tuples, **known)


def _codes(value: Any) -> tuple[str, ...]:
    if value == "gleditsch_ward":
        return tuple(str(number) for number in data_table("gleditsch_ward.toml")["numbers"])
    return tuple(str(code) for code in value)


@cache
def source(name: str) -> Source:
    """The source of that name."""
    if name not in NAMES:
        raise UsageError(f"--source {name}: no source of that name; choose one of {', '.join(NAMES)}.")
    return make(data_table("sources", f"{name}.toml"))


def recognise(header: list[str], where: str, file_name: str) -> Source:
    """The source whose marks the header bears; refuses a header that none knows.

    Yearly and candidate releases of UCDP have one header: the file's name tells them apart.
    """
    for candidate in (source(name) for name in NAMES if name != "table"):
        names = set(candidate.names(header))
        marks = set(candidate.names(list(candidate.marks)))
        named = candidate.name != "ucdp-candidate" or re.search(candidate.file_name_release, file_name)
        if marks <= names and not names & set(candidate.without) and named:
            return candidate
    table, close = source("table"), _closest(header)
    if set(table.required) <= set(table.names(header)) and not close.near:
        return table
    if TOTALS & {name.strip().lower() for name in header}:
        raise InputError(
            where,
            "this is a table of published totals, not of events",
            fix="read it with polemos.read_panel(path), or set events against it: polemos events diff DATASET FILE",
        )
    raise InputError(
        f"{where}, line 1",
        f"the header is of no known source; closest is {close.name}, of which it lacks {close.missing}",
        value=",".join(header),
        fix="restore the column, or name the columns with --source table --mapping map.toml",
    )


@dataclass(frozen=True)
class _Close:
    """The source a header comes closest to, and whether it is so close that a column must have got lost."""

    name: str
    missing: str
    near: bool


def _closest(header: list[str]) -> _Close:
    ranked = []
    for candidate in (source(name) for name in NAMES if name not in ("table", "ucdp-candidate")):
        names = set(candidate.names(header))
        if names & set(candidate.without):
            continue
        missing = [name for name in candidate.names(list(candidate.marks)) if name not in names]
        ranked.append((len(missing), candidate, missing))
    count, best, missing = min(ranked, key=lambda entry: entry[0])
    return _Close(best.name, "column " + ", ".join(missing[:3]), count <= 2 and len(best.marks) - count >= 4)


def check_header(chosen: Source, names: list[str], where: str) -> None:
    """Refuse a header with a column twice or without a required column."""
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{where}, line 1, column {name}", "two columns have this name", fix="rename one of them")
    offered = set(names) | set(chosen.constants)
    derived = {"id"} if "row_id" in chosen.derive else set()
    for name in chosen.required:
        if name not in offered | derived:
            raise InputError(
                f"{where}, line 1, column {name}",
                f"a {chosen.name} file has this column and this file has not",
                fix="export the file again with all columns, or name it with --mapping map.toml",
            )


def with_mapping(base: Source, mapping: dict[str, Any], where: str) -> Source:
    """The source with a user's mapping: [columns] ours = "theirs", [codes.<column>], [constants], [dates], [about]."""
    unknown = set(mapping) - {"columns", "codes", "constants", "dates", "about"}
    if unknown:
        raise InputError(f"{where}, table [{sorted(unknown)[0]}]", "a mapping has no table of this name")
    chosen = mapping.get("columns", {})
    for ours in [*chosen, *mapping.get("constants", {}), *mapping.get("codes", {})]:
        if ours not in columns():
            raise InputError(
                f"{where}, key {ours}", "no column of an event table", fix="see docs/how-to/import-events.md"
            )
    about: dict[str, Any] = {key: str(value) for key, value in mapping.get("about", {}).items()}
    if set(about) - {"title", "licence", "citation", "release"}:
        raise InputError(f"{where}, table [about]", "knows title, licence, citation and release only")
    recodes = {c: {str(k): str(v) for k, v in codes.items()} for c, codes in mapping.get("codes", {}).items()}
    return replace(
        base,
        aliases={**base.aliases, **{theirs.strip().lower(): ours for ours, theirs in chosen.items()}},
        recodes=recodes,
        constants={key: str(value) for key, value in mapping.get("constants", {}).items()},
        date_formats=tuple(mapping.get("dates", {}).get("formats", base.date_formats)),
        **about,
    )
