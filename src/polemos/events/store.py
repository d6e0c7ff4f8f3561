"""The store of imported events: a folder of datasets, each a folder of Parquet parts with its receipt and reject file.

A dataset is written aside and appears by one rename, so a reader sees all of it or none. One import at a time holds the
lock; what an interrupted import left aside is swept by the next. A dataset is never changed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from polemos.core.errors import InputError, ResourceLimitError
from polemos.events.receipt import Receipt, load

WAIT = 60.0


def default_folder() -> Path:
    """Where the store lies if no folder is named: POLEMOS_STORE, else the user's data directory."""
    named = os.environ.get("POLEMOS_STORE")
    return Path(named) if named else Path(platformdirs.user_data_dir("polemos")) / "events"


class Store:
    """The datasets of one folder."""

    def __init__(self, folder: Path | str | None = None) -> None:
        self.folder = Path(folder) if folder is not None else default_folder()

    @property
    def _datasets(self) -> Path:
        return self.folder / "datasets"

    def names(self) -> list[str]:
        """The datasets, by name: source, release and the first eight signs of the file's sha256."""
        if not self._datasets.is_dir():
            return []
        return sorted(p.name for p in self._datasets.iterdir() if (p / "receipt.json").is_file())

    def receipts(self) -> list[Receipt]:
        """The receipts of all datasets."""
        return [load(self._datasets / name / "receipt.json") for name in self.names()]

    def resolve(self, name: str) -> str:
        """The one dataset whose name is, or starts with, `name`."""
        names = self.names()
        fitting = [n for n in names if n == name] or [n for n in names if n.startswith(name)]
        if len(fitting) == 1:
            return fitting[0]
        rule = "several datasets have this name" if fitting else "the store has no such dataset"
        listed = ", ".join(fitting or names) or "nothing; import a file first"
        raise InputError(f"dataset {name}", rule, fix=f"choose from: {listed}")

    def path(self, name: str) -> Path:
        """The folder of a dataset."""
        return self._datasets / self.resolve(name)

    def receipt(self, name: str) -> Receipt:
        """The receipt of a dataset."""
        return load(self.path(name) / "receipt.json")

    def find_file(self, sha256: str) -> Receipt | None:
        """The receipt of the dataset made from a file of this hash, if there is one."""
        return next((r for r in self.receipts() if r.sha256 == sha256), None)

    @contextlib.contextmanager
    def writing(self, wait: float = WAIT) -> Iterator[Path]:
        """A fresh folder to write a dataset in, with the store's lock held; swept whatever happens."""
        with _on_disk(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / "lock")
            try:
                lock.acquire(timeout=wait)
            except Timeout as error:
                raise ResourceLimitError(f"{self.folder}: another import holds the store; try again later.") from error
            try:
                yield self._aside()
            finally:
                shutil.rmtree(self.folder / "aside", ignore_errors=True)
                lock.release()

    def _aside(self) -> Path:
        shutil.rmtree(self.folder / "aside", ignore_errors=True)
        aside = self.folder / "aside" / uuid.uuid4().hex
        aside.mkdir(parents=True)
        return aside

    def publish(self, aside: Path, receipt: Receipt) -> None:
        """Make a finished dataset visible: flush it to disk, then one rename."""
        for file in aside.iterdir():
            _flush(file)
        _flush(aside)
        self._datasets.mkdir(exist_ok=True)
        aside.rename(self._datasets / receipt.dataset)
        _flush(self._datasets)

    def remove(self, name: str) -> str:
        """Take a dataset out of the store; returns its full name."""
        full = self.resolve(name)
        with self.writing() as aside:
            (self._datasets / full).rename(aside / full)
        return full


@contextlib.contextmanager
def _on_disk(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise ResourceLimitError(
            f"{folder}: writing failed ({error.strerror or error}); the datasets that were there are intact."
        ) from error


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
