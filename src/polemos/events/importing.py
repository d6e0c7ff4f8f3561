"""Import: an event file is read, checked row by row, and becomes a dataset of the store; or a table in memory."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from polemos.core.errors import InputError
from polemos.events.findings import Finding, write_findings
from polemos.events.reading import Batch, Opened, Progress, batches, open_events
from polemos.events.receipt import Receipt, Tally, receipt
from polemos.events.release import Release, tell
from polemos.events.second_look import SecondLook
from polemos.events.sources import source
from polemos.events.store import Store
from polemos.events.table import EventTable

PART_ROWS = 1 << 15
GROUP_ROWS = 1 << 15


def _silent(done: int, total: int) -> None:
    return None


class Import:
    """One file on its way in, read once; `findings` and `tally` are complete when the batches are spent."""

    def __init__(self, opened: Opened, release: str = "", progress: Progress = _silent) -> None:
        self.opened, self._given, self._progress = opened, release, progress
        self.tally, self.findings = Tally(), list[Finding]()
        self._look = SecondLook()
        self._unchecked = not {"geom_wkt", "priogrid_gid"} & set(opened.names) and "latitude" in opened.names

    def tables(self) -> Iterator[pa.Table]:
        """The accepted rows, batch by batch."""
        for batch in batches(self.opened, self._progress):
            self._take(batch)
            if batch.table.num_rows:
                yield batch.table
        later = self._look.findings()
        self.findings += later
        self.tally.noted += len(later)

    def _take(self, batch: Batch) -> None:
        self.findings += batch.findings
        self.tally.noted += sum(f.severity == "noted" for f in batch.findings)
        if batch.table.num_rows:
            self.tally.add(batch.table, self.opened.source.release_column)
            if self._unchecked:
                self._look.add(batch.table)

    def receipt(self) -> Receipt:
        """The receipt; refuses a file of which no row was accepted."""
        opened = self.opened
        if not opened.accepted:
            first = self.findings[0] if self.findings else None
            why = f"; line {first.line}, column {first.column}: {first.rule}" if first else ""
            raise InputError(str(opened.path), f"none of {opened.read} rows is sound{why}", fix="see the reject file")
        return receipt(opened, self.tally, self._release())

    def _release(self) -> Release:
        opened, tally = self.opened, self.tally
        if opened.guessed and opened.source.name == "ucdp-ged" and tally.statuses - {"Clear"} and not self._given:
            opened.source = source("ucdp-candidate")
            return Release("unknown", "column code_status holds unclear events, so it is a candidate release")
        return tell(opened.source, opened.path.name, tally.releases, tally.last_year, self._given)


def read_events(
    path: Path | str, source: str = "", mapping: dict[str, Any] | None = None, release: str = ""
) -> EventTable:
    """Read an event file into memory. The rows left out are in `.findings`, the sums in `.receipt`."""
    incoming = Import(open_events(Path(path), source, mapping, "mapping"), release)
    tables = list(incoming.tables())
    done = incoming.receipt()
    return EventTable(pa.concat_tables(tables, promote_options="default"), done, tuple(incoming.findings))


def import_events(
    path: Path,
    store: Store,
    *,
    source: str = "",
    mapping: dict[str, Any] | None = None,
    mapping_at: str = "",
    release: str = "",
    progress: Progress = _silent,
    rejects: Path | None = None,
) -> Receipt:
    """Import a file into the store. The same file again changes nothing; `rejects` names where findings also go."""
    opened = open_events(path, source, mapping, mapping_at)
    there = store.find_file(opened.sha256)
    if there is not None:
        there.already_there = True
        return there
    incoming = Import(opened, release, progress)
    with store.writing() as aside:
        _write_parts(incoming.tables(), aside)
        if rejects is not None and incoming.findings:
            write_findings(incoming.findings, rejects)
        done = incoming.receipt()
        done.dataset = f"{done.source}-{done.release}-{done.sha256[:8]}"
        write_findings(incoming.findings, aside / "rejects.csv")
        (aside / "receipt.json").write_text(done.as_json(), encoding="utf-8")
        store.publish(aside, done)
    return done


def _write_parts(tables: Iterator[pa.Table], folder: Path) -> None:
    """Write rows as Parquet parts of bounded size, one group of rows while the next is read."""
    held, rows, part, waiting = list[pa.Table](), 0, 0, list[Future[None]]()
    with ThreadPoolExecutor(1) as beside:
        for table in tables:
            held.append(table)
            rows += table.num_rows
            if rows >= PART_ROWS:
                _finish(waiting)
                waiting = [beside.submit(_write, held, folder / f"part-{part:04d}.parquet")]
                held, rows, part = [], 0, part + 1
        _finish(waiting)
        if held:
            _write(held, folder / f"part-{part:04d}.parquet")


def _finish(waiting: list[Future[None]]) -> None:
    for job in waiting:
        job.result()


def _write(tables: list[pa.Table], path: Path) -> None:
    pq.write_table(pa.concat_tables(tables), path, compression="zstd", row_group_size=GROUP_ROWS)
