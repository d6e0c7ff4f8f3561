"""A forecast from an origin: bands of its own draws, baselines beside, scores as the scoring room gives them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from polemos.scoring.frozen import OURS, read_frozen
from polemos.web.documents import as_json
from polemos.web.documents.forecasts import document, forecasts_of
from web_stage import serving

MONTHS, DRAWS = 6, 50


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up forecast of the small case: one target, ours and one baseline."""
    found = tmp_path_factory.mktemp("forecasts") / "small-2013-12-31"
    (found / "targets").mkdir(parents=True)
    luck = np.random.default_rng(1)
    draws = luck.poisson(20.0, (DRAWS, MONTHS)).astype(float)
    months = [f"2014-{k:02d}" for k in range(1, MONTHS + 1)]
    rows = [
        {"origin": "2013-12-31", "target": "area_control", "series": "area_small", "first": month, "last": month,
         "lead": k + 1, "method": method, "draws": (draws[:, k] + shift).tolist()}
        for method, shift in ((OURS, 0.0), ("last value", 30.0)) for k, month in enumerate(months)
    ]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows), found / "rows.parquet")
    with (found / "observed.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["target", "series", "first", "last", "value"])
        writer.writerows(["area_control", "area_small", month, month, 21.0] for month in months)
    tidy = [
        {"origin": "2013-12-31", "target": "area_control", "unit": "all", "period": month,
         "draw": d, "value": draws[d, k]}
        for k, month in enumerate(months) for d in range(DRAWS)
    ]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(tidy), found / "targets" / "area_control.parquet")
    told = {
        "case": "small",
        "origin": "2013-12-31",
        "draws": DRAWS,
        "parameters": "the priors",
        "answers": [],
        "losses": {},
    }
    told |= {"first_month": months[0], "last_month": months[-1]}
    (found / "summary.json").write_text(json.dumps(told), encoding="utf-8")
    return found


def test_bands_and_scores_are_those_of_the_draws(folder: Path) -> None:
    found = json.loads(as_json(document(folder)))
    values = np.array([row["draws"] for row in pq.read_table(folder / "rows.parquet").to_pylist()[:MONTHS]])
    bands = found["targets"]["area_control"]
    assert bands["months"] == [f"2014-{k:02d}" for k in range(1, MONTHS + 1)]
    assert np.allclose(bands["bands"]["80"][1], np.quantile(values, 0.9, axis=1), rtol=1e-3)
    scores = {row["method"]: row for row in found["scores"]["area_control"] if row["lead"] == "all"}
    frozen = read_frozen(folder)
    assert scores[OURS]["crps"] == pytest.approx(frozen.sheets["area_control"][OURS].mean("crps"), rel=1e-3)
    assert scores[OURS]["crps"] < scores["last value"]["crps"]
    assert len(found["baselines"]["area_control"]["last value"]) == MONTHS


def test_only_forecasts_of_the_case_are_found(folder: Path) -> None:
    assert list(forecasts_of(folder.parent, "small")) == ["2013-12-31"]
    assert forecasts_of(folder.parent, "other") == {} and forecasts_of(folder / "nowhere", "small") == {}


def test_the_app_lists_and_shows_them(folder: Path, small_folder: Path, tmp_path: Path) -> None:
    with serving(small_folder / "runs", tmp_path, cases=(small_folder / "small",)) as served:
        served.work.library.forecasts = folder.parent
        assert served.ask("/api/runs/small-1-8/origins").data == ["2013-12-31"]
        assert served.ask("/api/runs/small-1-8/origins/2013-12-31").data["origin"] == "2013-12-31"
        assert served.ask("/api/runs/small-1-8/origins/2010-01-01").status == 404
        assert served.ask("/api/runs/small-1-8/origins/..%2f..").status in (404, 422)
