"""Histories of the trial prior for one case, and what would have been reported of them; kept in pieces on disk.

Assumes the panel of the whole case: rows known by the cut are learned from, what came later is forecast.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.histories import Progress, histories
from polemos.calibration.setup import Setup, set_up
from polemos.calibration.summaries import Summaries, summaries_of
from polemos.cases.claims import load_claims
from polemos.cases.schema import Case
from polemos.core.calendar import month_number
from polemos.core.seeds import host_uniform
from polemos.ensemble.bank import Bank
from polemos.observation import misfit
from polemos.scenarios.trial_prior import Floats, Signs, Trial, trial_of


@dataclass(frozen=True)
class Tried:
    """Simulated histories of the trial prior.

    read: rows and outputs (draw, ...) as the design reads them; shares (draw, window, place), signs (draw, charge), sd
    of misfits (draw, misfit), effect (draw, charge): the quantile of each charge's first parameter in its prior.
    """

    setup: Setup
    trial: Trial
    summaries: Summaries
    read: Mapping[str, NDArray[Any]]
    shares: Floats
    signs: Signs
    sd: Floats
    effect: Floats

    def __len__(self) -> int:
        return len(self.signs)

    def some(self, part: slice) -> Tried:
        """Some of the histories."""
        return replace(
            self,
            read={name: array[part] for name, array in self.read.items()},
            shares=self.shares[part],
            signs=self.signs[part],
            sd=self.sd[part],
            effect=self.effect[part],
        )

    def reported(self, seed: int, number: int, part: slice = slice(None)) -> Floats:
        """What would have been reported, drawn anew for every `number`; (draw, summary)."""
        luck = np.random.Generator(np.random.Philox([seed, number]))
        read = {name: array[part] for name, array in self.read.items()}
        return self.summaries.reported(read, self.shares[part], self.sd[part], luck)[0]

    def true(self) -> Floats:
        """The same figures without misfit, sources and noise, (draw, summary)."""
        return self.summaries.simulated(self.read["rows"], self.shares)

    @property
    def blocks(self) -> list[NDArray[np.intp]]:
        """Which summaries belong to one target."""
        return [at for _, at in self.summaries.blocks()]

    def known(self, cut: date) -> NDArray[np.bool_]:
        """Which summaries were known at a day, (summary,)."""
        month = _month(self.setup, cut)
        windows = [last < month for _, last in self.setup.design.windows]
        return np.concatenate([known_rows(self.setup, cut), np.array(windows * len(self.summaries.groups), dtype=bool)])


def tried(
    case: Case, draws: int, seed: int, workers: int | None, folder: Path | None, progress: Progress | None = None
) -> Tried:
    """Simulate `draws` histories of the trial prior; pieces that lie in `folder` are not simulated again."""
    setup = whole(case)
    trial = trial_of(load_claims(case), tuple(setup.model.parameters))
    ids = np.arange(draws, dtype=np.int64)
    z, signs = setup.latent.draw(seed, ids), trial.signs(seed, ids)
    with Bank(setup.model, setup.design.record, workers) as bank:

        def simulate(theta: dict[str, Floats], luck: int, some: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
            return bank(trial.applied(theta, trial.signs(seed, some)), luck, some)

        marked = np.concatenate([z, signs], axis=1)  # The signs are part of a piece's name.
        read = histories(setup, marked, seed, ids, simulate, folder, progress)
    return _tried(setup, trial, read, z, signs, seed)


def whole(case: Case) -> Setup:
    """The case with everything that was ever published of it."""
    return set_up(case, date(*_last_day(case.header.end)))


def known_rows(setup: Setup, cut: date) -> NDArray[np.bool_]:
    """Which rows of the panel were known at a day, (row,)."""
    month = _month(setup, cut)
    return np.array([row.known_from <= cut and row.last <= month for row in setup.design.panel.rows], dtype=bool)


def later_rows(setup: Setup, cut: date) -> NDArray[np.intp]:
    """Which rows of the panel are of months after a day's."""
    month = _month(setup, cut)
    return np.array([j for j, row in enumerate(setup.design.panel.rows) if row.first > month], dtype=np.intp)


def _month(setup: Setup, cut: date) -> int:
    """A day's month, counted from the panel's start."""
    return cut.year * 12 + cut.month - 1 - month_number(setup.design.panel.start)


def fingerprint(setup: Setup) -> str:
    """sha256 of the case and of its panel: a trial belongs to a case while this is the same."""
    text = "\n".join([setup.resolved.canonical, str(setup.origin), repr(setup.design.panel)])
    return hashlib.sha256(text.encode()).hexdigest()


def _tried(setup: Setup, trial: Trial, read: Mapping[str, NDArray[Any]], z: Floats, signs: Signs, seed: int) -> Tried:
    from scipy.special import ndtr, ndtri

    rows = read["rows"].astype(np.float64)
    summaries = summaries_of(setup.design, rows, np.asarray(setup.model.attributes["in_country"].values))
    uniform = host_uniform(seed, np.arange(len(rows)), "trial misfit", len(summaries.misfits))
    names = setup.latent.names
    effect = np.full(signs.shape, 0.5)
    for number, charge in enumerate(trial.charges):
        for one in charge.parameters[:1]:
            effect[:, number] = ndtr(z[:, next(i for i, name in enumerate(names) if name.partition("[")[0] == one)])
    shares = setup.design.shares(read["held"])
    kept = {"rows": rows, "outputs": read["outputs"].astype(np.float64)}
    return Tried(setup, trial, summaries, kept, shares, signs, misfit.log_sd(ndtri(uniform)), effect)


def _last_day(month: str) -> tuple[int, int, int]:
    import calendar

    year, number = int(month[:4]), int(month[5:])
    return year, number, calendar.monthrange(year, number)[1]
