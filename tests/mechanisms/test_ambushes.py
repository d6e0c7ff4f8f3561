"""The hidden side's aimed fire: losses in proportion to the hidden, whoever the target."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.ambushes import Ambushes


def test_losses_are_in_proportion_to_the_hidden_and_not_to_a_large_garrison() -> None:
    ambushes = Ambushes(lethality=0.02, thin_garrison=1e-3)
    hidden = np.array([[100.0], [300.0], [100.0]])
    for garrison in (500.0, 50_000.0):
        assert float(ambushes.ambushed(np.array([garrison]), hidden)[0]) == pytest.approx(0.02 * 500.0, rel=1e-4)


def test_a_thin_garrison_offers_half_the_targets() -> None:
    ambushes = Ambushes(lethality=0.02, thin_garrison=200.0)
    lost = ambushes.ambushed(np.array([200.0, 0.0]), np.full((1, 2), 100.0))
    assert [float(x) for x in lost] == pytest.approx([1.0, 0.0])
