"""What the comparison of steps calls a move of a median: a real one, not luck, and not a coin with whole numbers."""

import numpy as np
import pytest

from benchmark_scripts import benchmark

halving = benchmark("step_halving")


def run(shift: float, seed: int, draws: int = 2000) -> np.ndarray:
    """Draws of a quantity whose standard deviation is one, 40 months."""
    return np.random.default_rng(seed).normal(shift, 1.0, (draws, 40))


def test_the_same_quantity_under_other_luck_moves_in_about_a_twentieth_of_months():
    move = halving.moved(run(0.0, 1), run(0.0, 2), np.random.default_rng(3))
    assert move.apart <= 0.2
    assert move.reported == 0.0


@pytest.mark.parametrize(("shift", "reported"), [(0.1, 0.0), (0.4, 1.0)])
def test_a_shift_is_told_by_as_many_draws_as_it_needs(shift, reported):
    """The error of a median of 200 is .089, of the difference of two of 2,000 .040."""
    move = halving.moved(run(0.0, 1), run(shift, 2), np.random.default_rng(3))
    assert move.reported == pytest.approx(reported, abs=0.1)
    assert move.apart >= 0.6


def test_a_median_of_whole_numbers_that_luck_decides_is_no_move():
    """One half of the draws zero and one half one: the median of either run is a throw of a coin."""
    coins = (np.random.default_rng(1).random((2, 1000, 40)) < [[[0.49]], [[0.51]]]).astype(float)
    assert halving.moved(*coins, np.random.default_rng(3)).reported == 0.0
