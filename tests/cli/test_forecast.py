"""`polemos forecast CASE` and `polemos score FOLDER`: the folder, the page, the refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from polemos.cli.forecast import command
from polemos.cli.score import command as score
from polemos.core.errors import InputError, UsageError

OPTIONS = ("--origin", "2014-01-20", "--horizon", "6", "--draws", "12", "--workers", "1", "--quiet")


def forecast(case: Path, out: Path, *options: str) -> Result:
    return CliRunner().invoke(command, [str(case), "--out", str(out), *OPTIONS, *options], catch_exceptions=False)


def test_a_forecast_writes_its_folder_and_is_scored(small_case: Path, tmp_path: Path) -> None:
    path = small_case / "figures" / "area.csv"
    later = "area_small,2014-03-31,200,100,300,km2,read,atlas,p. 9,2014-06-01,high,\n"
    path.write_text(path.read_text() + later)
    out = tmp_path / "out"
    told = json.loads(forecast(small_case, out, "--json").stdout)
    assert (told["first_month"], told["last_month"], told["draws"]) == ("2014-02", "2014-07", 12)
    assert {"rows.parquet", "observed.csv", "summary.json", "report.html", "targets"} <= {p.name for p in out.iterdir()}
    page = (out / "report.html").read_text()
    assert "what could be said on" in page and "<script" not in page and "http-equiv" in page
    scored = json.loads(CliRunner().invoke(score, [str(out), "--json"], catch_exceptions=False).stdout)
    ours = [row for row in scored["scores"] if row["method"] == "polemos" and row["months ahead"] == "all"]
    assert [row["rows"] for row in ours] == [1]


def test_the_same_seed_gives_the_same_bytes(small_case: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        forecast(small_case, tmp_path / name)
    first, second = ((tmp_path / name / "summary.json").read_bytes() for name in ("one", "two"))
    assert first == second


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--origin", "2014-13-01"), "a day that exists"),
        (("--origin", "2031-01-01"), "must be a day of the case"),
        (("--origin", "2014-01-20", "--horizon", "60"), "--horizon"),
    ],
)
def test_what_cannot_be_forecast_is_refused(options: tuple[str, ...], says: str, small_case: Path) -> None:
    with pytest.raises(UsageError, match=says):
        CliRunner().invoke(command, [str(small_case), "--quiet", *options], catch_exceptions=False)


def test_country_month_still_asks_for_its_history() -> None:
    with pytest.raises(UsageError, match="--history"):
        CliRunner().invoke(command, ["--origin", "2020-10"], catch_exceptions=False)


def test_a_missing_observed_file_is_named(small_case: Path, tmp_path: Path) -> None:
    forecast(small_case, tmp_path / "out")
    (tmp_path / "out" / "observed.csv").unlink()
    with pytest.raises(InputError, match="observed"):
        CliRunner().invoke(score, [str(tmp_path / "out")], catch_exceptions=False)
