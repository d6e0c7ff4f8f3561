"""A rival's troops go where they are wanted, out of its own reserve."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from polemos.mechanisms.rival_deployment import RivalDeployment

MARCH = RivalDeployment(post=0.008, presence=np.array([0.25]), mass=3.0, relief=2.0, least=100.0, watch=0.5, march=1.5)


def wanted(holder: float, offensive: float = 0.0, assault: float = 0.0) -> float:
    each = (
        np.array([1e5]),
        np.array([[200.0]]),
        np.array([holder]),
        np.array([offensive]),
        np.array([assault]),
        np.zeros((1, 1)),
    )
    return float(MARCH.troops_wanted(*each)[0])


def test_posts_at_rest_relief_under_assault_mass_in_an_offensive() -> None:
    assert wanted(holder=2.0) == pytest.approx(200.0 + 100.0)
    assert wanted(holder=2.0, assault=1.0) == pytest.approx(300.0 + 400.0)
    assert wanted(holder=1.0, offensive=1.0) == pytest.approx(600.0 + 300.0)
    assert wanted(holder=1.0) == 0.0


def sent(reserve: list[float], assault: float = 0.0, fighters: float = 0.0) -> np.ndarray:
    owner_of = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    return np.asarray(
        MARCH.sent(
            reserve=np.array(reserve),
            garrison=np.zeros(3),
            fighters=np.full((1, 3), fighters),
            assault=np.full(3, assault),
            troops_wanted=np.array([300.0, 100.0, 50.0]),
            owner_of=owner_of,
        )
    )


def test_each_rival_sends_its_own_and_no_more_than_it_has() -> None:
    assert sent([1e6, 0.0]) == pytest.approx([450.0, 150.0, 0.0])
    assert sent([40.0, 1e6]) == pytest.approx([45.0, 15.0, 75.0])


def test_roads_are_cut_where_attackers_stand_before_an_empty_post() -> None:
    assert sent([1e6, 1e6], assault=1.0, fighters=100.0) == pytest.approx([0.0, 0.0, 0.0])


def test_what_is_not_wanted_is_called_back() -> None:
    back = MARCH.called_back(np.array([500.0, 50.0]), np.array([300.0, 300.0]), np.ones((1, 2)))
    assert [float(x) for x in back] == pytest.approx([300.0, 0.0])


def test_full_presence_fills_the_posts_and_a_front_is_watched() -> None:
    full = replace(MARCH, presence=np.ones(1))
    each = (np.array([1e5]), np.zeros((1, 1)), np.array([2.0]), np.zeros(1), np.zeros(1), np.zeros((1, 1)))
    assert float(full.troops_wanted(*each)[0]) == pytest.approx(800.0 + 100.0)
    roads, holder, force = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([2.0, 1.0]), np.array([[0.0, 60.0]])
    assert float(
        MARCH.troops_wanted(np.full(2, 1e5), force, holder, np.zeros(2), np.zeros(2), roads)[0]
    ) == pytest.approx(330.0)
