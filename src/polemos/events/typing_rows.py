"""Blocks of text rows into rows of the event table: parsed, derived, checked; defective rows are left out and named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from polemos.events.cells import typed
from polemos.events.derive import DERIVE
from polemos.events.findings import Finding
from polemos.events.priogrid import cell
from polemos.events.records import Block
from polemos.events.rules import RULES, Breach, numbers
from polemos.events.schema import ARROW, columns
from polemos.events.sources import Source

_FORMULA = r"^([=@\t\r]|[+-][^\d\s.])"


@dataclass
class Typist:
    """Types the blocks of one file and remembers the identifiers it has seen."""

    source: Source
    seen: set[str] = field(default_factory=set)

    def read(self, block: Block) -> tuple[pa.Table, list[Finding]]:
        """The sound rows of a block as an event table, and what is wrong with the others (or worth noting)."""
        texts = self._texts(block.table)
        breaches = list(self._coded(texts))
        values = self._typed(texts, breaches)
        known = {**texts, **values}
        for name in self.source.derive:
            DERIVE[name](known, block.lines)
        values = {name: known[name] for name in columns() if name in known}
        breaches += self._missing(values, breaches)
        batch = _batch(values, texts, block.lines)
        breaches += self._joined(batch)
        breaches += _formulas(texts)
        breaches += self._twice(batch, {b.row for b in breaches if b.severity == "rejected"})
        return _kept(batch, breaches), [self._finding(b, texts, batch, block.lines) for b in breaches]

    def _texts(self, table: pa.Table) -> dict[str, pa.Array]:
        texts = {name: table.column(name).combine_chunks() for name in table.column_names}
        for name, constant in self.source.constants.items():
            texts[name] = pa.array([constant] * table.num_rows, pa.string())
        for name, codes in self.source.recodes.items():
            if name in texts:
                texts[name] = _recode(texts[name], codes)
        return texts

    def _coded(self, texts: dict[str, pa.Array]) -> Iterator[Breach]:
        for name, codes in self.source.codes.items():
            if name not in texts:
                continue
            cells = pc.replace_substring_regex(pc.utf8_trim_whitespace(texts[name]), r"^(\d+)\.0+$", r"\1")
            known = pc.or_(pc.is_in(cells, pa.array(codes)), pc.is_null(cells))
            for row in _rows(pc.invert(known)):
                yield Breach(row, name, f"the code is one that {self.source.name} uses")
        if self.source.integer_id and "id" in texts:
            good = pc.fill_null(pc.match_substring_regex(texts["id"], r"^\d{1,18}$"), True)
            for row in _rows(pc.invert(good)):
                yield Breach(row, "id", "an identifier is a whole number")

    def _typed(self, texts: dict[str, pa.Array], breaches: list[Breach]) -> dict[str, pa.Array]:
        values: dict[str, pa.Array] = {}
        for name, column in columns().items():
            if name in texts:
                found = typed(column, texts[name], self.source.date_formats)
                values[name] = found.values
                breaches += [Breach(row, name, rule) for row, rule in found.wrong.items()]
        return values

    def _missing(self, values: dict[str, pa.Array], breaches: list[Breach]) -> list[Breach]:
        named = {(b.row, b.column) for b in breaches}
        found = []
        for name in self.source.filled:
            if name in values and values[name].null_count:
                rows = [row for row in _rows(pc.is_null(values[name])) if (row, name) not in named]
                found += [Breach(row, name, "the cell is empty and must not be") for row in rows]
        return found

    def _joined(self, batch: pa.Table) -> Iterator[Breach]:
        for rule in RULES:
            name = rule.__name__
            for breach in rule(batch):
                noted = name in self.source.tolerates
                yield Breach(breach.row, breach.column, breach.rule, "noted" if noted else breach.severity)

    def _twice(self, batch: pa.Table, rejected: set[int]) -> Iterator[Breach]:
        ids = batch.column("id").to_pylist()
        fresh = set(ids)
        if len(fresh) == len(ids) and not rejected and self.seen.isdisjoint(fresh):
            self.seen |= fresh
            return
        for row, name in enumerate(ids):
            if name in self.seen and row not in rejected:
                yield Breach(row, "id", "the identifier has been used on an earlier line")
            elif row not in rejected:
                self.seen.add(name)

    def _finding(self, breach: Breach, texts: dict[str, pa.Array], batch: pa.Table, lines: np.ndarray) -> Finding:
        cells = texts.get(breach.column)
        shown = cells[breach.row].as_py() if cells is not None else batch.column(breach.column)[breach.row].as_py()
        return Finding(int(lines[breach.row]), breach.column, str(shown or ""), breach.rule, breach.severity)


def _rows(mask: pa.Array) -> list[int]:
    return [int(row) for row in np.flatnonzero(mask.to_numpy(zero_copy_only=False))]


def _recode(cells: pa.Array, codes: dict[str, str]) -> pa.Array:
    found = pc.index_in(cells, pa.array(list(codes)))
    return pc.coalesce(pc.take(pa.array(list(codes.values())), found), cells)


def _batch(values: dict[str, pa.Array], texts: dict[str, pa.Array], lines: np.ndarray) -> pa.Table:
    """Every column of the event table (null where the source has none), then the source's own further columns."""
    count = len(lines)
    arrays = {"line": pa.array(lines)}
    for column in columns().values():
        arrays[column.name] = values.get(column.name, pa.nulls(count, ARROW[column.kind]))
    arrays |= {name: cells for name, cells in texts.items() if name not in arrays}
    return with_cells(pa.table(arrays))


def with_cells(batch: pa.Table) -> pa.Table:
    """Compute the PRIO-GRID cell of points for which the source gives none."""
    given = batch.column("priogrid_gid")
    if not given.null_count:
        return batch
    computed = cell(numbers(batch, "latitude"), numbers(batch, "longitude"))
    own = pc.if_else(pa.array(computed > 0), pa.array(computed), pa.scalar(None, pa.int64()))
    return batch.set_column(batch.column_names.index("priogrid_gid"), "priogrid_gid", pc.coalesce(given, own))


def _formulas(texts: dict[str, pa.Array]) -> Iterator[Breach]:
    """Text that a spreadsheet would run is kept as it is, and noted."""
    kinds = columns()
    for name, cells in texts.items():
        if name in kinds and kinds[name].kind != "text":
            continue
        starts = pc.fill_null(pc.match_substring_regex(cells, _FORMULA), False)
        if starts.true_count:
            for row in _rows(starts):
                yield Breach(row, name, "the cell starts like a spreadsheet formula; it is kept as text", "noted")


def _kept(batch: pa.Table, breaches: list[Breach]) -> pa.Table:
    rejected = {b.row for b in breaches if b.severity == "rejected"}
    if not rejected:
        return batch
    keep = np.ones(batch.num_rows, dtype=bool)
    keep[list(rejected)] = False
    return batch.filter(pa.array(keep))
