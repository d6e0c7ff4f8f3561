"""People, money and land are kept through a step of the whole model, from 500 random states and parameters."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.core.engine import compile_model
from polemos.core.model import Model
from shipped_model import Array, cut_down, cut_theta

DRAWS, MONTHS = 500, 3
HOLDER = [0.0, 1.0, 1.0, 2.0]
OWNER = [0.0, 1.0, 0.0, 1.0]
OFFENSIVE = [0.0, 1.0, 0.0, 0.0]
ASSAULT = [1.0, 0.0, 0.0, 1.0]
TOTALS = {
    "civilians": 4e6, "fighters": 3e4, "underground": 1e4, "vanguard": 5e3, "garrison": 5e4, "reserve": 1e5,
    "manpower": 3e5, "sympathisers": 1e5, "departed": 1e3, "displaced": 1e6, "treasury": 1e9, "narrative": 5.0,
    "news": 5e6, "pocket": 1.0,
}  # fmt: skip


def cornered_model() -> Model:
    """Four places, one in each kind of trouble; two rivals, three kinds of fighters; people spread unevenly."""
    uneven = {name: np.array([0.05, 0.6, 0.3, 0.05]) for name in ("civilians", "displaced", "fighters", "garrison")}
    codes = {"holder": HOLDER, "owner": OWNER, "offensive": OFFENSIVE, "assault": ASSAULT}
    start = {**uneven, "fighters": uneven["fighters"] / 3, "underground": 1 / 12, "vanguard": 1 / 3, **codes}
    start |= {"reserve": 0.5, "manpower": 0.5, "pocket": [0.0, 0.4, 1.0, 0.7]}
    return cut_down({"place": range(4), "rival": range(2)}, MONTHS, 5, start)


def starts(model: Model, luck: np.random.Generator) -> dict[str, Array]:
    """Totals over four orders of magnitude, one in ten of them nothing; shares within their bounds."""
    found = {}
    for name, stock in model.stocks.items():
        if stock.code:
            continue
        size = TOTALS.get(name, 1e3) * 10.0 ** luck.uniform(-4.0, 0.0, DRAWS)
        size[luck.random(DRAWS) < 0.1] = 0.0
        found[f"initial.{name}"] = luck.random(DRAWS) if name == "pocket" else size
    return found


@pytest.fixture(scope="module")
def model() -> Model:
    return cornered_model()


@pytest.fixture(scope="module")
def run(model: Model) -> dict[str, Array]:
    """Every stock at the start (month 0) and at the end of each month, and every amount of money moved."""
    record = dict.fromkeys(model.stocks, "end") | dict.fromkeys(money(model), "sum")
    theta = cut_theta(model, DRAWS) | starts(model, np.random.default_rng(7))
    simulation = compile_model(model, record, mode="counts", lanes=DRAWS)
    out = {n: np.asarray(v, np.float64) for n, v in simulation(theta, 3, np.arange(DRAWS)).items()}
    first = {n: first_values(model, n, theta) for n in model.stocks}
    return out | {f"first {n}": v for n, v in first.items()}


def first_values(model: Model, name: str, theta: dict[str, Array]) -> Array:
    stock, start = model.stocks[name], model.initial[name]
    total = np.ones(DRAWS) if start.total is not None else theta[f"initial.{name}"]
    value = total.reshape(-1, *[1] * len(stock.dims)) * np.asarray(start.weights)[None]
    return np.rint(value.sum(axis=tuple(range(1, value.ndim)))) if stock.counted else value


def money(model: Model) -> tuple[str, ...]:
    ends = {n: (f.source, f.sink) for n, (_, f) in model.flows().items()}
    return tuple(n for n, both in ends.items() if any(e is not None and e.stock == "treasury" for e in both))


def people(model: Model, run: dict[str, Array], month: int) -> Array:
    return sum(
        (run[n][:, month].reshape(DRAWS, -1).sum(axis=1) for n, s in model.stocks.items() if s.counted),
        np.zeros(DRAWS),
    )


def test_people_are_conserved_to_the_last_person(model: Model, run: dict[str, Array]) -> None:
    first = sum((run[f"first {n}"] for n, s in model.stocks.items() if s.counted), np.zeros(DRAWS))
    assert first.max() > 1e6
    for month in range(MONTHS):
        np.testing.assert_array_equal(people(model, run, month), first)


def test_people_move_in_whole_numbers_and_do_move(model: Model, run: dict[str, Array]) -> None:
    for name, stock in model.stocks.items():
        if stock.counted:
            np.testing.assert_array_equal(run[name], np.rint(run[name]), err_msg=name)
    moved = {n for n, s in model.stocks.items() if s.counted and np.ptp(run[n], axis=1).max() > 0}
    assert moved == {n for n, s in model.stocks.items() if s.counted}


def test_no_stock_is_negative_or_above_its_bound(model: Model, run: dict[str, Array]) -> None:
    for name, stock in model.stocks.items():
        assert np.isfinite(run[name]).all(), name
        assert (run[name] >= stock.low).all() and (run[name] <= stock.high).all(), name
    assert (run["pocket"] >= 0.0).all() and (run["pocket"] <= 1.0).all()


def test_codes_stay_whole_and_name_something(model: Model, run: dict[str, Array]) -> None:
    for name in ("holder", "owner", "offensive", "assault"):
        np.testing.assert_array_equal(run[name], np.rint(run[name]), err_msg=name)
    assert set(np.unique(run["holder"])) == {0.0, 1.0, 2.0}
    assert run["owner"].max() <= len(model.dims["rival"]) - 1


def test_money_changes_by_what_comes_in_less_what_goes_out(model: Model, run: dict[str, Array]) -> None:
    flows = model.flows()
    before = run["first treasury"]
    assert money(model)
    for month in range(MONTHS):
        net = np.zeros(DRAWS)
        for name in money(model):
            flow = flows[name][1]
            sign = 1.0 if flow.sink is not None and flow.sink.stock == "treasury" else -1.0
            net += sign * run[name][:, month].reshape(DRAWS, -1).sum(axis=1)
        size = np.maximum(np.maximum(before, np.abs(net)), 1.0)
        assert (np.abs(run["treasury"][:, month] - before - net) / size).max() < 1e-6
        before = run["treasury"][:, month]
    assert np.abs(run["treasury"][:, -1] - run["first treasury"]).max() > 1e6


def test_every_place_has_one_holder_so_that_area_adds_up(model: Model, run: dict[str, Array]) -> None:
    area = np.asarray(model.attributes["area_settled"].values)
    parts = sum(((run["holder"] == code) * area).sum(axis=2) for code in (0.0, 1.0, 2.0))
    np.testing.assert_allclose(parts, area.sum(), rtol=1e-12)
