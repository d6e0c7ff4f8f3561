"""A strict, streaming CSV reader: the header must match, and every line gives exactly one row or one problem.

Assumes UTF-8, commas, double quotes, one row per line (a field holds no line break).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from polemos.cases.files import decode, read_bytes, shown
from polemos.cases.problems import Problems
from polemos.core.errors import InputError


@dataclass(frozen=True)
class Row:
    """One line of a table: its number in the file and its fields by column name."""

    file: str
    line: int
    fields: dict[str, str]

    def where(self, column: str) -> str:
        """The place of a field, as messages name it."""
        return f"{self.file}, line {self.line}, column {column}"


def split_line(text: str, where: str) -> list[str]:
    """The fields of one line without its line break."""
    fields, at = [], 0
    while True:
        field, at = _quoted(text, at, where) if text[at : at + 1] == '"' else _plain(text, at, where)
        fields.append(field)
        if at >= len(text):
            return fields
        at += 1


def _plain(text: str, start: int, where: str) -> tuple[str, int]:
    end = text.find(",", start)
    end = len(text) if end < 0 else end
    field = text[start:end]
    if '"' in field:
        place = f"{where}, character {start + field.index(chr(34)) + 1}"
        raise InputError(
            place, "a quote stands inside a field without quotes", value=field, fix="quote the field and double it"
        )
    return field, end


def _quoted(text: str, start: int, where: str) -> tuple[str, int]:
    at, parts = start + 1, []
    while True:
        end = text.find('"', at)
        if end < 0:
            raise InputError(
                f"{where}, character {start + 1}", "a quote is opened and not closed on its line", fix="close the quote"
            )
        parts.append(text[at:end])
        if text[end + 1 : end + 2] != '"':
            break
        parts.append('"')
        at = end + 2
    if end + 1 < len(text) and text[end + 1] != ",":
        raise InputError(
            f"{where}, character {end + 2}", "a comma must follow a closing quote", value=text[end + 1], fix="add it"
        )
    return "".join(parts), end + 1


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    file = shown(path)
    content = read_bytes(path)
    for number, raw in enumerate(content.removesuffix(b"\n").split(b"\n") if content else (), start=1):
        text = decode(raw.removesuffix(b"\r"), file, number)
        if "\r" in text:
            place = f"{file}, line {number}, character {text.index(chr(13)) + 1}"
            raise InputError(place, "a line ends with LF or CR LF, not with CR", fix="save with plain line ends")
        yield number, text


def read_rows(path: Path, header: tuple[str, ...], problems: Problems) -> Iterator[Row]:
    """The rows of a table whose header line is exactly `header`; lines that break a rule go to `problems`."""
    file, seen = shown(path), False
    with problems.collecting():
        for number, text in _lines(path):
            where = f"{file}, line {number}"
            if not seen:
                _check_header(split_line(text, where), header, where)
                seen = True
                continue
            with problems.collecting():
                fields = split_line(text, where)
                _check_width(fields, header, where)
                yield Row(file, number, dict(zip(header, fields, strict=True)))
        if not seen:
            raise InputError(f"{file}, line 1", "the table is empty", fix=f"begin with the header {','.join(header)}")


def _check_header(found: list[str], header: tuple[str, ...], where: str) -> None:
    if tuple(found) == header:
        return
    wrong = next(
        (i for i, (a, b) in enumerate(zip(found, header, strict=False)) if a != b), min(len(found), len(header))
    )
    got = found[wrong] if wrong < len(found) else "nothing"
    due = header[wrong] if wrong < len(header) else "the end of the line"
    raise InputError(
        f"{where}, column {wrong + 1}",
        f"the header must be exactly {','.join(header)}",
        value=got,
        fix=f"put {due} there",
    )


def _check_width(fields: list[str], header: tuple[str, ...], where: str) -> None:
    if fields == [""] and len(header) > 1:
        raise InputError(where, "a table has no empty lines", fix="remove the line")
    if len(fields) != len(header):
        raise InputError(
            where,
            f"has {len(fields)} fields where the header has {len(header)}",
            value=",".join(fields),
            fix="add or remove commas, and quote fields that contain one",
        )
