"""The earlier life cycle, learned to the end of 2012 and asked for 2013-14: tables of docs/explanation/predecessor.md.

Run: polemos calibrate aqi-iraq --until 2012-12-31 --budget 6m --out calibrations/predecessor
     python benchmarks/predecessor.py --posterior calibrations/predecessor/posterior.npz [--draws 128]
A forecast whose folder is there is not made again; --fresh makes all anew. Without --posterior: priors only.
"""

import argparse
import json
import shutil
from datetime import date
from pathlib import Path

import numpy as np

from polemos.cases.build import build
from polemos.cases.load import load_case
from polemos.cases.observed import load_figures
from polemos.cases.origin import at_origin
from polemos.cases.panel import observed_panel
from polemos.cases.resolve import resolve
from polemos.cases.targets import load_targets
from polemos.ensemble.bank import Bank
from polemos.forecasting.case_draws import draws_for
from polemos.forecasting.case_files import write_case_forecast
from polemos.forecasting.case_forecast import LEAST, LEAST_SHARE, said
from polemos.forecasting.predict import learn
from polemos.forecasting.simulate import simulate
from polemos.report.forecast_page import write_forecast_page
from polemos.scoring.frozen import OURS, read_frozen

ORIGIN, END, FIRST = date(2012, 12, 31), "2014-12", 2004
FALL, RISE = 0.25, 2.0
MEMBERS = ("underground", "fighters", "vanguard")
TIMES = {"December 2006": 35, "June 2010": 77, "December 2012": 107}
WITHOUT = {
    "as drawn": {},
    "believers leave like others": {"CoreOfBelievers.constancy": 0.0},
    "nobody is or becomes a believer": {"CoreOfBelievers.constancy": 0.0, "CoreOfBelievers.conversion": 0.0},
    "no foreigners": {"ForeignRecruitment.zeal": 0.0},
}
DOC = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "predecessor.md"
START, STOP = "<!-- tables: begin (benchmarks/predecessor.py) -->", "<!-- tables: end -->"


def by_year(series):
    """Means of years, (draw, year)."""
    return np.asarray(series).reshape(len(series), -1, 12).mean(axis=2)


def cycle(series):
    """By draw: whether 2008-11 has a year at or below a quarter of the highest of 2004-07; whether 2013 doubles it."""
    year = by_year(series)
    before, trough, after = year[:, :4].max(axis=1), year[:, 4:8].min(axis=1), year[:, 9]
    fell = trough <= FALL * before
    return fell, after >= RISE * np.maximum(trough, 1e-6)


def shares(name, series, weights=None):
    fell, rose = cycle(series)
    mean = [np.average(part, weights=weights) for part in (fell, rose, fell & rose)]
    return [name, *(f"{100 * share:.0f} %" for share in mean)]


def make(case, kind, options):
    """Histories of one kind of draws, the forecast from them and its folder; kept as a table of yearly means."""
    folder = options.out / kind
    kept = folder / "cycle.npz"
    if kept.is_file() and not options.fresh:
        return folder, dict(np.load(kept))
    resolved = resolve(at_origin(case, ORIGIN), END)
    draws = draws_for(resolved, case, ORIGIN, options.draws, options.seed, options.posterior, prior=kind == "prior")
    histories = simulate(resolved, draws, workers=options.workers)
    judges = frozenset(name for name, target in load_targets(case).items() if target.judges_only)
    least = max(LEAST_SHARE * len(draws), min(LEAST, float(len(draws))))
    panel = observed_panel(case, judging=True)
    known = learn(histories, panel, ORIGIN, len(draws), least, options.seed, draws.learned, judges)
    found = said(case, known, panel, ORIGIN, draws.about)
    shutil.rmtree(folder, ignore_errors=True)
    write_case_forecast(found, folder)
    write_forecast_page(folder, case, found)
    series = {name: histories.series[name] for name in ("deaths_dyads_iraq", "fighters", "one_sided_iraq")}
    np.savez_compressed(kept, **series, weights=known.weights.share)
    return folder, {**series, "weights": known.weights.share}


def split(case, options, kind):
    """Members by kind under the drivers as they were, with and without the core: {name: (draw, month, kind)}."""
    kept = options.out / f"split-{kind}.npz"
    if kept.is_file() and not options.fresh:
        return dict(np.load(kept))
    resolved = resolve(at_origin(case, ORIGIN), END)
    draws = draws_for(resolved, case, ORIGIN, options.split, options.seed, options.posterior, prior=kind == "prior")
    found = {}
    with Bank(build(resolved), dict.fromkeys(MEMBERS, "end"), options.workers) as bank:
        for name, changed in WITHOUT.items():
            theta = {key: np.asarray(rows) * changed.get(key, 1.0) for key, rows in draws.theta.items()}
            kept_of = bank(theta, draws.seed, draws.ids)
            found[name] = sum(v if v.ndim == 3 else v.sum(axis=-1) for v in kept_of.values())
    kept.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(kept, **found)
    return found


def grid(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def cycles(case, made):
    rows = []
    for kind, (_, kept) in made.items():
        for name in ("deaths_dyads_iraq", "fighters"):
            rows.append(shares(f"{name}, {kind} draws", kept[name]))
            rows.append(shares(f"{name}, {kind} draws weighed by what was known", kept[name], kept["weights"]))
    published = [f.value for f in sorted(load_figures(case), key=lambda f: f.date) if f.series == "deaths_is_dyads_IQ"]
    fell, rose = cycle(np.array([published]))
    said_so = {True: "yes", False: "no"}
    rows.append(["deaths published", *(said_so[bool(x[0])] for x in (fell, rose, fell & rose))])
    return grid(["", "fell to a quarter or less, 2008-11", "2013 at least twice the trough", "both"], rows)


def years(case, made):
    published = [f.value for f in sorted(load_figures(case), key=lambda f: f.date) if f.series == "deaths_is_dyads_IQ"]
    rows = [["deaths a month, published", *(f"{v:.0f}" for v in by_year([published])[0])]]
    for kind, (_, kept) in made.items():
        for name in ("deaths_dyads_iraq", "fighters"):
            low, middle, high = np.quantile(by_year(kept[name]), [0.1, 0.5, 0.9], axis=0)
            rows.append(
                [
                    f"{name}, {kind}",
                    *(f"{m:,.0f} ({a:,.0f}-{b:,.0f})" for a, m, b in zip(low, middle, high, strict=True)),
                ]
            )
    return grid(["mean of a year, median (80 %)", *(str(y) for y in range(FIRST, 2015))], rows)


def kinds(found):
    rows = []
    for name, members in found.items():
        total = members.sum(axis=2)
        cells = []
        for month in TIMES.values():
            share = members[:, month] / np.maximum(total[:, month, None], 1.0)
            cells.append(" / ".join(f"{100 * s:.0f}" for s in share.mean(axis=0)))
        rows.append([*shares(name, total), *cells, f"{np.median(total[:, 107]):,.0f}"])
    times = [f"core / local / foreign in percent, {when}" for when in TIMES]
    return grid(["members", "fell", "doubled", "both", *times, "members, December 2012"], rows)


def scored(folder, targets):
    frozen, rows = read_frozen(folder), []
    for target in targets:
        own = frozen.sheets.get(target, {})
        for method in [OURS, *sorted(set(own) - {OURS})]:
            sheet = own.get(method)
            if sheet is not None:
                skill = frozen.skill(target, method, "all") if method != OURS else None
                told = (
                    "-"
                    if skill is None
                    else f"{100 * skill.value:.0f} ({100 * skill.low:.0f} to {100 * skill.high:.0f})"
                )
                means = [
                    f"{sheet.mean('log_crps'):.3f}",
                    f"{sheet.mean('crps'):.0f}",
                    f"{sheet.mean('coverage_80'):.2f}",
                ]
                rows.append([target, method, len(sheet.observed), *means, told])
    header = ["target", "method", "rows", "log CRPS", "CRPS", "inside 80 %", "skill of ours, % (90 % interval)"]
    return grid(header, rows)


def told(kind, folder):
    about = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return (
        f"{about['draws']} draws, parameters from {about['parameters']}; {about['distinct_histories']} of them "
        f"count as {about['effective_sample']:.0f} (power {about['temperature']:.3f})."
    )


def tables(case, options):
    made = {kind: make(case, kind, options) for kind in options.kinds}
    targets = [name for name, target in load_targets(case).items() if target.scored]
    parts = ["### Does one set of parameters give the fall and the return?", cycles(case, made), years(case, made)]
    for kind in options.kinds:
        parts += [f"### Core, local, foreign: {options.split} {kind} draws", kinds(split(case, options, kind))]
    for kind, (folder, _) in made.items():
        parts += [f"### From {ORIGIN}, 24 months: {kind}", told(kind, folder), scored(folder, targets)]
    return "\n\n".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=128)
    parser.add_argument("--split", type=int, default=64, help="draws of the comparison of kinds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--posterior", type=Path)
    parser.add_argument("--out", type=Path, default=Path("forecasts/predecessor"))
    parser.add_argument("--fresh", action="store_true")
    options = parser.parse_args()
    options.kinds = ("prior", "posterior") if options.posterior else ("prior",)
    made = tables(load_case("aqi-iraq"), options)
    print(made)
    text = DOC.read_text(encoding="utf-8")
    DOC.write_text(f"{text.split(START)[0]}{START}\n\n{made}\n\n{STOP}{text.split(STOP)[-1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
