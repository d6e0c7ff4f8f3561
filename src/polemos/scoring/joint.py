"""Scores of joint paths: one path per unit over all its months."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polemos.scoring.forecast import Floats, Forecast, Observed, Units
from polemos.scoring.match import matched
from polemos.scoring.scores.energy import energy_score
from polemos.scoring.scores.variogram import variogram_score


@dataclass(frozen=True, eq=False)
class JointScores:
    """Per unit: energy and variogram score of its path, each (units,)."""

    unit: Units
    energy: Floats
    variogram: Floats


def score_paths(forecast: Forecast, observed: Observed) -> JointScores:
    """Assumes draw j is one path through all months of a unit."""
    truth = matched(forecast, observed)
    units = np.unique(forecast.unit)
    rows = [np.flatnonzero(forecast.unit == unit) for unit in units]
    energy = [energy_score(forecast.draws[at].T, truth[at]) for at in rows]
    variogram = [variogram_score(forecast.draws[at].T, truth[at]) for at in rows]
    return JointScores(units, np.array(energy), np.array(variogram))
