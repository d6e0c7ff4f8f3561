"""In by arrest and surrender, out by release and breakout; nobody is lost on the way."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.prisons import Prisons
from tiny_models import exact, lanes_of, tiny_model

CELLS = Prisons(arrest=0.02, surrender=0.5, release=0.01, breakout=0.1, plot=1000.0)


def test_the_hidden_are_caught_where_it_does_not_hold_and_the_cut_off_give_up() -> None:
    held = np.array([0.0, 1.0])
    assert [float(x) for x in CELLS.arrested(held)] == pytest.approx([0.02, 0.0])
    no, yes = np.zeros(1), np.ones(1)
    assert float(CELLS.given_up(no, no, no)[0]) == pytest.approx(0.5)
    assert float(CELLS.given_up(yes, no, no)[0]) == float(CELLS.given_up(no, yes, no)[0]) == 0.0


def test_a_strong_underground_breaks_prisons_open() -> None:
    assert float(CELLS.freed(np.zeros((1, 2)))) == pytest.approx(0.01)
    assert float(CELLS.freed(np.full((1, 2), 500.0))) == pytest.approx(0.06)


def test_members_are_kept_by_kind_and_none_is_lost() -> None:
    start = {"detained": np.array([100.0, 300.0, 0.0]), "underground": np.array([[50.0], [50.0], [0.0]])}
    model = tiny_model(Prisons, months=24, start=start, facts={"held": 0.0})
    theta = lanes_of(
        model, Prisons__arrest=0.02, Prisons__surrender=0.5, Prisons__release=0.01, Prisons__breakout=0.1,
        Prisons__plot=1000.0,
    )  # fmt: skip
    out = exact(model, {"detained": "end", "underground": "end", "vanguard": "end"})(theta, 1, np.arange(1))
    left = out["detained"][0, -1] + out["underground"][0, -1].sum(axis=-1) + out["vanguard"][0, -1]
    assert left == pytest.approx([150.0, 350.0, 0.0])
