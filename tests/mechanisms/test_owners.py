"""Whose troops are where, as zeros and ones."""

from __future__ import annotations

import numpy as np

from polemos.mechanisms.owners import Owners

OWNERS = Owners()


def test_each_place_has_exactly_one_owner() -> None:
    table = np.asarray(OWNERS.owner_of(np.array([0.0, 2.0, 1.0, 2.0]), np.zeros((3, 4))))
    np.testing.assert_array_equal(table, [[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 1]])


def test_a_front_is_next_to_what_the_rival_holds_and_not_to_what_the_movement_holds() -> None:
    line = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    front = OWNERS.front_of(np.array([2.0, 1.0, 1.0]), np.array([[1.0, 1.0, 1.0]]), line)
    np.testing.assert_array_equal(np.asarray(front), [[0.0, 1.0, 0.0]])
    assert np.asarray(front).max() <= 1.0
