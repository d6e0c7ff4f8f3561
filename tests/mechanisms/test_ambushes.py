"""The hidden side's aimed fire: losses in proportion to the hidden, whoever the target."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.ambushes import Ambushes


def test_losses_are_in_proportion_to_the_hidden_and_not_to_a_large_garrison() -> None:
    ambushes = Ambushes(tempo=0.05, deaths=0.4, thin_garrison=1e-3)
    hidden = np.array([[100.0], [300.0], [100.0]])
    for garrison in (500.0, 50_000.0):
        attacks = ambushes.attacks(hidden, np.ones(1), np.zeros(1))
        assert float(ambushes.ambushed(np.array([garrison]), attacks)[0]) == pytest.approx(0.02 * 500.0, rel=1e-4)


def test_a_thin_garrison_offers_half_the_targets() -> None:
    ambushes = Ambushes(tempo=0.05, deaths=0.4, thin_garrison=200.0)
    lost = ambushes.ambushed(np.array([200.0, 0.0]), np.full(2, 5.0))
    assert [float(x) for x in lost] == pytest.approx([1.0, 0.0])


def test_anger_raises_attacks_and_where_it_holds_there_are_none() -> None:
    ambushes = Ambushes(tempo=0.05, deaths=0.4, thin_garrison=200.0)
    hidden, anger, held = np.full((1, 3), 100.0), np.array([1.0, 2.0, 2.0]), np.array([0.0, 0.0, 1.0])
    assert [float(x) for x in ambushes.attacks(hidden, anger, held)] == pytest.approx([5.0, 10.0, 0.0])
