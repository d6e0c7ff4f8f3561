"""Load a case, run a few draws of it, look at the ranges: the Python side of `polemos run`.

    python examples/run_and_look.py [--draws 16] [--until 2012-06] [--out FOLDER]

Prints, for three quantities, the median and the 90 % range over the draws, month by month. Most of the time goes into
compiling the model once. Without --out the run is kept in a temporary folder and thrown away.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.ensemble.reading import Ensemble
from polemos.ensemble.run import run_ensemble

SHOWN = ("fighters", "area_control", "civilians_killed_iraq")


def look(ensemble: Ensemble) -> None:
    """Print the ranges of what is shown; `ensemble.dataset` is an xarray Dataset with all the rest."""
    months = [str(month)[:7] for month in ensemble.dataset["month"].values]
    for name in SHOWN:
        low, median, high = ensemble.quantiles(name, [0.05, 0.5, 0.95]).values
        print(f"\n{ensemble.dataset[name].attrs['long_name']} [{ensemble.dataset[name].attrs['units']}]")
        for k, month in enumerate(months):
            print(f"  {month}  median {median[k]:>12,.0f}   90 % of draws {low[k]:>12,.0f} to {high[k]:,.0f}")


def main() -> None:
    """Run and look."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", default="islamic-state", help="a shipped case's name or a case folder")
    parser.add_argument("--draws", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", default="2012-06", help="the last month to simulate")
    parser.add_argument("--out", type=Path, help="keep the run in this folder")
    asked = parser.parse_args()
    resolved = resolve(load_case(asked.case), asked.until)
    print(f"{resolved.title}: {len(resolved.places)} places, {len(resolved.parameters)} parameters")
    with tempfile.TemporaryDirectory() as spare:
        out = asked.out or Path(spare) / "run"
        ensemble = run_ensemble(resolved, asked.draws, asked.seed, out)
        print(repr(ensemble))
        look(ensemble)


if __name__ == "__main__":
    main()
