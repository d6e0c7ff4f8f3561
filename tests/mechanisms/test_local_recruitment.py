"""People of its community enlist, the more so the better it pays."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.local_recruitment import LocalRecruitment

JOINING = LocalRecruitment(propensity=0.002, rival_pay=200.0, willing=0.05)


def recruits(
    pay: float, appeal: float = 1.0, held: float = 1.0, constituency: float = 1.0, fighters: float = 0.0
) -> float:
    members = (np.array([[fighters / 2]]), np.array([[fighters / 4]]), np.array([fighters / 4]))
    each = (np.array([1e6]), *members, np.array([held]), np.array([constituency]))
    return float(JOINING.recruits(*each, appeal, pay)[0])


def test_enlistment_is_half_its_maximum_when_pay_equals_rival_pay() -> None:
    assert recruits(pay=200.0) == pytest.approx(0.5 * 0.002 * 1e6)
    assert recruits(pay=1e12) == pytest.approx(0.002 * 1e6)


def test_only_its_community_under_its_rule_enlists() -> None:
    assert recruits(pay=200.0, held=0.0) == 0.0
    assert recruits(pay=200.0, constituency=0.3) == pytest.approx(0.3 * recruits(pay=200.0), rel=1e-5)
    assert recruits(pay=200.0, appeal=2.0) == pytest.approx(2.0 * recruits(pay=200.0), rel=1e-5)


def test_only_so_many_are_willing() -> None:
    assert recruits(pay=200.0, fighters=25_000.0) == pytest.approx(0.5 * recruits(pay=200.0), rel=1e-5)
    assert recruits(pay=200.0, fighters=60_000.0) == 0.0
