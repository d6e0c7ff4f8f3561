"""`polemos validate`: silence about a good case, every problem of a bad one, as lines or as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from polemos.cli import main
from small_case import change


def validate(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of `polemos validate` with these arguments."""
    monkeypatch.setattr("sys.argv", ["polemos", "validate", *arguments])
    try:
        main()
    except SystemExit as exit_:
        return int(exit_.code or 0)
    return 0


def test_a_good_case_is_described_in_one_line(
    small_case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert validate(monkeypatch, str(small_case)) == 0
    out, err = capsys.readouterr()
    assert out.startswith(
        "small: valid. 3 places, 2 edges, 2 mechanisms, 3 parameters, 2 drivers, 24 months from 2013-01"
    )
    assert len(out.splitlines()) == 1 and err == ""


def test_the_shipped_case_is_valid(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert validate(monkeypatch, "islamic-state") == 0, capsys.readouterr().err
    hyphen = capsys.readouterr().out
    assert validate(monkeypatch, "islamic_state") == 0
    assert capsys.readouterr().out == hyphen


def test_all_problems_are_told_one_a_line(
    small_case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    change(small_case, "places.csv", "120000", "-120000")
    change(small_case, "parameters.toml", 'basis = "derived"\n', "")
    change(small_case, "reach.csv", "0.8", "1.8")
    change(small_case, "drivers/weapons.csv", "2013-12-31,", "2023-12-31,")
    assert validate(monkeypatch, str(small_case)) == 3
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert out == "" and len(lines) == 4
    for line, part in zip(lines, ("places.csv", "reach.csv", "parameters.toml", "weapons.csv"), strict=True):
        assert line.startswith("polemos: ") and part in line and line.endswith(".")


def test_json_carries_the_parts_of_each_sentence(
    small_case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    change(small_case, "reach.csv", "0.8", "1.8")
    assert validate(monkeypatch, str(small_case), "--json") == 3
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert err == "" and not found["valid"] and found["hash"] is None
    problem = found["problems"][0]
    assert problem["where"].endswith("reach.csv, line 3, column reach")
    assert (problem["rule"], problem["value"], problem["fix"]) == ("must be at most 1", "1.8", "correct it")


def test_json_of_a_good_case_has_its_hash(
    small_case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert validate(monkeypatch, str(small_case), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["valid"] and found["problems"] == [] and len(found["hash"]) == 64
