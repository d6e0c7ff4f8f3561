"""Intervention multiplies attacks in the West, with a lag, and can be tried as absent or opposite."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.inspired_attacks import InspiredAttacks
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


def expected_attacks(response: float) -> np.ndarray:
    """Inspired attacks a month, without luck; bombs from the seventh month on."""
    bombs = np.zeros((24, 1))
    bombs[6:] = 1e9
    facts, start = {"appeal": 1.0, "publicity": 1.0}, {"sympathisers": 1e5}
    model = tiny_model(
        InterventionAbroad, InspiredAttacks, months=24, start=start, facts=facts, paths={"weapons": bombs}
    )
    values = {
        "InterventionAbroad__response": response,
        "InterventionAbroad__lag": 2.0,
        "InterventionAbroad__modest": 1.0,
    }
    values |= {f"InspiredAttacks__{n}": v for n, v in {"calling": 1e-6, "copycat": 0.0, "memory": 1.0}.items()}
    values |= {f"InspiredAttacks__{n}": 0.5 for n in ("deadly", "least")}
    values |= {"InspiredAttacks__worst": 100.0, "InspiredAttacks__exponent": 2.4}
    out = alone(exact(model, {"InspiredAttacks.attacks": "sum"}), lanes_of(model, **values))
    return np.asarray(out["InspiredAttacks.attacks"][0])


def test_attacks_in_the_west_rise_with_a_lag_after_the_bombing_begins() -> None:
    attacks = expected_attacks(np.log(6.0))
    np.testing.assert_allclose(attacks[:6], 0.1, rtol=1e-6)
    assert (np.diff(attacks[5:12]) > 0.0).all()
    assert attacks[6] < 0.25 and attacks[-1] == pytest.approx(0.6, rel=0.01)


def test_on_trial_attacks_stay_as_they_were_or_fall() -> None:
    np.testing.assert_allclose(expected_attacks(0.0), 0.1, rtol=1e-6)
    assert expected_attacks(-np.log(6.0))[-1] == pytest.approx(0.1 / 6.0, rel=0.01)
