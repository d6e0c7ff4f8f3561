"""The vanguard settles near where the movement already is, among its community."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.infiltration import Infiltration

SETTLING = Infiltration(spreading=0.2, cell=50.0)
LINE = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])


def settled(
    held: list[float], hidden: list[float] | None = None, constituency: list[float] | None = None
) -> np.ndarray:
    people = np.full(3, 1e5)
    community = np.array(constituency or [1.0, 1.0, 1.0])
    underground = np.array([hidden or [0.0, 0.0, 0.0]])
    return np.asarray(SETTLING.settle(np.array([100.0, 300.0]), underground, people, community, np.array(held), LINE))


def test_they_go_to_neighbours_of_held_ground_and_no_further() -> None:
    assert settled([1.0, 0.0, 0.0]).sum(axis=0) == pytest.approx([0.0, 80.0, 0.0])


def test_each_kind_goes_at_the_same_rate() -> None:
    assert settled([1.0, 0.0, 0.0]).sum(axis=1) == pytest.approx([20.0, 60.0])


def test_where_nobody_is_of_the_community_nobody_goes() -> None:
    assert settled([0.0, 1.0, 0.0], constituency=[1.0, 1.0, 0.0]).sum(axis=0) == pytest.approx([80.0, 0.0, 0.0])


def test_a_cell_is_half_as_near_as_held_ground() -> None:
    found = settled([0.0, 0.0, 0.0], hidden=[50.0, 0.0, 0.0]).sum(axis=0)
    assert found == pytest.approx([40.0, 40.0, 0.0])
