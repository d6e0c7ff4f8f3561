"""The challenge's own files score to the printed means, and to those of a second, independent computation."""

import numpy as np
import pyarrow.parquet as pq
import pytest
import scoringrules as sr
from click.testing import CliRunner
from scipy.signal import resample

from polemos.cli import cli
from polemos.scoring.decompose import decompose
from polemos.scoring.protocol import prepare
from polemos.scoring.read import read_forecast, read_observed
from polemos.scoring.sheet import join, score
from polemos.scoring.skill import paired_skill
from polemos.scoring.windows import forecast_windows, observed_for

PRINTED = {
    "bm_zero": [(24.130, 1.558, 482.61), (23.019, 1.558, 460.38), (32.041, 1.549, 640.81), (87.339, 1.615, 1746.78)],
    "bm_last_historical_poisson": [
        (20.173, 1.198, 380.62),
        (9.480, 1.046, 172.69),
        (23.698, 1.110, 455.81),
        (85.605, 1.228, 1690.71),
    ],
    "bm_boot_240": [
        (23.577, 1.123, 454.09),
        (22.458, 1.111, 426.01),
        (31.417, 1.115, 606.00),
        (86.626, 1.152, 1708.30),
    ],
    "bm_conflictology": [
        (14.483, 0.640, 186.55),
        (9.146, 0.610, 89.06),
        (21.339, 0.567, 344.96),
        (76.849, 0.686, 1435.55),
    ],
}
NAMES = ("crps", "ignorance", "mis_90")


def sheets(views, name):
    for window, file in forecast_windows(views / "submissions" / name / "cm").items():
        truth = read_observed(observed_for(views / "actuals" / "cm", window))
        yield score(prepare(read_forecast(file), truth), truth, NAMES)


@pytest.mark.parametrize("name", PRINTED)
def test_submissions_score_to_the_printed_means(views, name):
    for sheet, printed in zip(sheets(views, name), PRINTED[name], strict=True):
        for score_name, value, digits in zip(NAMES, printed, (3, 3, 2), strict=True):
            rounding = 0.5 * 10.0**-digits
            assert sheet.mean(score_name) == pytest.approx(value, abs=max(5e-4, rounding) + 1e-9)


@pytest.mark.parametrize("name", ["bm_conflictology", "bm_boot_240"])
def test_a_second_computation_agrees_to_a_millionth(views, name):
    file = views / "submissions" / name / "cm" / "window=Y2020"
    table = pq.read_table(next(file.iterdir()), partitioning=None).to_pandas().reset_index()
    wide = table.pivot(index=["month_id", "country_id"], columns="draw", values="outcome")
    actual = pq.read_table(views / "actuals/cm/window=Y2020/cm_actuals_2020.parquet", partitioning=None).to_pandas()
    y = actual.reset_index().set_index(["month_id", "country_id"])["outcome"].reindex(wide.index).to_numpy(float)
    draws = wide.to_numpy(float)
    sheet = next(s for i, s in enumerate(sheets(views, name)) if i == 2)
    assert sheet.mean("crps") == pytest.approx(sr.crps_ensemble(y, draws, estimator="qd").mean(), abs=1e-6)
    low, high = np.quantile(draws, 0.05, axis=1), np.quantile(draws, 0.95, axis=1)
    assert sheet.mean("mis_90") == pytest.approx(sr.interval_score(y, low, high, 0.1).mean(), abs=1e-6)
    sampled = draws if draws.shape[1] == 1000 else np.maximum(resample(draws, 1000, axis=1), 0)
    edges = [0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5]
    counts = np.array([np.bincount(np.digitize(row, edges) - 1, minlength=11) for row in sampled]) + 1
    hit = counts[np.arange(len(y)), np.digitize(y, edges) - 1]
    assert sheet.mean("ignorance") == pytest.approx(-np.log2(hit / counts.sum(axis=1)).mean(), abs=1e-6)


def test_one_country_holds_half_of_the_benchmarks_crps(views):
    sheet = join(list(sheets(views, "bm_conflictology")))
    parts = decompose(sheet, "unit")
    assert sheet.mean("crps") == pytest.approx(30.4545, abs=5e-4)
    assert parts[0].name == "57"
    assert parts[0].share * sheet.mean("crps") == pytest.approx(15.87, abs=0.01)
    assert sum(part.share for part in parts) == pytest.approx(1.0)
    assert [part.name for part in decompose(sheet, "lead")] == [str(lead) for lead in range(3, 15)]


def test_skill_of_a_forecast_against_itself_is_nothing_and_zero_is_worse(views):
    ours, zero = (join(list(sheets(views, name))) for name in ("bm_conflictology", "bm_zero"))
    same = paired_skill(ours, ours)
    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)
    skill = paired_skill(ours, zero)
    assert skill.value == pytest.approx(1 - 30.455 / 41.632, abs=1e-3)
    assert skill.low < skill.value < skill.high
    assert skill.low > 0


def test_the_command_line_scores_a_folder_and_writes_tables_and_figures(views, tmp_path):
    submissions, actuals = views / "submissions", str(views / "actuals" / "cm")
    call = ["score", str(submissions / "bm_conflictology" / "cm"), actuals, "--protocol", "views-2023", "--json"]
    call += ["--baseline", str(submissions / "bm_zero" / "cm"), "--by", "unit", "--out", str(tmp_path)]
    result = CliRunner().invoke(cli, call, catch_exceptions=False)
    assert result.exit_code == 0
    assert '"window": "all"' in result.stdout
    written = {path.name for path in tmp_path.iterdir()}
    figures = {"reliability.svg", "rank_histogram.svg", "by_lead.svg", "sources.svg"}
    assert written == figures | {"scores.csv", "skill.csv", "by_unit.csv"}
    assert (tmp_path / "by_unit.csv").read_text().splitlines()[1].startswith("57,48,")
