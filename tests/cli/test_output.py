"""A file that cannot be written is refused before anything is computed; its folder is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from polemos.cli.output import writable
from polemos.core.errors import UsageError


def test_the_folder_is_made_and_what_stands_there_is_left(tmp_path: Path) -> None:
    there = tmp_path / "kept.txt"
    there.write_text("kept")
    assert writable(there) == there and there.read_text() == "kept"
    assert writable(tmp_path / "new" / "deep" / "x.csv").parent.is_dir()  # type: ignore[union-attr]
    assert writable(None) is None


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "file" / "x.csv"):
        with pytest.raises(UsageError, match=r"cannot be written .*; name another file"):
            writable(path)
