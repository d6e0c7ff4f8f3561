"""Does halving the step change what is reported? The worked case at 5, 10 and 20 steps a month, with the same draws.

For each reported monthly quantity and each halving, four columns. The move is the difference of the two medians over
all draws; the two runs share their parameters. An error is a central 95 % interval, by bootstrap: not a multiple of a
standard deviation, since a median of whole numbers goes from one to the next at once.

apart     share of months in which the difference of two independent runs of this size excludes zero
paired    share of months in which it excludes zero when both runs keep the same rows (the strictest)
reported  share of months in which the finer median lies outside the error of a median of 200 draws at the coarser step:
          of the run that is reported, so it says whether a reader of that run could tell the halving from its luck
largest   the largest move as a share of the range of the median over the run

By chance alone about 5 % of months lie outside 'apart' and 'paired', far fewer outside 'reported' with many draws.

python benchmarks/step_halving.py [--case CASE] [--until YYYY-MM] [--draws N] [--steps N N N] [--seed N] [--strict]
With --strict the exit status is 1 if more than 10 % of the months of any quantity lie outside, 'apart', at the finest.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.ensemble.crew import side_by_side
from polemos.ensemble.experiment import Experiment
from polemos.ensemble.run import experiment_of
from polemos.ensemble.workers import worker_count

Floats = NDArray[np.float64]
RESAMPLES, ERROR, MOST_OUTSIDE = 400, (0.025, 0.975), 0.10
REPORTED_DRAWS = 200  # of the run that `make run` reports


@dataclasses.dataclass(frozen=True)
class Move:
    """What halving the step does to one quantity: shares of months, and the largest move as a share of the range."""

    apart: float
    paired: float
    reported: float
    largest: float
    months: int


def simulated(experiment: Experiment, steps: int) -> dict[str, Floats]:
    """Every reported quantity, (draws, months), at this many steps a month; one process for each core."""
    calendar = dataclasses.replace(experiment.model.calendar, steps_per_month=steps)
    finer = dataclasses.replace(experiment, model=dataclasses.replace(experiment.model, calendar=calendar), kept={})
    ids, workers = np.arange(finer.draws), worker_count(None)
    chunks = [ids[first : first + finer.lanes] for first in range(0, len(ids), finer.lanes)]
    with side_by_side(finer.compile(), workers) as simulate, ThreadPoolExecutor(workers) as threads:
        parts = list(threads.map(lambda chunk: finer.compute(simulate, chunk), chunks))
    return {name: np.concatenate([part[name] for part in parts]).astype(float) for name in parts[0]}


def moved(coarse: Floats, fine: Floats, luck: np.random.Generator) -> Move:
    """Compare the medians of two runs month by month; arrays (draws, months)."""
    draws = len(coarse)
    middle = np.median(fine, axis=0)
    apart, paired, reported = np.empty((3, RESAMPLES, coarse.shape[1]))
    for again in range(RESAMPLES):
        rows, others = luck.integers(0, draws, (2, draws))
        median = np.median(fine[rows], axis=0)
        apart[again] = median - np.median(coarse[others], axis=0)
        paired[again] = median - np.median(coarse[rows], axis=0)
        reported[again] = np.median(coarse[luck.integers(0, draws, REPORTED_DRAWS)], axis=0) - middle
    size, largest = np.ptp(middle), np.abs(middle - np.median(coarse, axis=0)).max()
    outside = [excluding_zero(sample) for sample in (apart, paired, reported)]
    return Move(*outside, float(largest / size) if size > 0 else 0.0, coarse.shape[1])


def excluding_zero(sample: Floats) -> float:
    """The share of months whose central 95 % of the bootstrap's differences, (resamples, months), excludes zero."""
    low, high = np.quantile(sample, ERROR, axis=0)
    return float(np.mean((low > 0) | (high < 0)))


def compared(runs: Mapping[int, Mapping[str, Floats]], seed: int) -> dict[tuple[int, int], dict[str, Move]]:
    """All quantities, for each step count and its double."""
    found, names = {}, sorted(next(iter(runs.values())))
    for coarse, fine in itertools.pairwise(sorted(runs)):
        lucks = [np.random.default_rng([seed, number]) for number in range(len(names))]
        with ThreadPoolExecutor(worker_count(None)) as threads:
            moves = threads.map(moved, [runs[coarse][n] for n in names], [runs[fine][n] for n in names], lucks)
            found[coarse, fine] = dict(zip(names, moves, strict=True))
    return found


def printed(table: Mapping[tuple[int, int], Mapping[str, Move]]) -> None:
    """One line per quantity; for each halving the three shares and the largest move of a median against its range."""
    names = sorted(next(iter(table.values())))
    head = "".join(f"{f'{a} to {b} steps a month':^42}" for a, b in table)
    print(f"{'share of months outside error':<32}{head}")
    print(f"{'':<32}" + f"{'apart':>9}{'paired':>9}{'reported':>10}{'largest':>11}   " * len(table))
    for name in names:
        moves = [halving[name] for halving in table.values()]
        shares = [f"{move.apart:>9.0%}{move.paired:>9.0%}{move.reported:>10.0%}" for move in moves]
        cells = [f"{share}{move.largest:>11.1%}   " for share, move in zip(shares, moves, strict=True)]
        print(f"{name:<32}{''.join(cells)}")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", default="islamic-state")
    parser.add_argument("--until", default="2021-12")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--steps", type=int, nargs="+", default=[5, 10, 20])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a median moves by more than its error")
    return parser.parse_args()


def main() -> None:
    """Run, compare, print."""
    asked = arguments()
    experiment = experiment_of(resolve(load_case(asked.case), asked.until), asked.draws, asked.seed)
    runs = {}
    for steps in asked.steps:
        start = time.perf_counter()
        runs[steps] = simulated(experiment, steps)
        said = f"{steps} steps a month, {asked.draws} draws: {time.perf_counter() - start:.0f} s"
        print(said, file=sys.stderr, flush=True)
    table = compared(runs, asked.seed)
    printed(table)
    finest = list(table.values())[-1]
    if asked.strict and any(move.apart > MOST_OUTSIDE for move in finest.values()):
        sys.exit("halving the step moves a reported median by more than its Monte Carlo error")


if __name__ == "__main__":
    main()
