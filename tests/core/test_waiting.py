"""The chance of a switch in one step keeps the mean wait."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.core.waiting import chance_of_switch


@pytest.mark.parametrize("step", [0.2, 0.1, 0.05])
def test_the_mean_wait_does_not_depend_on_the_step(step: float) -> None:
    rate, looks = 0.7, np.arange(1, 4000)
    chance = float(chance_of_switch(np.float64(rate), np.float64(step)))
    waits = chance * (1.0 - chance) ** (looks - 1)
    assert (waits * looks * step).sum() == pytest.approx(1.0 / rate, rel=1e-5)


def test_a_chance_is_never_above_one() -> None:
    assert float(chance_of_switch(np.float64(50.0), np.float64(0.1))) == 1.0
