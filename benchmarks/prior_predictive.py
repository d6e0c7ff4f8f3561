"""What the prior says before any fit: figures inside its bands, and how often a draw shows each part of the life cycle.

Every figure is compared with the month it speaks of, as it stands. Nothing is fitted; the shares are of assumptions,
not forecasts. Run: python benchmarks/prior_predictive.py [--draws 1000] [--seed 1] [--write FILE]
"""

import argparse
from pathlib import Path

import numpy as np

from polemos.cases.load import load_case
from polemos.cases.observed import load_figures
from polemos.cases.resolve import resolve
from polemos.cases.targets import load_targets
from polemos.core.calendar import month_number
from polemos.ensemble.bank import simulate
from polemos.ensemble.run import experiment_of

RECORD = {
    "holder": "end", "offensive": "end", "pocket": "end", "killed_by_fire": "gain", "forces_killed": "gain",
    "GarrisonCollapse.leaving": "sum", "underground": "end", "fighters": "end", "fell_out": "end",
}  # fmt: skip
HELD, LARGE_TOWN, TOWN, QUARTER_ATTACKS = 1, 200_000, 50_000, 100
LARGEST_AREA, MOST_FIGHTERS = 300_000.0, 200_000.0
LAST_THIRD = 1 / 3


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case", default="islamic-state")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="file to write the page to")
    return parser.parse_args()


def histories(resolved, draws, seed):
    """What was recorded by place, and the observed series, both by name; arrays (draw, month, ...)."""
    experiment = experiment_of(resolved, draws, seed, record=RECORD)
    ids = np.arange(draws)
    raw = simulate(experiment.model, experiment.record, experiment.parameters(ids), seed, ids)
    return raw, {quantity.name: quantity.observe(raw, experiment.model) for quantity in experiment.quantities}


def coverage(case, series):
    """Rows of target, number of figures, shares inside the 50, 80 and 95 % bands of their month."""
    figures, start, rows = load_figures(case), month_number(case.header.start), []
    for name, target in load_targets(case).items():
        months = [(f.date.year * 12 + f.date.month - 1 - start, f.value) for f in figures if f.series in target.series]
        months = [(m, v) for m, v in months if 0 <= m < series["fighters"].shape[1]]
        if name not in series or not months:
            continue
        at = np.array([m for m, _ in months])
        bands = np.quantile(series[name][:, at], [0.025, 0.1, 0.25, 0.75, 0.9, 0.975], axis=0)
        value = np.array([v for _, v in months])
        inside = [np.mean((bands[i] <= value) & (value <= bands[5 - i])) for i in (2, 1, 0)]
        rows.append((name, len(months), *inside))
    return rows


def first(flags, axis=1):
    """The first month in which something holds, or the number of months; shape without `axis`."""
    return np.where(flags.any(axis=axis), flags.argmax(axis=axis), flags.shape[axis])


def taken_by_shock(data, places):
    """Per draw: a large town taken, and taken while more soldiers ran than fell (in the month and the one before)."""
    large = np.array([p.town_population >= LARGE_TOWN for p in places])
    held = np.asarray(data["holder"])[..., large] == HELD
    ran = np.asarray(data["GarrisonCollapse.leaving"])[..., large]
    fell = np.asarray(data["forces_killed"])[..., large]
    new = held[:, 1:] & ~held[:, :-1]
    fled = (ran[:, 1:] + ran[:, :-1]) > (fell[:, 1:] + fell[:, :-1])
    return new.any(axis=(1, 2)), (new & fled).any(axis=(1, 2))


def late_deadlier(data, places):
    """Per draw: sieges seen in both parts, and more civilian deaths by fire per km2 left in the last third."""
    built = np.array([p.built_up for p in places])
    left, on = np.asarray(data["pocket"], float), np.asarray(data["offensive"]) > 0.5
    per_km2 = np.asarray(data["killed_by_fire"], float) / (built * np.maximum(left, 0.02))
    late, early = on & (left < LAST_THIRD), on & (left >= LAST_THIRD)
    seen = late.any(axis=(1, 2)) & early.any(axis=(1, 2))
    rate = [
        np.where(part, per_km2, 0).sum(axis=(1, 2)) / np.maximum(part.sum(axis=(1, 2)), 1) for part in (late, early)
    ]
    return seen, rate[0] > rate[1]


def underground_share(data):
    """Share of the settled fighters who hide, (draw, month)."""
    hidden, open_ones = (data[n].sum(axis=(2, 3), dtype=float) for n in ("underground", "fighters"))
    return hidden / np.maximum(hidden + open_ones, 1)


def life_cycle(data, series, places, year):
    """Rows of check, draws to which it applies, draws that show it."""
    area, members = series["area_control"], series["fighters"]
    ruled, inflow = series["people_ruled"], series["foreign_inflow"]
    draws, everyone = len(area), np.ones(len(area), bool)
    peak, at = area.max(axis=1), area.argmax(axis=1)
    ruler = peak > area_of_note(area)
    smooth = np.apply_along_axis(lambda x: np.convolve(x, np.ones(6) / 6, "same"), 1, inflow)
    months = np.arange(area.shape[1])[None]
    half_area = first((area < peak[:, None] / 2) & (months > at[:, None]))
    fell = smooth < smooth.max(axis=1)[:, None] / 2
    half_inflow = first(fell & (months > smooth.argmax(axis=1)[:, None]))
    towns = np.array([p.town_population >= TOWN for p in places])
    holds = (np.asarray(data["holder"])[..., towns] == HELD).any(axis=-1)
    quarter = series["attacks_iraq"][:, year(2019) :].reshape(draws, -1, 3).sum(axis=-1)
    alive = (members[:, year(2019) :] > members[:, :1] / 4).all(axis=1)
    fallen = ruler & (half_area < area.shape[1])
    hiding = underground_share(data)
    rows = np.arange(draws)
    later = np.minimum(half_area + 6, area.shape[1] - 1)
    split = first(series["coalition_split"] > 0)
    safe = first((ruled < 0.25 * ruled.max(axis=1)[:, None]) & (months > ruled.argmax(axis=1)[:, None]))
    large, shock = taken_by_shock(data, places)
    seen, deadlier = late_deadlier(data, places)
    mosul = np.asarray(data["holder"])[..., [p.id for p in places].index("mosul")] == HELD
    return [
        ("members have doubled by the end of 2013", everyone, members[:, year(2013) + 11] > 2 * members[:, 0]),
        ("Mosul is taken in 2014", everyone, mosul[:, year(2014) : year(2015)].any(axis=1)),
        ("Mosul is taken at some time", everyone, mosul.any(axis=1)),
        ("a town of 200,000 or more is taken", everyone, large),
        ("it is taken while more soldiers run than fall", large, shock),
        ("the area has its peak in 2014 or 2015", ruler, (at >= year(2014)) & (at < year(2016))),
        ("foreign inflow has halved before area has", fallen, half_inflow < half_area),
        ("the last third of sieges is deadlier per km2", seen, deadlier),
        ("more of those left hide half a year after area has halved", fallen, hiding[rows, later] > hiding[rows, at]),
        ("it is alive in 2019-2021 and holds no town of 50,000", everyone, alive & ~holds[:, year(2019) :].any(axis=1)),
        (
            "more than 100 attacks in Iraq in each quarter of 2019",
            everyone,
            (quarter[:, :4] > QUARTER_ATTACKS).all(axis=1),
        ),
        ("the coalition splits", everyone, split < area.shape[1]),
        ("its first split comes after rule has fallen to a quarter", fallen & (split < area.shape[1]), split >= safe),
    ]


def area_of_note(area):
    """Area from which a draw counts as one in which the movement ruled: a tenth of the largest in any draw."""
    return area.max() / 10


def page(draws, seed, covered, checks, extremes):
    """The page as Markdown."""
    lines = [
        "# What the prior says", "",
        f"{draws} draws from the prior, seed {seed}: parameters from their priors, luck from a seed, nothing fitted.",
        "Written by `benchmarks/prior_predictive.py`. A share of draws tells of assumptions, it is no forecast.", "",
        "## Figures inside the bands of their month", "",
        "| target | figures | in 50 % | in 80 % | in 95 % |", "|---|---|---|---|---|",
    ]  # fmt: skip
    lines += [f"| `{n}` | {k} | {a:.2f} | {b:.2f} | {c:.2f} |" for n, k, a, b, c in covered]
    lines += ["", "## The life cycle", "", "| check | of draws | happens in |", "|---|---|---|"]
    for name, applies, shows in checks:
        share = f"{(shows & applies).sum() / max(applies.sum(), 1):.0%}".replace("%", " %")
        lines.append(f"| {name} | {applies.sum()} | {share} |")
    area, members, over_area, over_members = extremes
    lines += ["", "## Extremes", ""]
    lines += [
        f"The largest area in any draw is {area:,.0f} km2 ({over_area} draws above {LARGEST_AREA:,.0f}),",
        f"the most fighters in any draw {members:,.0f} ({over_members} above {MOST_FIGHTERS:,.0f}).", "",
    ]  # fmt: skip
    return "\n".join(lines)


def main():
    given = arguments()
    case = load_case(given.case)
    resolved = resolve(case)
    data, series = histories(resolved, given.draws, given.seed)
    places = sorted(resolved.places, key=lambda place: place.id)
    first_year = month_number(case.header.start) // 12
    checks = life_cycle(data, series, places, lambda y: (y - first_year) * 12)
    area, members = series["area_control"].max(axis=1), series["fighters"].max(axis=1)
    extremes = area.max(), members.max(), (area > LARGEST_AREA).sum(), (members > MOST_FIGHTERS).sum()
    text = page(given.draws, given.seed, coverage(case, series), checks, extremes)
    print(text)
    if given.write:
        given.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
