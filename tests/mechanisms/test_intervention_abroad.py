"""Intervention multiplies attacks in the West, with a lag, and can be tried as absent or opposite."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.intervention_abroad import InterventionAbroad
from tiny_models import alone, exact, lanes_of, tiny_model

ABROAD = InterventionAbroad(response=np.log(6.0), lag=2.0, modest=200.0)


def test_modest_bombing_is_half_an_intervention() -> None:
    assert float(ABROAD.intervention(np.array([0.0, 0.0]))) == 0.0
    assert float(ABROAD.intervention(np.array([150.0, 50.0]))) == pytest.approx(0.5)


def test_felt_in_full_it_multiplies_the_rate_by_e_to_the_response() -> None:
    assert float(ABROAD.provocation(np.float64(1.0))) == pytest.approx(6.0)
    assert float(ABROAD.provocation(np.float64(0.0))) == 1.0


@pytest.mark.parametrize(("trial", "factor"), [(0.0, 1.0), (-1.0, 1.0 / 6.0)])
def test_on_trial_it_is_absent_or_opposite(trial: float, factor: float) -> None:
    tried = InterventionAbroad(response=trial * np.log(6.0), lag=2.0, modest=200.0)
    assert float(tried.provocation(np.float64(1.0))) == pytest.approx(factor)


def test_it_is_felt_with_the_lag_and_wears_off_with_it() -> None:
    months, bombs = 24, np.zeros((24, 1))
    bombs[6:12] = 1e9
    model = tiny_model(InterventionAbroad, months=months, steps=20, paths={"weapons": bombs})
    theta = lanes_of(
        model, InterventionAbroad__response=1.0, InterventionAbroad__lag=2.0, InterventionAbroad__modest=1.0
    )
    felt = alone(exact(model, {"intervention_felt": "end"}), theta)["intervention_felt"][0]
    assert felt[5] == 0.0
    peak = 1.0 - np.exp(-3.0)
    assert felt[7] == pytest.approx(1.0 - np.exp(-1.0), rel=1e-3)
    assert felt[11] == pytest.approx(peak, rel=1e-3)
    assert felt[15] == pytest.approx(peak * np.exp(-2.0), rel=1e-3)
