"""One event file as a stream of typed batches with findings, whatever it is: CSV, zip of CSV, Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from polemos.core.errors import InputError
from polemos.events.findings import Finding
from polemos.events.quoting import split_record
from polemos.events.records import Block, Cutter, Reader
from polemos.events.sources import Source, check_header, recognise, source, with_mapping
from polemos.events.textfile import BOM, Scan, blocks, decode_legacy, file_sha256, open_text, scan
from polemos.events.typing_rows import Typist

HEAD = 1 << 20
PARQUET_ROWS = 8192
ALL_WRONG = 200
TOO_MANY = 50_000
Progress = Callable[[int, int], None]


@dataclass
class Opened:
    """A file that is about to be read: its source, its header in our names, and counts that grow while it is read."""

    path: Path
    source: Source
    header: list[str]
    names: list[str]
    sha256: str
    size: int
    form: str
    notes: list[str] = field(default_factory=list)
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    guessed: bool = True
    scan: Scan | None = None
    delimiter: str = ","


@dataclass(frozen=True)
class Batch:
    """Rows that hold, and what is wrong with the others."""

    table: pa.Table
    findings: list[Finding]


def open_events(path: Path, name: str = "", mapping: dict[str, Any] | None = None, mapping_at: str = "") -> Opened:
    """Look at a file and recognise its source; refuses what is missing, empty, unreadable or of no known source."""
    if not path.is_file():
        raise InputError(str(path), "no such file", fix="name an event file that exists")
    opened = _open_parquet(path) if _is_parquet(path) else _open_text(path)
    if name:
        chosen, opened.guessed = source(name), False
    else:
        chosen = source("table") if mapping is not None else recognise(opened.header, str(path), path.name)
    if mapping is not None:
        chosen = with_mapping(chosen, mapping, mapping_at)
    opened.source, opened.names = chosen, chosen.names(opened.header)
    check_header(chosen, opened.names, str(path))
    return opened


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1" or path.suffix.lower() in (".parquet", ".pq")


def _open_parquet(path: Path) -> Opened:
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise InputError(str(path), "the Parquet file is damaged", value=str(error), fix="fetch it again") from error
    return Opened(path, source("table"), schema.names, [], file_sha256(path), path.stat().st_size, "Parquet")


def _open_text(path: Path) -> Opened:
    seen = scan(path)
    stream = open_text(path)
    head = stream.read(HEAD)
    stream.close()
    line = _first_line(head.removeprefix(BOM), seen, path)
    delimiter = max(",;\t", key=line.count)
    fields, rule = split_record(line, delimiter)
    if rule:
        raise InputError(f"{path}, line 1, column {len(fields) + 1}", rule, value=line)
    header = [name.strip() for name in fields]
    header = [name or f"unnamed_{index + 1}" for index, name in enumerate(header)]
    opened = Opened(path, source("table"), header, [], seen.sha256, seen.size, "CSV", scan=seen, delimiter=delimiter)
    opened.notes += [f"encoding {seen.encoding}" + (" with byte order mark" if seen.bom else "")]
    opened.notes += [f"columns are separated by {delimiter!r}"] if delimiter != "," else []
    return opened


def _first_line(head: bytes, seen: Scan, path: Path) -> str:
    end = head.find(b"\r" if seen.old_mac else b"\n")
    line = head if end < 0 else head[:end]
    if len(line) >= HEAD or b"\0" in line:
        raise InputError(f"{path}, line 1", "this is no CSV header", value=line[:60].decode("latin-1"))
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = decode_legacy(line)
    return text.rstrip("\r\n")


def batches(opened: Opened, progress: Progress = lambda done, total: None) -> Iterator[Batch]:
    """Every batch of the file; afterwards `opened.read == opened.accepted + opened.rejected`."""
    typist = Typist(opened.source)
    found = _parquet_blocks(opened, progress) if opened.form == "Parquet" else _text_blocks(opened, progress)
    for block in found:
        if not opened.read:
            _drop_tags(block, opened)
        table, findings = typist.read(block) if block.table.num_rows else (None, [])
        accepted = table.num_rows if table is not None else 0
        opened.read += block.table.num_rows + block.rejected
        opened.accepted += accepted
        opened.rejected += block.rejected + block.table.num_rows - accepted
        if opened.read >= ALL_WRONG and not opened.accepted:
            _nothing_fits(opened, block.findings + findings)
        if opened.rejected > TOO_MANY and opened.rejected > opened.accepted:
            _mostly_wrong(opened, (block.findings + findings)[-1])
        if table is not None:
            yield Batch(table, block.findings + findings)
        elif block.findings:
            yield Batch(pa.table({}), block.findings)


def _nothing_fits(opened: Opened, findings: list[Finding]) -> None:
    first = findings[0]
    raise InputError(
        f"{opened.path}, line {first.line}, column {first.column}",
        f"none of the first {opened.read} rows fits the header ({first.rule})",
        value=first.value,
        fix="check that the columns stand under their own names",
    )


def _mostly_wrong(opened: Opened, last: Finding) -> None:
    raise InputError(
        f"{opened.path}, line {last.line}, column {last.column}",
        f"{opened.rejected:,} of {opened.read:,} rows are broken so far ({last.rule}); nothing was imported",
        value=last.value,
        fix="export the file again",
    )


def _drop_tags(block: Block, opened: Opened) -> None:
    """Leave out the row of HXL tags that humanitarian portals put under the header; it is no event."""
    if not block.table.num_rows:
        return
    cells = [cell for cell in block.table.slice(0, 1).to_pylist()[0].values() if cell]
    if cells and all(cell.startswith("#") for cell in cells):
        block.table, block.lines = block.table.slice(1), block.lines[1:]
        opened.notes.append("line 2 holds HXL tags and is no event")


def _text_blocks(opened: Opened, progress: Progress) -> Iterator[Block]:
    assert opened.scan is not None
    done = 0

    def tick(count: int) -> None:
        nonlocal done
        done += count
        progress(done, opened.size)

    pieces: Iterator[bytes] = blocks(opened.path, tick)
    if opened.scan.old_mac:
        pieces = (piece.replace(b"\r", b"\n") for piece in pieces)
    reader = Reader(str(opened.path), opened.names, opened.scan.encoding, opened.delimiter, line=2)
    yield from reader.blocks(Cutter(_after_header(pieces)))


def _after_header(pieces: Iterator[bytes]) -> Iterator[bytes]:
    head = b""
    for piece in pieces:
        head += piece
        if b"\n" in head:
            yield head.partition(b"\n")[2]
            break
    yield from pieces


def _parquet_blocks(opened: Opened, progress: Progress) -> Iterator[Block]:
    line = 1
    try:
        with pq.ParquetFile(opened.path) as file:
            total = file.metadata.num_rows
            for record in file.iter_batches(batch_size=PARQUET_ROWS):
                arrays = [_as_text(array) for array in record.columns]
                yield Block(pa.table(arrays, names=opened.names), np.arange(line, line + record.num_rows))
                line += record.num_rows
                progress(opened.size * line // max(total, 1), opened.size)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{opened.path}, row {line}", "the Parquet file is damaged", value=str(error)) from error


def _as_text(array: pa.Array) -> pa.Array:
    if isinstance(array, pa.DictionaryArray):
        array = array.dictionary_decode()
    if pa.types.is_nested(array.type):
        return pa.array([None if v is None else str(v) for v in array.to_pylist()], pa.string())
    text = pc.cast(array, pa.string())
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
