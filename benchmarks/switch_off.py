"""Every claim of the worked case switched off, one at a time, for two months: does it run, and are people conserved?

Prints one row a claim. Not part of the tests, because each row compiles a model of its own.
"""

from __future__ import annotations

import dataclasses
import time

import numpy as np

from polemos.cases.changes import Changes
from polemos.cases.claims import load_claims
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.core.errors import UsageError
from polemos.core.start import initial_state
from polemos.ensemble.run import experiment_of

DRAWS = 16


def main() -> None:
    """Print a row for each claim: mechanisms off, people at the start and at the end, whether all is finite."""
    case = load_case("islamic-state")
    resolved = resolve(case, "2012-02")
    for claim in [c.id for c in load_claims(case) if c.kind == "mechanism"]:
        start = time.process_time()
        try:
            experiment = experiment_of(resolved, DRAWS, 1, record={}, changes=Changes(without=(claim,)))
        except UsageError as refusal:
            print(f"{claim}: {refusal}")
            continue
        counted = [name for name, stock in experiment.model.stocks.items() if stock.counted]
        every = dict.fromkeys(experiment.model.stocks, "end")
        experiment = dataclasses.replace(experiment, kept=every, quantities=(), lanes=DRAWS)
        ids = np.arange(DRAWS)
        theta = experiment.parameters(ids)
        before = initial_state(experiment.model, theta, DRAWS)
        after = experiment.compile()(theta, 1, ids)
        people = [sum(state[n].reshape(DRAWS, -1).sum(axis=1) for n in counted) for state in (before,)]
        people.append(sum(after[n][:, -1].reshape(DRAWS, -1).sum(axis=1, dtype=np.float64) for n in counted))
        finite = all(np.isfinite(values).all() for values in after.values())
        off = ", ".join(experiment.changed["without"])
        print(
            f"{claim}: off {off}; finite {finite}; people conserved {bool((people[0] == people[1]).all())};"
            f" {time.process_time() - start:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
