"""The receipt of an import: what was read, what was kept, and what the kept rows add up to."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from polemos.events.reading import Opened
from polemos.events.release import Release

ESTIMATES = ("low", "best", "high")


@dataclass
class Tally:
    """Sums over accepted rows, batch by batch."""

    deaths: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ESTIMATES, 0))
    date_precision: Counter[str] = field(default_factory=Counter)
    place_precision: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    releases: set[str] = field(default_factory=set)
    statuses: set[str] = field(default_factory=set)
    first: str = ""
    last: str = ""
    noted: int = 0
    last_year: int | None = None

    def add(self, table: pa.Table, release_column: str) -> None:
        """Count one batch of accepted rows."""
        for name in ESTIMATES:
            self.deaths[name] += pc.sum(table.column(name)).as_py() or 0
        _count(self.date_precision, table.column("date_prec"))
        _count(self.place_precision, table.column("where_prec"))
        _count(self.countries, table.column("country"))
        if release_column in table.column_names:
            self.releases |= {v for v in pc.unique(table.column(release_column)).to_pylist() if v}
        self.statuses |= {v for v in pc.unique(table.column("code_status")).to_pylist() if v}
        self._span(table)

    def _span(self, table: pa.Table) -> None:
        first, last = pc.min(table.column("date_start")).as_py(), pc.max(table.column("date_end")).as_py()
        if first is not None:
            self.first = min(filter(None, [self.first, first.isoformat()]))
        if last is not None:
            self.last = max(self.last, last.isoformat())
            self.last_year = int(self.last[:4])


def _count(counter: Counter[str], column: pa.ChunkedArray) -> None:
    for entry in pc.value_counts(column).to_pylist():
        counter[str(entry["values"] if entry["values"] is not None else "not given")] += entry["counts"]


@dataclass
class Receipt:
    """What an import did. `rows_read == accepted + rejected` always."""

    file: str
    sha256: str
    source: str
    title: str
    release: str
    release_told_by: str
    rows_read: int
    accepted: int
    rejected: int
    noted: int
    deaths: dict[str, int]
    first_day: str
    last_day: str
    date_precision: dict[str, float]
    place_precision: dict[str, float]
    countries: dict[str, int]
    derived: list[str]
    notes: list[str]
    licence: str
    citation: str
    dataset: str = ""
    already_there: bool = False

    def __post_init__(self) -> None:
        if self.rows_read != self.accepted + self.rejected:
            raise AssertionError(f"{self.rows_read} rows read, {self.accepted} accepted, {self.rejected} rejected")

    def as_json(self) -> str:
        """The receipt as JSON, the same bytes for the same import."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def receipt(opened: Opened, tally: Tally, release: Release) -> Receipt:
    """The receipt of a file that has been read to its end."""
    source = opened.source
    return Receipt(
        file=opened.path.name, sha256=opened.sha256, source=source.name, title=source.title,
        release=release.name, release_told_by=release.told_by,
        rows_read=opened.read, accepted=opened.accepted, rejected=opened.rejected, noted=tally.noted,
        deaths=tally.deaths, first_day=tally.first, last_day=tally.last,
        date_precision=_shares(tally.date_precision), place_precision=_shares(tally.place_precision),
        countries=dict(sorted(tally.countries.items())), derived=list(source.derive), notes=opened.notes,
        licence=source.licence, citation=source.citation,
    )  # fmt: skip


def _shares(counter: Counter[str]) -> dict[str, float]:
    total = max(sum(counter.values()), 1)
    return {key: round(counter[key] / total, 4) for key in sorted(counter)}


def load(path: Path) -> Receipt:
    """A receipt that was saved."""
    entry: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Receipt(**entry)
