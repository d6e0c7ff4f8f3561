"""The file that `--out` names, made sure of before anything is computed."""

from __future__ import annotations

from pathlib import Path

from polemos.core.errors import UsageError


def writable(path: Path | None) -> Path | None:
    """The same path, its folder made; UsageError where no file can be written there."""
    if path is None:
        return None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a"):
            pass
    except OSError as error:
        raise UsageError(f"--out {path}: cannot be written ({error.strerror}); name another file.") from None
    return path
