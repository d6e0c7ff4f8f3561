"""The columns of an event table and their kinds, read once from `data/columns.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import pyarrow as pa

Kind = Literal["text", "integer", "number", "date", "flag"]
ARROW = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32(), "flag": pa.bool_()}


@dataclass(frozen=True)
class Column:
    """One column: its name, its kind, and the closed range its cells lie in."""

    name: str
    kind: Kind
    doc: str
    low: float | None = None
    high: float | None = None


def data_table(*parts: str) -> dict[str, Any]:
    """A TOML file of this room's data folder."""
    text = resources.files("polemos.events").joinpath("data", *parts).read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def columns() -> dict[str, Column]:
    """Every column of an event table, in order."""
    return {name: Column(name=name, **entry) for name, entry in data_table("columns.toml").items()}


@cache
def arrow_schema() -> pa.Schema:
    """The Arrow schema of an event table: `line` of the file, then every column."""
    fields = [pa.field("line", pa.int64())]
    return pa.schema(fields + [pa.field(c.name, ARROW[c.kind]) for c in columns().values()])
