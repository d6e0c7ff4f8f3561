"""The rival with the most to bring comes; the outnumbered go."""

from __future__ import annotations

from dataclasses import replace

import jax
import numpy as np
import pytest

from polemos.mechanisms.rival_offensives import RivalOffensives

WORLDS = 1000
STEP = 0.25  # month
LUCK = (np.arange(WORLDS) + 0.5) / WORLDS
ATTACK = RivalOffensives(
    tempo=0.5, unsupported=np.array([0.2, 0.2]), odds_wanted=2.0, keenness=2.0, least_force=100.0, breaking_off=3.0,
    grip=0.9, span=0.0,
)  # fmt: skip


def after(
    offensive: float = 0.0, holder: float = 1.0, reserve: tuple[float, float] = (1e9, 0.0), garrison: float = 0.0,
    support: float = 1.0, front: float = 1.0, assault: float = 0.0, defenders: tuple[float, ...] = (0.0,),
    share: float = 1.0, ring: float = 0.0, span: float = 0.0,
) -> tuple[float, float]:  # fmt: skip
    """For the first of some places: how often it is under an offensive and owned by the second rival after a month."""
    places = len(defenders)

    def world(luck: float) -> tuple[jax.Array, jax.Array]:
        going, owner = replace(ATTACK, span=span).attack(
            offensive=np.full(places, offensive),
            owner=np.zeros(places),
            holder=np.full(places, holder),
            reserve=np.array(reserve),
            fighters=np.array(defenders)[None],
            garrison=np.full(places, garrison),
            assault=np.full(places, assault),
            sponsor_support=np.full(2, support),
            reach=np.ones((2, places)),
            front_of=np.full((2, places), front),
            front_share=np.full(2, share),
            encircled=np.full(places, ring),
            step=STEP,
            opening=jax.numpy.full(places, luck),
            ending=jax.numpy.full(places, luck),
        )
        return going[0], owner[0]

    going, owner = jax.vmap(world)(LUCK)
    return float(going.mean()), float(owner.mean())


def test_at_overwhelming_odds_they_open_at_the_tempo() -> None:
    assert after()[0] == pytest.approx(0.5 * STEP, abs=2e-3)


def test_at_the_odds_wanted_half_as_likely_and_support_makes_ready() -> None:
    assert after(reserve=(200.0, 0.0))[0] == pytest.approx(0.25 * STEP, abs=2e-3)
    assert after(reserve=(1000.0, 0.0), support=0.0)[0] == pytest.approx(0.25 * 0.2 * STEP, abs=2e-3)


def test_a_rival_opens_no_more_where_there_is_more_to_attack_and_turns_to_the_weakest() -> None:
    assert after(defenders=(0.0,) * 5)[0] == pytest.approx(0.1 * STEP, abs=2e-3)
    weak, strong = after(defenders=(100.0, 300.0))[0], after(defenders=(300.0, 100.0))[0]
    assert np.log(1 - weak) / np.log(1 - strong) == pytest.approx(4.0, rel=0.05)  # (400 / 200) ** keenness


def test_with_a_span_offensives_multiply_with_the_targets_at_good_odds_and_with_nothing_else() -> None:
    one, whole = after(span=0.5)[0], 0.5 * STEP
    assert one == pytest.approx(whole, abs=2e-3)
    assert after(defenders=(0.0,) * 5, span=0.5)[0] == pytest.approx(whole * 5**0.5 / 5, abs=2e-3)
    assert after(defenders=(0.0,) * 5, span=1.0)[0] == pytest.approx(whole, abs=2e-3)
    assert after(defenders=(0.0, 1e12, 1e12), span=1.0)[0] == pytest.approx(whole, abs=2e-3)


def test_the_rival_with_more_to_bring_comes_and_its_troops_are_there() -> None:
    opened, second = after(reserve=(10.0, 1e9))
    assert opened == second > 0.3 * STEP
    assert after(reserve=(1e9, 10.0))[1] == 0.0


def test_nothing_opens_away_from_the_front_under_assault_or_on_a_rivals_ground() -> None:
    assert after(front=0.0)[0] == after(assault=1.0)[0] == after(holder=2.0)[0] == 0.0


def test_an_outnumbered_offensive_is_broken_off_and_a_taken_place_ends_it() -> None:
    assert after(offensive=1.0, defenders=(1e9,))[0] == pytest.approx(1.0 - 3.0 * STEP, abs=2e-3)
    assert after(offensive=1.0, garrison=1e9)[0] == 1.0
    assert after(offensive=1.0, holder=2.0)[0] == 0.0


def test_troops_kept_back_from_the_front_do_not_come() -> None:
    assert after(reserve=(400.0, 0.0), share=0.5)[0] == pytest.approx(after(reserve=(200.0, 0.0))[0])


def test_once_the_ring_is_closed_an_attack_is_seldom_given_up() -> None:
    assert after(offensive=1.0, defenders=(1e9,), ring=1.0)[0] == pytest.approx(1.0 - 0.3 * STEP, abs=2e-3)
