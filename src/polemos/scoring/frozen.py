"""Forecasts of a case from one origin, row by row, beside baselines: what each row would say, then what it said.

Assumes the files that `polemos forecast CASE` writes: `rows.parquet` (origin, target, series, first, last, lead,
method, draws) and `observed.csv` (target, series, first, last, value). A row may span a month, a quarter or a year; its
lead is that of its last month. Sums of scores are never taken over targets: units differ.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from polemos.core.calendar import month_number
from polemos.core.errors import InputError
from polemos.scoring.forecast import Floats
from polemos.scoring.scores.coverage import covered
from polemos.scoring.scores.crps import crps
from polemos.scoring.scores.log_crps import log_crps
from polemos.scoring.sheet import Sheet
from polemos.scoring.skill import Skill, paired_skill

OURS = "polemos"
BANDS = {"1-36": (1, 36), "37-57": (37, 57), "all": (1, 10**6)}
BAND_LEVEL = 0.8
ROWS, OBSERVED = "rows.parquet", "observed.csv"
Key = tuple[str, str, str, str]


@dataclass(frozen=True, eq=False)
class Frozen:
    """Score sheets by target and method; the rows of one target are the same for every method."""

    origin: str
    sheets: Mapping[str, Mapping[str, Sheet]]

    def part(self, target: str, method: str, band: str) -> Sheet:
        """The rows of a band of leads."""
        sheet = self.sheets[target][method]
        assert sheet.lead is not None
        low, high = BANDS[band]
        inside = (sheet.lead >= low) & (sheet.lead <= high)
        scores = {name: values[inside] for name, values in sheet.scores.items()}
        return Sheet(sheet.unit[inside], sheet.period[inside], sheet.lead[inside], sheet.observed[inside], scores)

    def skill(self, target: str, method: str, band: str, score: str = "log_crps") -> Skill | None:
        """Ours against a method, blocks of quarters; None without rows or without the method."""
        if method not in self.sheets[target] or not len(self.part(target, OURS, band).observed):
            return None
        ours, theirs = self.part(target, OURS, band), self.part(target, method, band)
        return paired_skill(ours, theirs, score, blocks="quarter")


def is_frozen(folder: Path) -> bool:
    """Whether a folder holds a case's forecast."""
    return (folder / ROWS).is_file()


def read_frozen(folder: Path, observed: Path | None = None) -> Frozen:
    """Score the rows of a folder that have been observed; refuses a row that is observed twice."""
    import pyarrow.parquet as pq

    known = observed_values(observed or folder / OBSERVED)
    rows = pq.read_table(folder / ROWS).to_pylist()
    origins = sorted({row["origin"] for row in rows})
    if len(origins) != 1:
        raise InputError(f"{folder / ROWS}", "a folder holds forecasts from one origin", value=", ".join(origins))
    return Frozen(origins[0], score_rows([row for row in rows if _key(row) in known], known))


def score_rows(rows: Iterable[Mapping[str, Any]], known: Mapping[Key, float]) -> dict[str, dict[str, Sheet]]:
    """Score sheets by target and method of rows whose values are known."""
    grouped: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for row in rows:
        grouped.setdefault(row["target"], {}).setdefault(row["method"], []).append(row)
    return {
        target: {method: _sheet(own, known) for method, own in methods.items()} for target, methods in grouped.items()
    }


def beaten(frozen: Frozen, targets: Sequence[str], score: str = "log_crps") -> dict[str, tuple[int, int]]:
    """By method: on how many targets ours has the lower mean score, and of how many both have one."""
    methods = sorted({m for target in targets for m in frozen.sheets.get(target, {})} - {OURS})
    out = {}
    for method in methods:
        both = [t for t in targets if method in frozen.sheets.get(t, {})]
        lower = [t for t in both if frozen.sheets[t][OURS].mean(score) < frozen.sheets[t][method].mean(score)]
        out[method] = (len(lower), len(both))
    return out


def _sheet(rows: Sequence[Mapping[str, Any]], known: Mapping[Key, float]) -> Sheet:
    ordered = sorted(rows, key=_key)
    draws = np.array([row["draws"] for row in ordered], dtype=np.float64)
    value = np.array([known[_key(row)] for row in ordered])
    return Sheet(
        unit=np.array([row["target"] for row in ordered]),
        period=np.array([month_number(row["last"]) for row in ordered], dtype=np.int64),
        lead=np.array([row["lead"] for row in ordered], dtype=np.int64),
        observed=value,
        scores=_scores(draws, value),
    )


def _scores(draws: Floats, value: Floats) -> dict[str, Floats]:
    return {
        "crps": crps(draws, value),
        "log_crps": log_crps(draws, value),
        "coverage_80": np.asarray(covered(draws, value, BAND_LEVEL), dtype=np.float64),
    }


def _key(row: Mapping[str, Any]) -> Key:
    return row["target"], row["series"], row["first"], row["last"]


def observed_values(path: Path) -> dict[Key, float]:
    """The values of a file of observed rows, by (target, series, first, last)."""
    if not path.is_file():
        raise InputError(str(path), "the observed values are not there", fix="give the file as OBSERVED")
    found: dict[Key, float] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            key = _key(row)
            if key in found:
                raise InputError(f"{path}, line {line}", "a row is observed once", value=" ".join(key))
            found[key] = float(row["value"])
    return found
