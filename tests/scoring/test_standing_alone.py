"""The scoring room needs no model, is fast, small, and says where a score comes from."""

import subprocess
import sys
import time
import tracemalloc

import numpy as np
import pytest

from polemos.core.errors import UsageError
from polemos.scoring.decompose import decompose
from polemos.scoring.figures import write_figures
from polemos.scoring.forecast import Forecast, Observed
from polemos.scoring.joint import score_paths
from polemos.scoring.sheet import score
from polemos.scoring.skill import paired_skill
from polemos.scoring.tables import as_text, write_csv

WITHOUT_MODELS = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"jax", "jaxlib", "xarray", "zarr", "pint", "networkx", "pydantic"}:
            raise ModuleNotFoundError(name)
        if name.startswith("polemos.") and name.split(".")[1] in {"forecasting", "cases", "mechanisms", "ensemble"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Refuse())
import pyarrow as pa
from polemos.scoring.read import read_forecast, read_observed
from polemos.scoring.sheet import score
rows = [(457, 1, draw, 3 * draw) for draw in range(3)]
table = pa.table(dict(zip(("month_id", "country_id", "draw", "outcome"), map(list, zip(*rows)))))
truth = pa.table({"month_id": [457], "country_id": [1], "outcome": [3]})
print(score(read_forecast(table), read_observed(truth)).mean("crps"))
"""


def table(rows=2292, draws=1000, months=12, origin=24213):
    luck = np.random.default_rng(0)
    units = rows // months
    unit = np.tile(np.arange(units).astype(str), months)
    period = np.repeat(np.arange(24216, 24216 + months), units)
    values = luck.negative_binomial(0.3, 0.01, (rows, draws)).astype(float)
    return Forecast("deaths", origin, unit, period, values), Observed(
        "deaths", unit, period, luck.negative_binomial(0.3, 0.01, rows).astype(float)
    )


def test_scores_work_with_the_models_uninstalled():
    done = subprocess.run([sys.executable, "-c", WITHOUT_MODELS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) == pytest.approx(2 - 4 / 3)


def test_a_years_country_months_score_in_two_seconds_and_a_gigabyte():
    forecast, observed = table()
    score(forecast, observed, ("crps",))
    spent = []
    for _ in range(3):
        start = time.process_time()
        score(forecast, observed)
        spent.append(time.process_time() - start)
    tracemalloc.start()
    score(forecast, observed)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert min(spent) < 2.0
    assert peak < 1e9


def test_parts_add_up_to_the_whole_and_an_unknown_origin_has_no_leads():
    forecast, observed = table(120, 50)
    sheet = score(forecast, observed)
    for by in ("unit", "month", "lead", "year"):
        parts = decompose(sheet, by)
        assert sum(part.mean * part.rows for part in parts) == pytest.approx(sheet.mean("crps") * 120)
    unknown = score(Forecast("deaths", None, forecast.unit, forecast.period, forecast.draws), observed)
    with pytest.raises(UsageError, match="it has no leads"):
        decompose(unknown, "lead")


def test_the_bootstrap_interval_covers_what_it_says():
    luck = np.random.default_rng(7)
    forecast, observed = table(1200, 20)
    sheet = score(forecast, observed, ("crps",))
    held = 0
    for _ in range(100):
        ours, theirs = (np.repeat(luck.gamma(2, scale, 100), 12) for scale in (0.8, 1.0))
        order = np.argsort(np.tile(np.arange(100), 12), kind="stable")
        one, two = np.empty(1200), np.empty(1200)
        one[order], two[order] = ours, theirs
        pair = [type(sheet)(sheet.unit, sheet.period, sheet.lead, sheet.observed, {"crps": s}) for s in (one, two)]
        skill = paired_skill(*pair, resamples=400)
        held += skill.low <= 0.2 <= skill.high
    assert 82 <= held <= 97


def test_joint_scores_punish_lost_order_which_row_scores_cannot_see():
    luck = np.random.default_rng(3)
    level = luck.gamma(1.0, 100.0, 400)
    unit, period = np.array(["a"] * 6), np.arange(24216, 24222)
    together = np.tile(level, (6, 1))
    apart = np.stack([luck.permutation(level) for _ in range(6)])
    observed = Observed("deaths", unit, period, np.full(6, 150.0))
    good, bad = (score_paths(Forecast("deaths", None, unit, period, d), observed) for d in (together, apart))
    assert good.variogram[0] < bad.variogram[0]
    same = [
        score(Forecast("deaths", None, unit, period, d), observed, ("crps",)).mean("crps") for d in (together, apart)
    ]
    assert same[0] == pytest.approx(same[1])


def test_figures_are_told_in_words_and_tables_are_safe(tmp_path):
    forecast, observed = table(120, 50)
    files = write_figures(score(forecast, observed), tmp_path)
    assert len(files) == 4
    for file in files:
        text = file.read_text()
        assert "<title>" in text
        assert "<desc>" in text
    write_csv(tmp_path / "t.csv", ["unit", "mean"], [["=cmd()", 1.5]])
    assert (tmp_path / "t.csv").read_text() == "unit,mean\n'=cmd(),1.5\n"
    assert as_text(["a", "b"], [["x", 0.5]]) == "a       b\nx  0.5000"
