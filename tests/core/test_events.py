"""Events and sizes: exact moments and tails of Poisson counts, sums of sizes, and their expectation without luck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from polemos.core.counts import SMALL_MEAN, poisson_count
from polemos.core.engine import compile_model
from polemos.core.errors import InputError
from polemos.core.events import SLOTS, mean_size, total_sizes
from polemos.core.heavy_tail import heavy_size
from polemos.core.mechanism import Mechanism, flow
from polemos.core.parameter import parameter
from polemos.core.stock import Stock
from tiny_models import alone, exact, lanes_of, tiny_model

Array = np.ndarray[Any, Any]
GRID = np.arange(1 << 20, dtype=np.float64) * 2.0**-20 + 2.0**-21
DENSE = (np.arange(1 << 23, dtype=np.float64) * 2.0**-23 + 2.0**-24).astype(np.float32)
count = jax.jit(poisson_count)


def counts(mean: float, luck: Array = GRID) -> Array:
    return np.asarray(count(jnp.float32(mean), jnp.asarray(luck, jnp.float32)), np.float64)


@pytest.mark.parametrize("mean", [1e-6, 1e-3, 0.1, 1.0, 3.0, 3.99, 4.01, 7.5, 40.0, 1e3, 1e5])
def test_mean_and_variance_of_counts(mean: float) -> None:
    found, known = counts(mean), float(np.float32(mean))
    assert found.min() >= 0.0 and np.all(found == np.rint(found))
    small = mean < SMALL_MEAN
    assert found.mean() == pytest.approx(known, rel=1e-5 if small else 3e-4, abs=3e-6)
    assert found.var() == pytest.approx(known, rel=1e-3 if small else 3e-3, abs=3e-6)


@pytest.mark.parametrize("mean", [1e-6, 1e-3, 0.1, 1.0, 3.0, 3.99, 4.5])
def test_the_far_tail_of_every_number_the_device_can_draw(mean: float) -> None:
    found, known = counts(mean, DENSE), stats.poisson(float(np.float32(mean)))
    assert known.isf(2.0**-21) - 1 <= found.max() <= known.isf(2.0**-24) + 3
    for probability in (1e-3, 1e-4, 1e-5):
        level = known.isf(probability)
        tolerance = 6e-7 + (0.002 if mean < SMALL_MEAN else 0.3) * known.sf(level)
        assert np.mean(found > level) == pytest.approx(known.sf(level), abs=tolerance)


def test_nothing_expected_is_nothing_and_float64_gives_the_same() -> None:
    assert counts(0.0).max() == 0.0
    luck = DENSE[:: 1 << 8]
    with jax.enable_x64(True):
        wide = np.asarray(poisson_count(jnp.float64(1.25), jnp.asarray(luck, jnp.float64)))
    assert np.mean(wide != counts(1.25, luck)) < 1e-4


def in_order(stream: str, elements: Any) -> Any:
    return jnp.asarray((elements + 1.0) / (elements.size + 1.0))


@pytest.mark.parametrize(("number", "expected"), [(0, 0), (1, 1), (3, 6), (4, 10), (6, 18)])
def test_the_first_events_have_sizes_of_their_own_and_the_rest_the_last_ones(number: int, expected: float) -> None:
    size: Callable[[Any], Any] = lambda u: jnp.rint(u * (SLOTS + 1))  # noqa: E731
    assert float(total_sizes("sizes", jnp.float32(number), size, in_order)) == pytest.approx(expected)


HEAVY = {"share": 0.45, "least": 1.2, "worst": 300.0, "exponent": 2.4}


def mean_of(share: float, least: float, worst: float, exponent: float) -> float:
    a = exponent - 1.0
    return share * a / (a - 1.0) * (least**a) * (least ** (1 - a) - worst ** (1 - a)) / (1.0 - (least / worst) ** a)


@pytest.mark.parametrize("change", [{}, {"exponent": 2.1}, {"exponent": 1.6}, {"worst": 5000.0}, {"share": 1.0}])
def test_the_mean_size_is_that_of_the_power_law(change: dict[str, float]) -> None:
    law = HEAVY | change
    found = mean_size(lambda u: heavy_size(u, **{k: jnp.float32(v) for k, v in law.items()}), (), jnp.float32)
    assert float(found) == pytest.approx(mean_of(**law), rel=0.01)


def test_sizes_follow_the_power_law_to_its_end() -> None:
    law = {k: jnp.float32(v) for k, v in HEAVY.items()}
    sizes = np.asarray(jax.jit(lambda u: heavy_size(u, **law))(jnp.asarray(DENSE)), np.float64)
    assert np.mean(sizes > 0.0) == pytest.approx(0.45, abs=1e-5)
    cut = (1.2 / 300.0) ** 1.4
    for size in (2.0, 10.0, 100.0, 250.0):
        beyond = ((1.2 / size) ** 1.4 - cut) / (1.0 - cut)
        assert np.mean(sizes > size) == pytest.approx(0.45 * beyond, rel=2e-3)
    assert sizes.max() <= 300.0 and np.all((sizes == 0.0) | (sizes >= 1.2 - 1e-5))


QUAKES = Stock("quakes", "event", (), "what shakes", starts_at_zero=True)
DAMAGE = Stock("damage", "USD", (), "what it costs", starts_at_zero=True)


@dataclass(frozen=True)
class Quakes(Mechanism):
    """Shakes at a constant rate; each costs the same amount with a chance, otherwise nothing."""

    stocks = (QUAKES, DAMAGE)

    rate: Any = parameter("event/month", "shakes per month")
    chance: Any = parameter("1", "share that costs something")
    cost: Any = parameter("USD/event", "what one costs")

    @flow(None, "quakes", luck="events")
    def shakes(self) -> Any:
        """Events per month; shape ()."""
        return self.rate

    @flow(None, "damage", luck="sizes", of="shakes", stream="size")
    def costs(self, size: Any) -> Any:
        """USD per event; shape ()."""
        return jnp.where(size < self.chance, self.cost, 0.0)


def test_through_the_engine_events_are_poisson_and_sizes_compound() -> None:
    lanes, months = 2000, 12
    model = tiny_model(Quakes, months=months)
    record = {"Quakes.shakes": "sum", "Quakes.costs": "sum", "quakes": "end", "damage": "end"}
    theta = lanes_of(model, lanes, Quakes__rate=3.0, Quakes__chance=0.25, Quakes__cost=100.0)
    out = compile_model(model, record, lanes=lanes)(theta, 5, np.arange(lanes))
    shakes, costs = (np.asarray(out[f"Quakes.{n}"], np.float64).ravel() for n in ("shakes", "costs"))
    number = lanes * months
    assert shakes.mean() == pytest.approx(3.0, abs=4 * np.sqrt(3.0 / number))
    assert shakes.var() == pytest.approx(3.0, rel=0.05)
    assert costs.mean() == pytest.approx(75.0, abs=4 * np.sqrt(0.75 / number) * 100.0)
    assert costs.var() == pytest.approx(0.75 * 100.0**2, rel=0.05)
    np.testing.assert_array_equal(shakes, np.rint(shakes))
    assert np.all(costs[shakes == 0] == 0.0) and np.all(costs <= 100.0 * shakes)
    np.testing.assert_allclose(out["damage"][:, -1], costs.reshape(lanes, months).sum(axis=1), rtol=1e-5)


def test_without_luck_events_and_sizes_are_as_expected() -> None:
    model = tiny_model(Quakes, months=2)
    out = alone(
        exact(model, {"quakes": "end", "damage": "end"}),
        lanes_of(model, Quakes__rate=3.0, Quakes__chance=0.25, Quakes__cost=100.0),
    )
    assert out["quakes"][0, 1] == pytest.approx(6.0)
    assert out["damage"][0, 1] == pytest.approx(150.0, rel=0.05)


def test_what_cannot_be_events_is_refused() -> None:
    with pytest.raises(InputError, match="luck is one of"):
        flow(None, "quakes", luck="often")
    with pytest.raises(InputError, match="name the flow"):
        flow(None, "damage", luck="sizes")

    @dataclass(frozen=True)
    class FromStock(Mechanism):
        """Takes events from a stock."""

        stocks = (QUAKES,)

        @flow("quakes", None, luck="events")
        def shakes(self) -> Any:
            """Events per month; shape ()."""
            return 1.0

    @dataclass(frozen=True)
    class OfNothing(Mechanism):
        """Gives sizes to events that nobody counts."""

        stocks = (DAMAGE,)

        @flow(None, "damage", luck="sizes", of="shakes", stream="size")
        def costs(self, size: Any) -> Any:
            """USD per event; shape ()."""
            return size

    with pytest.raises(InputError, match="from outside"):
        tiny_model(FromStock)
    with pytest.raises(InputError, match="counts no events"):
        tiny_model(OfNothing)
