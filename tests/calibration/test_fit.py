"""The whole way on a small case: what the data say is learned, the rest stays, and nothing later is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri

from growing_case import write_growing_case
from polemos.calibration import conditional_mixture
from polemos.calibration.budget import Budget
from polemos.calibration.fit import Fit, fit
from polemos.calibration.histories import Progress
from polemos.calibration.posterior import Posterior, prior_hash, read_posterior
from polemos.calibration.setup import Setup, set_up
from polemos.calibration.stages import Work, first_stage, within_bounds
from polemos.calibration.training import Settings
from polemos.cases.load import load_case
from polemos.cases.origin import at_origin
from polemos.cases.priors import Lognormal
from polemos.cases.resolve import resolve
from polemos.core.errors import InputError, UsageError
from polemos.ensemble.bank import Bank
from polemos.observation import misfit
from small_case import change

ORIGIN = date(2014, 3, 15)
BUDGET = Budget(prior=2048, checks=1000, draws=200, copies=8)
QUICK = Settings(hidden=16, passes=60, patience=20, rate=5e-3)


def _silent(stage: str) -> Progress:
    return lambda done, draws: None


def _nobody(*_: object) -> dict[str, np.ndarray]:
    raise AssertionError("simulated again")


@contextmanager
def _work(setup: Setup, folder: Path | None = None) -> Iterator[Work]:
    with Bank(setup.model, setup.design.record, 1) as bank:
        yield Work(setup, 1, bank, folder, _silent, QUICK)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Fit, Path]:
    folder = tmp_path_factory.mktemp("whole")
    with _work(set_up(load_case(write_growing_case(folder)), ORIGIN), folder / "pieces") as work:
        return fit(work, BUDGET), folder


def test_the_check_on_simulated_truths_passes(whole: tuple[Fit, Path]) -> None:
    check = whole[0].check
    assert check.replications == 1000 and check.failures == ()


def test_the_posterior_goes_where_the_figures_point_and_leaves_the_rest(whole: tuple[Fit, Path]) -> None:
    found = whole[0].contraction
    at = {name: i for i, name in enumerate(found.names)}
    growth, unread = at["SmallRecruitment.propensity"], at["SmallCost.will[northern_army]"]
    assert found.contracted[growth] > 0.3 and found.moved[growth]
    assert not found.moved[unread]


def test_what_it_learned_from_lies_in_its_bands(whole: tuple[Fit, Path]) -> None:
    assert whole[0].in_sample.covered["fighters"] == 1.0


def test_a_draw_of_the_file_is_a_history_of_the_ensemble(whole: tuple[Fit, Path], tmp_path: Path) -> None:
    path = tmp_path / "posterior.npz"
    path.write_bytes(whole[0].posterior.content)
    found = read_posterior(path)
    assert found.hash == whole[0].posterior.hash and len(found) == 200
    setup = set_up(load_case(write_growing_case(tmp_path)), ORIGIN)
    assert found.about["priors"] == prior_hash(resolve(at_origin(load_case(tmp_path / "small"), ORIGIN), ORIGIN))
    with _work(setup) as work:
        record = work.simulate(found.parameters(np.arange(20)), found.seed, found.luck[:20])
        again = work.simulate(found.parameters(np.arange(20)), found.seed, found.luck[:20])
    members = record["underground"].sum(axis=(2, 3))[:, -1]
    assert np.median(np.abs(np.log(members / 6500))) < np.log(1.5) and members.std() > 0
    np.testing.assert_array_equal(record["underground"], again["underground"])


def test_what_was_computed_is_not_computed_again_and_gives_the_same_posterior(whole: tuple[Fit, Path]) -> None:
    found, folder = whole

    work = Work(set_up(load_case(folder / "small"), ORIGIN), 1, _nobody, folder / "pieces", _silent, QUICK)
    assert fit(work, BUDGET).posterior.hash == found.posterior.hash


def test_reports_that_err_more_than_the_model_knows_widen_what_is_predicted(whole: tuple[Fit, Path]) -> None:
    """Errors four times as large as in any history learned from: the misfit found grows, and the outputs' range."""
    _, folder = whole
    setup = set_up(load_case(folder / "small"), ORIGIN)
    first = first_stage(Work(setup, 1, _nobody, folder / "pieces", _silent, QUICK), BUDGET)
    learner, unseen = first.learner, first.unseen
    shares, sd = setup.design.shares(unseen.read["held"]), misfit.log_sd(unseen.misfit)
    found = {}
    for times in (1.0, 4.0):
        x, _ = learner.summaries.reported(unseen.read, shares, times * sd, np.random.default_rng(2))
        width = conditional_mixture.sds(learner.of_outputs.weights, learner.scale(x))[:, -1]
        found[times] = learner.misfits(x).mean[:, 1].mean(), width.mean()
    assert learner.setup.design.outputs[-1] == learner.summaries.misfits[1] == "fighters"
    assert found[4.0][0] > found[1.0][0] + 0.3
    assert found[4.0][1] > 1.3 * found[1.0][1]


def _poisoned(parent: Path) -> Path:
    """The same case with every later figure, driver, date and prior made absurd."""
    folder = write_growing_case(parent)
    change(folder, "figures/area.csv", "2014-08-31,9900,8000,12000", "2014-08-31,1e9,1e9,1e9")
    change(folder, "outcomes.csv", "2014-07-10", "2014-12-31")
    change(folder, "parameters.toml", "prior = { family = \"lognormal\", median = 0.02, upper95 = 0.05 }",
           "prior = { family = \"lognormal\", median = 5.0, upper95 = 50.0 }")  # fmt: skip
    drivers = folder / "drivers" / "border_open.csv"
    drivers.write_text(
        drivers.read_text(encoding="utf-8") + "2014-09-01,1e6,,,recalled,atlas,,2014-09-20,low\n", encoding="utf-8"
    )
    return folder


def test_a_bound_of_a_prior_holds_in_the_posterior_and_changes_none_of_the_draws_within(tmp_path: Path) -> None:
    small, found = Budget(prior=256, checks=64, draws=40, copies=2), []
    for name, bound in (("whole", ""), ("bounded", ", at_most = 0.025")):
        (tmp_path / name).mkdir()
        folder = write_growing_case(tmp_path / name)
        change(folder, "parameters.toml", "upper95 = 0.08 }", f"upper95 = 0.08{bound} }}")
        with _work(set_up(load_case(folder), ORIGIN)) as work:
            found.append(fit(work, small).posterior)
    at = found[0].names.index("Leaving.rate")
    within = found[0].values[:, at] <= 0.025
    assert 0 < within.sum() < 40 and found[1].values[:, at].max() <= 0.025
    np.testing.assert_array_equal(found[1].values[: within.sum()], found[0].values[within])
    np.testing.assert_array_equal(
        found[1].values[within.sum() :], np.resize(found[0].values[within], found[0].values[~within].shape)
    )
    prior = Lognormal(family="lognormal", median=0.02, upper95=0.08, at_most=0.025)
    shares = [prior.below(float(v)) / prior.ends[1] for v in found[1].values[:, at]]
    assert found[1].about["contraction"]["Leaving.rate"][1] == pytest.approx(ndtri(shares).mean(), abs=2e-3)


def test_bounds_that_no_draw_keeps_are_refused(tmp_path: Path) -> None:
    folder = write_growing_case(tmp_path)
    change(folder, "parameters.toml", "upper95 = 0.08 }", "upper95 = 0.08, at_most = 0.02 }")
    setup = set_up(load_case(folder), ORIGIN)
    z = np.zeros((3, len(setup.latent.names)))
    z[:, setup.latent.names.index("Leaving.rate")] = (1.0, 0.5, -1.0)
    np.testing.assert_array_equal(within_bounds(setup, z, np.array([0, 2, 1, 2])), [2, 2, 2, 2])
    with pytest.raises(InputError, match="no draw of the posterior lies within their bounds"):
        within_bounds(setup, z, np.array([0, 1, 1]))


def test_nothing_known_later_changes_a_byte(tmp_path: Path) -> None:
    (tmp_path / "clean").mkdir()
    (tmp_path / "poisoned").mkdir()
    small = Budget(prior=256, checks=64, draws=32, copies=2)
    hashes = []
    for folder in (write_growing_case(tmp_path / "clean"), _poisoned(tmp_path / "poisoned")):
        with _work(set_up(load_case(folder), ORIGIN)) as work:
            hashes.append(fit(work, small).posterior.hash)
    assert hashes[0] == hashes[1]


def test_the_poison_would_be_tasted(tmp_path: Path) -> None:
    """At a later origin the same changes do change what is learned from: the test above tests something."""
    (tmp_path / "clean").mkdir()
    (tmp_path / "poisoned").mkdir()
    later = date(2014, 12, 20)
    clean = set_up(load_case(write_growing_case(tmp_path / "clean")), later)
    poisoned = set_up(load_case(_poisoned(tmp_path / "poisoned")), later)
    assert clean.design.panel.rows != poisoned.design.panel.rows
    assert clean.resolved.drivers != poisoned.resolved.drivers
    assert clean.resolved.parameters != poisoned.resolved.parameters


def test_an_unknown_target_and_an_empty_panel_are_refused(tmp_path: Path) -> None:
    case = load_case(write_growing_case(tmp_path))
    with pytest.raises(UsageError, match="--targets deaths: is no target"):
        set_up(case, ORIGIN, ("deaths",))
    with pytest.raises(UsageError, match="no figure that the model answers"):
        set_up(case, date(2013, 2, 1))


def test_a_file_that_is_no_posterior_is_refused(tmp_path: Path) -> None:
    (tmp_path / "posterior.npz").write_bytes(b"nothing")
    with pytest.raises(InputError, match="is no posterior"):
        read_posterior(tmp_path / "posterior.npz")
    assert Posterior.__doc__
