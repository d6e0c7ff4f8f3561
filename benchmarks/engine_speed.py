"""How fast the worked case runs in steady state: run-steps/s and run-days/s, one process for each core, 128 places.

Starting and compiling are left out and printed apart. On a busy machine read the rate per core instead, which counts
processor seconds. With --parts one process is traced and the time of its kernels is added up by what they compute.
Run: python benchmarks/engine_speed.py [--draws 1000] [--until 2012-12] [--workers 2] [--parts]
"""

import argparse
import collections
import re
import tempfile
import time
from pathlib import Path

import jax
import numpy as np

from polemos.cases.build import build
from polemos.cases.draw import draw_parameters
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.core.engine import LANES, compile_model
from polemos.ensemble.bank import Bank

DAYS_A_MONTH = 365.2425 / 12
RECORD = {"people_ruled": "end", "holder": "end"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case", default="islamic-state")
    parser.add_argument("--until", default="2012-12")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--parts", action="store_true", help="also print where the time goes")
    return parser.parse_args()


def timed(bank, theta, draws):
    """Wall seconds to run all draws."""
    start = time.perf_counter()
    bank(theta, 1, np.arange(draws))
    return time.perf_counter() - start


def traced(run):
    """Seconds by name of what ran, from the profiler."""
    with tempfile.TemporaryDirectory() as folder:
        with jax.profiler.trace(folder):
            run()
        (path,) = Path(folder).rglob("*.xplane.pb")
        data = jax.profiler.ProfileData.from_file(str(path))
    spent = collections.Counter()
    for plane in data.planes:
        for line in plane.lines:
            for event in line.events:
                spent[event.name] += event.duration_ns / 1e9
    return spent


def parts(simulation, theta, steps):
    """Print the time of each kind of kernel, microseconds a step of one chunk; a kernel's name lists its operations."""
    ids = np.arange(LANES)
    own = {key: value[ids] for key, value in theta.items()}
    spent = traced(lambda: simulation(own, 1, ids))
    kinds = collections.Counter()
    for name, seconds in spent.items():
        if re.search(r"(fusion|^dot|^wrapped|^copy|^reduce|^conditional|^broadcast)", name):
            kinds[re.sub(r"[.\d]+(clone)?[.\d]*$", "", name)] += seconds
    print(f"{'microseconds a step of ' + str(LANES) + ' draws':40s} {sum(kinds.values()) / steps * 1e6:9.1f}")
    for kind, seconds in kinds.most_common(25):
        print(f"  {kind:38s} {seconds / steps * 1e6:9.1f}")


def alone(simulation, theta):
    """Processor seconds of one chunk in this process, once compiled."""
    ids = np.arange(LANES)
    own = {key: value[ids] for key, value in theta.items()}
    simulation(own, 1, ids)
    start = time.process_time()
    simulation(own, 1, ids)
    return time.process_time() - start


def main():
    given = arguments()
    resolved = resolve(load_case(given.case), given.until)
    model = build(resolved)
    theta = draw_parameters(resolved, 1, np.arange(given.draws))
    steps = model.calendar.months * model.calendar.steps_per_month
    start = time.perf_counter()
    with Bank(model, RECORD, given.workers) as bank:
        ready = time.perf_counter() - start
        timed(bank, {k: v[: LANES * given.workers] for k, v in theta.items()}, LANES * given.workers)
        rate = given.draws * steps / timed(bank, theta, given.draws)
    days = model.calendar.step * DAYS_A_MONTH
    print(f"places {len(model.dims.get('place', ()))}, draws {given.draws}, steps {steps}, workers {given.workers}")
    print(f"tracing, compiling or loading: {ready:.1f} s")
    print(f"steady state: {rate:,.0f} run-steps/s, {rate * days:,.0f} run-days/s")
    simulation = compile_model(model, RECORD)
    each = LANES * steps / alone(simulation, theta)
    print(f"one core, by processor seconds: {each:,.0f} run-steps/s, {each * days:,.0f} run-days/s")
    if given.parts:
        parts(simulation, theta, steps)


if __name__ == "__main__":
    main()
