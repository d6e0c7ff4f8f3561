"""The rival with the most to bring comes; the outnumbered go."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.rival_offensives import RivalOffensives

PLACES = 1000
LUCK = (np.arange(PLACES) + 0.5) / PLACES
ATTACK = RivalOffensives(
    tempo=0.5, unsupported=np.array([0.2, 0.2]), odds_wanted=2.0, keenness=2.0, least_force=100.0, breaking_off=3.0,
    grip=0.9,
)  # fmt: skip


def after(
    offensive: float = 0.0, holder: float = 1.0, reserve: tuple[float, float] = (1e9, 0.0), garrison: float = 0.0,
    support: float = 1.0, front: float = 1.0, assault: float = 0.0, defenders: float = 0.0,
    share: float = 1.0, ring: float = 0.0,
) -> tuple[float, float]:  # fmt: skip
    """Shares of equal places under an offensive and owned by the second rival after a month."""

    def everywhere(value: float) -> np.ndarray:
        return np.full(PLACES, value)

    going, owner = ATTACK.attack(
        offensive=everywhere(offensive),
        owner=everywhere(0.0),
        holder=everywhere(holder),
        reserve=np.array(reserve),
        fighters=everywhere(defenders)[None],
        garrison=everywhere(garrison),
        assault=everywhere(assault),
        sponsor_support=np.full(2, support),
        reach=np.ones((2, PLACES)),
        front_of=np.full((2, PLACES), front),
        front_share=np.full(2, share),
        encircled=everywhere(ring),
        step=1.0,
        opening=LUCK,
        ending=LUCK,
    )
    return float(np.asarray(going).mean()), float(np.asarray(owner).mean())


def test_at_overwhelming_odds_they_open_at_the_tempo() -> None:
    assert after()[0] == pytest.approx(1.0 - np.exp(-0.5), abs=2e-3)


def test_at_the_odds_wanted_half_as_likely_and_support_makes_ready() -> None:
    assert after(reserve=(200.0, 0.0))[0] == pytest.approx(1.0 - np.exp(-0.25), abs=2e-3)
    assert after(reserve=(1000.0, 0.0), support=0.0)[0] == pytest.approx(1.0 - np.exp(-0.25), abs=2e-3)


def test_the_rival_with_more_to_bring_comes_and_its_troops_are_there() -> None:
    opened, second = after(reserve=(10.0, 1e9))
    assert opened == second > 0.3
    assert after(reserve=(1e9, 10.0))[1] == 0.0


def test_nothing_opens_away_from_the_front_under_assault_or_on_a_rivals_ground() -> None:
    assert after(front=0.0)[0] == after(assault=1.0)[0] == after(holder=2.0)[0] == 0.0


def test_an_outnumbered_offensive_is_broken_off_and_a_taken_place_ends_it() -> None:
    assert after(offensive=1.0, defenders=1e9)[0] == pytest.approx(np.exp(-3.0), abs=2e-3)
    assert after(offensive=1.0, garrison=1e9)[0] == 1.0
    assert after(offensive=1.0, holder=2.0)[0] == 0.0


def test_troops_kept_back_from_the_front_do_not_come() -> None:
    assert after(reserve=(400.0, 0.0), share=0.5)[0] == pytest.approx(after(reserve=(200.0, 0.0))[0])


def test_once_the_ring_is_closed_an_attack_is_seldom_given_up() -> None:
    assert after(offensive=1.0, defenders=1e9, ring=1.0)[0] == pytest.approx(np.exp(-0.3), abs=2e-3)
