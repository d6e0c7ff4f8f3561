"""The chunks of a run: which draws are saved. A file counts only with its row, a row only with its file's hash.

Rows stand in an SQLite table in WAL mode, locked by the run that writes it. Workers hold no truth: a chunk is a pure
function of its draws, so whatever is missing or damaged is computed again.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from numpy.typing import NDArray

from polemos.core.errors import PolemosError, UsageError
from polemos.ensemble.durable import write_durably
from polemos.ensemble.packing import Arrays, pack, unpack

TABLES = """
CREATE TABLE IF NOT EXISTS chunks (
    chunk TEXT PRIMARY KEY, sha256 TEXT NOT NULL, first_draw INTEGER NOT NULL, n_draws INTEGER NOT NULL,
    seed TEXT NOT NULL, status TEXT NOT NULL CHECK (status IN ('saved', 'stored')));
CREATE TABLE IF NOT EXISTS stores (store TEXT PRIMARY KEY, sha256 TEXT NOT NULL);
"""


@dataclass(frozen=True, order=True)
class Chunk:
    """Draws `first` to `first + count - 1`."""

    first: int
    count: int

    @property
    def name(self) -> str:
        """The file's name."""
        return f"draws-{self.first:010d}-{self.first + self.count - 1:010d}.chunk"


def plan_chunks(saved: list[Chunk], draws: int, size: int) -> list[Chunk]:
    """Chunks of at most `size` draws that fill the gaps between the saved ones, from draw 0 to `draws`."""
    planned: list[Chunk] = []
    at = 0
    for chunk in [*sorted(saved), Chunk(draws, 0)]:
        planned += [Chunk(first, min(size, chunk.first - first)) for first in range(at, chunk.first, size)]
        at = chunk.first + chunk.count
    return planned


def write_chunk(folder: Path, chunk: Chunk, arrays: Arrays) -> str:
    """Save a chunk's file; returns its SHA-256, which belongs into its row."""
    content = pack(arrays)
    write_durably(folder / chunk.name, content)
    return hashlib.sha256(content).hexdigest()


class ChunkTable:
    """The rows of one run, open for one process at a time."""

    def __init__(self, path: Path, files: Path, seed: int) -> None:
        self.files, self.seed = files, seed
        self._db = sqlite3.connect(path, isolation_level=None, timeout=2.0)
        try:
            for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL"):
                self._db.execute(f"PRAGMA {pragma}")
            self._db.executescript(TABLES)
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise _refusal(path, error) from error

    def __enter__(self) -> ChunkTable:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def saved(self) -> list[Chunk]:
        """Chunks with a row, in draw order."""
        return list(self._hashes())

    def add(self, chunk: Chunk, sha256: str) -> None:
        """Write the row of a chunk whose file is durable."""
        row = (chunk.name, sha256, chunk.first, chunk.count, str(self.seed), "saved")
        self._db.execute("INSERT OR REPLACE INTO chunks VALUES (?, ?, ?, ?, ?, ?)", row)

    def sweep(self) -> None:
        """Delete files without a row and rows whose file is gone or has another hash."""
        hashes = self._hashes()
        names = {chunk.name for chunk in hashes}
        for file in self.files.iterdir():
            if file.name not in names:
                file.unlink()
        for chunk, sha256 in hashes.items():
            file = self.files / chunk.name
            if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
                self._db.execute("DELETE FROM chunks WHERE chunk = ?", (chunk.name,))
                file.unlink(missing_ok=True)

    def read(self) -> Iterator[tuple[Chunk, dict[str, NDArray[Any]]]]:
        """Every saved chunk in draw order, its hash checked once more."""
        for chunk, sha256 in self._hashes().items():
            content = (self.files / chunk.name).read_bytes()
            if hashlib.sha256(content).hexdigest() != sha256:
                raise PolemosError(f"{self.files / chunk.name} changed during the run; run again with --resume.")
            yield chunk, unpack(content)

    def store_hash(self) -> str | None:
        """The hash of the finished store, if one was finished."""
        row = self._db.execute("SELECT sha256 FROM stores").fetchone()
        return None if row is None else str(row[0])

    def finish(self, store: str, sha256: str) -> None:
        """Note that all chunks are in the store; their files may go."""
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO stores VALUES (?, ?)", (store, sha256))
            self._db.execute("UPDATE chunks SET status = 'stored'")

    def forget_store(self) -> None:
        """Drop a store that is damaged, and with it the rows of chunks whose files are gone."""
        with self._transaction():
            self._db.execute("DELETE FROM stores")
            self._db.execute("UPDATE chunks SET status = 'saved'")

    def _hashes(self) -> dict[Chunk, str]:
        rows = self._db.execute("SELECT first_draw, n_draws, sha256 FROM chunks ORDER BY first_draw")
        return {Chunk(first, count): sha256 for first, count, sha256 in rows}

    def _transaction(self) -> _Transaction:
        return _Transaction(self._db)


class _Transaction:
    """All statements inside, or none."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")


def _refusal(path: Path, error: sqlite3.DatabaseError) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return UsageError(
            f"{path.parent}: another run is writing into this folder; wait for it, or choose another --out."
        )
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return UsageError(f"{path}: the table of chunks is damaged; start over with --fresh.")
    return error
