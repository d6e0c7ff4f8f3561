"""Effects of known size, zero among them, are found again: as means over draws, and from noisy data with weights."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from polemos.core.calendar import Calendar
from polemos.core.engine import compile_model
from polemos.core.errors import InputError
from polemos.core.mechanism import Mechanism, flow
from polemos.core.model import Attribute, Driver, Initial, Model
from polemos.core.parameter import parameter
from polemos.core.seeds import host_uniform
from polemos.core.stock import Stock
from polemos.scenarios import histories as of_scenarios
from polemos.scenarios.compare import differences, interactions, records
from polemos.scenarios.histories import Draws, Histories, histories
from polemos.scenarios.outcomes import outcomes_of
from polemos.scenarios.paths import changed_drivers
from polemos.scenarios.scenario import Applied
from polemos.scenarios.schema import Act

PEOPLE, MONTHS, PLACE = 20_000.0, 6, ("place",)
KILLED = "civilians killed"


@dataclass(frozen=True)
class Harm(Mechanism):
    """Civilians die by bombs, and by something else that bombs do not touch."""

    stocks = (
        Stock("civilians", "person", PLACE),
        Stock("killed_by_fire", "person", PLACE, starts_at_zero=True),
        Stock("killed_by_movement", "person", PLACE, starts_at_zero=True),
    )

    per_weapon: Any = parameter("1/month", "share killed a month by a hundred weapons a month")
    otherwise: Any = parameter("1/month", "share killed a month by the movement")

    @flow("civilians", "killed_by_fire")
    def fire(self, civilians: Any, weapons: Any) -> Any:
        """Persons per month."""
        return self.per_weapon * weapons / 100.0 * civilians

    @flow("civilians", "killed_by_movement")
    def terror(self, civilians: Any) -> Any:
        """Persons per month."""
        return self.otherwise * civilians


@cache
def model() -> Model:
    facts = {"in_country": Attribute(np.ones((1, 1)), "1", ("country", "place"))}
    dims = {"place": ("alpha",), "country": ("land",)}
    drivers = {"weapons": Driver(np.full(MONTHS, 100.0), "weapon/month", ())}
    initial = {"civilians": Initial("civilians", "person", np.ones(1), PEOPLE)}
    return Model(dims, (Harm,), facts, drivers, initial, Calendar("2014-01", MONTHS, 5))


def draws_of(per_weapon: Any, otherwise: Any, seed: int = 3) -> Draws:
    ids = np.arange(len(per_weapon))
    theta = {"Harm.per_weapon": np.asarray(per_weapon), "Harm.otherwise": np.asarray(otherwise)}
    return Draws(theta, seed, ids, "test")


def run(folder: Path, draws: Draws, factor: float, off: tuple[str, ...] = (), kept: Path | None = None) -> Histories:
    act = Act(target="weapons", how="scale", value=factor)
    changed = changed_drivers(model(), [act])
    (folder / "targets.toml").write_text("")
    resolved: Any = SimpleNamespace(folder=str(folder), canonical="harm")
    applied = Applied(resolved, dataclasses.replace(model(), drivers=changed), (), off)
    return histories(applied, draws, workers=1, folder=kept)


def test_runs_that_were_kept_are_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draws, kept = draws_of(np.full(8, 0.01), np.full(8, 0.02)), tmp_path / "kept"
    first = run(tmp_path, draws, 1.0, kept=kept)

    def closed(*_: object, **__: object) -> None:
        raise AssertionError("simulated again")

    monkeypatch.setattr(of_scenarios, "Bank", closed)
    again = run(tmp_path, draws, 1.0, kept=kept)
    assert all((again.series[name] == first.series[name]).all() for name in first.series)
    for other in (lambda: run(tmp_path, draws, 0.5, kept=kept), lambda: run(tmp_path, draws_of([0.1], [0.2]), 1.0)):
        with pytest.raises(AssertionError, match="simulated again"):
            other()


def killed(rate: Any) -> Any:
    """Expected deaths when both causes together have the rate `rate` a month."""
    return PEOPLE * (1.0 - np.exp(-rate * MONTHS))


@pytest.mark.parametrize("factor", [0.0, 0.5, 1.0, 2.0])
def test_the_mean_difference_is_the_known_one(factor: float, tmp_path: Path) -> None:
    draws = draws_of(np.full(128, 0.01), np.full(128, 0.02))
    base, other = run(tmp_path, draws, 1.0), run(tmp_path, draws, factor)
    row = next(row for row in differences(base, other) if row.outcome == KILLED)
    known = killed(0.02 + 0.01 * factor) - killed(0.03)
    spread = np.sqrt(killed(0.03))
    assert row.mean == pytest.approx(known, abs=max(3.5 * spread / np.sqrt(128), 1e-9) + 2.0)
    assert factor != 1.0 or (row.mean, row.above, row.below) == (0.0, 0.0, 0.0)


def test_common_luck_makes_small_effects_visible(tmp_path: Path) -> None:
    """The paired interval of a small effect is narrower than that of independent runs."""
    draws = draws_of(np.full(128, 0.01), np.full(128, 0.02))
    base, other = run(tmp_path, draws, 1.0), run(tmp_path, draws, 0.95)
    apart = run(tmp_path, draws_of(np.full(128, 0.01), np.full(128, 0.02), seed=4), 0.95)
    paired, unpaired = (next(r for r in differences(base, x) if r.outcome == KILLED) for x in (other, apart))
    assert paired.mean_high - paired.mean_low < 0.8 * (unpaired.mean_high - unpaired.mean_low)


def test_switching_off_takes_the_effect_away(tmp_path: Path) -> None:
    draws = draws_of(np.full(64, 0.01), np.full(64, 0.02))
    none = run(tmp_path, draws, 1.0, ("Harm.per_weapon",))
    assert none.series["civilians_killed"].sum() > 0.0
    assert none.series["civilians_killed"].sum(axis=1).mean() == pytest.approx(killed(0.02), rel=0.02)


def test_interactions_are_what_is_beyond_the_sum(tmp_path: Path) -> None:
    draws = draws_of(np.full(64, 0.05), np.full(64, 0.05))
    base, fire = run(tmp_path, draws, 1.0), run(tmp_path, draws, 0.0)
    terror, both = run(tmp_path, draws, 1.0, ("Harm.otherwise",)), run(tmp_path, draws, 0.0, ("Harm.otherwise",))
    (row,) = (row for row in interactions(base, [fire, terror], both) if row.outcome == KILLED)
    known = killed(0.0) - killed(0.05) - killed(0.05) + killed(0.1)
    assert row.mean == pytest.approx(known, rel=0.05) and row.mean_low < row.mean < row.mean_high


def test_known_effects_are_recovered_from_noisy_data(tmp_path: Path) -> None:
    """200 truths, a quarter of them without any effect: deaths are reported with noise, draws weighed by them."""
    many, truths, noise = 6_000, 200, 0.1
    u = [host_uniform(7, np.arange(many), name, 1)[:, 0] for name in ("rate", "other", "there")]
    rate = np.where(u[2] < 0.25, 0.0, 0.002 * np.exp(3.0 * u[0]))
    draws = draws_of(rate, 0.01 * np.exp(u[1]), seed=7)
    base, other = run(tmp_path, draws, 1.0), run(tmp_path, draws, 0.5)
    (outcome,) = (o for o in outcomes_of(base) if o.title == KILLED)
    effect = outcome.of(other) - outcome.of(base)
    months = base.series["civilians_killed"]
    hidden = run(tmp_path, draws, 1.0, ("Harm.otherwise",)).series["civilians_killed"]
    logs = np.log(np.stack([months.sum(axis=1), hidden.sum(axis=1)]) + 20.0)
    covered, errors = [], []
    generator = np.random.default_rng(1)
    for truth in range(truths):
        reported = logs[:, truth] + noise * generator.standard_normal(2)
        apart = ((logs - reported[:, None]) ** 2).sum(axis=0) / (2 * noise**2)
        weight = np.exp(-apart) * (np.arange(many) >= truths)
        weight /= weight.sum()
        order = np.argsort(effect)
        low, high = np.interp([0.05, 0.95], np.cumsum(weight[order]), effect[order])
        covered.append(low <= effect[truth] <= high)
        errors.append(weight @ effect - effect[truth])
    assert 0.85 <= np.mean(covered) <= 0.95
    assert abs(np.mean(errors)) < 0.1 * np.std(effect[:truths])


def test_rows_are_flat_and_civilians_are_in_every_comparison(tmp_path: Path) -> None:
    draws = draws_of(np.full(64, 0.01), np.full(64, 0.02))
    rows = differences(run(tmp_path, draws, 1.0), run(tmp_path, draws, 0.5))
    assert any(row.civilian for row in rows)
    flat = records(rows)[0]
    assert {"outcome", "unit", "a_median", "b_low", "difference_high", "mean", "above"} <= set(flat)
    assert all(not isinstance(value, dict) for value in flat.values())


def test_nothing_is_compared_without_civilians() -> None:
    with pytest.raises(InputError, match="nothing is compared without them"):
        outcomes_of(Histories(("2014-01",), {"fighters": np.zeros((2, 1), np.float32)}, {}))


def test_the_tiny_model_runs_in_expectation() -> None:
    """The known answer itself: the engine without luck gives the closed form."""
    simulate = compile_model(model(), {"civilians": "end"}, mode="expectation", float64=True, lanes=1)
    theta = {"Harm.per_weapon": np.array([0.01]), "Harm.otherwise": np.array([0.02])}
    left = simulate(theta, 1, np.arange(1))["civilians"][0, -1, 0]
    assert PEOPLE - left == pytest.approx(killed(0.03), rel=1e-9)
