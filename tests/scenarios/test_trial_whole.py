"""The trial of a small case from simulation to counts, and known truths beside themselves without a mechanism."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from growing_case import write_growing_case
from polemos.cases.load import load_case
from polemos.core.errors import InputError
from polemos.ensemble.bank import Bank
from polemos.scenarios import trial_rule
from polemos.scenarios.trial_bank import Tried, tried
from polemos.scenarios.trial_refusals import refuse_untriable
from polemos.scenarios.trial_rule import TRUTHS, hold_trial
from polemos.scenarios.trial_visible import noncentralities
from polemos.scenarios.trial_without import Without, switched_off
from small_case import change

TRIAL = """text = "People join whom they see win."
trial = { parameters = ["SmallRecruitment.propensity"], opposite = false }
expression = 'total(recruits)'
direction = "above"
threshold = 0.0
"""
DRAWS = 40


def charged(parent: Path) -> Path:
    """The growing case with one charge, that people join."""
    folder = write_growing_case(parent)
    change(folder, "claims.toml", 'text = "People join whom they see win."\n', TRIAL)
    return folder


@pytest.fixture
def bank(tmp_path: Path) -> Tried:
    """Histories of it, and of a charge that moves nothing."""
    return tried(load_case(charged(tmp_path)), DRAWS, 1, 1, None)


def test_a_truth_without_a_mechanism_is_the_history_with_its_sign_at_zero(bank: Tried) -> None:
    ids = np.arange(DRAWS)
    pairs = switched_off(bank, ids, 1, 1)
    assert list(pairs) == [0], "what moves nothing is not switched off"
    pair = pairs[0]
    assert (pair.rows == np.flatnonzero(bank.signs[:, 0] == 1)).all() and 5 < len(pair.rows) < DRAWS
    assert (pair.figures == bank.true()[pair.rows]).all()
    setup = bank.setup
    theta = setup.latent.values(setup.latent.draw(1, ids[pair.rows]))
    theta["SmallRecruitment.propensity"] = np.zeros(len(pair.rows))
    with Bank(setup.model, setup.design.record, 1) as run:
        read = setup.design.read(run(theta, 1, ids[pair.rows]), setup.model)
    by_hand = bank.summaries.simulated(read["rows"].astype(np.float64), setup.design.shares(read["held"]))
    assert (pair.without == by_hand).all()
    assert (np.abs(pair.without - pair.figures).max(axis=1) > 0.0).mean() > 0.9


def test_the_squared_length_of_a_move_is_in_units_of_its_errors(bank: Tried) -> None:
    """One figure alone: its move over its error, squared; twice the move, four times the length."""
    pair = switched_off(bank, np.arange(DRAWS), 1, 1)[0]
    figures = pair.without.copy()
    figures[:, 0] += 1.0
    one = noncentralities(bank, {0: Without(pair.rows, figures, pair.without)})
    two = noncentralities(bank, {0: Without(pair.rows, 2.0 * figures - pair.without, pair.without)})
    assert (one[pair.rows, 0] > 0.0).all() and (np.delete(one, pair.rows, axis=0) == 0.0).all() and not one[:, 1].any()
    assert two == pytest.approx(4.0 * one)
    further_off = noncentralities(replace(bank, sd=3.0 * bank.sd), {0: Without(pair.rows, figures, pair.without)})
    assert (further_off[pair.rows, 0] < 0.8 * one[pair.rows, 0]).all(), "a wider misfit hides more"


def test_what_cannot_be_tried_is_refused_before_anything_is_simulated(tmp_path: Path) -> None:
    folder = write_growing_case(tmp_path)
    with pytest.raises(InputError, match=r"claims.toml: no claim has a trial"):
        hold_trial(load_case(folder), 100, 1, 1, None)
    folder = charged(tmp_path)
    with pytest.raises(InputError, match=r"information_cut: no figure .* is of a month after it, .*2015-06-30"):
        hold_trial(load_case(folder), 100, 1, 1, None)
    change(folder, "case.toml", "2015-06-30", "2013-01-31")
    with pytest.raises(InputError, match=r"information_cut: no figure of the targets was known by then"):
        refuse_untriable(load_case(folder))


def test_a_trial_is_held_from_simulation_to_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its learning curve, which has a test of its own."""
    monkeypatch.setattr(trial_rule, "learning_curve", lambda *_: [])
    folder = charged(tmp_path)
    change(folder, "case.toml", "2015-06-30", "2014-01-31")
    found = hold_trial(load_case(folder), 200, 1, 1, None)
    assert list(found["findings"]) == list(found["rule"]) == ["M09", "unseen"]
    rule = found["rule"]["M09"]
    assert rule["clear"] <= rule["present"] and rule["visible"] <= rule["present"] and rule["strong"] > 0
    assert rule["absent"] + rule["present"] + rule["opposite"] == TRUTHS and rule["opposite"] == 0
    assert found["rule"]["unseen"]["clear"] == 0 and found["about"]["cut"] == str(date(2014, 1, 31))
    chances = np.array([one["chances"] for one in found["findings"].values()])
    assert chances.sum(axis=1) == pytest.approx(1.0, abs=1e-3)
    assert set(found["pooled"]) >= {"absent called supported", "strong called supported", "clear called supported"}
