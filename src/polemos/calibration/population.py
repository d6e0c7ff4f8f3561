"""A population of histories led to the data by degrees: sequential Monte Carlo over parameters and luck together.

The share of the data rises from 0 to at most 1. Between rises members are drawn anew by their weights and each is moved
once, by a step of Metropolis and Hastings that leaves the tempered posterior unchanged (Del Moral, Doucet and Jasra
2006): half of the moves change coordinates and keep the luck (for the shared ones a step of the preconditioned
Crank-Nicolson kind: Cotter, Roberts, Stuart and White 2013), half keep the coordinates and take other luck from some
month on. The share rises only as far as leaves an effective number of different histories; where it ends is told.
Assumes the start is normal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.design import Arrays
from polemos.calibration.gaussian import Gaussian
from polemos.calibration.latent import Floats

Luck = NDArray[np.int64]
Look = Callable[[Floats, Luck, int], tuple[Floats, Arrays]]
LEAST = 0.15
HALVINGS = 40
KEPT = (0.97, 0.85, 0.5)
FIRM = 4.0
REDRAWN = 0.15


@dataclass(frozen=True)
class Population:
    """Members: coordinates z (member, coordinate), luck by month (member, month), log likelihood (member,), what was
    read off their histories; born: one number for each different history; share: of the data, 0 to 1."""

    z: Floats
    luck: Luck
    fit: Floats
    read: Arrays
    born: NDArray[np.int64]
    share: float = 0.0

    def take(self, rows: NDArray[np.integer]) -> Population:
        """Some members, in the order given."""
        read = {name: values[rows] for name, values in self.read.items()}
        return Population(self.z[rows], self.luck[rows], self.fit[rows], read, self.born[rows], self.share)

    def where(self, taken: NDArray[np.bool_], other: Population) -> Population:
        """The other's members where `taken`, one's own elsewhere."""
        own, new = np.flatnonzero(~taken), np.flatnonzero(taken)
        order = np.argsort(np.concatenate([own, new]), kind="stable")
        parts = (self.take(own), other.take(new))
        joined = [np.concatenate(pair)[order] for pair in zip(*map(_arrays, parts), strict=True)]
        read = {n: np.concatenate([part.read[n] for part in parts])[order] for n in self.read}
        return Population(joined[0], joined[1], joined[2], read, joined[3], self.share)


def led(
    start: Gaussian, first: Population, rounds: int, look: Look, luck: np.random.Generator
) -> tuple[Population, tuple[float, ...]]:
    """The population after all rounds, and the share of the data after each.

    start: what the shared coordinates, which come first, were drawn from. look(z, luck, number) gives the log
    likelihood and what is read of the histories of a round.
    """
    now, rises = first, []
    for number in range(1, rounds + 1):
        now = moved(start, raised(start, now, luck), number, look, luck)
        rises.append(now.share)
    return now, tuple(rises)


def raised(start: Gaussian, now: Population, luck: np.random.Generator) -> Population:
    """The share raised as far as it may, members drawn anew (systematic resampling)."""
    gain = now.fit + _standard(now.z) - _start(start, now.z)
    step = _step(gain, now.born, 1.0 - now.share)
    weight = np.exp(step * (gain - gain.max()))
    at = (np.arange(len(gain)) + luck.uniform()) / len(gain)
    rows = np.searchsorted(np.cumsum(weight / weight.sum()), at).clip(0, len(gain) - 1)
    return replace(now.take(rows), share=min(now.share + step, 1.0))


def moved(start: Gaussian, now: Population, number: int, look: Look, luck: np.random.Generator) -> Population:
    """Every member moved once or left where it is."""
    near = _near(now.z, len(start.mean))
    other = luck.uniform(size=len(now.z)) < 0.5
    z = np.where(other[:, None], now.z, _proposed(near, now.z, luck))
    months, born = np.arange(now.luck.shape[1]), now.born.max() + 1 + np.arange(len(now.z))
    from_month = luck.integers(0, len(months), size=len(now.z))
    own_luck = np.where(other[:, None] & (months >= from_month[:, None]), born[:, None], now.luck)
    fit, read = look(z, own_luck, number)
    there = Population(z, own_luck, fit, read, born, now.share)
    ahead = _tempered(start, there) - _tempered(start, now) + _start(near, now.z) - _start(near, z)
    return now.where(np.log(luck.uniform(size=len(z))) < ahead, there)


def effective(weight: Floats, born: NDArray[np.int64]) -> float:
    """The effective number of different histories."""
    of = np.unique(born, return_inverse=True)[1]
    together = np.bincount(of, weights=weight)
    return float(together.sum() ** 2 / (together**2).sum())


def _step(gain: Floats, born: NDArray[np.int64], left: float) -> float:
    def enough(step: float) -> bool:
        return effective(np.exp(step * (gain - gain.max())), born) >= LEAST * len(gain)

    low, high = 0.0, left
    if enough(high):
        return high
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if enough(middle) else (low, middle)
    return low


def _near(z: Floats, shared: int) -> Gaussian:
    """A normal like the population's, drawn towards N(0, 1) where members are few for the number of coordinates."""
    firm = len(z) / (len(z) + FIRM * shared)
    spread = firm * np.cov(z[:, :shared], rowvar=False) + (1 - firm) * np.eye(shared)
    return Gaussian.of(z[:, :shared].mean(axis=0), spread)


def _proposed(near: Gaussian, z: Floats, luck: np.random.Generator) -> Floats:
    """Shared coordinates a step away; of the others, each to itself, a few drawn anew."""
    shared, fresh = len(near.mean), luck.standard_normal(z.shape)
    kept = luck.choice(KEPT, size=(len(z), 1))
    step = kept * (z[:, :shared] - near.mean) + np.sqrt(1 - kept**2) * (near.draw(fresh[:, :shared]) - near.mean)
    others = np.where(luck.uniform(size=z[:, shared:].shape) < REDRAWN, fresh[:, shared:], z[:, shared:])
    return np.concatenate([near.mean + step, others], axis=1)


def _tempered(start: Gaussian, of: Population) -> Floats:
    return np.asarray((1 - of.share) * _start(start, of.z) + of.share * (_standard(of.z) + of.fit))


def _standard(z: Floats) -> Floats:
    return np.asarray(-0.5 * (z**2).sum(axis=1))


def _start(start: Gaussian, z: Floats) -> Floats:
    """Log density up to a constant: the normal for the shared coordinates, N(0, 1) for the rest."""
    shared = len(start.mean)
    off = z[:, :shared] - start.mean
    return np.asarray(-0.5 * np.einsum("di,ij,dj->d", off, start.precision, off) + _standard(z[:, shared:]))


def _arrays(of: Population) -> tuple[Floats, Luck, Floats, NDArray[np.int64]]:
    return of.z, of.luck, of.fit, of.born
