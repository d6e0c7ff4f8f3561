"""How fast the worked case runs in steady state: run-steps/s and run-days/s, two threads side by side, 128 places.

Compiling is left out and printed apart. With --parts a single thread is traced and the time of its kernels is added up
by what they compute. Run: python benchmarks/engine_speed.py [--draws 1000] [--until 2012-06] [--mode counts] [--parts]
"""

import argparse
import collections
import re
import tempfile
import threading
import time
from pathlib import Path

import jax
import numpy as np

from polemos.cases.build import build
from polemos.cases.draw import draw_parameters
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.core.engine import LANES, compile_model

DAYS_A_MONTH = 365.2425 / 12
RECORD = {"people_ruled": "end", "holder": "end"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case", default="islamic-state")
    parser.add_argument("--until", default="2012-06")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--mode", default="counts")
    parser.add_argument("--parts", action="store_true", help="also print where the time goes")
    return parser.parse_args()


def work(simulation, theta, chunks, lock):
    """Take chunks of draws until none is left."""
    while True:
        with lock:
            if not chunks:
                return
            ids = chunks.pop()
        simulation({key: value[ids] for key, value in theta.items()}, 1, ids)


def timed(simulation, theta, draws, threads):
    """Wall and processor seconds to run all draws."""
    chunks = [np.arange(i, min(i + LANES, draws)) for i in range(0, draws, LANES)]
    lock = threading.Lock()
    workers = [threading.Thread(target=work, args=(simulation, theta, chunks, lock)) for _ in range(threads)]
    wall, processor = time.perf_counter(), time.process_time()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.perf_counter() - wall, time.process_time() - processor


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


def main():
    given = arguments()
    resolved = resolve(load_case(given.case), given.until)
    model = build(resolved)
    theta = draw_parameters(resolved, 1, np.arange(given.draws))
    simulation = compile_model(model, RECORD, given.mode)
    steps = model.calendar.months * model.calendar.steps_per_month
    first, _ = timed(simulation, {k: v[:LANES] for k, v in theta.items()}, LANES, 1)
    wall, processor = timed(simulation, theta, given.draws, given.threads)
    rate = given.draws * steps / wall
    print(f"places {len(model.dims.get('place', ()))}, draws {given.draws}, steps {steps}, threads {given.threads}")
    print(f"first call, with compiling: {first:.1f} s")
    print(f"steady state: {rate:,.0f} run-steps/s, {rate * model.calendar.step * DAYS_A_MONTH:,.0f} run-days/s")
    print(f"processors kept busy: {processor / wall:.2f}")
    if given.parts:
        parts(simulation, theta, steps)


if __name__ == "__main__":
    main()
