"""A list of what is wrong with a case, so that all of it can be told at once; and pydantic's findings as sentences."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from pydantic import ValidationError

from polemos.core.errors import InputError

KIND_OF_TYPE = {
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "date_type": "a date like 2017-02-01, without quotes",
    "dict_type": "a table of keys",
    "model_type": "a table of keys",
    "tuple_type": "a list in brackets",
    "finite_number": "a finite number",
}
BOUND = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}


class Problems(list[InputError]):
    """Problems found so far, in the order of the files."""

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Keep an `InputError` raised inside as a problem and go on after the block."""
        try:
            yield
        except InputError as error:
            self.append(error)

    def raise_first(self) -> None:
        """Raise the first problem, if there is one."""
        if self:
            raise self[0]


def nearest(name: str, known: Iterable[str]) -> str:
    """The nearest known name as a piece of advice, or nothing when none is near."""
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"perhaps {close[0]!r} is meant" if close else ""


def translate(
    error: ValidationError, raw: Any, where: str, known_keys: Iterable[str] = (), prefix: tuple[str | int, ...] = ()
) -> list[InputError]:
    """Each finding of pydantic as one sentence; `where` is the file (and line), `raw` its content.

    `prefix` leads from `raw` to the part that was checked.
    """
    findings = ({**finding, "loc": (*prefix, *finding["loc"])} for finding in error.errors(include_url=False))
    return [_sentence(finding, raw, where, known_keys) for finding in findings]


def _sentence(finding: dict[str, Any], raw: Any, where: str, known_keys: Iterable[str]) -> InputError:
    kind, context = finding["type"], finding.get("ctx") or {}
    key, value = _located(finding, raw)
    place = (f"{where}, column {key}" if ", line " in where else f"{where}, {key}") if key else where
    if kind == "extra_forbidden":
        advice = nearest(str(finding["loc"][-1]), known_keys) or "remove it or correct its spelling"
        return InputError(place, "is not a key that belongs here", value=as_written(value), fix=advice)
    if kind == "missing":
        return InputError(place, "is missing", fix="add it")
    value = context.get("value") or context.get("tag") or value
    fix = context.get("fix") or _choice(kind, context, value)
    return InputError(place, _rule(kind, context, finding["msg"]), value=as_written(value), fix=fix)


def as_written(value: Any) -> Any:
    """A value as a case's author would write it."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {as_written(inner)}" for key, inner in value.items())
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (date, float)) else value


def _rule(kind: str, context: Mapping[str, Any], message: str) -> str:
    if kind in KIND_OF_TYPE:
        return f"must be {KIND_OF_TYPE[kind]}"
    if kind in BOUND:
        words, bound = BOUND[kind]
        return f"must be {words} {context[bound]:g}"
    if kind in ("literal_error", "union_tag_invalid"):
        return f"must be one of {context.get('expected', context.get('expected_tags'))}"
    if kind == "union_tag_not_found":
        return "must be a table that names its family"
    if kind in ("string_too_short", "too_short"):
        return "must not be empty"
    return message.replace("Input should", "must").rstrip(".")


def _choice(kind: str, context: Mapping[str, Any], value: Any) -> str:
    if kind in ("literal_error", "union_tag_invalid"):
        listed = str(context.get("expected", context.get("expected_tags")))
        return nearest(str(value), re.findall(r"'([^']*)'", listed)) or "choose one of them"
    return "fill it in" if kind in ("string_too_short", "too_short") else "correct it"


def _located(finding: Mapping[str, Any], raw: Any) -> tuple[str, Any]:
    """The path as the file writes it, and what stands there; steps that pydantic adds (union tags) are left out."""
    steps: list[str] = []
    location = finding["loc"]
    for i, step in enumerate(location):
        if isinstance(raw, Mapping) and step in raw:
            raw = raw[step]
            steps.append(str(step))
        elif isinstance(raw, (list, tuple)) and isinstance(step, int) and step < len(raw):
            raw = raw[step]
            steps.append(f"{step + 1}")
        elif i == len(location) - 1 and finding["type"] == "missing":
            steps.append(str(step))
    return ".".join(steps), raw
