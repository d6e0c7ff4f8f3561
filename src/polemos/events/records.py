"""A CSV file as blocks of whole records, read strictly; broken records are named and left out, the next ones are read.

A block without anything unusual is split by Arrow's reader. Any other block is read record by record: a quote that is
never closed costs its own line, not the rest of the file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from polemos.events.findings import Finding
from polemos.events.quoting import is_legal
from polemos.events.recovery import FIELD, RECORD, Recovery
from polemos.events.textfile import decode_legacy, encode_legacy

SIZE = 2 << 20
TRIES = 64


@dataclass
class Block:
    """Records as text columns, the line each starts on, and what was wrong with the others."""

    table: pa.Table
    lines: np.ndarray
    findings: list[Finding] = field(default_factory=list)
    rejected: int = 0


class Cutter:
    """Cuts a stream into runs of whole lines, and takes back the start of a record that is not complete."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._buffer, self._given, self.ended = pieces, b"", 0, False

    def give_back(self, data: bytes) -> None:
        """Put the unread start of a record before what comes next."""
        self._buffer, self._given = data + self._buffer, len(data)

    def cut(self, size: int = SIZE) -> bytes:
        """At least `size` bytes that end at a line end, outside quotes if that can be had; empty at the end."""
        parts, length = [self._buffer], len(self._buffer)
        while not self.ended and length < size:
            parts.append(self._piece())
            length += len(parts[-1])
        data = b"".join(parts)
        end = len(data) if self.ended else _line_end(data)
        if end <= self._given and not self.ended:
            data = self._shorten(data)
            end = len(data)
        else:
            self._buffer = data[end:]
        self._given = 0
        return data[:end]

    def _piece(self) -> bytes:
        piece = next(self._pieces, b"")
        self.ended = not piece
        return piece

    def _shorten(self, data: bytes) -> bytes:
        """The data with its last, endless line cut to just over what a row may hold; the line's rest is skipped."""
        start = data.rfind(b"\n") + 1
        rest = b""
        while not self.ended and b"\n" not in rest:
            rest = self._piece()
        self._buffer = rest.partition(b"\n")[2]
        return data[: start + RECORD + 1] + b"\n"


def _line_end(data: bytes) -> int:
    """The end of the last line outside quotes, else of the last line, else everything."""
    last = end = data.rfind(b"\n") + 1
    odd = data.count(b'"', 0, end) % 2
    for _ in range(TRIES):
        if not odd or not end:
            break
        before = data.rfind(b"\n", 0, end - 1) + 1
        odd ^= data.count(b'"', before, end) % 2
        end = before
    return (last if odd else end) or last


@dataclass
class Reader:
    """Reads blocks of records for one header. `encoding` is that of the scan."""

    where: str
    names: list[str]
    encoding: str
    delimiter: str = ","
    line: int = 1

    def blocks(self, cutter: Cutter) -> Iterator[Block]:
        """Every block of the file after the header."""
        while data := cutter.cut():
            if self.encoding == "cp1252":
                yield self._block(decode_legacy(data).encode(), cutter)
            else:
                yield self._block(data, cutter)

    def _block(self, data: bytes, cutter: Cutter) -> Block:
        plain = b"\0" not in data and is_legal(data, self.delimiter.encode()) and data.count(b'"') % 2 == 0
        plain = plain and not _has_blank_lines(data)
        plain = plain and (self.encoding != "utf-8-mixed" or _is_utf_8(data))
        block = self._fast(data) if plain else None
        return self._slow(data, cutter) if block is None else block

    def _fast(self, data: bytes) -> Block | None:
        """The block by Arrow's reader, or None where any record of it needs a closer look."""
        bad: list[object] = []

        def seen(row: object) -> str:
            bad.append(row)
            return "skip"

        try:
            table = pa_csv.read_csv(
                io.BytesIO(data),
                read_options=pa_csv.ReadOptions(column_names=self.names, block_size=len(data) + 1, use_threads=False),
                parse_options=pa_csv.ParseOptions(
                    delimiter=self.delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=seen,
                ),
                convert_options=_as_text(self.names),
            )
        except pa.ArrowInvalid:
            return None
        if bad or _longest(table) > FIELD:
            return None
        lines = self._lines(table, data)
        return Block(table, lines)

    def _lines(self, table: pa.Table, data: bytes) -> np.ndarray:
        """The line on which each record starts; a record may span lines."""
        total = data.count(b"\n") + (not data.endswith(b"\n"))
        spans = np.ones(table.num_rows, dtype=np.int64)
        if total != table.num_rows:
            for column in table.columns:
                breaks = pc.fill_null(pc.count_substring(column, "\n"), 0)
                spans += breaks.to_numpy()
        starts = self.line + np.concatenate([[0], np.cumsum(spans)[:-1]]) if len(spans) else spans
        self.line += total
        return np.asarray(starts, dtype=np.int64)

    def _slow(self, data: bytes, cutter: Cutter) -> Block:
        recovery = Recovery(self.where, self.delimiter, self.names, self.line)
        rest = recovery.read(data, at_end=cutter.ended)
        self.line = recovery.line
        if self.encoding == "cp1252":
            rest = encode_legacy(rest.decode())
        cutter.give_back(rest)
        return Block(recovery.table(), np.array(recovery.starts, dtype=np.int64), recovery.findings, recovery.rejected)


def _as_text(names: list[str]) -> pa_csv.ConvertOptions:
    return pa_csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()),
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )


def _longest(table: pa.Table) -> int:
    return max((pc.max(pc.binary_length(column)).as_py() or 0 for column in table.columns), default=0)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _has_blank_lines(data: bytes) -> bool:
    """Whether a line may be empty: such a line is no row, and Arrow's reader cannot say where it stood."""
    return data[:1] in b"\r\n" or b"\n\n" in data or b"\n\r\n" in data
