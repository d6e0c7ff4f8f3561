"""From simulated histories to posteriors: learned once, then asked for any report in a blink.

What is learned: the misfits' standard deviations; given these, the shared coordinates, jointly; and each of the main
outputs of the last half-year (as logs, in units of their spread among the histories). Coordinates of places are left at
their prior: there are many, and reports say next to nothing of each. Assumes that posteriors are near normal once the
misfits are given: a parameter has longer tails where it is not known how far off the model is.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.calibration import conditional_mixture
from polemos.calibration.conditional_gaussian import Normals, normal_at
from polemos.calibration.design import Arrays
from polemos.calibration.setup import Setup
from polemos.calibration.summaries import Summaries
from polemos.calibration.training import Learned, Settings, learn
from polemos.observation import misfit

Floats = NDArray[np.float64]
FARTHEST = 4.0
COMPONENTS = 96
MIXED = 512
Report = Callable[[int], tuple[Floats, Floats]]


@dataclass(frozen=True)
class Scale:
    """Numbers in units of their spread among the histories learned from, cut off at four of them.

    axes (number, component): turns them into few numbers that go apart from each other; empty: they stay as they are.
    """

    mean: Floats
    sd: Floats
    axes: Floats

    def __call__(self, x: Floats) -> Floats:
        scaled = np.clip((x - self.mean) / self.sd, -FARTHEST, FARTHEST)
        return np.asarray(scaled @ self.axes if self.axes.size else scaled)


@dataclass(frozen=True)
class Sample:
    """Histories to learn from: all coordinates z (draw, coordinate), those of misfits (draw, misfit), what was read."""

    z: Floats
    misfit: Floats
    read: Arrays

    def rows(self, part: slice) -> Sample:
        """Some of the histories."""
        return Sample(self.z[part], self.misfit[part], {name: a[part] for name, a in self.read.items()})


@dataclass(frozen=True)
class Learner:
    """The learned map; `outputs` puts logs of the main outputs into units of their spread."""

    setup: Setup
    summaries: Summaries
    scale: Scale
    outputs: Scale
    of_misfits: Learned
    of_shared: Learned
    of_outputs: Learned

    def misfits(self, x: Floats) -> Normals:
        """The posterior over misfits' coordinates for summaries (case, summary)."""
        return normal_at(self.of_misfits.weights, self.scale(x))

    def shared(self, x: Floats, misfits: Floats) -> Normals:
        """That over shared coordinates, given misfits (case, misfit) as well."""
        return normal_at(self.of_shared.weights, np.concatenate([self.scale(x), misfits], axis=1))

    def draw(self, x: Floats, draws: int, generator: np.random.Generator) -> Floats:
        """Shared coordinates (draw, coordinate), for the summaries of one case (summary,); misfits are drawn too."""
        cases = np.repeat(x[None], draws, axis=0)
        return self.shared(cases, self.misfits(cases).draw(generator)).draw(generator)

    def log_density(self, x: Floats, z: Floats, generator: np.random.Generator) -> Floats:
        """Of shared coordinates (draw, coordinate) for one case's summaries (summary,), up to a constant, (draw,)."""
        cases = np.repeat(x[None], MIXED, axis=0)
        given = self.shared(cases, self.misfits(cases).draw(generator))
        back, constant = np.linalg.inv(given.turn).T, np.log(given.spread).sum(axis=1)
        apart = ((((own - given.mean) @ back) / given.spread) ** 2 for own in z)
        found = np.stack([-0.5 * each.sum(axis=1) - constant for each in apart])
        highest = found.max(axis=1)
        return np.asarray(highest + np.log(np.exp(found - highest[:, None]).mean(axis=1)))


def learn_from(setup: Setup, summaries: Summaries, sample: Sample, seed: int, settings: Settings) -> Learner:
    """Learn from a sample of histories."""
    shares = setup.design.shares(sample.read["held"])
    report = _reporter(summaries, sample, shares, seed)
    reports, of_outputs_first = report(0)
    scale, outputs = _scale_of(reports, COMPONENTS), _scale_of(of_outputs_first, 0)
    shared = sample.z[:, : len(setup.latent.shared)]

    def draw_misfits(number: int) -> tuple[Floats, Floats]:
        return scale(report(number)[0]), sample.misfit

    def draw_shared(number: int) -> tuple[Floats, Floats]:
        return np.concatenate([scale(report(number)[0]), sample.misfit], axis=1), shared

    def draw_outputs(number: int) -> tuple[Floats, Floats]:
        x, y = report(number)
        return scale(x), outputs(y)

    with ThreadPoolExecutor(thread_name_prefix="learn") as threads:
        of_outputs = threads.submit(learn, draw_outputs, seed, settings, conditional_mixture)
        of_misfits, of_shared = threads.map(lambda draw: learn(draw, seed, settings), (draw_misfits, draw_shared))
    return Learner(setup, summaries, scale, outputs, of_misfits, of_shared, of_outputs.result())


def _scale_of(values: Floats, components: int) -> Scale:
    """By the spread of values (draw, number); with `components`, along the directions in which they spread the most."""
    mean, sd = values.mean(axis=0), np.maximum(values.std(axis=0), 1e-3)
    if components == 0:
        return Scale(mean, sd, np.zeros((0, 0)))
    variance, axes = np.linalg.eigh(np.cov(np.clip((values - mean) / sd, -FARTHEST, FARTHEST), rowvar=False))
    kept = slice(max(len(variance) - components, 0), None)
    return Scale(mean, sd, axes[:, kept] / np.sqrt(np.maximum(variance[kept], 1e-6)))


def _reporter(summaries: Summaries, sample: Sample, shares: Floats, seed: int) -> Report:
    sd = misfit.log_sd(sample.misfit)

    def report(number: int) -> tuple[Floats, Floats]:
        return summaries.reported(sample.read, shares, sd, np.random.Generator(np.random.Philox([seed, number])))

    return report
