"""Families of priors as quantile functions: a uniform number in, a value out, so that luck stays outside.

Assumes independence between parameters. A prior without width is refused. Bounds cut off tails: what lies beyond
has no chance, the rest keeps its proportions.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from polemos.cases.fields import Name, Strict, refuse

Floats = NDArray[np.float64]
Positive = Annotated[float, Field(gt=0)]
Bounded = TypeVar("Bounded", "Uniform", "Loguniform")
Z95 = 1.6448536269514722
LEAST_LEFT = 0.5


class Prior(Strict):
    """What all families share; `iid` draws each place apart from the same prior; at_least and at_most are bounds."""

    iid: bool = False
    at_least: float | None = None
    at_most: float | None = None

    @cached_property
    def ends(self) -> tuple[float, float]:
        """The shares of the unbounded prior below its bounds: 0 and 1 without any."""
        low = 0.0 if self.at_least is None else self.below(self.at_least)
        return low, 1.0 if self.at_most is None else self.below(self.at_most)

    def quantile(self, u: Floats) -> Floats:
        """Values at shares u, between the bounds."""
        low, high = self.ends
        return self.whole(low + (high - low) * np.asarray(u))

    @abstractmethod
    def whole(self, u: Floats) -> Floats:
        """Values at shares u of the prior without bounds."""

    @abstractmethod
    def below(self, value: float) -> float:
        """The share of the prior without bounds that lies below a value."""


class Lognormal(Prior):
    """A positive quantity by its median and its 95th percentile."""

    family: Literal["lognormal"]
    median: Positive
    upper95: Positive

    @model_validator(mode="after")
    def has_width(self) -> Lognormal:
        """The 95th percentile lies above the median."""
        if self.upper95 <= self.median:
            raise refuse("a prior needs width: upper95 must lie above the median", "widen it", str(self.upper95))
        return self

    def whole(self, u: Floats) -> Floats:
        """median * exp(sigma z(u))."""
        return np.asarray(self.median * np.exp(math.log(self.upper95 / self.median) / Z95 * _z(u)))

    def below(self, value: float) -> float:
        """See `Prior`."""
        return _share(math.log(value / self.median) / math.log(self.upper95 / self.median) * Z95) if value > 0 else 0.0


class Normal(Prior):
    """Any real number by mean and standard deviation."""

    family: Literal["normal"]
    mean: float
    sd: Positive

    def whole(self, u: Floats) -> Floats:
        """mean + sd z(u)."""
        return np.asarray(self.mean + self.sd * _z(u))

    def below(self, value: float) -> float:
        """See `Prior`."""
        return _share((value - self.mean) / self.sd)


class Beta(Prior):
    """A share by mean and standard deviation."""

    family: Literal["beta"]
    mean: Annotated[float, Field(gt=0, lt=1)]
    sd: Positive

    @model_validator(mode="after")
    def is_possible(self) -> Beta:
        """A share's variance is below mean (1 - mean)."""
        if self.sd**2 >= self.mean * (1 - self.mean):
            raise refuse(
                "the sd of a share must be below the root of mean * (1 - mean)", "make sd smaller", str(self.sd)
            )
        return self

    def whole(self, u: Floats) -> Floats:
        """The inverse of the regularised incomplete beta function."""
        from scipy.special import betaincinv

        weight = self.mean * (1 - self.mean) / self.sd**2 - 1
        return np.asarray(betaincinv(self.mean * weight, (1 - self.mean) * weight, u))

    def below(self, value: float) -> float:
        """See `Prior`."""
        from scipy.special import betainc

        weight = self.mean * (1 - self.mean) / self.sd**2 - 1
        return float(betainc(self.mean * weight, (1 - self.mean) * weight, min(max(value, 0.0), 1.0)))


class Uniform(Prior):
    """Every value between two bounds alike."""

    family: Literal["uniform"]
    low: float
    high: float

    @model_validator(mode="after")
    def has_width(self) -> Uniform:
        """The upper bound lies above the lower."""
        return _ordered(self)

    def whole(self, u: Floats) -> Floats:
        """low + (high - low) u."""
        return np.asarray(self.low + (self.high - self.low) * u)

    def below(self, value: float) -> float:
        """See `Prior`."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


class Loguniform(Prior):
    """Every order of magnitude between two bounds alike."""

    family: Literal["loguniform"]
    low: Positive
    high: Positive

    @model_validator(mode="after")
    def has_width(self) -> Loguniform:
        """The upper bound lies above the lower."""
        return _ordered(self)

    def whole(self, u: Floats) -> Floats:
        """low (high / low)^u."""
        return np.asarray(self.low * np.exp(math.log(self.high / self.low) * u))

    def below(self, value: float) -> float:
        """See `Prior`."""
        return min(max(math.log(value / self.low) / math.log(self.high / self.low), 0.0), 1.0) if value > 0 else 0.0


def _ordered(prior: Bounded) -> Bounded:
    if prior.high <= prior.low:
        raise refuse("a prior needs width: high must lie above low", "widen it", f"low {prior.low}, high {prior.high}")
    return prior


def _share(z: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(z))


def _z(u: Floats) -> Floats:
    from scipy.special import ndtri

    return np.asarray(ndtri(u), dtype=np.float64)


def _keeps_its_middle(prior: Prior) -> Prior:
    low, high = prior.ends
    if high - low < LEAST_LEFT:
        rule = f"bounds cut off tails and leave {LEAST_LEFT:.0%} of a prior or more"
        raise refuse(rule, "move the bounds or the prior", f"{high - low:.0%} left")
    return prior


AnyPrior = Annotated[
    Annotated[Lognormal | Normal | Beta | Uniform | Loguniform, Field(discriminator="family")],
    AfterValidator(_keeps_its_middle),
]


def _one_or_many(value: Any) -> str:
    many = isinstance(value, dict) and value and all(isinstance(v, dict) for v in value.values())
    return "many" if many else "one"


PriorOrLabels = Annotated[
    Annotated[AnyPrior, Tag("one")] | Annotated[dict[Name, AnyPrior], Tag("many")], Discriminator(_one_or_many)
]
