"""The stages of a calibration: histories of the prior, learning, and histories that go with the record.

Parameters are drawn as they were learned; each draw then looks for luck that goes with the record. Each stage is a
function of what went before and a seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.budget import Budget
from polemos.calibration.design import Arrays
from polemos.calibration.errors import errors_of, nodes
from polemos.calibration.evidence_weights import drawn, weighed
from polemos.calibration.histories import Progress, Simulate, histories
from polemos.calibration.latent import Floats
from polemos.calibration.learner import Learner, Sample, learn_from
from polemos.calibration.likelihood import Likelihood
from polemos.calibration.particle_filter import filtered
from polemos.calibration.setup import Setup
from polemos.calibration.summaries import Summaries, summaries_of
from polemos.calibration.training import Settings
from polemos.core.errors import InputError
from polemos.core.seeds import host_uniform

Told = Callable[[str], Progress]


@dataclass(frozen=True)
class Work:
    """What all stages share: the case at its origin, the seed, who simulates, where pieces are kept, who is told."""

    setup: Setup
    seed: int
    simulate: Simulate
    folder: Path | None
    told: Told
    settings: Settings = Settings()  # noqa: RUF009 - frozen

    def sample(self, stage: str, first: int, z: Floats, misfits: Floats) -> Sample:
        """Histories of coordinates, their luck numbered from `first`."""
        ids = np.arange(first, first + len(z))
        read = histories(self.setup, z, self.seed, ids, self.simulate, self.folder, self.told(stage))
        return Sample(z, misfits, read)

    def standard(self, first: int, draws: int, name: str, size: int) -> Floats:
        """Standard normal numbers (draw, size), keyed by seed, draw and name."""
        from scipy.special import ndtri

        return np.asarray(ndtri(host_uniform(self.seed, np.arange(first, first + draws), name, size)))


@dataclass(frozen=True)
class First:
    """The learner under the prior, and histories that it has not seen."""

    learner: Learner
    unseen: Sample


def first_stage(work: Work, budget: Budget) -> First:
    """Simulate under the prior and learn, for any report that the model can bring forth."""
    draws, setup = budget.prior + budget.checks, work.setup
    z = setup.latent.draw(work.seed, np.arange(draws))
    misfits = work.standard(0, draws, "misfit", len(setup.design.panel.targets) + 1)
    sample = work.sample("histories of the prior", 0, z, misfits)
    seen = sample.rows(slice(0, budget.prior))
    in_country = np.asarray(setup.model.attributes["in_country"].values)
    summaries = summaries_of(setup.design, seen.read["rows"].astype(np.float64), in_country)
    return First(learn_from(setup, summaries, seen, work.seed, work.settings), sample.rows(slice(budget.prior, draws)))


@dataclass(frozen=True)
class Last:
    """One history for each draw, with its luck by month (draw, month) and the coordinates of its misfits.

    effective: how many copies of a draw counted, on average, at the end of each half-year. share: of the way from the
    learned parameters to the posterior given the whole record. different: how many draws differ.
    """

    summaries: Summaries
    sample: Sample
    luck: NDArray[np.int64]
    effective: tuple[float, ...]
    share: float
    different: int

    @cached_property
    def shares(self) -> Floats:
        """The share of each window for which each place was held, (draw, window, place)."""
        return self.summaries.design.shares(self.sample.read["held"])


def last_stage(work: Work, budget: Budget, first: First) -> Last:
    """Draw parameters as they were learned, find luck that goes with the record for each, and weigh them by it."""
    summaries, at = first.learner.summaries, budget.prior + budget.checks
    likelihood = Likelihood(summaries)
    luck = np.random.Generator(np.random.Philox([work.seed, 5]))
    shared = first.learner.draw(summaries.observed(), budget.draws, luck)
    z = work.standard(at, budget.draws * budget.copies, "members", len(work.setup.latent.names))
    z[:, : shared.shape[1]] = np.repeat(shared, budget.copies, axis=0)
    windows = work.setup.design.windows

    def look(z: Floats, luck: NDArray[np.int64], number: int) -> Arrays:
        told = work.told(f"half-year {number + 1} of {len(windows)}")
        return histories(work.setup, z, work.seed, luck, work.simulate, work.folder, told)

    chance = np.random.Generator(np.random.Philox([work.seed, at]))
    end = filtered(z, at, budget.copies, windows, look, likelihood, chance)
    shared = end.z[:, : shared.shape[1]]
    learned = first.learner.log_density(summaries.observed(), shared, luck)
    share, weight = weighed(end.evidence, shared, learned)
    rows = within_bounds(work.setup, end.z, drawn(weight, chance))
    read = {name: values[rows] for name, values in end.read.items()}
    sample = Sample(end.z[rows], _misfits(work, summaries, read, at), read)
    return Last(summaries, sample, end.luck[rows], end.effective, share, len(np.unique(rows)))


def within_bounds(setup: Setup, z: Floats, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Rows of draws within the priors' bounds; the others' places are taken by these, from the first on."""
    kept = rows[setup.latent.inside(z[rows])]
    if not len(kept):
        raise InputError("priors", "no draw of the posterior lies within their bounds", fix="move or drop the bounds")
    return np.concatenate([kept, np.resize(kept, len(rows) - len(kept))])


def _misfits(work: Work, summaries: Summaries, read: Arrays, first: int) -> Floats:
    """Coordinates of the misfits' standard deviations, drawn by what the members that fit best need."""
    shares = summaries.design.shares(read["held"])
    logs, observed = summaries.simulated(read["rows"], shares), summaries.observed()
    chances = [own.misfit_chances(observed[own.at] - logs[:, own.at]) for own in errors_of(summaries).values()]
    uniform = host_uniform(work.seed, np.arange(first, first + len(logs)), "misfits", len(chances))
    rows = [np.searchsorted(np.cumsum(own)[:-1], u) for own, u in zip(chances, uniform.T, strict=True)]
    return np.asarray(nodes()[np.stack(rows, axis=1)])
