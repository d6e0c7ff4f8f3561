"""The runs that the app shows: the finished run folders below one folder, and those named one by one.

A run is known by a short name. A name that is not in the list is unknown, whatever it spells: no path is ever made
from what a client sends.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from polemos.core.errors import InputError, UsageError
from polemos.ensemble.folder import RunFolder, read_manifest
from polemos.web.material import Material, read_material

HELD = 4


@dataclass
class Library:
    """`folder` is looked through for runs, `named` are run folders from elsewhere, `cases` are folders of own cases,
    `forecasts` is looked through for forecasts of a case."""

    folder: Path
    named: tuple[Path, ...] = ()
    cases: tuple[Path, ...] = ()
    forecasts: Path = Path("forecasts")
    _held: OrderedDict[str, Material] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def runs(self) -> dict[str, Path]:
        """Finished runs by name; two folders of one name get a number behind it."""
        below = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        found: dict[str, Path] = {}
        for path in [*self.named, *(path for path in below if path.resolve() not in self._elsewhere())]:
            if _finished(path):
                found[_free(path.resolve().name, found)] = path
        return found

    def about(self) -> list[dict[str, Any]]:
        """What each run is, for a list to choose from."""
        return [{"name": name, **about_run(read_manifest(path))} for name, path in self.runs().items()]

    def path(self, name: str) -> Path:
        """The folder of a run; UsageError for a name that is none."""
        path = self.runs().get(name)
        if path is None:
            raise UsageError("there is no finished run of this name here; choose one from the list.")
        return path

    def stamp(self, name: str) -> str:
        """A text that changes when the run in a folder is replaced."""
        folder = RunFolder(self.path(name))
        return f"{folder.path.resolve()} {folder.manifest.stat().st_mtime_ns} {folder.store.stat().st_mtime_ns}"

    def material(self, name: str) -> Material:
        """All that is known of a run; UsageError for a name that is none. The last few are kept in memory."""
        path, stamp = self.path(name), self.stamp(name)
        with self._lock:
            if stamp not in self._held:
                self._held[stamp] = read_material(path, self._case_of(path))
            self._held.move_to_end(stamp)
            while len(self._held) > HELD:
                self._held.popitem(last=False)
            return self._held[stamp]

    def case(self, name: str) -> str | Path:
        """The folder of an own case of this name, else the name of a shipped one."""
        return next((folder for folder in self.cases if folder.resolve().name.replace("_", "-") == name), name)

    def _case_of(self, path: Path) -> str | Path:
        return self.case(str(read_manifest(path)["case"]["name"]))

    def _elsewhere(self) -> set[Path]:
        return {path.resolve() for path in self.named}


def _finished(path: Path) -> bool:
    folder = RunFolder(path)
    if path.name.startswith(".") or not folder.store.is_dir() or not folder.manifest.is_file():
        return False
    return _is_ours(path, folder.manifest.stat().st_mtime_ns)


@lru_cache(maxsize=1024)
def _is_ours(path: Path, changed: int) -> bool:
    """Whether the manifest is one of polemos; looked at again only when the file has changed."""
    try:
        read_manifest(path)
    except (UsageError, InputError):
        return False
    return True


def _free(name: str, taken: dict[str, Path]) -> str:
    count = 2
    wanted = name
    while wanted in taken:
        wanted, count = f"{name}-{count}", count + 1
    return wanted


def about_run(manifest: dict[str, Any]) -> dict[str, Any]:
    """What a run is, in a line for a list."""
    return {
        "case": manifest["case"]["name"],
        "draws": manifest["draws"],
        "seed": manifest["seed"],
        "start": manifest["months"]["start"],
        "months": manifest["months"]["count"],
        "polemos": manifest["polemos"],
        "calibrated": bool(manifest.get("posterior")),
        "interventions": len(manifest.get("interventions") or []),
    }
