"""Gifts in proportion to support; none when it ends."""

from __future__ import annotations

import pytest

from polemos.mechanisms.outside_support import OutsideSupport

GIFTS = OutsideSupport(money=1e6, arms_given=4.0)


def test_gifts_follow_support() -> None:
    assert [float(GIFTS.gifts(d)) for d in (0.0, 0.5, 1.0)] == pytest.approx([0.0, 5e5, 1e6])
    assert [float(GIFTS.supplied(d)) for d in (0.0, 0.5, 1.0)] == pytest.approx([0.0, 2.0, 4.0])
