"""`polemos calibrate CASE`: diagnostics before anything else, exit code 4 when they fail, nothing lost when they do."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from polemos.calibration.budget import Budget
from polemos.cli.calibrate import command
from polemos.core.errors import StatisticalCheckError, UsageError

SMALL = Budget(prior=256, checks=300, draws=24, copies=2)
OPTIONS = ("--until", "2014-03-15", "--workers", "1", "--quiet")


@pytest.fixture
def small_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polemos.calibration.budget.budget_of", lambda *_: SMALL)


def calibrate(case: Path, out: Path, *options: str) -> Result:
    return CliRunner().invoke(command, [str(case), "--out", str(out), *OPTIONS, *options])


@pytest.mark.usefixtures("small_budget")
def test_the_check_comes_first_and_says_of_what_it_is_and_a_failure_loses_nothing(
    small_case: Path, tmp_path: Path
) -> None:
    found = calibrate(small_case, tmp_path / "out")
    lines = found.stdout.splitlines()
    assert lines[0].startswith("Check of the network on 300 simulated truths")
    assert any("intervals cover" in line for line in lines[:4]) and any("tau" in line for line in lines)
    assert lines[-1] == str(tmp_path / "out" / "posterior.npz")
    assert isinstance(found.exception, StatisticalCheckError), "two rounds of 48 cannot pass"
    with np.load(tmp_path / "out" / "posterior.npz") as kept:
        assert len(kept["values"]) > 0


@pytest.mark.usefixtures("small_budget")
def test_only_the_check_writes_no_posterior_and_json_has_what_the_text_has(small_case: Path, tmp_path: Path) -> None:
    found = calibrate(small_case, tmp_path / "out", "--check", "sbc", "--json")
    told = json.loads(found.stdout)
    assert told["replications"] == 300
    assert not (tmp_path / "out" / "posterior.npz").exists()


def test_a_failed_diagnostic_is_exit_code_four() -> None:
    assert StatisticalCheckError("calibrate: x").exit_code == 4


@pytest.mark.parametrize(
    ("options", "says"), [(("--budget", "soon"), "--budget is written like"), (("--targets", "weather"), "weather")]
)
def test_what_cannot_be_calibrated_is_refused_and_writes_nothing(
    options: tuple[str, ...], says: str, small_case: Path, tmp_path: Path
) -> None:
    found = calibrate(small_case, tmp_path / "out", *options)
    assert isinstance(found.exception, UsageError) and says in str(found.exception)
    assert not (tmp_path / "out").exists()
