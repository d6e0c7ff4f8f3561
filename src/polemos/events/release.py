"""Which release a file is of and how that was told: by the user, a column, the file's name, its last year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from polemos.events.sources import Source

_SAFE = re.compile(r"[^A-Za-z0-9.+-]+")


@dataclass(frozen=True)
class Release:
    """The release as a short text that can stand in a folder's name, and how it was told."""

    name: str
    told_by: str


def tell(source: Source, file_name: str, in_column: set[str], last_year: int | None, given: str = "") -> Release:
    """The first that applies: given, the mapping's, the release column, the file's name, the last year."""
    if given:
        return Release(_plain(given), "given by --release")
    if source.release:
        return Release(_plain(source.release), "the mapping's [about]")
    if in_column:
        return Release("+".join(sorted(map(_plain, in_column))), f"column {source.release_column}")
    match = re.search(source.file_name_release, file_name) if source.file_name_release else None
    if match:
        return Release(".".join(match.groups()), f"the file's name, {file_name}")
    if source.name.startswith("ucdp") and last_year:
        year = (last_year + 1) % 100
        return Release(
            f"{year:02d}.1", f"the last year of its events, {last_year} (a guess: say --release if it is wrong)"
        )
    return Release("unknown", "nothing in the file or its name says it; --release does")


def _plain(text: str) -> str:
    return _SAFE.sub("-", text.strip()).strip("-.") or "unknown"
