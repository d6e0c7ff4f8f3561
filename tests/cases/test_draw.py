"""Draws: a value depends on seed, draw, name and element, and on nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from polemos.cases.draw import draw_parameters
from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from small_case import change


def test_shapes_follow_the_dimensions(small_case: Path) -> None:
    theta = draw_parameters(resolve(load_case(small_case)), 1, range(5))
    shapes = {key: value.shape for key, value in theta.items()}
    assert shapes == {
        "SmallCost.will": (5, 2),
        "SmallRecruitment.propensity": (5,),
        "SmallRecruitment.zeal": (5, 3),
        "initial.treasury": (5,),
        "initial.underground": (5,),
    }
    assert all(value.dtype == np.float64 and np.isfinite(value).all() for value in theta.values())


def test_a_draw_is_the_same_alone_in_any_order_and_in_any_company(small_case: Path) -> None:
    resolved = resolve(load_case(small_case))
    whole = draw_parameters(resolved, 7, np.arange(64))
    order = np.random.default_rng(0).permutation(64)
    mixed = draw_parameters(resolved, 7, order)
    alone = draw_parameters(resolved, 7, [63])
    for key, values in whole.items():
        assert mixed[key].tobytes() == values[order].tobytes()
        assert alone[key].tobytes() == values[63:].tobytes()


def test_a_parameter_keeps_its_luck_when_others_change(small_case: Path) -> None:
    before = draw_parameters(resolve(load_case(small_case)), 7, range(8))
    change(small_case, "parameters.toml", "low = 0.5, high = 2.0", "low = 0.1, high = 9.0")
    change(small_case, "places.csv", "alpha,Alpha", "zeta,Alpha")
    for file in ("edges.csv", "reach.csv"):
        path = small_case / file
        path.write_text(path.read_text().replace("alpha", "zeta"))
    after = draw_parameters(resolve(load_case(small_case)), 7, range(8))
    assert after["SmallRecruitment.propensity"].tobytes() == before["SmallRecruitment.propensity"].tobytes()
    assert after["SmallCost.will"].tobytes() == before["SmallCost.will"].tobytes()
    assert after["SmallRecruitment.zeal"].tobytes() != before["SmallRecruitment.zeal"].tobytes()


def test_seeds_and_names_and_elements_differ(small_case: Path) -> None:
    resolved = resolve(load_case(small_case))
    one, other = draw_parameters(resolved, 1, range(200)), draw_parameters(resolved, 2, range(200))
    assert not (one["SmallRecruitment.propensity"] == other["SmallRecruitment.propensity"]).any()
    zeal = one["SmallRecruitment.zeal"]
    assert abs(np.corrcoef(zeal.T) - np.eye(3)).max() < 0.25


def test_draws_follow_their_priors(small_case: Path) -> None:
    theta = draw_parameters(resolve(load_case(small_case)), 3, range(20000))
    propensity = theta["SmallRecruitment.propensity"]
    assert np.median(propensity) == pytest.approx(0.002, rel=0.05)
    assert np.quantile(propensity, 0.95) == pytest.approx(0.010, rel=0.06)
    assert theta["initial.treasury"].mean() == pytest.approx(1e6, rel=0.005)
    zeal = theta["SmallRecruitment.zeal"]
    assert zeal.min() >= 0.5 and zeal.max() <= 2.0
