"""A locked DuckDB connection that sees the tables given to it and nothing else: no files, no network, no settings."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import duckdb

MEMORY = "512MB"


@contextlib.contextmanager
def connection(**tables: Any) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory database with each Arrow table or dataset as a view of its keyword's name, then locked."""
    con = duckdb.connect(
        ":memory:", config={"threads": 2, "memory_limit": MEMORY, "autoinstall_known_extensions": False}
    )
    try:
        for name, table in tables.items():
            con.register(name, table)
        con.execute("SET temp_directory = ''")
        con.execute("SET python_enable_replacements = false")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        yield con
    finally:
        con.close()
