"""The report on paper: set from data alone, so that hostile words stay words; refused with a way out without typst."""

from __future__ import annotations

import builtins
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from made_up import LOOPS, MANIFEST, causes, facts, run

from polemos.core.errors import UsageError
from polemos.report import pdf
from polemos.report.page import page_of
from polemos.report.pdf import write_pdf

HOSTILE = '#import "x"; #read("/etc/passwd") $x$ = [ ] " \\ <script> @ref *a* `b`'


def page(**more):
    return page_of(replace(facts(), **more), run(), MANIFEST, causes(), LOOPS)


def test_it_is_a_pdf_written_whole(tmp_path: Path) -> None:
    path = write_pdf(page(), tmp_path / "report.pdf")
    content = path.read_bytes()
    assert content[:5] == b"%PDF-" and len(re.findall(rb"/Type\s*/Page\b", content)) >= 1
    assert list(tmp_path.iterdir()) == [path]


def test_words_are_data_and_never_markup(tmp_path: Path) -> None:
    hostile = page(title=HOSTILE, summary=HOSTILE)
    data = json.loads(json.dumps(pdf._data(hostile, tmp_path)))
    assert data["title"] == HOSTILE and data["boundary"]
    assert write_pdf(hostile, tmp_path / "report.pdf").stat().st_size > 10_000


def test_pictures_name_no_colour_that_is_not_written_in(tmp_path: Path) -> None:
    pdf._data(page(), tmp_path)
    pictures = [file.read_text(encoding="utf-8") for file in tmp_path.glob("*.svg")]
    assert len(pictures) > 5 and not any("var(" in text or "system-ui" in text for text in pictures)


def test_without_typst_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    importing = builtins.__import__

    def without(name, *rest):
        if name == "typst":
            raise ImportError(name)
        return importing(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match="pip install"):
        write_pdf(page(), tmp_path / "report.pdf")
