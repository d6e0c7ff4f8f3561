"""A study of a small case finds what drives what, and tells its error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.core.errors import InputError, UsageError
from polemos.report.sensitivity import lines, plain
from polemos.scenarios import sensitivity
from polemos.scenarios.emulator import ranks
from polemos.scenarios.histories import Draws, Histories, prior_draws
from polemos.scenarios.outcomes import Outcome
from polemos.scenarios.sensitivity import inputs_of, study, together


def made_up(applied: object, draws: Draws, workers: int | None, tell: object, folder: object) -> Histories:
    """Deaths that double with the propensity, whatever else; luck on top."""
    months = tuple(f"2013-{m:02d}" for m in range(1, 13))
    luck = np.random.default_rng(1).uniform(0.9, 1.1, (len(draws), len(months)))
    deaths = (1e6 * draws.theta["SmallRecruitment.propensity"][:, None] * luck).astype(np.float32)
    return Histories(months, {"civilians_killed": deaths, "area_control": deaths}, {"civilians_killed": "deaths/month"})


def test_a_study_finds_the_driver(small_case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sensitivity, "histories", made_up)
    case = load_case(small_case)
    draws = prior_draws(resolve(case), 700, 1)
    names, values = inputs_of(draws)
    assert "SmallRecruitment.propensity" in names and values.shape == (700, len(names))
    outputs = (Outcome("deaths", "person", "total(area_control)"),)
    found = study(case, draws, outputs=outputs, keep=2, base=128, workers=1)
    assert len(found.inputs) == 2 and len(found.screened) == len(names)
    assert found.sobol.total.shape == (2, 1) and found.tornado.shape == (2, 1, 2)
    assert found.emulator.fresh_error.max() < 0.2
    best = int(found.sobol.total[:, 0].argmax())
    strongest = found.inputs[best]
    assert strongest == "SmallRecruitment.propensity"
    assert found.sobol.first[best, 0] == pytest.approx(1.0, abs=0.1) and found.sobol.total[:, 0].min() < 0.05
    low, high = np.expm1(found.tornado[best, 0])
    assert high / low == pytest.approx((0.010 / 0.002) ** 2, rel=0.3), "5th to 95th percentile of its prior"
    assert found.measures == ("area_control",) and found.gains[0, 0] > 0.8
    text = "\n".join(lines(found))
    assert "emulator's error" in text and strongest in text
    assert {row["parameter"] for row in plain(found)["sobol"]} == set(found.inputs)


def test_an_output_that_no_run_has_is_refused_before_anything_is_simulated(
    small_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sensitivity, "histories", None)
    case = load_case(small_case)
    wrong = (Outcome("total(deths)", "", "total(deths)"),)
    with pytest.raises(InputError, match=r"--output total.deths.: names no series of a run"):
        study(case, prior_draws(resolve(case), 500, 1), outputs=wrong)


def test_too_few_runs_are_refused(small_case: Path) -> None:
    case = load_case(small_case)
    with pytest.raises(UsageError, match="at least 500 runs"):
        study(case, prior_draws(resolve(case), 64, 1))


def test_runs_of_one_row_stay_together_and_have_one_rank() -> None:
    rows = np.random.default_rng(1).normal(size=(50, 4))
    values = np.tile(rows, (3, 1))
    assert together(rows).tolist() == list(range(50)), "rows that differ keep their order"
    order = together(values)
    assert (order.reshape(50, 3) % 50 == np.arange(50)[:, None]).all()
    assert (ranks(values).reshape(3, 50, 4) == ranks(values)[:50]).all()
    assert ranks(values)[:50] == pytest.approx(ranks(rows), abs=1e-12)
