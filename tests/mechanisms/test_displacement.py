"""Who flees, and who comes home."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.displacement import Displacement

FLIGHT = Displacement(from_battle=0.4, from_rule=0.1, homeward=0.05)
YES, NO = np.ones(1), np.zeros(1)


def test_flight_is_from_battle_or_from_rule_by_the_others_only() -> None:
    assert float(FLIGHT.flight(NO, YES, NO, YES)[0]) == pytest.approx(0.4)
    assert float(FLIGHT.flight(YES, NO, NO, YES)[0]) == pytest.approx(0.0)
    assert float(FLIGHT.flight(YES, NO, NO, np.array([0.25]))[0]) == pytest.approx(0.075)
    assert float(FLIGHT.flight(YES, NO, YES, NO)[0]) == pytest.approx(0.5)


def test_people_go_home_only_where_a_rival_holds_in_peace() -> None:
    holder, assault = np.array([0.0, 1.0, 2.0, 2.0]), np.array([0.0, 0.0, 0.0, 1.0])
    assert [float(x) for x in FLIGHT.coming_home(holder, assault)] == pytest.approx([0.0, 0.0, 0.05, 0.0])
