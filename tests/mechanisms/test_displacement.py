"""Who flees, and who comes home."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.displacement import Displacement

FLIGHT = Displacement(from_battle=0.4, from_rule=0.1, from_terror=20.0, trapped=0.75, homeward=0.05)


def flight(
    held: float = 0.0, offensive: float = 0.0, assault: float = 0.0, constituency: float = 1.0, killing: float = 0.0,
    discontent: float = 1.0, encircled: float = 0.0, corridors: float = 0.0,
) -> float:  # fmt: skip
    each = (np.array([x]) for x in (1e4, held, offensive, assault, constituency, killing))
    return float(FLIGHT.flight(*each, discontent, np.array([encircled]), corridors)[0])


def test_flight_is_from_battle_or_from_rule_by_the_others_only() -> None:
    assert flight(offensive=1.0) == pytest.approx(0.4)
    assert flight(held=1.0) == pytest.approx(0.0)
    assert flight(held=1.0, constituency=0.25) == pytest.approx(0.075)
    assert flight(held=1.0, assault=1.0, constituency=0.0) == pytest.approx(0.5)
    assert flight(held=1.0, constituency=0.0, discontent=0.5) == pytest.approx(0.05)


def test_killing_drives_people_out() -> None:
    assert flight(killing=10.0) == pytest.approx(20.0 * 10.0 / 1e4)


def test_a_closed_ring_keeps_people_in_unless_corridors_are_open() -> None:
    assert flight(offensive=1.0, encircled=1.0) == pytest.approx(0.1)
    assert flight(offensive=1.0, encircled=1.0, corridors=0.5) == pytest.approx(0.25)
    assert flight(offensive=1.0, encircled=1.0, corridors=1.0) == pytest.approx(0.4)


def test_people_go_home_only_where_a_rival_holds_in_peace() -> None:
    holder, assault = np.array([0.0, 1.0, 2.0, 2.0]), np.array([0.0, 0.0, 0.0, 1.0])
    assert [float(x) for x in FLIGHT.coming_home(holder, assault)] == pytest.approx([0.0, 0.0, 0.05, 0.0])
