"""The quoting rules of a CSV record, strictly: a quote opens a field at its start and closes it at its end."""

from __future__ import annotations

import re
from functools import cache


@cache
def _field(delimiter: str) -> re.Pattern[str]:
    stop = re.escape(delimiter)
    return re.compile(rf'"([^"]*(?:""[^"]*)*)"(?={stop}|\Z)|([^"{stop}\r\n]*)(?={stop}|\Z)')


def is_legal(block: bytes, delimiter: bytes) -> bool:
    """Whether every quote in a block of whole records opens or closes a field, and no bare carriage return stands."""
    if block.count(b"\r") != block.count(b"\r\n"):
        return False
    if b'"' not in block:
        return True
    outside = block.replace(b'""', b"").split(b'"')[::2]
    opens, closes = delimiter + b"\n", delimiter + b"\r\n"
    return all(part[-1:] in opens for part in outside[:-1]) and all(part[:1] in closes for part in outside[1:])


def split_record(text: str, delimiter: str) -> tuple[list[str], str]:
    """The fields of one record (without its line end) and the rule that the next field breaks, if one does."""
    fields: list[str] = []
    pattern, at = _field(delimiter), 0
    while True:
        match = pattern.match(text, at)
        if match is None:
            return fields, _why(text, at)
        quoted, plain = match.groups()
        fields.append(plain if quoted is None else quoted.replace('""', '"'))
        at = match.end()
        if at >= len(text):
            return fields, ""
        at += 1


def _why(text: str, at: int) -> str:
    if text[at] != '"':
        bare = text.find("\r", at)
        quote = text.find('"', at)
        if bare >= 0 and (quote < 0 or bare < quote):
            return "a carriage return stands inside an unquoted field"
        return "a quote stands inside an unquoted field"
    rest = text[at + 1 :].replace('""', "")
    return "text follows a closing quote" if '"' in rest else "a quote is opened and never closed"
