"""Time and memory of scoring 2,292 unit-months x 1,000 draws with every row-wise score. Limits: 2 s, 1 GB.

Run: python benchmarks/score_speed.py
"""

import resource
import time

import numpy as np

from polemos.scoring.forecast import Forecast, Observed
from polemos.scoring.sheet import score


def main():
    luck = np.random.default_rng(0)
    unit = np.tile(np.arange(191).astype(str), 12)
    period = np.repeat(np.arange(24216, 24228), 191)
    table = Forecast("ged_sb", 24213, unit, period, luck.negative_binomial(0.3, 0.01, (2292, 1000)).astype(float))
    truth = Observed("ged_sb", unit, period, luck.negative_binomial(0.3, 0.01, 2292).astype(float))
    score(table, truth, ("crps",))
    start = time.perf_counter()
    sheet = score(table, truth)
    spent = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{len(sheet.scores)} scores in {spent:.2f} s, peak memory {peak:.2f} GB")


if __name__ == "__main__":
    main()
