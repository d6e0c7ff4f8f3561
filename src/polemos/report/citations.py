"""A bibliography entry as one line of text: who, what, when, where, which pages, and what was noted about it."""

from __future__ import annotations

from collections.abc import Mapping

from polemos.report.facts import Reference
from polemos.report.numbers import DASH
from polemos.report.series_names import short_authors

WHERE = ("journal", "booktitle", "publisher", "institution", "organization", "howpublished")
LEFT_OUT = ("author", "editor", "title", "year", "month", "date", "volume", "number", "pages", "url", "note", *WHERE)


def reference(key: str, fields: Mapping[str, str]) -> Reference:
    """The record that the page shows; fields that no rule knows come last, so that nothing is lost."""
    known = {name: str(value).strip() for name, value in fields.items() if str(value).strip()}
    parts = [
        known.get("author", known.get("editor", "")),
        known.get("title", ""),
        " ".join(known[name] for name in ("month", "year", "date") if name in known),
        *(known.get(name, "") for name in WHERE),
        _pages(known),
        known.get("note", ""),
        *(value for name, value in sorted(known.items()) if name not in LEFT_OUT),
    ]
    text = ". ".join(part.rstrip(".").replace("--", DASH) for part in parts if part)
    who = short_authors(known.get("author", known.get("editor", "")))
    return Reference(key, f"{text}." if text else "", known.get("url", ""), who)


def _pages(known: Mapping[str, str]) -> str:
    words = {"volume": "vol.", "number": "no.", "pages": "p."}
    return ", ".join(f"{word} {known[name]}" for name, word in words.items() if name in known)
