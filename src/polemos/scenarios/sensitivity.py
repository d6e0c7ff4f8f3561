"""Which parameter drives which outcome, and what to measure next: runs, an emulator of them, indices of the emulator.

Assumes parameters are independent with the margins of the draws (a posterior's correlations are broken up). Outputs are
on the scale log(1 + y). Parameters that each place has apart, and luck, stay in the runs as noise; what share of an
output's variance the emulator accounts for stands beside its indices. A posterior's rows may be run several times, each
time with other luck; all runs of one row are shown to the emulator, or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.cases.claim_checks import series_names
from polemos.cases.panel import observed_panel
from polemos.cases.schema import Case
from polemos.cases.targets import load_targets
from polemos.core.errors import UsageError
from polemos.core.seeds import host_uniform
from polemos.observation.expression import check_expression
from polemos.scenarios.emulator import Emulator, learn_emulator, ranks
from polemos.scenarios.histories import Draws, Histories, Progress, histories
from polemos.scenarios.indices import Morris, Sobol, morris, sobol
from polemos.scenarios.measuring import expected_reduction
from polemos.scenarios.outcomes import Outcome, outcomes_of
from polemos.scenarios.scenario import BASELINE, Scenario

Floats = NDArray[np.float64]
FRESH = 200
PATHS = 200
TAILS = (0.05, 0.95)
YEAR = 12
MOST_LABELS = 20
FEWEST_RUNS = 500


@dataclass(frozen=True)
class Study:
    """Everything found. inputs and outputs by name; screening over `screened` inputs, indices over the `inputs` kept.

    tornado (input, output, 2): log output at the input's 5th and 95th percentile, all others in the middle. measures,
    gains (measure, output): the share of the output's variance that one more report of a target would take away.
    """

    runs: int
    source: str
    base: int
    screened: tuple[str, ...]
    inputs: tuple[str, ...]
    outputs: tuple[Outcome, ...]
    morris: Morris
    sobol: Sobol
    emulator: Emulator
    tornado: Floats
    measures: tuple[str, ...]
    gains: Floats


def study(
    case: Case,
    draws: Draws,
    *,
    outputs: Sequence[Outcome] = (),
    keep: int = 40,
    base: int = 1024,
    seed: int = 1,
    until: str | None = None,
    workers: int | None = None,
    tell: Progress | None = None,
    folder: Path | None = None,
) -> Study:
    """Simulate the draws, emulate, screen with Morris, and take Sobol's indices of the inputs kept.

    Runs that lie in `folder` are not simulated again.
    """
    if len(draws) < FEWEST_RUNS:
        raise UsageError(f"--draws: sensitivity needs at least {FEWEST_RUNS} runs (it is {len(draws)}).")
    applied = Scenario(BASELINE).apply(case, until)
    names_known = series_names(case, load_targets(case))
    for output in outputs:  # Refused before minutes of simulation, not after.
        check_expression(output.expression, names_known, applied.model.calendar.labels, f"--output {output.title}")
    run = histories(applied, draws, workers, tell, folder)
    chosen = tuple(outputs) or default_outputs(run)
    logs = np.log1p(np.maximum(np.stack([o.of(run) for o in chosen], axis=1), 0.0))
    names, values = inputs_of(draws)
    order = together(values)
    u, shown = ranks(values)[order], logs[order]
    whole = learn_emulator(u, shown, FRESH, seed)
    screen = morris(whole, len(names), PATHS, seed)
    best = np.sort(np.argsort(-(screen.effect / whole.sd).sum(axis=1), kind="stable")[:keep])
    emulator = learn_emulator(u[:, best], shown, FRESH, seed)
    measures, gains = next_measures(case, run, logs, seed)
    kept = tuple(names[i] for i in best)
    return Study(
        len(draws), draws.source, base, names, kept, chosen, screen,
        sobol(emulator, len(best), base, seed), emulator, tornado(emulator, len(best)), measures, gains,
    )  # fmt: skip


def inputs_of(draws: Draws) -> tuple[tuple[str, ...], Floats]:
    """Every parameter that is not apart for each place, a column per label: names and values (draw, input)."""
    names: list[str] = []
    columns: list[Any] = []
    for name, values in sorted(draws.theta.items()):
        table = np.asarray(values, dtype=np.float64).reshape(len(draws), -1)
        if table.shape[1] <= MOST_LABELS:
            names += [name] if table.shape[1] == 1 else [f"{name}[{i}]" for i in range(table.shape[1])]
            columns += list(table.T)
    return tuple(names), np.stack(columns, axis=1)


def together(values: Floats) -> NDArray[np.intp]:
    """An order of the draws in which equal rows follow one another, each where the first of them stood."""
    _, first, row = np.unique(values, axis=0, return_index=True, return_inverse=True)
    return np.argsort(first[row.reshape(-1)], kind="stable")


def default_outputs(run: Histories) -> tuple[Outcome, ...]:
    """The outcomes of a comparison, and the last year's mean of every recorded quantity."""
    last = run.months[-YEAR] if len(run.months) >= YEAR else run.months[0]
    years = [
        Outcome(f"{name}, mean of the last year", unit, f'mean({name}, "{last}", "{run.months[-1]}")')
        for name, unit in sorted(run.units.items())
    ]
    return (*outcomes_of(run), *years)


def tornado(emulator: Emulator, inputs: int) -> Floats:
    """Log outputs with one input at a time at its 5th and 95th percentile, the others in the middle."""
    u = np.full((2 * inputs, inputs), 0.5)
    for i in range(inputs):
        u[2 * i, i], u[2 * i + 1, i] = TAILS
    return emulator(u).reshape(inputs, 2, -1).transpose(0, 2, 1)


def next_measures(case: Case, run: Histories, logs: Floats, seed: int) -> tuple[tuple[str, ...], Floats]:
    """One more report of each target of the case's panel at the information cut: what it would tell of each output."""
    from scipy.special import ndtri

    rows = observed_panel(case).rows
    cut = f"{case.header.information_cut:%Y-%m}"
    month = run.months.index(cut) if cut in run.months else len(run.months) - 1
    names = tuple(sorted({row.target for row in rows} & set(run.series)))
    reports = []
    for name in names:
        spread = float(np.median([_noise(row.noise, row.spread) for row in rows if row.target == name]))
        luck = ndtri(host_uniform(seed, np.arange(len(logs)), f"report.{name}", 1)[:, 0])
        reports.append(np.log1p(np.asarray(run.series[name][:, month], dtype=np.float64)) + spread * luck)
    return names, expected_reduction(np.stack(reports, axis=1), logs, seed)


def _noise(kind: str, spread: float) -> float:
    """The sd of the log of one report: its spread, or that of a negative binomial of this size at a large mean."""
    return spread if kind == "lognormal" else float(spread**-0.5)
