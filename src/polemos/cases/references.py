"""A small strict reader of BibTeX: entries, keys and fields; no macros, no concatenation.

Assumes one level of entries `@kind{key, field = {text}, field = "text", field = 2017}`; the rest is comment.
"""

from __future__ import annotations

import re
from pathlib import Path

from polemos.cases.files import read_text, shown
from polemos.cases.problems import Problems
from polemos.cases.schema import Reference
from polemos.core.errors import InputError

ENTRY = re.compile(r"^[ \t]*@\s*([A-Za-z]+)\s*\{", re.MULTILINE)
KEY = re.compile(r"\s*([A-Za-z][A-Za-z0-9_:.+/-]*)\s*(?=,|\}|$)")
FIELD = re.compile(r"\s*([A-Za-z][A-Za-z0-9_-]*)\s*=\s*")
BARE = re.compile(r"[A-Za-z0-9_-]+")


def read_references(path: Path, problems: Problems) -> dict[str, Reference]:
    """The entries by key; a key that stands twice, or an entry that does not parse, becomes a problem."""
    text, found = read_text(path), dict[str, Reference]()
    at = 0
    while opened := ENTRY.search(text, at):
        where = f"{shown(path)}, line {text.count(chr(10), 0, opened.start()) + 1}"
        end = _closing(text, opened.end() - 1, where)
        at = end + 1
        if opened[1].lower() == "comment":
            continue
        with problems.collecting():
            key, fields = _entry(text[opened.end() : end], where)
            if key in found:
                raise InputError(where, "the reference key stands twice", value=key, fix="rename or remove one")
            found[key] = Reference(kind=opened[1].lower(), fields=fields)
    return found


def _closing(text: str, start: int, where: str) -> int:
    depth = 0
    for at in range(start, len(text)):
        if text[at] in "{}" and text[at - 1] != "\\":
            depth += 1 if text[at] == "{" else -1
            if depth == 0:
                return at
    raise InputError(where, "the entry's brace is never closed", value=text[start : start + 40], fix="close it")


def _entry(body: str, where: str) -> tuple[str, dict[str, str]]:
    named = KEY.match(body)
    if not named:
        raise InputError(where, "an entry begins with its key", value=body[:40], fix="write @kind{key, ...}")
    fields, at = dict[str, str](), named.end()
    while (at := _past_comma(body, at)) < len(body):
        field = FIELD.match(body, at)
        if not field:
            raise InputError(
                where, f"a field of {named[1]} is not 'name = {{text}}'", value=body[at : at + 40], fix="correct it"
            )
        value, at = _value(body, field.end(), where)
        fields[field[1].lower()] = " ".join(value.split())
    return named[1], fields


def _past_comma(body: str, at: int) -> int:
    rest = body[at:]
    return at + len(rest) - len(rest.lstrip(", \t\r\n"))


def _value(body: str, at: int, where: str) -> tuple[str, int]:
    if body[at : at + 1] == "{":
        end = _closing(body, at, where)
        return body[at + 1 : end].replace("{", "").replace("}", ""), end + 1
    if body[at : at + 1] == '"' and (end := body.find('"', at + 1)) > 0:
        return body[at + 1 : end].replace("{", "").replace("}", ""), end + 1
    if bare := BARE.match(body, at):
        return bare[0], bare.end()
    raise InputError(where, "a field has no value", value=body[at : at + 40], fix="write it in braces")
