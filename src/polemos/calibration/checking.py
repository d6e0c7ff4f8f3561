"""Simulation-based calibration: does the learner know how sure it may be, on histories it has not seen?

For each replication the truth's place in its posterior is a number in (0, 1); over replications these are uniform if
the posterior is right on average over the prior. Assumes nothing about the real data, and says nothing about a wrong
model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.calibration import conditional_mixture
from polemos.calibration.bands import coverage, uniformity
from polemos.calibration.latent import Floats
from polemos.calibration.learner import Learner, Sample
from polemos.observation import misfit

MIXED = 64
LEVELS = (0.5, 0.8, 0.95)
MEAN_OFF, EACH_OFF = 0.02, 0.05


@dataclass(frozen=True)
class Check:
    """By name: the distance of its ranks from uniform, whether that is outside the band, coverage by level."""

    names: tuple[str, ...]
    replications: int
    distance: Floats
    outside: NDArray[np.bool_]
    half_width: float
    covered: dict[float, Floats]

    @property
    def failures(self) -> tuple[str, ...]:
        """What is not as it must be, as sentences; empty when all is well."""
        found = [
            f"{name}: ranks lie outside their band" for name, bad in zip(self.names, self.outside, strict=True) if bad
        ]
        for level, by_name in self.covered.items():
            if abs(by_name.mean() - level) > MEAN_OFF:
                found.append(f"{level:.0%} intervals cover {by_name.mean():.1%} on average")
            worst = int(np.argmax(np.abs(by_name - level)))
            if abs(by_name[worst] - level) > EACH_OFF:
                found.append(f"{self.names[worst]}: its {level:.0%} interval covers {by_name[worst]:.1%}")
        return tuple(found)

    def as_plain(self) -> dict[str, object]:
        """What a file keeps of it."""
        return {
            "replications": self.replications,
            "half_width": round(self.half_width, 4),
            "largest_distance": round(float(self.distance.max()), 4),
            "outside": [name for name, bad in zip(self.names, self.outside, strict=True) if bad],
            "coverage": {
                f"{level:g}": {k: round(float(getattr(by, k)()), 4) for k in ("mean", "min", "max")}
                for level, by in self.covered.items()
            },
        }


def check(learner: Learner, unseen: Sample, seed: int) -> Check:
    """Judge a learner on histories that it has not seen, reported with errors drawn from `seed`."""
    shares = learner.setup.design.shares(unseen.read["held"])
    luck = np.random.Generator(np.random.Philox([seed, 2]))
    x, outputs = learner.summaries.reported(unseen.read, shares, misfit.log_sd(unseen.misfit), luck)
    pit = ranks(learner, unseen, x, outputs, seed)
    found = uniformity(pit)
    covered = {level: coverage(pit, level) for level in LEVELS}
    return Check(names_of(learner), len(pit), found.distance, found.outside, found.half_width, covered)


def ranks(learner: Learner, unseen: Sample, x: Floats, outputs: Floats, seed: int) -> Floats:
    """Where the truth lies in its posterior, from 0 to 1, (replication, name)."""
    from scipy.special import ndtr

    shared, misfits = len(learner.setup.latent.shared), learner.misfits(x)
    luck = np.random.Generator(np.random.Philox([seed, 4]))
    given = [learner.shared(x, misfits.draw(luck)) for _ in range(MIXED)]
    of_shared = np.mean([ndtr((unseen.z[:, :shared] - found.mean) / found.sd) for found in given], axis=0)
    of_misfits = ndtr((unseen.misfit - misfits.mean) / misfits.sd)
    of_outputs = conditional_mixture.ranks(learner.of_outputs.weights, learner.outputs(outputs), learner.scale(x))
    return np.concatenate([of_shared, of_misfits, of_outputs, ndtr(unseen.z[:, shared:])], axis=1)


def names_of(learner: Learner) -> tuple[str, ...]:
    """What is judged: parameters, misfits, main outputs, and the parameters of places, which stay at their prior."""
    latent = learner.setup.latent
    shared = latent.names[: len(latent.shared)]
    misfits = tuple(f"misfit of {name}" for name in learner.summaries.misfits)
    outputs = tuple(f"output {name}" for name in learner.setup.design.outputs)
    return (*shared, *misfits, *outputs, *latent.names[len(latent.shared) :])
