"""The prior of the trial: for each mechanism on trial a sign +1, 0 or -1 that multiplies its effect parameters.

Assumes signs are independent of each other and of the parameters. A sign is a function of seed, draw and claim alone.
Among those on trial is one that moves nothing: whatever is said of it is said of what the data cannot see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.cases.claims import Claim
from polemos.core.seeds import host_uniform

Floats = NDArray[np.float64]
Signs = NDArray[np.int8]
SIGNS = (1, 0, -1)
WITH_OPPOSITE = (0.4, 0.4, 0.2)
WITHOUT_OPPOSITE = (0.5, 0.5, 0.0)


@dataclass(frozen=True)
class Charge:
    """What is tried: a claim's id, its effect parameters, and whether their opposite has a meaning."""

    id: str
    parameters: tuple[str, ...]
    opposite: bool


UNSEEN = Charge("unseen", (), True)


@dataclass(frozen=True)
class Trial:
    """Everything on trial, in order."""

    charges: tuple[Charge, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(charge.id for charge in self.charges)

    @property
    def prior(self) -> Floats:
        """Probabilities of +1, 0 and -1, (charge, 3)."""
        return np.array([WITH_OPPOSITE if charge.opposite else WITHOUT_OPPOSITE for charge in self.charges])

    def signs(self, seed: int, draw_ids: NDArray[np.integer[Any]]) -> Signs:
        """The signs of draws, (draw, charge)."""
        uniform = [host_uniform(seed, draw_ids, f"trial.{name}", 1)[:, 0] for name in self.ids]
        chosen = [(u[:, None] >= np.cumsum(p)[None, :-1]).sum(axis=1) for u, p in zip(uniform, self.prior, strict=True)]
        found: Signs = np.asarray(SIGNS, np.int8)[np.stack(chosen, axis=1)]
        return found

    def applied(self, theta: Mapping[str, Floats], signs: Signs) -> dict[str, Floats]:
        """Parameters with every effect multiplied by its charge's sign; a parameter of two charges by both."""
        changed = dict(theta)
        for column, charge in enumerate(self.charges):
            for name in charge.parameters:
                shape = (-1, *[1] * (changed[name].ndim - 1))
                changed[name] = changed[name] * signs[:, column].reshape(shape)
        return changed


def trial_of(claims: Iterable[Claim], parameters: Collection[str]) -> Trial:
    """The mechanisms of a case that can be tried: those with a trial whose parameters the model has."""
    tried = [c for c in claims if c.trial is not None and set(c.trial.parameters) <= set(parameters)]
    charges = [Charge(c.id, c.trial.parameters, c.trial.opposite) for c in tried if c.trial is not None]
    return Trial((*charges, UNSEEN))
