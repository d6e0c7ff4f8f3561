"""Reading a damaged block record by record: what can be read is read, what cannot is named by line and column."""

from __future__ import annotations

import pyarrow as pa

from polemos.core.errors import InputError
from polemos.events.findings import Finding
from polemos.events.quoting import split_record

SPAN = 200
RECORD = 1 << 20
FIELD = 131_072
TOO_MANY = 20_000
_BLANK = (b"\n", b"\r\n")


class Recovery:
    """Reads one block; then holds `rows`, the line each `starts` on, `findings`, `rejected`, the next `line`."""

    def __init__(self, where: str, delimiter: str, names: list[str], line: int) -> None:
        self._where, self._width, self._delimiter, self._names = where, len(names), delimiter, names
        self.line = line
        self.rows: list[list[str]] = []
        self.starts: list[int] = []
        self.findings: list[Finding] = []
        self.rejected = 0

    def read(self, data: bytes, at_end: bool) -> bytes:
        """Read whole lines; returns the start of a record that goes on after the block (nothing at the file's end)."""
        lines = data.split(b"\n")
        last = lines.pop()
        lines = [line + b"\n" for line in lines] + ([last] if last else [])
        quotes = [line.count(b'"') % 2 for line in lines]
        at = 0
        while at < len(lines):
            if lines[at] in _BLANK:
                self.line, at = self.line + 1, at + 1
                continue
            end = _record_end(quotes, lines, at)
            if end < 0 and not at_end and len(lines) - at < SPAN and sum(map(len, lines[at:])) < RECORD:
                return b"".join(lines[at:])
            at = self._take(lines, at, end)
        return b""

    def _take(self, lines: list[bytes], at: int, end: int) -> int:
        """Read the record on lines [at, end); the index of the line to go on with."""
        if end > at + 1 and not self._whole(b"".join(lines[at:end])):
            end = at + 1
        end = max(end, at + 1)
        record = b"".join(lines[at:end])
        if record.strip(b"\r\n"):
            self._judge(record)
        self.line += end - at
        return end

    def _whole(self, record: bytes) -> bool:
        fields, rule = split_record(_text(record), self._delimiter)
        return not rule and len(fields) == self._width

    def _judge(self, record: bytes) -> None:
        if len(record) > RECORD:
            self._reject(self._names[0], _text(record[:200]), f"a row is longer than {RECORD:,} bytes")
            return
        text = _text(record)
        fields, rule = split_record(text, self._delimiter)
        if rule:
            self._reject(self._name(len(fields)), text[-200:] if fields else text[:200], rule)
        elif len(fields) != self._width:
            name = self._name(min(len(fields), self._width))
            self._reject(name, text[:200], f"a row has {self._width} fields, this one {len(fields)}")
        else:
            self._cells(fields)

    def _cells(self, fields: list[str]) -> None:
        for name, cell in zip(self._names, fields, strict=True):
            rule = _cell_rule(cell)
            if rule:
                self._reject(name, cell[:200], rule)
                return
        self.rows.append(fields)
        self.starts.append(self.line)

    def _name(self, index: int) -> str:
        return self._names[index] if index < len(self._names) else f"(field {index + 1})"

    def _reject(self, column: str, value: str, rule: str) -> None:
        self.findings.append(Finding(self.line, column, value, rule))
        self.rejected += 1
        if self.rejected > TOO_MANY:
            raise InputError(
                f"{self._where}, line {self.line}, column {column}",
                f"more than {TOO_MANY:,} rows of one stretch are broken ({rule}); nothing was imported",
                value=value,
                fix="export the file again",
            )

    def table(self) -> pa.Table:
        """The rows that could be read, as text columns; an empty cell is null."""
        columns = list(zip(*self.rows, strict=True)) if self.rows else [()] * self._width
        arrays = [pa.array([cell or None for cell in column], pa.string()) for column in columns]
        return pa.Table.from_arrays(arrays, names=self._names)


def _record_end(quotes: list[int], lines: list[bytes], at: int) -> int:
    """The index after the line where the quotes opened on line `at` are closed, or -1."""
    odd = 0
    for index in range(at, min(at + SPAN, len(lines))):
        odd ^= quotes[index]
        if not odd:
            return index + 1
    return -1


def _text(record: bytes) -> str:
    text = record.decode("utf-8", "surrogateescape")
    return text.removesuffix("\n").removesuffix("\r")


def _cell_rule(cell: str) -> str:
    if "\0" in cell:
        return "a NUL byte stands in the cell"
    if len(cell) > FIELD:
        return f"a cell is longer than {FIELD:,} characters"
    if not cell.isascii() and any("\udc80" <= c <= "\udcff" for c in cell):
        return "the cell is not UTF-8 as the rest of the file is (mixed encodings)"
    return ""
