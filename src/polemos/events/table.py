"""Events as a table: from a file, from the store, or from a frame of pandas, polars or pyarrow, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow as pa
import pyarrow.dataset as ds

from polemos.core.errors import InputError
from polemos.events.findings import Finding
from polemos.events.receipt import Receipt
from polemos.events.schema import ARROW, columns
from polemos.events.store import Store
from polemos.events.typing_rows import with_cells

if TYPE_CHECKING:
    from polemos.events.panel import Panel

NEEDED = ("id", "date_start", "date_end", "low", "best", "high")


@dataclass(frozen=True)
class EventTable:
    """Events in the columns of `schema`, held in memory or read from a dataset as needed."""

    data: pa.Table | ds.Dataset
    receipt: Receipt | None = None
    findings: tuple[Finding, ...] = ()
    sources: tuple[Receipt, ...] = ()

    @classmethod
    def from_store(cls, store: Store, names: Sequence[str] = ()) -> EventTable:
        """One dataset of a store, or several that share no event; without a name the store must hold just one."""
        chosen = _choose(store, names)
        files = sorted(str(f) for name in chosen for f in store.path(name).glob("part-*.parquet"))
        data = ds.dataset(files, schema=_schema(files)) if len(chosen) > 1 else ds.dataset(files)
        if len(chosen) > 1:
            _no_event_twice(data, chosen)
        receipts = tuple(store.receipt(name) for name in chosen)
        return cls(data, receipts[0] if len(receipts) == 1 else None, (), receipts)

    @classmethod
    def from_frame(cls, frame: Any) -> EventTable:
        """Events from a pandas, polars or pyarrow frame that has the columns of an event table."""
        table = nw.from_native(frame, eager_only=True).to_arrow()
        for name in NEEDED:
            if name not in table.column_names:
                raise InputError(f"frame, column {name}", "an event table has this column", fix="add or rename it")
        for name, column in columns().items():
            if name not in table.column_names:
                table = table.append_column(name, pa.nulls(table.num_rows, ARROW[column.kind]))
            else:
                table = _cast(table, name, ARROW[column.kind])
        return cls(with_cells(table))

    def to_arrow(self) -> pa.Table:
        """The events as a pyarrow table."""
        return self.data if isinstance(self.data, pa.Table) else self.data.to_table()

    def to_pandas(self) -> Any:
        """The events as a pandas frame."""
        return self.to_arrow().to_pandas()

    def to_polars(self) -> Any:
        """The events as a polars frame."""
        import polars

        return polars.from_arrow(self.to_arrow())

    def __len__(self) -> int:
        return int(self.data.num_rows if isinstance(self.data, pa.Table) else self.data.count_rows())

    def to_panel(self, **choices: Any) -> Panel:
        """Tidy counts by period and place; the choices are those of `polemos.events.panel.Choices`."""
        from polemos.events.panel import Choices, make_panel

        return make_panel(self, Choices(**choices))


def _cast(table: pa.Table, name: str, kind: pa.DataType) -> pa.Table:
    at = table.column_names.index(name)
    try:
        return table.set_column(at, name, table.column(name).cast(kind))
    except pa.ArrowInvalid as error:
        raise InputError(f"frame, column {name}", f"its cells are not of kind {kind}", value=str(error)) from error


def _choose(store: Store, names: Sequence[str]) -> list[str]:
    if names:
        return [store.resolve(name) for name in dict.fromkeys(names)]
    there = store.names()
    if len(there) == 1:
        return there
    rule = "the store holds several datasets and they are never mixed unasked" if there else "the store is empty"
    raise InputError(str(store.folder), rule, fix=f"say --dataset with one of: {', '.join(there) or '(import a file)'}")


def _schema(files: list[str]) -> pa.Schema:
    return pa.unify_schemas([ds.dataset(file).schema for file in files], promote_options="permissive")


def _no_event_twice(data: ds.Dataset, chosen: list[str]) -> None:
    seen = data.to_table(columns=["id"]).column("id")
    if len(seen.unique()) < len(seen):
        twice = len(seen) - len(seen.unique())
        raise InputError(
            " + ".join(chosen), f"these datasets share {twice:,} events, so sums would count them twice",
            fix="choose one of them",
        )  # fmt: skip


def table_at(path: Path) -> EventTable:
    """The events of one dataset folder."""
    return EventTable(ds.dataset([str(f) for f in sorted(path.glob("part-*.parquet"))]))
