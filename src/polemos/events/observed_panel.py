"""A case's observed panel: its figures, and beside them the same targets counted from imported events.

Columns: target, role, origin (figures, events or outcomes), period, place, value, low, high, unit, source, known_from,
confidence. Without a store the panel holds the figures alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pyarrow as pa

from polemos.core.errors import InputError
from polemos.events.actors import ActorNames, read_actor_names
from polemos.events.case_targets import CaseTarget, read_case_targets
from polemos.events.engine import connection
from polemos.events.months import month_id, month_text
from polemos.events.panel import Choices, Panel, make_panel
from polemos.events.store import Store
from polemos.events.table import EventTable

LAYOUT = pa.schema(
    [
        *[(name, pa.string()) for name in ("target", "role", "origin", "period", "place")],
        *[(name, pa.float64()) for name in ("value", "low", "high")],
        *[(name, pa.string()) for name in ("unit", "source")],
        ("known_from", pa.date32()),
        ("confidence", pa.string()),
    ]
)
Row = dict[str, Any]


def observed_panel(folder: Path, store: Store | None = None) -> Panel:
    """The observed panel of a case folder; with a store, targets that events can observe are counted from them too."""
    targets = read_case_targets(folder)
    figures = [row for path in sorted((folder / "figures").glob("*.csv")) for row in _read(path)]
    outcomes = _read(folder / "outcomes.csv") if (folder / "outcomes.csv").is_file() else []
    rows = [row for target in targets for row in _figures(target, figures)]
    rows += [row for target in targets for row in _outcomes(target, outcomes)]
    used: list[str] = []
    if store is not None:
        names = read_actor_names(folder / "event_actors.csv")
        rows += [row for target in targets for row in _events(target, store, names, used)]
    observation = {t.name: {"span": t.span, "observation": t.observation, "note": t.note} for t in targets}
    return Panel(_table(rows), {"case": folder.name, "targets": observation, "datasets": sorted(set(used))})


def _table(rows: Iterable[Row]) -> pa.Table:
    ordered = sorted(rows, key=lambda row: (row["target"], row["origin"], row["period"], row.get("place") or ""))
    return pa.Table.from_pylist([{name: row.get(name) for name in LAYOUT.names} for row in ordered], schema=LAYOUT)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _number(text: str) -> float | None:
    return float(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _figures(target: CaseTarget, figures: list[dict[str, str]]) -> Iterator[Row]:
    for row in figures:
        if any(fnmatchcase(row["series"], name) for name in target.series) and target.covers(row["date"]):
            value = {"value": 1.0} if target.counts else {name: _number(row[name]) for name in ("value", "low", "high")}
            yield {
                "target": target.name, "role": target.role, "origin": "figures", "period": row["date"], **value,
                "unit": row["unit"] if not target.counts else target.unit, "source": row["series"],
                "known_from": _day(row["known_from"]), "confidence": row["confidence"],
            }  # fmt: skip


def _outcomes(target: CaseTarget, outcomes: list[dict[str, str]]) -> Iterator[Row]:
    for row in outcomes:
        for column in target.outcomes:
            if row[column] and target.covers(row[column]):
                yield {
                    "target": target.name, "role": target.role, "origin": "outcomes", "period": row[column],
                    "place": row["place"], "value": 1.0, "unit": target.unit, "source": column,
                    "known_from": _day(row["known_from"]), "confidence": row["confidence"],
                }  # fmt: skip


def _events(target: CaseTarget, store: Store, names: ActorNames, used: list[str]) -> Iterator[Row]:
    chosen = _dataset(target, store) if target.events else None
    if chosen is None:
        return
    used.append(chosen)
    panel = make_panel(EventTable.from_store(store, [chosen]), _choices(target, names))
    counted = {row["period"]: row for row in panel.data.to_pylist() if row["part"] == "counted"}
    known = panel.data.column("known_from")[0].as_py()
    for period in _covered(target, store.receipt(chosen).first_day, store.receipt(chosen).last_day):
        row = counted.get(period, {})
        yield {
            "target": target.name, "role": target.role, "origin": "events", "period": period,
            **{name: float(row.get(name) or 0) for name in ("value", "low", "high")},
            "unit": target.unit, "source": chosen, "known_from": known,
        }  # fmt: skip


def _covered(target: CaseTarget, first: str, last: str) -> Iterator[str]:
    """The periods of a target that a dataset covers: one without an event in it is zero, not unknown."""
    numbers = range(month_id(max(target.span[0], first[:7])), month_id(min(target.span[1], last[:7])) + 1)
    months = [month_text(number) for number in numbers]
    yield from months if target.events["by"] == "month" else sorted({month[:4] for month in months})


def _dataset(target: CaseTarget, store: Store) -> str | None:
    """The dataset that covers the most of what the target counts: its countries first, then its events."""
    countries = set(target.events.get("countries", ()))
    fitting = [r for r in store.receipts() if r.source in target.events["sources"] and countries <= set(r.countries)]
    return max(fitting, key=lambda r: (r.accepted, r.dataset)).dataset if fitting else None


def _choices(target: CaseTarget, names: ActorNames) -> Choices:
    count = target.events
    return Choices(
        by=(count["by"],), types=tuple(count["types"]), actors=tuple(count.get("actors", ())),
        without=tuple(count.get("without", ())), countries=tuple(count.get("countries", ())),
        summary_events=count.get("summary_events", "spread"), names=names,
    )  # fmt: skip


def side_by_side(panel: Panel) -> pa.Table:
    """Targets that figures and events both observe: both values and their difference, by target and period."""
    sql = """
        SELECT e.target, e.period, e.unit, f.value AS figure, e.value AS events, e.value - f.value AS difference,
               f.source AS figure_source, e.source AS events_source
        FROM panel e LEFT JOIN panel f ON f.target = e.target AND f.origin = 'figures'
             AND f.period[1:length(e.period)] = e.period
        WHERE e.origin = 'events' ORDER BY ALL"""
    with connection(panel=panel.data) as con:
        table = con.sql(sql).to_arrow_table()
    if not table.num_rows:
        raise InputError("side by side", "no target is observed by events", fix="import an event file first")
    return table
