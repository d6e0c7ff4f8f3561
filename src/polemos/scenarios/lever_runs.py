"""Runs of many settings of the levers on the draws and the luck that the app's comparisons use, kept as quantiles.

Assumes that one setting's quantiles are worth keeping and its draws are not. Each finished run is a file, so that work
which was stopped goes on; a file belongs to the key of case, code and draws that stands in its folder's name.
"""

from __future__ import annotations

import dataclasses
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from polemos.cases.claims import load_claims
from polemos.cases.schema import Case
from polemos.core.intervention import Intervention
from polemos.ensemble.durable import write_durably
from polemos.ensemble.manifest import code_hash
from polemos.scenarios.histories import Draws, Histories, Simulator
from polemos.scenarios.lever_design import Floats, Levers, scenario_of
from polemos.scenarios.levers import levers_of
from polemos.scenarios.outcomes import SHOWN, outcomes_of
from polemos.scenarios.scenario import BASELINE, Applied, Scenario

BAND = (0.1, 0.5, 0.9)
RANGE = (0.05, 0.5, 0.95)
BLOCK = 125


@dataclass(frozen=True)
class Told:
    """What is kept of one setting: series by name (month, quantile of BAND) and their sd over draws (month,); of each
    outcome its quantiles and those of its difference to the baseline (outcome, 2, quantile of RANGE), and its sd."""

    bands: dict[str, Floats]
    sds: dict[str, Floats]
    outcomes: Floats
    outcome_sds: Floats


def key_of(base: Applied, draws: Draws) -> str:
    """sha256 of what runs belong to: the case, the code that runs it, and the draws with their luck."""
    total = hashlib.sha256(f"{base.resolved.hash} {code_hash(base.model.mechanisms)} {draws.seed}".encode())
    for name, values in sorted(draws.theta.items()):
        total.update(name.encode() + np.ascontiguousarray(values, dtype=np.float64).tobytes())
    total.update(np.ascontiguousarray(draws.ids).tobytes())
    return total.hexdigest()


def told_of(run: Histories, base: Histories) -> Told:
    """Quantiles of a run, beside the run with all levers at rest."""
    names = [name for name in SHOWN if name in run.series]
    series = {name: np.asarray(run.series[name], dtype=np.float64) for name in names}
    pairs = [(o.of(run), o.of(base)) for o in outcomes_of(base)]
    return Told(
        {name: np.quantile(values, BAND, axis=0).T for name, values in series.items()},
        {name: values.std(axis=0) for name, values in series.items()},
        np.stack([[np.quantile(now, RANGE), np.quantile(now - before, RANGE)] for now, before in pairs]),
        np.array([[now.std(), (now - before).std()] for now, before in pairs]),
    )


class LeverRuns:
    """Runs of a case's settings in a folder; what is there is read, what is missing is made."""

    def __init__(self, case: Case, draws: Draws, folder: Path, workers: int | None = None) -> None:
        self.base, self.draws, self._workers = Scenario(BASELINE).apply(case), draws, workers
        self.levers: Levers = levers_of(self.base.model)
        self._claims = load_claims(case)
        self.key = key_of(self.base, draws)
        self._folder = folder / self.key[:16]
        self._before: Histories | None = None

    @property
    def stepped(self) -> tuple[str, ...]:
        """The levers whose acts are compiled into the model: those on stocks."""
        return tuple(name for name in self.levers if name in self.base.model.stocks)

    def made(self, rows: Floats) -> dict[int, Told]:
        """The runs that are there, by row."""
        return {k: read_told(file) for k, row in enumerate(rows) if (file := self._file(row)).is_file()}

    def make(self, rows: Floats, until: float, tell: Callable[[int, int], None]) -> None:
        """Make what is missing, in order, as long as the monotonic clock stands before `until`."""
        done = sum(self._file(row).is_file() for row in rows)
        missing = [row for row in rows if not self._file(row).is_file()]
        for first in range(0, len(missing), BLOCK):
            for group in self._groups(missing[first : first + BLOCK]):
                with Simulator(self.base, self._workers) as simulate:
                    for row in group:
                        if time.monotonic() >= until:
                            return
                        self._make(row, simulate)
                        done += 1
                        tell(done, len(rows))

    def _groups(self, rows: Sequence[Floats]) -> Iterator[list[Floats]]:
        """Rows with the same acts compiled in together."""
        found: dict[tuple[Intervention, ...], list[Floats]] = {}
        for row in rows:
            found.setdefault(self._applied(row)[0].interventions, []).append(row)
        yield from found.values()

    def _make(self, row: Floats, simulate: Simulator) -> None:
        if self._before is None:
            self._before = simulate(self.base, self.draws)
        save_told(self._file(row), told_of(simulate(*self._applied(row)), self._before))

    def _applied(self, row: Floats) -> tuple[Applied, Draws]:
        """A setting; a parameter set throughout is set in the draws: the same numbers, and nothing is compiled."""
        scenario = scenario_of(row, self.levers)
        found = scenario.laid_over(self.base.resolved, self.base.model, self._claims)
        theta, compiled = dict(self.draws.theta), []
        for act in found.interventions:
            if act.target in theta and act.how == "set" and act.label is None and act.end is None:
                theta[act.target] = np.full_like(theta[act.target], act.value)
            else:
                compiled.append(act)
        draws = dataclasses.replace(self.draws, theta=theta)
        return dataclasses.replace(found, interventions=tuple(compiled)), draws

    def _file(self, row: Floats) -> Path:
        name = hashlib.sha256(np.nan_to_num(row, nan=-1.0).tobytes()).hexdigest()[:16]
        return self._folder / f"{name}.npz"


def save_told(file: Path, told: Told) -> None:
    """Write one setting's quantiles whole or not at all."""
    import io

    file.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    arrays: dict[str, NDArray[np.float64]] = {f"band {name}": values for name, values in told.bands.items()}
    arrays |= {f"sd {name}": values for name, values in told.sds.items()}
    np.savez_compressed(buffer, outcomes=told.outcomes, outcome_sds=told.outcome_sds, **arrays)  # type: ignore[arg-type]
    write_durably(file, buffer.getvalue())


def read_told(file: Path) -> Told:
    """One setting's quantiles."""
    with np.load(file, allow_pickle=False) as kept:
        parts = {p: {n[len(p) + 1 :]: kept[n] for n in kept if n.startswith(f"{p} ")} for p in ("band", "sd")}
        return Told(parts["band"], parts["sd"], kept["outcomes"], kept["outcome_sds"])
