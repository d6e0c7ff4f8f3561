"""A forecast of a case as it stood at its origin: bands by month, baselines beside ours, scores by lead, questions.

Reads a folder that `polemos forecast CASE` wrote. Scores are those of the scoring room, on rows observed since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from polemos.report.bands import LEVELS, ends, quantiles
from polemos.scoring.frozen import BANDS, OURS, ROWS, Frozen, is_frozen, read_frozen
from polemos.web.documents.rounding import short, shorts

SHARES = (0.1, 0.5, 0.9)


def forecasts_of(folder: Path, case: str) -> dict[str, Path]:
    """The folders of forecasts of a case below a folder, by origin."""
    found = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if is_frozen(path) and (path / "summary.json").is_file():
            told = json.loads((path / "summary.json").read_text(encoding="utf-8"))
            if told.get("case") == case:
                found[str(told["origin"])] = path
    return found


def document(folder: Path) -> dict[str, Any]:
    """One forecast; what the model said at the origin is never renewed by what came after."""
    told = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    frozen = read_frozen(folder)
    return {
        "origin": told["origin"],
        "draws": told["draws"],
        "parameters": told["parameters"],
        "first_month": told["first_month"],
        "last_month": told["last_month"],
        "answers": told["answers"],
        "losses": told["losses"],
        "targets": {path.stem: _bands(path) for path in sorted((folder / "targets").glob("*.parquet"))},
        "baselines": _baselines(folder / ROWS),
        "scores": {target: _scores(frozen, target) for target in frozen.sheets},
    }


def _bands(path: Path) -> dict[str, Any]:
    import pyarrow.parquet as pq

    frame = pq.read_table(path, columns=["period", "draw", "value"]).to_pandas()
    wide = frame.pivot(index="draw", columns="period", values="value").sort_index(axis=1)
    shares = (0.5, *(edge for level in LEVELS for edge in ends(level)))
    middle, *edges = quantiles(wide.to_numpy(dtype=np.float64), shares)
    bands = {f"{level * 100:.0f}": [shorts(edges[2 * k]), shorts(edges[2 * k + 1])] for k, level in enumerate(LEVELS)}
    return {"months": [str(period)[:7] for period in wide.columns], "median": shorts(middle), "bands": bands}


def _baselines(path: Path) -> dict[str, dict[str, list[dict[str, Any]]]]:
    import pyarrow.parquet as pq

    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in pq.read_table(path).to_pylist():
        if row["method"] != OURS:
            low, middle, high = (short(float(q)) for q in np.quantile(row["draws"], SHARES))
            point = {"month": row["last"], "low": low, "median": middle, "high": high, "series": row["series"]}
            found.setdefault(row["target"], {}).setdefault(row["method"], []).append(point)
    return found


def _scores(frozen: Frozen, target: str) -> list[dict[str, Any]]:
    """Mean log-CRPS by method and band of leads, with the skill of ours and its interval."""
    rows = []
    for band in BANDS:
        for method in frozen.sheets[target]:
            part = frozen.part(target, method, band)
            if len(part.observed):
                rows.append({"lead": band, "method": method, "rows": len(part.observed), **_means(part.scores)})
    return rows


def _means(scores: Mapping[str, Any]) -> dict[str, Any]:
    return {name: short(float(np.mean(values))) for name, values in scores.items()}
