"""Locals leave when the story fails; foreigners only while the border is open."""

from __future__ import annotations

import pytest

from polemos.mechanisms.exits import Exits

EXITS = Exits(calm=0.01, panicked=0.2, homeward=0.1)


def test_exit_moves_between_calm_and_panic_with_standing() -> None:
    assert EXITS.weariness(appeal=0.0) == pytest.approx(0.21)
    assert EXITS.weariness(appeal=1.0) == pytest.approx(0.11)
    assert EXITS.weariness(appeal=1e9) == pytest.approx(0.01)
    assert EXITS.hidden_leave(0.11) == EXITS.locals_leave(0.11) == 0.11


def test_a_closed_border_keeps_foreigners_in() -> None:
    assert EXITS.foreigners_leave(appeal_abroad=0.0, border_open=0.0) == 0.0
    assert EXITS.foreigners_leave(appeal_abroad=1.0, border_open=0.5) == pytest.approx(0.025)
    assert EXITS.hidden_foreigners_leave(1.0, 0.5) == EXITS.foreigners_leave(1.0, 0.5)
