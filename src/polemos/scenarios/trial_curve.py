"""What the judge's eyesight hangs on: how many histories it learned from, and the errors of what is reported.

Assumes chances alone say that a mechanism is called present (P(+1) as high as the rule asks); skill is left out. Every
judge is put to the same truths. The last one sees the histories themselves, without misfit, sources and noise: what it
misses is missed because other parameters and chance make the same figures, or because it learned from too few.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.scenarios.trial_bank import Tried
from polemos.scenarios.trial_network import Judge, Settings, learn_judge
from polemos.scenarios.trial_prior import SIGNS, UNSEEN, Floats
from polemos.scenarios.verdict import STRONG, SURE

PARTS = (4, 2)
FRESH = 4
AGAIN = 88_888
USUAL = Settings()


@dataclass(frozen=True)
class Bare:
    """A bank of which the figures are told as they are."""

    bank: Tried

    def __len__(self) -> int:
        return len(self.bank)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bank, name)

    def reported(self, seed: int, number: int, part: slice = slice(None)) -> Floats:
        """The histories' own figures; (draw, summary)."""
        return self.bank.true()[part]


def learning_curve(
    learned: Tried,
    truths: Tried,
    shown: Mapping[str, NDArray[np.bool_]],
    judge: Judge,
    seed: int,
    settings: Settings = USUAL,
) -> list[dict[str, Any]]:
    """Shares called present among strong and absent truths, and evidence gained, a row per judge; and among those in
    which the effect shows in some way, by its name (truth, charge)."""
    size, rows = len(learned), []
    for part in PARTS:
        some = learned.some(slice(size - size // part, size))
        rows.append(_row(len(some), "reports", learn_judge(some, seed, settings), truths, shown, seed))
    rows.append(_row(size, "reports", judge, truths, shown, seed))
    bare: Any = Bare(learned)
    return [*rows, _row(size, "histories", learn_judge(bare, seed, settings), Bare(truths), shown, seed)]


def _row(
    size: int, sees: str, judge: Judge, truths: Tried | Bare, shown: Mapping[str, NDArray[np.bool_]], seed: int
) -> dict[str, Any]:
    tried = [number for number, name in enumerate(truths.trial.ids) if name != UNSEEN.id]
    chances = np.stack([judge.chances(truths.reported(seed, AGAIN + number)) for number in range(FRESH)])[:, :, tried]
    signs, called = truths.signs[:, tried], chances[..., 0] >= SURE
    strong = (signs == 1) & (truths.effect[:, tried] >= STRONG)
    return {
        "histories": size,
        "sees": sees,
        "strong called present": _share(called, strong),
        **{f"{way} called present": _share(called, (signs == 1) & among[:, tried]) for way, among in shown.items()},
        "absent called present": _share(called, signs == 0),
        "nats": round(float(gained(chances, signs, truths.trial.prior[tried]).sum(axis=2).mean()), 3),
    }


def gained(chances: Floats, signs: NDArray[np.int8], prior: Floats) -> Floats:
    """Log chance given to what was true, less that of the prior: (..., truth, claim)."""
    column = np.select([signs == sign for sign in SIGNS], np.arange(len(SIGNS)))
    given = np.take_along_axis(chances, np.broadcast_to(column, chances.shape[:-1])[..., None], axis=-1)[..., 0]
    before = np.take_along_axis(np.broadcast_to(prior, (*signs.shape, 3)), column[..., None], axis=-1)[..., 0]
    return np.asarray(np.log(np.maximum(given, 1e-12)) - np.log(before))


def _share(called: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    return round(float(called[:, among].mean()), 4) if among.any() else 0.0
