"""The trial on made-up reports: signs as their prior says, chances that are honest, errors that are counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from polemos.cases.claims import load_claims
from polemos.cases.load import load_case
from polemos.scenarios.trial_curve import gained, learning_curve
from polemos.scenarios.trial_features import learn_features
from polemos.scenarios.trial_network import Settings, learn_judge
from polemos.scenarios.trial_prior import UNSEEN, Charge, Trial, trial_of
from polemos.scenarios.trial_rule import Finding, errors_of, failings, pooled
from polemos.scenarios.trial_skill import _widened, needed

TRIAL = Trial((Charge("M01", ("A.strong",), True), Charge("M02", ("A.weak",), False), UNSEEN))
SIZE = np.array([6.0, 1.0, 0.0])


@dataclass
class MadeUp:
    """Reports are each sign times a size, plus noise of one; what moves nothing has size zero."""

    signs: Any
    effect: Any
    trial: Trial = TRIAL

    def __len__(self) -> int:
        return len(self.signs)

    def reported(self, seed: int, number: int, part: slice = slice(None)) -> Any:
        """Reports (draw, 3), drawn anew for every number."""
        true = self.true()[part]
        return true + np.random.default_rng([seed, number]).standard_normal(true.shape)

    def some(self, part: slice) -> MadeUp:
        """Some of the draws."""
        return MadeUp(self.signs[part], self.effect[part])

    def true(self) -> Any:
        """What is reported, without noise."""
        return self.signs * SIZE

    @property
    def blocks(self) -> Any:
        """Every report is a target of its own."""
        return [np.array([column]) for column in range(3)]


@dataclass
class OfGains:
    """A forecaster whose skill is given, with intervals far too narrow."""

    gain: Any
    claims: int = 3

    def skill(self, x: Any, claim: int, seed: int) -> list[tuple[float, float, float]]:
        """The same for every claim."""
        return [(g - 0.05, g, g + 0.05) for g in self.gain[-len(x) :]]


def made_up(draws: int, seed: int) -> MadeUp:
    signs = TRIAL.signs(seed, np.arange(draws))
    return MadeUp(signs, np.full(signs.shape, 0.9))


def test_signs_come_as_their_prior_says_and_hang_on_seed_draw_and_name_alone() -> None:
    signs = TRIAL.signs(1, np.arange(20_000))
    for column, prior in enumerate(TRIAL.prior):
        shares = [(signs[:, column] == sign).mean() for sign in (1, 0, -1)]
        assert shares == pytest.approx(prior, abs=0.015)
    assert (TRIAL.signs(1, np.array([17, 5])) == signs[[17, 5]]).all()
    alone = Trial(TRIAL.charges[1:]).signs(1, np.arange(50))
    assert (alone == signs[:50, 1:]).all(), "other charges change nothing"
    assert abs(np.corrcoef(signs[:, 0], signs[:, 2])[0, 1]) < 0.03


def test_features_are_the_directions_that_stand_out_from_noise() -> None:
    luck = np.random.default_rng(5)
    level, slope = luck.standard_normal((2, 4000, 1))
    true = np.concatenate([5.0 * level + slope * np.linspace(-1, 1, 8), luck.standard_normal((4000, 2)) * 0.01], axis=1)
    found = learn_features(true, true + luck.standard_normal(true.shape), [np.arange(8), np.arange(8, 10)])
    seen = found(true)
    assert seen.shape == (4000, 3 + 10), "two directions, of a target that says nothing one, and every figure alone"
    assert abs(np.corrcoef(seen[:, 0], level[:, 0])[0, 1]) > 0.99
    assert abs(np.corrcoef(seen[:, 1], slope[:, 0])[0, 1]) > 0.95
    assert np.abs(found(true * 100.0)).max() <= 4.0
    assert (found.of_targets()(true) == seen[:, :3]).all()


def test_signs_multiply_effect_parameters_only() -> None:
    theta = {"A.strong": np.array([2.0, 2.0]), "A.weak": np.array([[1.0, 3.0]] * 2), "B.other": np.array([5.0, 5.0])}
    found = TRIAL.applied(theta, np.array([[-1, 0, 1], [1, 1, -1]], np.int8))
    assert found["A.strong"].tolist() == [-2.0, 2.0]
    assert found["A.weak"].tolist() == [[0.0, 0.0], [1.0, 3.0]]
    assert found["B.other"].tolist() == [5.0, 5.0] and theta["A.strong"].tolist() == [2.0, 2.0]


def test_chances_are_honest_and_the_unseen_keeps_its_prior() -> None:
    judge = learn_judge(made_up(3000, 1), 1, Settings(networks=2, hidden=24, passes=40, patience=5, rate=2e-3))  # type: ignore[arg-type]
    fresh = made_up(4000, 2)
    chances = judge.chances(fresh.reported(3, 0))
    sure = chances[:, 0].max(axis=1) > 0.9
    right = fresh.signs[sure, 0] == np.array([1, 0, -1])[chances[sure, 0].argmax(axis=1)]
    assert sure.mean() > 0.9 and right.mean() > 0.95
    assert chances[:, 1, 2].max() < 1e-6, "an opposite without a meaning is never found"
    half = chances[:, 1, 0]
    near = (half > 0.65) & (half < 0.85)
    assert (fresh.signs[near, 1] == 1).mean() == pytest.approx(half[near].mean(), abs=0.06)
    assert np.abs(chances[:, 2] - TRIAL.prior[2]).max() < 0.15 and (chances[:, 2].max(axis=1) < 0.9).all()


def test_the_rule_is_counted_on_known_truths() -> None:
    truths = made_up(4, 1)
    truths.signs = np.array([[1, 0, 0], [0, 1, 1], [-1, 1, -1], [1, 0, 0]], np.int8)
    truths.effect[3, 0] = 0.1
    good, none, bad = (0.95, 0.05, 0.0), (0.4, 0.4, 0.2), (0.0, 0.05, 0.95)
    even = (-0.1, 0.0, 0.1)
    called = [
        [Finding("M01", good, even), Finding("M02", good, even), Finding("unseen", none, even)],
        [Finding("M01", none, even), Finding("M02", good, even), Finding("unseen", none, even)],
        [Finding("M01", bad, even), Finding("M02", none, even), Finding("unseen", none, even)],
        [Finding("M01", none, even), Finding("M02", none, even), Finding("unseen", good, even)],
    ]
    visible = np.array([[True, True, False]] * 3 + [[False, True, False]])
    clear = np.array([[False, True, False]] + [[True, False, False]] * 3)
    first, second, unseen = errors_of(truths, called, visible, clear)  # type: ignore[arg-type]
    assert (first.absent, first.absent_supported, first.strong, first.strong_supported) == (1, 0, 1, 1)
    assert (first.opposite, first.opposite_contradicted) == (1, 1)
    assert (first.visible, first.visible_supported, second.visible) == (1, 1, 2)
    assert (first.clear, first.clear_supported, second.clear) == (1, 0, 0), "the sign counts too"
    assert (first.present_by_skill, first.absent_by_skill) == (0, 0), "its opposite was found, not its skill"
    assert (second.absent, second.absent_supported, second.strong, second.strong_supported) == (2, 1, 2, 1)
    assert unseen.words == {"not identified": 3, "supported": 1}
    shares = pooled([first, second, unseen])
    assert shares["absent called supported"] == pytest.approx(1 / 3)
    assert shares["strong called supported"] == pytest.approx(2 / 3)
    assert shares["unseen called not identified"] == 0.75


def test_the_curve_rises_with_what_a_judge_may_see() -> None:
    """Reports of the weaker one hide it under noise; the histories themselves show it in every truth."""
    bank, truths = made_up(2000, 1), made_up(300, 2)
    small = Settings(networks=1, hidden=16, passes=25, patience=5, rate=3e-3)
    judge = learn_judge(bank, 1, small)  # type: ignore[arg-type]
    visible = np.ones(truths.signs.shape, bool)
    shown = {"visible": visible, "clear": visible & (np.arange(3) == 0)}
    rows = learning_curve(bank, truths, shown, judge, 1, small)  # type: ignore[arg-type]
    assert [(row["histories"], row["sees"]) for row in rows] == [
        *((500, "reports"), (1000, "reports"), (2000, "reports"), (2000, "histories"))
    ]
    seen, bare = rows[-2], rows[-1]
    assert bare["visible called present"] > 0.99 and bare["absent called present"] < 0.01
    assert 0.4 < seen["visible called present"] < 0.8, "the strong one always, the weak one seldom"
    assert seen["strong called present"] == seen["visible called present"], "every truth here is both"
    assert seen["clear called present"] > 0.99, "of the strong one alone"
    assert bare["nats"] > seen["nats"] > 0.9 * np.log(1 / 0.4), "what is known of the strong one at least"


def test_evidence_is_counted_in_nats_of_what_was_true() -> None:
    chances = np.array([[[0.8, 0.1, 0.1], [0.5, 0.5, 0.0]]])
    found = gained(chances, np.array([[1, 0]], np.int8), TRIAL.prior[:2])
    assert found == pytest.approx(np.log([[2.0, 1.0]]))


def test_what_a_trial_falls_short_of_is_a_sentence() -> None:
    kinds = ("absent called supported", "strong called supported", "clear called supported")
    assert failings({"pooled": dict(zip(kinds, (0.05, 0.8, 0.8), strict=True))}) == []
    first, second, third = failings({"pooled": dict(zip(kinds, (0.061, 0.18, 0.79), strict=True))})
    assert "6.1% of absent" in first and "at most 5%" in first and "18.0% of strong" in second
    assert "79.0% of clear" in third and "at least 80%" in third


def test_a_finding_is_judged_by_the_one_rule() -> None:
    found = Finding("M01", (0.95, 0.05, 0.0), (-0.3, -0.2, -0.1))
    assert found.verdict.word == "contradicted"
    assert replace(found, skill=(-0.1, 0.0, 0.1)).verdict.word == "supported"


def test_an_interval_is_widened_until_it_touches_zero() -> None:
    skills = np.array([[0.1, 0.2, 0.3], [-0.1, 0.2, 0.3], [-0.3, -0.2, -0.1]])
    assert needed(skills) == pytest.approx([2.0, 2.0 / 3.0, 0.0])
    assert needed(-skills[:, ::-1])[2] == pytest.approx(2.0), "the other way round"


def test_skill_intervals_err_seldom_in_either_direction() -> None:
    truths = made_up(400, 1)
    gain = truths.signs[:, 0] * 0.1 + np.random.default_rng(4).standard_normal(400) * 0.2
    plain = OfGains(gain)
    factors = _widened(plain, truths, 1)  # type: ignore[arg-type]
    part = slice(360, None)
    low, high = gain[part] - factors[0] * 0.05, gain[part] + factors[0] * 0.05
    assert (high < 0)[truths.signs[part, 0] == 1].mean() <= 0.1 and factors.min() > 1.0
    assert (low > 0)[truths.signs[part, 0] == 0].mean() <= 0.1


def test_every_shipped_mechanism_claim_can_be_tried() -> None:
    from polemos.cases.resolve import resolve

    case = load_case("islamic-state")
    trial = trial_of(load_claims(case), resolve(case).parameters)
    assert trial.ids == (*(f"M{n:02d}" for n in range(1, 19)), "unseen")
