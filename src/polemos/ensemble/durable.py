"""Files that are there whole or not at all, also after a kill or a power cut: temporary file, fsync, rename."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

PART = ".part"


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that `path` never holds half of it; the temporary file is removed if this fails."""
    part = path.with_name(path.name + PART)
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a folder's entries durable, where the system can (Windows cannot open folders)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(root: Path) -> None:
    """Make every file and folder below `root` durable."""
    for folder, _, names in os.walk(root):
        for name in names:
            with (Path(folder) / name).open("rb+") as file:
                os.fsync(file.fileno())
        sync_folder(Path(folder))


def tree_hash(root: Path) -> str:
    """SHA-256 of a folder: names and contents, in an order that no system, locale or history changes."""
    total = hashlib.sha256()
    files = sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
    for name in files:
        content = hashlib.sha256((root / name).read_bytes()).hexdigest()
        total.update(f"{name}\0{content}\n".encode())
    return total.hexdigest()
