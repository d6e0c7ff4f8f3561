"""Perceived strength is an output apart from strength: attacks lift it, and nothing in the model reads it."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.perceived_strength import PerceivedStrength
from shipped_model import shipped_model


def perceived(strength: float, impression: float, exaggeration: float = 0.5) -> float:
    seen = PerceivedStrength(exaggeration=exaggeration, insight=0.5, known_size=4000.0, memory=3.0)
    return float(seen.perceived_strength(np.float64(strength), np.float64(impression)))


def test_without_attacks_strength_is_seen_as_its_root() -> None:
    assert perceived(4000.0, 0.0) == pytest.approx(4000.0)
    assert perceived(16_000.0, 0.0) == pytest.approx(8000.0)
    assert perceived(0.0, 0.0) == 0.0


@pytest.mark.parametrize(("exaggeration", "factor"), [(0.5, 3.0), (0.0, 1.0), (-0.5, 1.0 / 3.0)])
def test_attacks_exaggerate_it_and_on_trial_do_not(exaggeration: float, factor: float) -> None:
    assert perceived(4000.0, 8.0, exaggeration) == pytest.approx(4000.0 * factor)


def test_all_members_count() -> None:
    seen = PerceivedStrength(exaggeration=0.5, insight=0.5, known_size=4000.0, memory=3.0)
    found = seen.true_strength(np.full((3, 2), 10.0), np.full(3, 5.0), np.full((3, 2), 1.0))
    assert float(found) == pytest.approx(60.0 + 15.0 + 6.0)


def test_nothing_reads_what_is_perceived() -> None:
    for mechanism in shipped_model().mechanisms:
        if mechanism is not PerceivedStrength:
            for mark in mechanism.marks():
                assert not {"perceived_strength", "impression", "true_strength"} & set(mark.reads)
