"""The stages of a calibration: histories of the prior, learning, and a population led from there to the data.

What was learned gives the start, half way back to the prior so that it is wide enough; it is only where the search
begins, and its weight goes to nothing as that of the data rises. Each stage is a function of what went before and a
seed.
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
from polemos.calibration.gaussian import Gaussian
from polemos.calibration.histories import Progress, Simulate, histories
from polemos.calibration.latent import Floats
from polemos.calibration.learner import Learner, Sample, learn_from
from polemos.calibration.likelihood import Likelihood
from polemos.calibration.population import Population, led
from polemos.calibration.setup import Setup
from polemos.calibration.summaries import Summaries, summaries_of
from polemos.calibration.training import Settings
from polemos.core.seeds import host_uniform

POPULATIONS = 2
APART = 1 << 28
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
    """Histories led to the data, with their luck by month (member, month) and the coordinates of their misfits.

    The populations stand one after the other, equally large. different: how many histories differ; rises: the share of
    the data's weight, 0 to 1, after each round.
    """

    summaries: Summaries
    sample: Sample
    luck: NDArray[np.int64]
    different: int
    rises: tuple[float, ...]

    @cached_property
    def shares(self) -> Floats:
        """The share of each window for which each place was held, (draw, window, place)."""
        return self.summaries.design.shares(self.sample.read["held"])


def last_stage(work: Work, budget: Budget, first: First) -> Last:
    """Start half way between the prior and what was learned, and be led from there to the data, twice apart."""
    summaries, at = first.learner.summaries, budget.prior + budget.checks
    luck = np.random.Generator(np.random.Philox([work.seed, 5]))
    start = first.learner.normal(summaries.observed(), luck).half_way_to_prior()
    size = budget.members // POPULATIONS
    ways = [_led(work, summaries, start, at + number * APART, size, budget.rounds) for number in range(POPULATIONS)]
    ends = [end for end, _ in ways]
    z, own_luck = (np.concatenate([getattr(end, name) for end in ends]) for name in ("z", "luck"))
    read = {name: np.concatenate([end.read[name] for end in ends]) for name in ends[0].read}
    sample = Sample(z, _misfits(work, summaries, read, at), read)
    different = sum(len(np.unique(end.born)) for end in ends)
    rises = tuple(min(shares) for shares in zip(*(rises for _, rises in ways), strict=True))
    return Last(summaries, sample, own_luck, different, rises)


def _led(
    work: Work, summaries: Summaries, start: Gaussian, at: int, size: int, rounds: int
) -> tuple[Population, tuple[float, ...]]:
    """One population, its luck numbered from `at`, and the share of the data after each round."""
    likelihood = Likelihood(summaries)
    z = work.standard(at, size, "members", len(work.setup.latent.names))
    z[:, : len(start.mean)] = start.draw(z[:, : len(start.mean)])
    born = np.arange(at, at + size)

    def look(z: Floats, luck: NDArray[np.int64], number: int) -> tuple[Floats, Arrays]:
        told = work.told(f"round {number} of {rounds}")
        read = histories(work.setup, z, work.seed, luck, work.simulate, work.folder, told)
        return likelihood(read), read

    own_luck = np.repeat(born[:, None], work.setup.design.months, axis=1)
    fit, read = look(z, own_luck, 0)
    chance = np.random.Generator(np.random.Philox([work.seed, at]))
    return led(start, Population(z, own_luck, fit, read, born), rounds, look, chance)


def _misfits(work: Work, summaries: Summaries, read: Arrays, first: int) -> Floats:
    """Coordinates of the misfits' standard deviations, drawn by what the members that fit best need."""
    shares = summaries.design.shares(read["held"])
    logs, observed = summaries.simulated(read["rows"], shares), summaries.observed()
    chances = [own.misfit_chances(observed[own.at] - logs[:, own.at]) for own in errors_of(summaries).values()]
    uniform = host_uniform(work.seed, np.arange(first, first + len(logs)), "misfits", len(chances))
    rows = [np.searchsorted(np.cumsum(own)[:-1], u) for own, u in zip(chances, uniform.T, strict=True)]
    return np.asarray(nodes()[np.stack(rows, axis=1)])
