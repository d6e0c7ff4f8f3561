"""The country-month forecaster on the challenge's windows 2018-2021, v2 actuals, by the challenge's protocol.

Run: python benchmarks/country_month_windows.py ../shared/data/views
"""

import sys
import time
from pathlib import Path

import numpy as np

from polemos.core.calendar import month_number
from polemos.forecasting.bounds import share_at_bounds
from polemos.forecasting.forecaster import forecast
from polemos.forecasting.history import read_history
from polemos.forecasting.methods import method
from polemos.scoring.decompose import decompose
from polemos.scoring.protocol import prepare
from polemos.scoring.read import read_forecast, read_observed
from polemos.scoring.sheet import Sheet, join, score
from polemos.scoring.skill import paired_skill
from polemos.scoring.windows import forecast_windows

NAMES = (
    "crps",
    "log_crps",
    "ignorance",
    "honest_ignorance",
    "mis_90",
    "coverage_50",
    "coverage_90",
    "coverage_95",
    "pit",
)
ETHIOPIA = "57"


def only(sheet, rows):
    lead = None if sheet.lead is None else sheet.lead[rows]
    scores = {name: values[rows] for name, values in sheet.scores.items()}
    return Sheet(sheet.unit[rows], sheet.period[rows], lead, sheet.observed[rows], scores)


def troubled(history, sheet):
    return np.isin(sheet.unit, history.unit[history.last(60).sum(axis=0) > 0])


def say(name, sheet, active):
    numbers = "  ".join(f"{n} {sheet.mean(n):.4f}" for n in NAMES if n != "pit")
    inside = only(sheet, active).mean("coverage_90")
    print(f"{name:6s} {numbers}  coverage_90 troubled {inside:.4f}", flush=True)


def main():
    views, name = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "country-month"
    whole = read_history(views / "cm_ged_sb_1990_2021.parquet")
    truths = {w: read_observed(f) for w, f in forecast_windows(views / "actuals" / "cm").items()}
    files = forecast_windows(views / "submissions" / "bm_conflictology" / "cm")
    rival = join([score(prepare(read_forecast(f), truths[w]), truths[w], NAMES) for w, f in files.items()])
    found, active, spent = [], [], 0.0
    for window, truth in truths.items():
        start = time.perf_counter()
        known = whole.until(month_number(f"{int(window[1:]) - 1}-10"))
        table = forecast(method(name), known, tuple(range(3, 15)), 1000)
        spent += time.perf_counter() - start
        found.append(score(prepare(table, truth), truth, NAMES))
        active.append(troubled(known, found[-1]))
        say(window, found[-1], active[-1])
        cut = 100 * share_at_bounds(table.draws, known, 12)
        print(f"       at the bound {cut:.5f} %, largest draw {table.draws.max():.0f}")
    everything = join(found)
    say("all", everything, np.concatenate(active))
    apart, rival_apart = (only(s, s.unit != ETHIOPIA) for s in (everything, rival))
    rows = everything.unit.size
    print(f"CRPS without Ethiopia, over all rows: {apart.scores['crps'].sum() / rows:.3f}", end=" ")
    print(f"(conflictology {rival_apart.scores['crps'].sum() / rows:.3f}); forecasts took {spent:.1f} s")
    for score_name in ("crps", "log_crps", "ignorance", "honest_ignorance", "mis_90"):
        for who, ours, theirs in (("all", everything, rival), ("without Ethiopia", apart, rival_apart)):
            s = paired_skill(ours, theirs, score_name)
            print(f"skill {score_name} {who}: {100 * s.value:.1f} % ({100 * s.low:.1f} to {100 * s.high:.1f})")
    theirs = {part.name: part.mean for part in decompose(rival, "unit")}
    for part in decompose(everything, "unit")[:10]:
        share = f"share {100 * part.share:.1f} %"
        pair = [only(sheet, sheet.unit == part.name) for sheet in (everything, rival)]
        s = paired_skill(*pair, blocks="quarter")
        print(f"skill {100 * s.value:.1f} % ({100 * s.low:.1f} to {100 * s.high:.1f})", end=" ")
        print(f"unit {part.name}: CRPS {part.mean:.1f} (conflictology {theirs[part.name]:.1f}), {share}")


if __name__ == "__main__":
    main()
