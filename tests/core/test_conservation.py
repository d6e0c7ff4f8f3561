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
    """Totals over four orders of magnitude, one in ten of them nothing; draw 0 has nothing at all."""
    found = {}
    for name, stock in model.stocks.items():
        if stock.code:
            continue
        size = TOTALS.get(name, 1e3) * 10.0 ** luck.uniform(-4.0, 0.0, DRAWS)
        size[luck.random(DRAWS) < 0.1] = 0.0
        found[f"initial.{name}"] = luck.random(DRAWS) if stock.high == 1.0 else size
        found[f"initial.{name}"][0] = 0.0
    return found


@pytest.fixture(scope="module")
def model() -> Model:
    return cornered_model()


@pytest.fixture(scope="module")
def run(model: Model) -> dict[str, Array]:
    """Every stock at the start ('first ...') and at the end of each month, and every amount moved in each month."""
    record = dict.fromkeys(model.stocks, "end") | dict.fromkeys(model.flows(), "sum")
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


def moved(model: Model, run: dict[str, Array], stock: str, month: int, end: str) -> Array:
    """All that flowed into ('sink') or out of ('source') a stock in a month."""
    total = np.zeros(DRAWS)
    for name, (_, mark) in model.flows().items():
        reached = getattr(mark, end)
        if reached is not None and reached.stock == stock:
            total += run[name][:, month].reshape(DRAWS, -1).sum(axis=1)
    return total


def whole(run: dict[str, Array], name: str, month: int) -> Array:
    values = run[f"first {name}"] if month < 0 else run[name][:, month]
    return values.reshape(DRAWS, -1).sum(axis=1)


def test_every_stock_changes_by_what_comes_in_less_what_goes_out(model: Model, run: dict[str, Array]) -> None:
    switched = {n for _, mark in model.transitions().values() for n in mark.changes}
    for name, stock in model.stocks.items():
        if stock.code or stock.high < np.inf or name in switched:
            continue
        for month in range(MONTHS):
            before, after = whole(run, name, month - 1), whole(run, name, month)
            came, went = (moved(model, run, name, month, end) for end in ("sink", "source"))
            scale = np.maximum(np.maximum(before, came), 1.0) if not stock.counted else 1.0
            worst = (np.abs(after - before - came + went) / scale).max()
            assert worst <= (0.0 if stock.counted else 1e-6), name
            assert (went <= before + came * (1.0 + 1e-6)).all(), f"more left {name} than was there"


def test_money_is_made_and_spent(run: dict[str, Array]) -> None:
    assert np.abs(run["treasury"][:, -1] - run["first treasury"]).max() > 1e6


def test_from_nothing_comes_nothing(model: Model, run: dict[str, Array]) -> None:
    # What the world outside gives (donors' money) can be spent by whoever gets it.
    fed = {mark.sink.stock for _, mark in model.flows().values() if mark.source is None and mark.sink is not None}
    for name, (_, mark) in model.flows().items():
        people = mark.source is not None and model.stocks[mark.source.stock].unit in ("person", "USD")
        if people and not model.stocks[mark.source.stock].remembered:
            assert mark.source.stock in fed or run[name][0].sum() == 0.0, name
            assert run[name].sum() > 0.0, f"{name} moves nobody in any draw"


def test_every_place_has_one_holder_so_that_area_adds_up(model: Model, run: dict[str, Array]) -> None:
    area = np.asarray(model.attributes["area_settled"].values)
    parts = sum(((run["holder"] == code) * area).sum(axis=2) for code in (0.0, 1.0, 2.0))
    np.testing.assert_allclose(parts, area.sum(), rtol=1e-12)
