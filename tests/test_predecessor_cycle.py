"""What counts as a fall and a return in the tables of the forerunner."""

from __future__ import annotations

import numpy as np

from benchmark_scripts import benchmark


def history(years: list[float]) -> list[float]:
    return [value for value in years for _ in range(12)]


def test_a_fall_to_a_quarter_and_a_return_to_twice_the_trough() -> None:
    both = history([4, 8, 6, 5, 4, 2, 3, 3, 3, 4, 9])
    fell_only = history([4, 8, 6, 5, 4, 2, 3, 3, 3, 3.9, 9])
    neither = history([4, 8, 6, 5, 4, 2.1, 3, 3, 3, 4, 9])
    fell, rose = benchmark("predecessor").cycle(np.array([both, fell_only, neither]))
    assert fell.tolist() == [True, True, False] and rose.tolist() == [True, False, False]
