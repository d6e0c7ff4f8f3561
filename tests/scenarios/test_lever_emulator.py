"""The emulator of levers: settings and scenarios, the process against calculus, the check, the whole way from a case.

Runs are made by a stand-in with known answers, so that what is learned can be held against them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from lever_stand_in import StandIn
from polemos.cases.load import load_case
from polemos.core.errors import InputError, UsageError
from polemos.scenarios import gaussian_process, lever_check, lever_runs, lever_training
from polemos.scenarios.histories import prior_draws
from polemos.scenarios.lever_design import FRESH_STEPS, STEPS, at_rest, design, rests, scenario_of, setting_of
from polemos.scenarios.lever_emulator import content_of, read_emulator, told_parts
from polemos.scenarios.lever_runs import LeverRuns, told_of
from polemos.scenarios.levers import Lever, levers_of
from polemos.scenarios.scenario import BASELINE, Scenario, scenario
from polemos.scenarios.schema import Act, ScenarioFile
from small_case import change

LEVERS = {
    "cohesion": Lever("1", (), True, True),
    "fire_restraint": Lever("1", (), True, True, 0.0, 0.0),
    "weapons": Lever("weapon/month", ("iraq", "syria"), False, True, 4000.0),
}


def moved(rows: np.ndarray) -> np.ndarray:
    return (~np.isnan(rows)).sum(axis=-1)


def file_of(*acts: Act, off: tuple[str, ...] = ()) -> Scenario:
    about = {"title": "x", "question": "x", "identification": "not identified", "because": "x"}
    return Scenario("x", (("x", ScenarioFile.model_validate({**about, "acts": acts, "off": off})),))


def test_a_setting_and_its_scenario_are_one_another() -> None:
    for row in design(LEVERS, 40, 1, ("cohesion",)):
        back, why = setting_of(scenario_of(row, LEVERS), LEVERS)
        assert why == "" and np.array_equal(back, at_rest(row, LEVERS), equal_nan=True)
    assert moved(setting_of(Scenario(BASELINE), LEVERS)[0]) == 0


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (file_of(Act(target="weapons", how="scale", value=0.5, start="2014-01")), "part of the run"),
        (file_of(Act(target="weapons", how="scale", value=0.5, label="iraq")), "one label"),
        (file_of(Act(target="weapons", how="set", value=5.0, unit="weapon/month")), "'set'"),
        (file_of(Act(target="weapons", how="scale", value=2.5)), "beyond its slider"),
        (
            file_of(Act(target="weapons", how="scale", value=0.5), Act(target="weapons", how="scale", value=0.5)),
            "twice",
        ),
        (file_of(off=("M12",)), "switched off"),
    ],
)
def test_what_is_no_setting_of_the_levers_has_no_answer(given: Scenario, why: str) -> None:
    setting, said = setting_of(given, LEVERS)
    assert setting is None and why in said


def test_a_lever_moved_to_where_it_rests_is_at_rest() -> None:
    row, _ = setting_of(file_of(Act(target="weapons", how="scale", value=1.0)), LEVERS)
    assert moved(row) == 0


def test_a_design_fills_the_ranges_and_a_shorter_one_is_its_beginning() -> None:
    rows = design(LEVERS, 60, 1, ("cohesion",))
    assert np.array_equal(rows[:20], design(LEVERS, 20, 1, ("cohesion",)), equal_nan=True)
    fresh = design(LEVERS, 30, 2, ("cohesion",), fresh=True)
    assert set(moved(rows)) == set(moved(fresh)) == {1}
    tops = np.array([1.0, 1.0, 2.0])
    for k in (1, 2):
        mine, others = (np.sort(some[:, k][~np.isnan(some[:, k])]) / tops[k] for some in (rows, fresh))
        assert mine[-1] == 1.0 and np.diff(mine).max() < 0.09 and not set(mine) & set(others)
        assert others.min() < 0.15 and others.max() > 0.85
    assert 0.0 not in rows[:, 1] and 0.0 in rows[:, 2]  # an end where a lever rests changes nothing
    assert sorted(rows[:, 0][~np.isnan(rows[:, 0])]) == sorted(STEPS)
    assert sorted(fresh[:, 0][~np.isnan(fresh[:, 0])]) == sorted(FRESH_STEPS) and not {*STEPS} & {*FRESH_STEPS}
    assert len(design({"cohesion": LEVERS["cohesion"]}, 9, 1, ("cohesion",))) == len(STEPS)


def some_rows(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    luck = np.random.default_rng(seed)
    rows = luck.random((count, 3))
    rows[luck.random(rows.shape) < 0.5] = np.nan
    return rows, np.array([np.nan, 0.0, 0.5])


def test_the_slope_of_the_likelihood_is_its_difference_quotient() -> None:
    rows, at = some_rows(30, 1)
    centre, width = (np.repeat(x, (3, 3, 1)) for x in (gaussian_process.CENTRES, gaussian_process.WIDTHS))
    values = np.random.default_rng(2).normal(size=30)
    given, here = (rows, at, values, centre, width), centre + 0.2
    _, slope = gaussian_process._loss(here, *given)
    for k in range(7):
        step = np.zeros(7)
        step[k] = 1e-5
        up, down = (gaussian_process._loss(here + s * step, *given)[0] for s in (1, -1))
        assert slope[k] == pytest.approx((up - down) / 2e-5, rel=1e-4)


def test_the_process_finds_a_smooth_function_again_and_is_nothing_at_rest() -> None:
    def truth(rows):
        a = np.where(np.isnan(rows[:, 0]), 0.0, 1.0 + np.nan_to_num(rows[:, 0]) ** 2)
        b, c = np.nan_to_num(rows[:, 1]), np.nan_to_num(rows[:, 2], nan=0.5) - 0.5
        return a - np.sin(2.0 * b) + 1.5 * c * (1.0 + b)

    rows, at = some_rows(120, 3)
    found = gaussian_process.learn(rows, at, truth(rows))
    fresh, _ = some_rows(200, 4)
    told = gaussian_process.covariance(fresh, rows, at, found.logs) @ found.weights
    assert np.abs(told - truth(fresh)).max() < 0.1
    still = gaussian_process.covariance(np.full((1, 3), np.nan), rows, at, found.logs) @ found.weights
    assert still == pytest.approx(0.0, abs=1e-12)


@pytest.fixture(scope="module", autouse=True)
def stand_in():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lever_runs, "Simulator", StandIn)
        patch.setattr(lever_training, "Simulator", StandIn)
        yield


@pytest.fixture(scope="module")
def whole(stand_in, tmp_path_factory):
    """A case, its baseline, draws, and what was made of them."""
    folder = tmp_path_factory.mktemp("levers")
    shutil.copytree(load_case("marawi").folder, folder / "marawi", ignore=shutil.ignore_patterns("emulators"))
    case = load_case(str(folder / "marawi"))
    base = Scenario(BASELINE).apply(case)
    draws = prior_draws(base.resolved, 40, 1)
    return case, base, draws, folder / "work", *made(case, draws, folder / "work")


def made(case, draws, work: Path, settings: int = 24):
    return lever_training.train(case, draws, settings, 600.0, work, lambda *_: None)


def test_from_runs_to_answers_that_are_close_where_they_are_shown(whole, tmp_path) -> None:
    case, base, draws, _, emulator, lines = whole
    shown = {(line.part, line.lever): line.shown for line in lines}
    assert shown["civilians_killed", "weapons"] == shown["civilians_killed", "fire_restraint"] == 1.0
    assert emulator.about["fresh"] == 50 and emulator.about["outcomes"][0]["civilian"]
    runs = LeverRuns(case, draws, tmp_path / "other")
    row = setting_of(file_of(Act(target="weapons", how="scale", value=0.3)), runs.levers)[0]
    before, now = (StandIn(base)(*runs._applied(r)) for r in (np.full_like(row, np.nan), row))
    for name, (values, sd) in told_parts(told_of(now, before)).items():
        answer = emulator(row)[name]
        assert np.all(np.abs(answer[:, 1] - values[:, 1]) <= 0.1 * sd + 1e-6 * np.abs(values[:, 1]))
    rest = emulator(np.full_like(row, np.nan))["civilians_killed"]
    assert rest == pytest.approx(np.quantile(before.series["civilians_killed"], (0.1, 0.5, 0.9), axis=0).T, rel=1e-6)


def test_what_jumps_is_not_shown(whole, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(StandIn, "kinked", True)
    _, lines = made(whole[0], whole[2], tmp_path, settings=12)
    where = {(line.part, line.lever): line for line in lines}
    assert where["civilians_killed", "weapons"].shown < 1.0
    assert where["civilians_killed", "fire_restraint"].shown == where["fighters", "weapons"].shown == 1.0


def test_what_is_let_through_is_tried_on_the_setting_left_out() -> None:
    right = np.array([[True, True, True], [True, True, False], [True, False, True]])
    assert lever_check._again(right) == pytest.approx(3 / 5)
    assert lever_check._again(np.zeros((3, 2), bool)) == 1.0


def test_too_few_fresh_settings_show_nothing(whole, tmp_path) -> None:
    case, _, draws, _, emulator, _ = whole
    runs = LeverRuns(case, draws, tmp_path)
    fresh = design(runs.levers, 4 * len(runs.levers), 9, runs.stepped)
    runs.make(fresh, np.inf, lambda *_: None)
    again, _ = lever_check.checked(emulator, fresh, list(runs.made(fresh).values()))
    assert not any(part.shown.any() for part in again.parts.values())


def test_runs_that_are_there_are_not_made_again(whole, monkeypatch) -> None:
    monkeypatch.setattr(StandIn, "__call__", lambda *_: pytest.fail("made again"))
    emulator, lines = made(whole[0], whole[2], whole[3])
    assert content_of(emulator) == content_of(whole[4]) and lines == whole[5]


def test_work_out_of_time_learns_from_what_is_there_or_says_it_is_too_little(whole, tmp_path) -> None:
    with pytest.raises(UsageError, match="more time"):
        lever_training.train(whole[0], whole[2], 24, 0.0, tmp_path, lambda *_: None)


def test_a_file_comes_back_as_it_was_and_broken_ones_are_refused(whole, tmp_path) -> None:
    case, emulator = whole[0], whole[4]
    file = lever_training.keep(case, emulator)
    assert file.stat().st_size < 300_000 and content_of(emulator) == file.read_bytes()
    back, row = read_emulator(file), np.full(len(emulator.tops), np.nan)
    row[-1] = 0.4
    for name, values in emulator(row).items():
        assert back(row)[name] == pytest.approx(values, rel=2e-3, abs=1e-3 * np.abs(values).max())
        assert np.array_equal(back.parts[name].shown, emulator.parts[name].shown)
    assert back.about["check"] == emulator.about["check"]
    for broken in (b"", b"PK\x03\x04", file.read_bytes()[:-300]):
        (tmp_path / "broken.npz").write_bytes(broken)
        with pytest.raises(InputError, match="make emulator"):
            read_emulator(tmp_path / "broken.npz")


def test_an_emulator_of_another_case_or_other_draws_is_as_if_not_there(whole) -> None:
    case, base, draws, _, emulator, _ = whole
    (case.folder / "emulators/levers.npz").unlink(missing_ok=True)
    assert lever_training.emulator_of(case, base, draws) is None
    lever_training.keep(case, emulator)
    assert lever_training.emulator_of(case, base, draws) is not None
    other = prior_draws(base.resolved, 40, 2)
    assert lever_training.emulator_of(case, base, other) is None
    change(case.folder, "case.toml", "2018-06", "2018-05")
    again = load_case(str(case.folder))
    assert lever_training.emulator_of(again, Scenario(BASELINE).apply(again), draws) is None
    change(case.folder, "case.toml", "2018-05", "2018-06")


def test_a_parameter_set_throughout_needs_nothing_compiled() -> None:
    case = load_case("marawi")
    runs = LeverRuns(case, prior_draws(Scenario(BASELINE).apply(case).resolved, 4, 1), Path("nowhere"))
    row = setting_of(file_of(Act(target="RivalDeployment.presence", how="set", value=0.4, unit="1")), runs.levers)[0]
    applied, draws = runs._applied(row)
    assert applied.interventions == () and np.all(draws.theta["RivalDeployment.presence"] == 0.4)


def test_levers_have_ends_and_a_place_of_rest() -> None:
    found = levers_of(Scenario(BASELINE).apply(load_case("islamic-state")).model)
    at = dict(zip(found, rests(found), strict=True))
    assert at["weapons"] == 1.0 and at["fire_restraint"] == 0.0 and np.isnan(at["border_open"])
    assert found["weapons"].how == "scale" and found["border_open"].top == 1.0
    named = scenario(load_case("islamic-state"), "borders_closed_2013")
    assert "part of the run" in setting_of(named, found)[1]
