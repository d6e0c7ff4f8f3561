"""`polemos new`: a folder that lacks exactly its marked gaps, and runs once they are filled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from polemos.cases.build import build
from polemos.cases.gaps import MARK
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.cases.validate import validate
from polemos.cli import main

TOML_VALUES = {
    "start": '"2012-01"', "end": '"2013-12"', "information_cut": '"2013-12-31"', "median": "1.0", "upper95": "2.0",
    "basis": '"elicited"', "cite": '"my_source"', "known_from": "2012-01-01", "value": "1.0", "before": "0.0",
    "core": "0.5", "local": "0.5", "foreign": "0.0", "series": '"area"',
}  # fmt: skip
CSV_VALUES = {
    "country": "country_one", "lat": "35", "lon": "42", "community_one": "0.7", "community_two": "0.3",
    "holder_at_start": "rival", "basis": "elicited", "source": "my_source", "known_from": "2012-01-01", "reach": "0.5",
    "date": "2012-06-15", "series": "area",
}  # fmt: skip


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of the command line with these arguments."""
    monkeypatch.setattr("sys.argv", ["polemos", *arguments])
    try:
        main()
    except SystemExit as exit_:
        return int(exit_.code or 0)
    return 0


def fill(folder: Path) -> None:
    """Write a value into every gap, as an author would."""
    for path in folder.rglob("*.toml"):
        text = path.read_text()
        text = re.sub(
            rf'(\w+) = (\[?)"{MARK}"', lambda m: f"{m[1]} = {m[2]}{TOML_VALUES.get(m[1], repr('words'))}", text
        )
        path.write_text(text)
    for path in folder.rglob("*.csv"):
        header, *rows = path.read_text().splitlines()
        columns = header.split(",")
        for i, row in enumerate(rows):
            fields = [
                (
                    CSV_VALUES.get(column, f"{column} {i}" if column in ("name", "adm1") else "10")
                    if field == MARK
                    else field
                )
                for column, field in zip(columns, row.split(","), strict=True)
            ]
            rows[i] = ",".join(fields)
        path.write_text("\n".join([header, *rows]) + "\n")
    bib = folder / "references.bib"
    bib.write_text(bib.read_text().replace(MARK, "words"))


def test_a_new_case_lacks_exactly_its_marked_gaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "new", "my-case", "--path", str(tmp_path)) == 0
    folder = tmp_path / "my-case"
    out, err = capsys.readouterr()
    assert out.strip() == str(folder)
    marks = sum(p.read_text().count(MARK) for p in folder.rglob("*") if p.suffix in (".csv", ".bib"))
    marks += sum(p.read_text().count(f'"{MARK}"') for p in folder.rglob("*.toml")) - 1  # one stands in a comment
    assert err.startswith(f"{marks} gaps") and marks > 100
    assert run(monkeypatch, "validate", str(folder)) == 3
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(set(lines)) == marks
    assert all("is still to be filled in" in line for line in lines)


def test_one_gap_left_is_the_one_problem_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, "new", "my_case", "--path", str(tmp_path))
    folder = tmp_path / "my_case"
    fill(folder)
    path = folder / "edges.csv"
    path.write_text(path.read_text().replace(",10,", f",{MARK},"))
    found = validate(folder).problems
    assert [str(p).split("/")[-1] for p in found] == [
        f"edges.csv, line 2, column km: is still to be filled in (it is '{MARK}'); write the value here."
    ]


def test_a_filled_case_validates_and_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, "new", "my-case", "--path", str(tmp_path))
    folder = tmp_path / "my-case"
    fill(folder)
    assert [str(p) for p in validate(folder).problems] == []
    model = build(resolve(load_case(folder)))
    assert model.dims["rival"] == ("rival_one",) and model.calendar.months == 24
    assert model.attributes["constituency"].values.tolist() == [0.7, 0.7]


@pytest.mark.parametrize(
    "name", ["My-Case", "1case", "../up", "a/b", "a--b", "", "-a", "con fig", "x" * 64, "islamic-state"]
)
def test_a_bad_name_is_a_usage_error(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "new", "--path", str(tmp_path), "--", name) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["folder", "file", "dangling link"])
def test_what_exists_is_left_alone(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "mine"
    if kind == "folder":
        target.mkdir()
    elif kind == "file":
        target.write_text("mine")
    else:
        target.symlink_to(tmp_path / "nowhere")
    assert run(monkeypatch, "new", "mine", "--path", str(tmp_path)) == 3
    assert "exists already and is left as it is; choose another name" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]
    assert not target.is_file() or target.read_text() == "mine"


def test_a_failure_on_the_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("polemos.cases.new.os.fsync", full)
    assert run(monkeypatch, "new", "mine", "--path", str(tmp_path)) == 5
    assert "no space left on device; nothing was written." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_to_write_to_must_exist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "new", "mine", "--path", str(tmp_path / "no")) == 3
    assert "there is no such folder" in capsys.readouterr().err


def test_a_case_like_another_has_its_mechanisms_and_priors_and_few_gaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "new", "my-case", "--like", "marawi", "--path", str(tmp_path)) == 0
    assert int(capsys.readouterr().err.split()[0]) < 150
    folder = tmp_path / "my-case"
    for file in folder.rglob("case.toml"):
        file.write_text(file.read_text().replace(f'end = "{MARK}"', 'end = "2018-12"'))
        file.write_text(file.read_text().replace(f'information_cut = "{MARK}"', 'information_cut = "2018-12-31"'))
    fill(folder)
    made, other = load_case(folder), load_case("marawi")
    assert set(made.mechanisms) == set(other.mechanisms)
    entry = made.mechanisms["SiegeClock"].parameters["speed"]
    assert entry.prior == other.mechanisms["SiegeClock"].parameters["speed"].prior
    assert (entry.basis, entry.source.cite) == ("elicited", "carried_over")
    unsupported = made.mechanisms["RivalOffensives"].parameters["unsupported"].prior
    assert isinstance(unsupported, dict) and list(unsupported) == ["rival_one"]
    build(resolve(made))


def test_what_cannot_be_begun_from_is_refused(
    tmp_path: Path, small_case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "new", "my-case", "--like", "no-such-case", "--path", str(tmp_path)) == 3
    assert run(monkeypatch, "new", "my-case", "--like", str(small_case), "--path", str(tmp_path)) == 3
    assert "from outside polemos is no start" in capsys.readouterr().err
    assert not (tmp_path / "my-case").exists()
