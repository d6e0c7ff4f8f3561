"""A panel: tidy counts of events and deaths by period and place, with the choices that made it.

Columns: period, what it is counted by, part, events, low, best, high, value, known_from. `part` is counted, aside (a
summary event, under its year) or unplaced (a place less precise than asked for); sums over all parts lose nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from polemos.core.errors import InputError, UsageError
from polemos.events.actors import ActorNames
from polemos.events.counting import PERIODS, PLACES, SPLITS, Query, quoted
from polemos.events.engine import connection
from polemos.events.months import TYPES, month_id
from polemos.events.publishing import known_from
from polemos.events.writing import write_frame

if TYPE_CHECKING:
    from polemos.events.table import EventTable

PRECISE = {"country": range(1, 8), "admin1": range(1, 5), "place": range(1, 4), "priogrid": range(1, 4)}
POLICIES = ("spread", "aside", "drop")
ESTIMATES = ("low", "best", "high")


@dataclass(frozen=True)
class Choices:
    """What to count and how. `by` names one period, at most one place, and splits (type, dyad, sides).

    `actors`: events with one of them as a side; `without`: events with none of them.
    """

    by: tuple[str, ...] = ("month", "country")
    types: tuple[str, ...] = ("sb", "ns", "os")
    dyads: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    estimate: str = "best"
    summary_events: str = "spread"
    where_prec: tuple[int, ...] | None = None
    date_prec: tuple[int, ...] | None = None
    untyped: bool = True
    names: ActorNames = field(default_factory=ActorNames)

    def __post_init__(self) -> None:
        for name, value in (("by", self.by), ("types", self.types), ("dyads", self.dyads), ("actors", self.actors)):
            object.__setattr__(self, name, (value,) if isinstance(value, str) else tuple(value))
        _one_of("--estimate", self.estimate, ESTIMATES)
        _one_of("--summary-events", self.summary_events, POLICIES)
        for word in self.by:
            _one_of("--by", word, (*PERIODS, *PLACES, *SPLITS))
        for word in self.types:
            _one_of("--type", word, tuple(TYPES))
        if sum(word in PERIODS for word in self.by) != 1 or sum(word in PLACES for word in self.by) > 1:
            raise UsageError("--by names exactly one of month, quarter, year and at most one place.")

    @property
    def place(self) -> str:
        """The place of `by`; the country's rules of precision hold where none is named."""
        return next((word for word in self.by if word in PLACES), "country")

    @property
    def precise(self) -> tuple[int, ...]:
        """The precisions of place that count as placed."""
        return tuple(PRECISE[self.place]) if self.where_prec is None else tuple(self.where_prec)

    def query(self) -> Query:
        """The choices as SQL."""
        period = next(word for word in self.by if word in PERIODS)
        keys = [key for word in self.by if word not in PERIODS for key in {**PLACES, **SPLITS}[word]]
        filters = tuple(
            filter(None, [self._types(), self._dyads(), self._actors(), self._countries(), self._precise()])
        )
        return Query(period, tuple(dict.fromkeys(keys)), filters, self.precise, self.summary_events, self.estimate)

    def _types(self) -> str:
        every = len(set(self.types)) == len(TYPES)
        listed = ", ".join(str(TYPES[word]) for word in self.types)
        return "" if every and self.untyped else f"type_of_violence IN ({listed})"

    def _dyads(self) -> str:
        listed = ", ".join(map(quoted, self.dyads))
        return f"dyad_name IN ({listed}) OR CAST(dyad_new_id AS VARCHAR) IN ({listed})" if self.dyads else ""

    def _actors(self) -> str:
        listed = ", ".join(map(quoted, self.actors))
        own = f"(side_a IN ({listed}) OR side_b IN ({listed}))" if self.actors else ""
        barred = ", ".join(map(quoted, self.without))
        others = f"side_a NOT IN ({barred}) AND side_b NOT IN ({barred})" if self.without else ""
        return " AND ".join(filter(None, (own, others)))

    def _countries(self) -> str:
        listed = ", ".join(map(quoted, self.countries))
        return f"country IN ({listed}) OR iso3 IN ({listed})" if self.countries else ""

    def _precise(self) -> str:
        dates = f"date_prec IN ({', '.join(map(str, self.date_prec))})" if self.date_prec is not None else ""
        coarse = self.where_prec is not None and self.place == "country"
        places = f"where_prec IN ({', '.join(map(str, self.precise))})" if coarse else ""
        return " AND ".join(f"({text})" for text in (dates, places) if text)


def _one_of(option: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise UsageError(f"{option} {value}: not known; choose from {', '.join(known)}.")


@dataclass(frozen=True)
class Panel:
    """A tidy table and how it was made."""

    data: pa.Table
    about: dict[str, Any]

    def to_arrow(self) -> pa.Table:
        """The panel as a pyarrow table."""
        return self.data

    def to_pandas(self) -> Any:
        """The panel as a pandas frame."""
        return self.data.to_pandas()

    def to_polars(self) -> Any:
        """The panel as a polars frame."""
        import polars

        return polars.from_arrow(self.data)

    def total(self, column: str = "value") -> int:
        """The sum of a column over all rows."""
        return int(pc.sum(self.data.column(column)).as_py() or 0)

    def write(self, path: Path | str) -> None:
        """Write as Parquet or CSV by the name's ending; how it was made goes into the file or a .json beside it."""
        write_frame(self.data, self.about, Path(path))


def make_panel(events: EventTable, choices: Choices) -> Panel:
    """Count the events as chosen; refuses choices that leave nothing."""
    renamed = choices.names.rename_sql()
    with connection(raw=events.data, renaming=choices.names.table()) as con:
        con.execute(f"CREATE TEMP VIEW events AS {renamed}")
        table = con.sql(choices.query().sql()).to_arrow_table()
    if not table.num_rows:
        raise InputError("panel", "no event passes these choices", fix="widen --type, --actor, --dyad or --where-prec")
    if choices.query().period == "month":
        table = _with_month_id(table)
    known = known_from([(r.source, r.release) for r in events.sources or filter(None, [events.receipt])])
    table = table.append_column("known_from", pa.array([known] * table.num_rows, pa.date32()))
    return Panel(table, _about(events, choices, table))


def _with_month_id(table: pa.Table) -> pa.Table:
    numbers = [month_id(p) if len(p) == 7 else None for p in table.column("period").to_pylist()]
    return table.add_column(1, "month_id", pa.array(numbers, pa.int64()))


def _about(events: EventTable, choices: Choices, table: pa.Table) -> dict[str, Any]:
    chosen = {key: value for key, value in asdict(choices).items() if key != "names"}
    parts = pa.TableGroupBy(table, "part").aggregate([("events", "sum"), ("value", "sum")]).to_pylist()
    return {
        "choices": {**chosen, "where_prec": choices.precise, "by": choices.by},
        "actor_names": choices.names.origin,
        "datasets": [r.dataset or r.file for r in events.sources or filter(None, [events.receipt])],
        "licences": sorted({r.licence for r in events.sources or filter(None, [events.receipt])}),
        "citations": sorted({r.citation for r in events.sources or filter(None, [events.receipt])}),
        "parts": {p["part"]: {"events": p["events_sum"], "value": p["value_sum"]} for p in parts},
        "events_in": len(events),
    }
