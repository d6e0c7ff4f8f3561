"""Which files belong together: a file is one window; a folder in the challenge's layout has one per `window=Y...`."""

from __future__ import annotations

from pathlib import Path

from polemos.core.errors import UsageError


def forecast_windows(path: Path) -> dict[str, Path]:
    """Window name -> file. Assumes one table per window folder."""
    if path.is_file():
        return {path.stem: path}
    found: dict[str, Path] = {}
    for folder in sorted(path.rglob("window=*")) if path.is_dir() else []:
        files = sorted([*folder.glob("*.parquet"), *folder.glob("*.csv")])
        if len(files) != 1:
            raise UsageError(f"{folder}: a window folder holds one .parquet or .csv file, not {len(files)}.")
        name = folder.name.removeprefix("window=")
        if name in found:
            raise UsageError(
                f"{path}: there are two folders for window {name}; name the one level (cm or pgm) to score."
            )
        found[name] = files[0]
    if not found:
        raise UsageError(f"{path}: neither a file nor a folder with window=... folders in it.")
    return found


def observed_for(path: Path, window: str) -> Path:
    """The observed file of a window: the file itself, or the one in the folder of the same window."""
    if path.is_file():
        return path
    windows = forecast_windows(path)
    if window not in windows:
        raise UsageError(f"{path}: no observed values for window {window}; there are {', '.join(windows)}.")
    return windows[window]
