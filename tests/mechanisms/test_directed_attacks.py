"""Directed attacks follow the strength of cells; how many each kills does not."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.core.engine import compile_model
from polemos.mechanisms.directed_attacks import DirectedAttacks
from tiny_models import lanes_of, tiny_model

LAW = {"deadly": 0.5, "least": 3.0, "worst": 400.0, "exponent": 2.4}
LANES, MONTHS = 500, 24


def rate(cells: float, dependence: float = 1.0, provocation: float = 1.0) -> float:
    attacks = DirectedAttacks(tempo=0.3, dependence=dependence, **LAW)
    return float(attacks.attacks(np.float64(cells), np.float64(provocation)))


def test_the_rate_is_the_tempo_of_cells_at_full_strength() -> None:
    assert rate(1.0) == pytest.approx(0.3)
    assert rate(0.25) == pytest.approx(0.075)
    assert rate(0.25, provocation=6.0) == pytest.approx(0.45)


def test_on_trial_the_rate_no_longer_depends_on_cells() -> None:
    assert rate(0.0, dependence=0.0) == rate(0.5, dependence=0.0) == pytest.approx(0.3)
    assert rate(0.0) == 0.0


def attacks_and_deaths(cells: float) -> tuple[np.ndarray, np.ndarray]:
    facts = {"provocation": 1.0}
    model = tiny_model(DirectedAttacks, months=MONTHS, start={"cells_abroad": cells}, facts=facts)
    theta = lanes_of(
        model,
        LANES,
        DirectedAttacks__tempo=0.4,
        DirectedAttacks__dependence=1.0,
        **{f"DirectedAttacks__{name}": value for name, value in LAW.items()},
    )
    record = {"DirectedAttacks.attacks": "sum", "DirectedAttacks.deaths": "sum"}
    out = compile_model(model, record, lanes=LANES)(theta, 3, np.arange(LANES))
    return out["DirectedAttacks.attacks"].ravel(), out["DirectedAttacks.deaths"].ravel()


def test_a_stronger_movement_attacks_more_often_and_no_more_severely() -> None:
    """T12 of the review of models: the rate grows with strength while the sizes stay as they are."""
    weak, strong = attacks_and_deaths(0.25), attacks_and_deaths(1.0)
    assert strong[0].mean() / weak[0].mean() == pytest.approx(4.0, rel=0.15)
    of_one = [deaths[attacks == 1] for attacks, deaths in (weak, strong)]
    for size in (0.5, 5.0, 20.0, 60.0):
        shares = [np.mean(sizes > size) for sizes in of_one]
        error = np.sqrt(shares[0] * (1.0 - shares[0]) * sum(1.0 / len(sizes) for sizes in of_one))
        assert abs(shares[0] - shares[1]) < 4.0 * error
