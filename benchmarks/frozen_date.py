"""Forecasts of the worked case from six frozen dates, scored beside every baseline; writes the tables of the docs.

Run: python benchmarks/frozen_date.py [--draws 500] [--posterior FILE] [--out forecasts/frozen] [--origin 2017-03-20]
A forecast whose folder is there is not made again; --fresh makes all anew, --tables none. A posterior serves the day
it was made for; other origins start from the priors, weighed by what was known then.
"""

import argparse
import json
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from polemos.calibration.posterior import read_posterior
from polemos.cases.load import load_case
from polemos.cases.targets import load_targets
from polemos.core.calendar import month_number
from polemos.forecasting.case_draws import draws_for
from polemos.forecasting.case_files import write_case_forecast
from polemos.forecasting.case_forecast import forecast_case
from polemos.report.forecast_page import write_forecast_page
from polemos.scoring.frozen import OBSERVED, OURS, observed_values, read_frozen
from polemos.scoring.frozen_tables import beaten_table, coverage_line

ORIGINS = ("2014-06-01", "2015-01-01", "2016-01-01", "2016-10-16", "2017-03-20", "2018-01-01")
MAIN = "2017-03-20"
HORIZON = 57
SHOWN = ("area_control", "fighters", "revenue", "foreign_inflow", "people_ruled")
SUMMED = (
    *("m00", "bootstrap-240", "conflictology-12", "hawkes", "exponential-trend", "negative-binomial-mixture"),
    *("window-bootstrap-24", "last", "zero"),
)
PLACES = {"mosul": "2017-07", "raqqa": "2017-10"}
DOC = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "frozen-date.md"
START, END = "<!-- tables: begin (benchmarks/frozen_date.py) -->", "<!-- tables: end -->"


def make(case, origin, options):
    folder = options.out / origin
    if folder.is_dir() and not options.fresh:
        return folder
    day = date.fromisoformat(origin)
    horizon = month_number(case.header.end) - (day.year * 12 + day.month - 1)

    def draws(resolved):
        own = options.posterior is not None and read_posterior(options.posterior).about["origin"] == origin
        return draws_for(resolved, case, day, options.draws, options.seed, options.posterior if own else None)

    found = forecast_case(case, day, horizon, draws, seed=options.seed)
    shutil.rmtree(folder, ignore_errors=True)
    write_case_forecast(found, folder)
    write_forecast_page(folder, case, found)
    print(origin, found.about, f"effective {found.known.weights.effective:.0f}", flush=True)
    return folder


def grid(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def methods_of(frozen, targets):
    names = {method for target in targets for method in frozen.sheets.get(target, {})}
    return [OURS, "m00", *sorted(names - {OURS, "m00"})]


def wide(frozen, targets, score, digits):
    """One line per target and band, one column per method; the lowest in bold."""
    methods, rows = methods_of(frozen, targets), []
    for target in targets:
        for band in ("1-36", "37-57", "all"):
            own = frozen.sheets.get(target, {})
            if OURS not in own or not len(frozen.part(target, OURS, band).observed):
                continue
            means = {m: frozen.part(target, m, band).mean(score) for m in methods if m in own}
            best = min(means.values()) if len(means) > 1 else None
            cells = [f"**{means[m]:.{digits}f}**" if m in means and means[m] == best
                     else f"{means[m]:.{digits}f}" if m in means else "-" for m in methods]  # fmt: skip
            rows.append([target, band, len(frozen.part(target, OURS, band).observed), *cells])
    return grid(["target", "months ahead", "rows", *methods], rows)


def skills(frozen, targets):
    methods, rows = methods_of(frozen, targets)[1:], []
    for target in targets:
        found = {m: frozen.skill(target, m, "all") for m in methods if target in frozen.sheets}
        if any(found.values()):
            cells = [f"{100 * s.value:.0f} ({100 * s.low:.0f} to {100 * s.high:.0f})" if s else "-"
                     for s in found.values()]  # fmt: skip
            rows.append([target, *cells])
    return grid(["target", *methods], rows)


def coverages(frozen, targets):
    rows = []
    for target in [t for t in targets if t in frozen.sheets]:
        parts = [frozen.part(target, OURS, band) for band in ("1-36", "37-57", "all")]
        rows.append([target, *(f"{part.mean('coverage_80'):.2f}" if len(part.observed) else "-" for part in parts)])
    return grid(["target", "1-36", "37-57", "all"], rows)


def losses(told):
    rows = []
    for place, fell in PLACES.items():
        loss = told["losses"].get(place, {"draws": 0})
        ends = (loss.get("0.05"), loss.get("0.95"))
        inside = ends[0] is not None and ends[0] <= fell and (ends[1] is None or fell <= ends[1])
        late = "after 2021"
        score = "-" if loss.get("log_score") is None else f"{loss['log_score']:.1f}"
        rows.append([place, *(loss.get(s) or late for s in ("0.05", "0.5", "0.95")), loss["draws"], fell,
                     "yes" if inside else "no", score])  # fmt: skip
    return grid(["place", "5 %", "half by", "95 %", "draws", "fell", "inside the 90 % interval", "log score"], rows)


def answers(told):
    rows = []
    for a in told["answers"]:
        known = {True: "yes", False: "no", None: "-"}[a["happened"]]
        scores = ["-" if a[k] is None else f"{a[k]:.2f}" for k in ("brier", "log_score")]
        rows.append([a["claim"], a["question"], f"{a['probability']:.2f}", a["draws"], known, *scores])
    return grid(["claim", "question", "probability", "draws", "came true", "Brier", "log score (bits)"], rows)


def others(folders, targets):
    rows = []
    for origin, folder in folders.items():
        frozen, told = read_frozen(folder), json.loads((folder / "summary.json").read_text())
        share, count = coverage_line(frozen, targets)
        lower = {method: f"{low} of {of}" for method, low, of in beaten_table(frozen, targets)[1]}
        sample = [told["draws"], f"{told['effective_sample']:.0f}", f"{told['temperature']:.3f}"]
        cells = [lower.get(method, "-") for method in SUMMED]
        rows.append([origin, told["parameters"], *sample, count, f"{share:.2f}", *cells])
    return grid(["origin", "parameters", "draws", "effective", "power", "rows", "inside 80 %", *SUMMED], rows)


def point_by_point(folder):
    rows, known = [], observed_values(folder / OBSERVED)
    for row in pq.read_table(folder / "rows.parquet").to_pylist():
        if row["target"] in SHOWN and row["method"] == OURS:
            value = known[(row["target"], row["series"], row["first"], row["last"])]
            low, middle, high = np.quantile(row["draws"], [0.1, 0.5, 0.9])
            cells = [f"{value:,.0f}", f"{middle:,.0f}", f"{low:,.0f} to {high:,.0f}"]
            rows.append([row["target"], row["last"], *cells])
    return grid(["target", "month", "published", "median", "80 % range"], sorted(rows))


def tables(folders, targets):
    main = folders[MAIN]
    frozen, told = read_frozen(main), json.loads((main / "summary.json").read_text())
    share, count = coverage_line(frozen, targets)
    _, lines = beaten_table(frozen, targets)
    return "\n\n".join([
        f"## From {MAIN}",
        f"{told['draws']} draws, parameters from {told['parameters']}; {told['distinct_histories']} different "
        f"histories count as {told['effective_sample']:.0f} (power {told['temperature']:.3f}). {100 * share:.0f} % of "
        f"{count} rows lie inside the 80 % band.",
        "### CRPS of log(1 + value), lower is better", wide(frozen, targets, "log_crps", 3),
        "### Lower mean than each, over all months ahead",
        grid(["against", "lower on", "of"], lines),
        "### Skill in percent against each, 90 % interval from blocks of quarters", skills(frozen, targets),
        "### CRPS in the target's unit", wide(frozen, targets, "crps", 1),
        "### Share inside the 80 % band, by months ahead", coverages(frozen, targets),
        "### Months of loss",
        "Of the draws that hold the place at the origin. Log score: bits of the month of loss, all months alike: "
        f"{np.log2(HORIZON + 2):.1f}.",
        losses(told),
        "### Questions",
        "The probability is that of the text's forecast coming true, as the case's expression says it; P10 "
        "(a counterfactual, `polemos compare` of wars_end_2018 and wars_go_on) has no row.",
        answers(told),
        "### Not counted, point by point", point_by_point(main),
        "## All origins",
        "On how many scored targets ours has the lower mean CRPS of log(1 + value), of those with a row after the "
        "origin and a record before it.",
        others(folders, targets),
        *(f"### From {origin}\n\n{wide(read_frozen(folder), targets, 'log_crps', 3)}"
          for origin, folder in folders.items() if origin != MAIN),
    ])  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--posterior", type=Path)
    parser.add_argument("--out", type=Path, default=Path("forecasts/frozen"))
    parser.add_argument("--origin", action="append", choices=ORIGINS)
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--tables", action="store_true", help="only tables, of the forecasts that are there")
    options = parser.parse_args()
    case = load_case("islamic-state")
    asked = options.origin or ORIGINS
    made = [origin for origin in asked if not options.tables or (options.out / origin).is_dir()]
    folders = {origin: make(case, origin, options) for origin in made}
    targets = [name for name, target in load_targets(case).items() if target.scored]
    if MAIN in folders and not options.origin:
        text = DOC.read_text(encoding="utf-8")
        before, after = text.split(START)[0], text.split(END)[-1]
        DOC.write_text(f"{before}{START}\n\n{tables(folders, targets)}\n\n{END}{after}", encoding="utf-8")
        print(DOC)
    elif MAIN in folders:
        print(tables({MAIN: folders[MAIN]}, targets))


if __name__ == "__main__":
    main()
