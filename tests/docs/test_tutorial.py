"""The tutorial does what it says: its files are written, its commands run, and the case it makes runs to a report."""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest

from polemos import cli

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "your-own-movement.md"
STEP = re.compile(r"(?:^`([\w./]+)`:\n\n)?^```(\w*)\n(.*?)^```", re.M | re.S)
FOLDER = "river-league"


def steps() -> list[tuple[str, str]]:
    """What a reader does, in order: ('run', command) or (file, text)."""
    found = []
    for file, language, body in STEP.findall(PAGE.read_text(encoding="utf-8")):
        if file:
            found.append((file, body))
        else:
            assert not language, f"a block of {language} that no file is named for"
            found += [("run", line) for line in body.splitlines() if line]
    return found


def polemos(monkeypatch: pytest.MonkeyPatch, command: str) -> int:
    words = shlex.split(command)
    assert words[0] == "polemos"
    monkeypatch.setattr(sys, "argv", words)
    try:
        cli.main()
    except SystemExit as leaving:
        return int(str(leaving.code or 0))
    return 0


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_file_is_one_that_a_fresh_case_has_and_none_is_forgotten(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, command = steps()[0]
    assert kind == "run" and polemos(monkeypatch, command) == 0
    written = {file for file, _ in steps() if file != "run"}
    fresh = {path.relative_to(FOLDER).as_posix() for path in Path(FOLDER).rglob("*") if path.is_file()}
    assert written <= fresh
    with_gaps = {name for name in fresh if "value to fill in" in (Path(FOLDER) / name).read_text(encoding="utf-8")}
    assert with_gaps - {"README.md"} == written


def test_the_reference_that_is_there_already_is_as_shown(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    polemos(monkeypatch, steps()[0][1])
    made = (Path(FOLDER) / "references.bib").read_text(encoding="utf-8")
    shown = dict(steps())["references.bib"]
    assert made[made.index("@misc{carried_over") :] in shown


def test_the_commands_lead_from_nothing_to_two_reports(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    exits = []
    for what, text in steps():
        if what == "run":
            exits.append((text, polemos(monkeypatch, text)))
        else:
            (Path(FOLDER) / what).write_text(text, encoding="utf-8")
    assert [code for _, code in exits] == [0, 3, 0, 0, 0, 0], exits
    out = capsys.readouterr().out
    assert "Area under control" in out and out.strip().endswith("report.html")
    reports = sorted(path.as_posix() for path in Path("runs").glob("*/report.html"))
    assert len(reports) == 2 and f"runs/{FOLDER}-1-64/report.html" in reports
    assert "The river league" in Path(reports[0]).read_text(encoding="utf-8")


def test_the_toml_shown_is_about_the_ids_shown() -> None:
    files = dict(steps())
    case = tomllib.loads(files["case.toml"])
    ids = {actor["id"] for actor in case["actors"]}
    assert {row.split(",")[1] for row in files["reach.csv"].splitlines()[1:]} <= ids
