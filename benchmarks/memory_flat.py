"""Peak memory of a run against its number of draws: it must not grow. Each run is a process of its own.

Printed are the peak of the process that was called and that of the largest of its workers.

python benchmarks/memory_flat.py [--case CASE] [--until YYYY-MM] [--draws N N N]
Prints one line per run and exits with 1 if the largest run needs over 10 % and 32 MiB more than the smallest.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHILD = """
import resource, sys
from pathlib import Path
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.ensemble.run import run_ensemble
case, until, draws, out = sys.argv[1:]
run_ensemble(resolve(load_case(case), until), int(draws), 1, Path(out))
own, worker = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(own, worker)
"""


def measure(case: str, until: str, draws: int) -> tuple[float, float, float, float]:
    """Peak resident memory in MiB of the caller and of a worker, seconds, and MiB on disk."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        start = time.perf_counter()
        call = [sys.executable, "-c", CHILD, case, until, str(draws), str(out)]
        said = subprocess.run(call, capture_output=True, text=True, check=True).stdout
        size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
        own, worker = (int(number) / 1024 for number in said.split())
        return own, worker, time.perf_counter() - start, size / 2**20


def main() -> None:
    """Measure and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", default="islamic-state")
    parser.add_argument("--until", default="2021-12")
    parser.add_argument("--draws", type=int, nargs="+", default=[512, 2048, 8192])
    asked = parser.parse_args()
    print(f"{'draws':>8} {'peak MiB':>9} {'worker MiB':>11} {'seconds':>8} {'disk MiB':>9}")
    peaks = []
    for draws in sorted(asked.draws):
        peak, worker, seconds, size = measure(asked.case, asked.until, draws)
        peaks.append(peak)
        print(f"{draws:>8} {peak:>9.0f} {worker:>11.0f} {seconds:>8.1f} {size:>9.1f}", flush=True)
    if peaks[-1] > 1.1 * peaks[0] and peaks[-1] - peaks[0] > 32:
        sys.exit("memory grows with the number of draws")


if __name__ == "__main__":
    main()
