"""When a release became public: the day from which its figures can be used without knowing the future."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from polemos.events.schema import data_table


@cache
def _dates() -> dict[str, date]:
    return {entry["release"]: entry["published"] for entry in data_table("releases.toml")["ucdp_ged"]["yearly"]}


def published(source: str, release: str) -> date | None:
    """The day a release was published: read where known, by the publisher's habit where not; None if it has none.

    Assumes that a yearly release YY.1 appears by the end of June 20YY, a candidate YY.0.M on the 20th of month M + 1.
    """
    if not source.startswith("ucdp"):
        return None
    if release in _dates():
        return _dates()[release]
    candidate = re.fullmatch(r"(\d\d)\.0\.(\d{1,2})", release)
    if candidate and 1 <= int(candidate[2]) <= 12:
        year, month = 2000 + int(candidate[1]), int(candidate[2])
        return date(year + month // 12, month % 12 + 1, 20)
    yearly = re.fullmatch(r"(\d\d)\.1", release)
    return date(2000 + int(yearly[1]), 6, 30) if yearly else None


def known_from(releases: Iterable[tuple[str, str]]) -> date | None:
    """The day on which all of these releases were public; None where one of them has no known day."""
    days = [published(*release) for release in releases]
    return max(day for day in days if day) if days and all(days) else None
