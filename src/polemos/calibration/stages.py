"""The stages of a calibration: histories of the prior, learning, and an ensemble moved from there to the data.

Two approximations of one posterior are pooled: the learned one gives the start, to the power of a half, and the
smoother takes the data's likelihood to the power of a half; so no figure is counted twice. Which place is in whose
hands enters only as sums over groups of places: a forecast weighs by single places itself. Each stage is a function of
what went before and a seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from polemos.calibration.budget import Budget
from polemos.calibration.errors import errors_of, nodes
from polemos.calibration.histories import Progress, Simulate, histories
from polemos.calibration.latent import Floats
from polemos.calibration.learner import Learner, Sample, learn_from
from polemos.calibration.setup import Setup
from polemos.calibration.smoother import towards
from polemos.calibration.summaries import Summaries, summaries_of
from polemos.calibration.training import Settings
from polemos.core.seeds import host_uniform

HALF = 0.5
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
    """Histories moved to the data, with their misfits.

    spread: by step, the mean standard deviation of the summaries among the histories, to see how far they came.
    """

    summaries: Summaries
    sample: Sample
    spread: tuple[float, ...]

    @cached_property
    def shares(self) -> Floats:
        """The share of each window for which each place was held, (draw, window, place)."""
        return self.summaries.design.shares(self.sample.read["held"])


def last_stage(work: Work, budget: Budget, first: First) -> Last:
    """Start half way between the prior and what was learned, and take the other half from the data themselves."""
    summaries, at = first.learner.summaries, budget.prior + budget.checks
    shared, size = len(work.setup.latent.shared), len(work.setup.latent.names)
    luck = np.random.Generator(np.random.Philox([work.seed, 5]))
    start = first.learner.normal(summaries.observed(), luck).half_way_to_prior()
    z = work.standard(at, budget.members, "members", size)
    z[:, :shared] = start.draw(z[:, :shared])
    errors, spread = errors_of(summaries), []

    def sample_of(z: Floats, number: int) -> Sample:
        found = work.sample(f"step {number} of {budget.steps}", at, z, np.empty((len(z), 0)))
        spread.append(float(_logs(summaries, found).std(axis=0).mean()))
        return found

    z = towards(
        z,
        summaries.observed(),
        errors,
        lambda z, number: _logs(summaries, sample_of(z, number)),
        lambda number: work.standard(at, len(z), f"disturbed {number}", len(summaries.observed())),
        HALF,
        budget.steps,
    )
    found = sample_of(z, budget.steps)
    return Last(summaries, Sample(z, _misfits(work, summaries, found, at), found.read), tuple(spread))


def _logs(summaries: Summaries, sample: Sample) -> Floats:
    return summaries.simulated(sample.read["rows"], summaries.design.shares(sample.read["held"]))


def _misfits(work: Work, summaries: Summaries, sample: Sample, first: int) -> Floats:
    """Coordinates of the misfits' standard deviations, drawn by what the members that fit best need."""
    logs, observed = _logs(summaries, sample), summaries.observed()
    chances = [own.misfit_chances(observed[own.at] - logs[:, own.at]) for own in errors_of(summaries).values()]
    uniform = host_uniform(work.seed, np.arange(first, first + len(sample.z)), "misfits", len(chances))
    rows = [np.searchsorted(np.cumsum(own)[:-1], u) for own, u in zip(chances, uniform.T, strict=True)]
    return np.asarray(nodes()[np.stack(rows, axis=1)])
