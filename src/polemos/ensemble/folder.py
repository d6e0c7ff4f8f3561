"""The run folder: what lies in it, and when it may be used, continued or cleared.

A folder is ours if it carries a manifest of this format. Nothing that polemos did not write is ever deleted.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polemos.core.errors import UsageError
from polemos.ensemble.durable import PART, write_durably
from polemos.ensemble.manifest import FORMAT, canonical, difference


@dataclass(frozen=True)
class RunFolder:
    """Paths inside a run folder."""

    path: Path

    @property
    def manifest(self) -> Path:
        """What was run, in canonical JSON."""
        return self.path / "manifest.json"

    @property
    def table(self) -> Path:
        """The SQLite table of chunks."""
        return self.path / "chunks.sqlite"

    @property
    def chunks(self) -> Path:
        """The folder of chunk files; empty once the store is finished."""
        return self.path / "chunks"

    @property
    def store(self) -> Path:
        """The finished Zarr store."""
        return self.path / "ensemble.zarr"

    @property
    def half_store(self) -> Path:
        """The store while it is being assembled."""
        return self.path / f"ensemble.zarr{PART}"

    def prepare(self, manifest: Mapping[str, Any], *, resume: bool) -> None:
        """Make the folder ready for this run, or refuse it with a sentence; `resume` False starts over."""
        existing = self._existing_manifest()
        if existing is not None and not resume:
            self._clear()
            existing = None
        if existing is not None:
            said = difference(existing, manifest)
            if said:
                raise UsageError(
                    f"{self.path}: this folder holds another run ({said}); "
                    "choose another folder with --out, or start over with --fresh."
                )
        self.chunks.mkdir(parents=True, exist_ok=True)
        if existing is None:
            write_durably(self.manifest, canonical(manifest))

    def _existing_manifest(self) -> dict[str, Any] | None:
        if not self.path.exists():
            return None
        if not self.path.is_dir():
            raise UsageError(f"{self.path}: a run needs a folder, and this is a file; choose another --out.")
        if not self.manifest.exists():
            self._check_unused()
            return None
        return read_manifest(self.path)

    def _check_unused(self) -> None:
        left_by_a_kill = {self.chunks.name, self.manifest.name + PART}
        strange = sorted(entry.name for entry in self.path.iterdir() if entry.name not in left_by_a_kill)
        if strange or (self.chunks.is_dir() and any(self.chunks.iterdir())):
            raise UsageError(
                f"{self.path}: the folder holds files (such as '{(strange or ['chunks'])[0]}') but no run of polemos; "
                "choose an empty or new folder with --out."
            )

    def _clear(self) -> None:
        """Delete what a run writes, the manifest last so that a kill in between leaves the folder ours."""
        for folder in (self.chunks, self.store, self.half_store):
            remove_tree(folder)
        tables = [f"{self.table.name}{ending}" for ending in ("", "-wal", "-shm", "-journal")]
        for name in (*tables, "summary.json", "report.html", self.manifest.name):
            (self.path / name).unlink(missing_ok=True)


def remove_tree(folder: Path) -> None:
    """Delete a folder of ours and all in it, if it exists."""
    if folder.exists():
        shutil.rmtree(folder)


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest of a run folder; raises UsageError if it is not one that polemos wrote."""
    file = path / "manifest.json"
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise UsageError(f"{file}: is not the manifest of a polemos run; choose another folder.")
    return manifest
