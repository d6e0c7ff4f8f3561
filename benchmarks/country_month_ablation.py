"""What each part of the country-month forecaster adds, on the tuning origins: April and October 2003 to October 2015.

No month after 2016-12 is read. Yearly summaries booked in December are set apart in what is scored, too.
Run: python benchmarks/country_month_ablation.py ../shared/data/views/cm_ged_sb_1990_2021.parquet
"""

import sys

import numpy as np

from polemos.core.calendar import month_number
from polemos.forecasting.country_month import forecaster as room
from polemos.forecasting.country_month.artefacts import without_summaries
from polemos.forecasting.country_month.forecaster import CountryMonth
from polemos.forecasting.country_month.weights import PARTS
from polemos.forecasting.forecaster import forecast
from polemos.forecasting.history import History, read_history
from polemos.forecasting.methods import method
from polemos.scoring.forecast import Observed
from polemos.scoring.sheet import join, score

LAST = month_number("2016-12")
NAMES = ("crps", "log_crps", "honest_ignorance", "mis_90", "coverage_90")
LEADS = tuple(range(3, 15))
DRAWS = 500


def origins():
    months = [month_number(f"{year}-{month}") for year in range(2003, 2016) for month in ("04", "10")]
    return [origin for origin in months if origin + LEADS[-1] <= LAST]


def observed(history):
    dated = without_summaries(history.values, history.first)
    month, unit = np.nonzero(~np.isnan(dated))
    return Observed(history.target, history.unit[unit], month + history.first, dated[month, unit])


def sheets(history, truth, maker):
    found = []
    for origin in origins():
        known = history.until(origin)
        table = forecast(maker(), known, LEADS, DRAWS if maker().own_draws == 1000 else 0)
        found.append(score(table, truth, NAMES))
    return found


def line(name, found, base):
    ratio = np.exp(np.mean([np.log(s.mean("crps") / b.mean("crps")) for s, b in zip(found, base, strict=True)]))
    everything = join(found)
    numbers = " | ".join(f"{everything.mean(n):.4g}" for n in NAMES)
    print(f"| {name} | {ratio:.4f} | {numbers} |", flush=True)


def main():
    whole = read_history(sys.argv[1])
    history = History(whole.target, whole.unit, whole.first, whole.values[: LAST - whole.first + 1])
    truth = observed(history)
    base = sheets(history, truth, lambda: method("conflictology-12"))
    print(
        "| forecaster | CRPS ratio | CRPS | log CRPS | ignorance | MIS 90 | cover 90 |\n|---|---|---|---|---|---|---|"
    )
    line("conflictology-12", base, base)
    for name in ("negative-binomial-mixture", "m00"):
        line(name, sheets(history, truth, lambda name=name: method(name)), base)
    line("country-month", sheets(history, truth, CountryMonth), base)
    own = tuple(part for part in PARTS if part.startswith("own"))
    groups = {part: (part,) for part in PARTS[len(own) :]} | {"own record (all windows)": own}
    for name, parts in groups.items():
        line(f"without {name}", sheets(history, truth, lambda parts=parts: CountryMonth(without=parts)), base)
    line("own record alone", sheets(history, truth, lambda: CountryMonth(without=PARTS[len(own) :])), base)
    for function in ("without_spikes", "without_summaries"):
        kept = getattr(room, function)
        setattr(room, function, lambda values, first=0: values)
        line(f"cleaning off: {function}", sheets(history, truth, CountryMonth), base)
        setattr(room, function, kept)


if __name__ == "__main__":
    main()
