"""What a case's forecast leaves in a folder: draws of every row still to come, observed values beside them, a summary.

`rows.parquet`: origin, target, series, first, last, lead, method, draws; `observed.csv`: the values of the same rows,
which no forecast reads; `targets/<target>.parquet`: the Forecast table by month; `summary.json`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from polemos.core.calendar import month_number, month_text
from polemos.forecasting.case_forecast import CaseForecast
from polemos.forecasting.discrepancy import Floats
from polemos.forecasting.predict import foreseen, reported
from polemos.observation.panel import Row
from polemos.scoring.frozen import OBSERVED, OURS, ROWS
from polemos.scoring.scores.date_log_score import date_log_score

SHARES = (0.05, 0.1, 0.5, 0.9, 0.95)


def write_case_forecast(found: CaseForecast, folder: Path) -> list[Path]:
    """Write the folder; the files, in order."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    (folder / "targets").mkdir(parents=True, exist_ok=True)
    rows = list(forecast_rows(found))
    pq.write_table(pa.Table.from_pylist(rows, schema=_schema()), folder / ROWS)
    _write_observed(found, folder / OBSERVED)
    files = [folder / ROWS, folder / OBSERVED]
    for target in found.monthly:
        files.append(folder / "targets" / f"{target}.parquet")
        pq.write_table(found.table(target).table(), files[-1])
    files.append(folder / "summary.json")
    files[-1].write_text(json.dumps(summary(found), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return files


def later_rows(found: CaseForecast, target: str) -> list[Row]:
    """The rows of a target that begin after the origin's month and end within the run, one for the same months."""
    rows = [row for row in found.panel.rows if row.target == target]
    later = [row for row in rows if row.first >= found.first and row.last <= found.last]
    return list({(row.series, row.first, row.last): row for row in later}.values())


def forecast_rows(found: CaseForecast) -> Iterator[dict[str, Any]]:
    """One record per later row and method."""
    for target in found.monthly:
        rows = later_rows(found, target)
        if not rows:
            continue
        ours = reported(found.known, target, foreseen(found.known.panel, rows)).T
        for row, draws in zip(rows, ours, strict=True):
            yield _record(found, row, OURS, draws)
        for name, baseline in found.baselines[target].items():
            for row in rows:
                yield _record(found, row, name, baseline.periods.at(row, baseline.draws, baseline.start))


def summary(found: CaseForecast) -> dict[str, Any]:
    """The forecast as plain data: how it was made, days of loss, answers, quantiles by target at some months."""
    weights = found.known.weights
    start = month_number(found.known.histories.labels[0])
    return {
        "case": found.case, "origin": str(found.origin), "first_month": month_text(start + found.first),
        "last_month": month_text(start + found.last), "draws": len(found.known.chosen),
        "distinct_histories": len(np.unique(found.known.chosen)), "parameters": found.about,
        "effective_sample": weights.effective, "temperature": weights.temperature,
        "priors_resting_on_later_figures": list(found.late),
        "losses": {place: _loss(found, place, months, start) for place, months in found.losses.items()},
        "answers": [_answer(answer) for answer in found.answers],
        "baseline_answers": {
            claim: {method: _answer(answer) for method, answer in own.items()}
            for claim, own in found.baseline_answers.items()
        },
        "targets": {target: _quantiles(found, target, start) for target in found.monthly},
    }  # fmt: skip


def _loss(found: CaseForecast, place: str, months: Floats, start: int) -> dict[str, Any]:
    """Month of loss at some shares of the draws that hold the place at the origin; None: not lost within the run.

    log_score: bits given to the month in which it was lost, once that is known.
    """
    if not len(months):
        return {"draws": 0}
    late = np.where(np.isnan(months), found.last + 1, months)
    at = np.quantile(late, SHARES, method="inverted_cdf")
    told = [month_text(start + int(m)) if m <= found.last else None for m in at]
    fell = next((s.lost for s in found.panel.spells if s.place == place and s.lost and s.lost > found.origin), None)
    bits = None
    if fell is not None:
        month = float(fell.year * 12 + fell.month - 1 - start)
        bits = date_log_score(months, month, found.known.origin, found.last) if month <= found.last else None
    return {"draws": len(months), "log_score": bits, **{f"{s:g}": m for s, m in zip(SHARES, told, strict=True)}}


def _answer(answer: Any) -> dict[str, Any]:
    return {
        "claim": answer.claim, "title": answer.title, "question": answer.question, "draws": answer.draws,
        "probability": answer.probability, "low": answer.low, "middle": answer.middle, "high": answer.high,
        "happened": answer.happened, "brier": answer.brier, "log_score": answer.log_score,
    }  # fmt: skip


def _quantiles(found: CaseForecast, target: str, start: int) -> dict[str, list[float]]:
    months = range(found.first, found.last + 1)
    values = np.quantile(found.monthly[target][:, found.first : found.last + 1], SHARES, axis=0)
    return {month_text(start + month): [float(v) for v in values[:, i]] for i, month in enumerate(months)}


def _record(found: CaseForecast, row: Row, method: str, draws: Floats) -> dict[str, Any]:
    start = month_number(found.known.histories.labels[0])
    return {
        "origin": str(found.origin), "target": row.target, "series": row.series,
        "first": month_text(start + row.first), "last": month_text(start + row.last),
        "lead": row.last - found.known.origin, "method": method, "draws": draws.astype(np.float32).tolist(),
    }  # fmt: skip


def _schema() -> Any:
    import pyarrow as pa

    texts = [(name, pa.string()) for name in ("origin", "target", "series", "first", "last")]
    return pa.schema([*texts, ("lead", pa.int32()), ("method", pa.string()), ("draws", pa.list_(pa.float32()))])


def _write_observed(found: CaseForecast, path: Path) -> None:
    start = month_number(found.known.histories.labels[0])
    """The mean of the values of the same months: a source may report twice a month."""
    seen: dict[tuple[str, str, int, int], list[float]] = {}
    for row in found.panel.rows:
        if row.target in found.monthly and row.first >= found.first and row.last <= found.last:
            seen.setdefault((row.target, row.series, row.first, row.last), []).append(row.value)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["target", "series", "first", "last", "value"])
        for (target, series, first, last), values in seen.items():
            ends = (month_text(start + first), month_text(start + last))
            writer.writerow([target, series, *ends, float(np.mean(values))])
