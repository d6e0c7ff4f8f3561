"""Questions in SQL to the imported events: one SELECT, read only, bounded in rows and time, with no way to files."""

from __future__ import annotations

import threading

import duckdb
import pyarrow as pa

from polemos.core.errors import InputError, ResourceLimitError, UsageError
from polemos.events.engine import connection
from polemos.events.table import EventTable

ROWS = 10_000
SECONDS = 30.0


def ask(events: EventTable, question: str, rows: int = ROWS, seconds: float = SECONDS) -> tuple[pa.Table, bool]:
    """The answer to one SELECT over the view `events`, at most `rows` of it, and whether there was more."""
    _check(question)
    with connection(events=events.data) as con:
        over = threading.Event()

        def stop() -> None:
            over.set()
            con.interrupt()

        alarm = threading.Timer(seconds, stop)
        alarm.daemon = True
        alarm.start()
        try:
            answer = con.sql(question).limit(rows + 1).to_arrow_table()
        except duckdb.Error as error:
            if over.is_set():
                raise ResourceLimitError(f"the question took longer than {seconds:g} seconds; narrow it.") from error
            raise InputError(
                "SQL", str(error).splitlines()[0], value=question, fix="the view is named events"
            ) from error
        finally:
            alarm.cancel()
    return answer.slice(0, rows), answer.num_rows > rows


def _check(question: str) -> None:
    try:
        statements = duckdb.extract_statements(question)
    except duckdb.Error as error:
        raise InputError("SQL", str(error).splitlines()[0], value=question) from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise UsageError("events sql takes one SELECT and nothing else: the store is read only.")
