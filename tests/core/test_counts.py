"""Counts by inversion against the exact distribution, over all uniform numbers the device can draw or an even part."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import special, stats

from polemos.core.counts import SMALL_MEAN, binomial_count, normal_quantile, whole_amount
from polemos.core.elementary import exponential, growth, log_rest, logarithm, power

GRID = np.arange(1 << 20, dtype=np.float64) * 2.0**-20 + 2.0**-21
DENSE = (np.arange(1 << 23, dtype=np.float64) * 2.0**-23 + 2.0**-24).astype(np.float32)
NUMBERS = (1, 2, 3, 7, 20, 100, 1_000, 30_000, 1_000_000)
CHANCES = (1e-7, 1e-5, 1e-3, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999)
count = jax.jit(binomial_count)


def counts(number, chance, luck=GRID):
    return np.asarray(count(jnp.float32(number), jnp.float32(chance), jnp.asarray(luck, jnp.float32)), np.float64)


@pytest.mark.parametrize("chance", CHANCES)
@pytest.mark.parametrize("number", NUMBERS)
def test_mean_variance_and_bounds(number, chance):
    found, exact = counts(number, chance), stats.binom(number, float(np.float32(chance)))
    assert found.min() >= 0 and found.max() <= number and np.all(found == np.rint(found))
    small = min(exact.mean(), number - exact.mean()) < SMALL_MEAN
    grid = 3e-6 * np.sqrt(number)
    assert found.mean() == pytest.approx(exact.mean(), rel=1e-5 if small else 3e-4, abs=grid)
    assert found.var() == pytest.approx(exact.var(), rel=1e-3 if small else 3e-3, abs=grid)
    assert np.diff(found).min() >= -1  # where two polynomials join, rounding may step back by one


@pytest.mark.parametrize(
    ("number", "mean"), [(n, m) for n in (12, 60, 1e3, 1e6) for m in (0.02, 0.5, 2.0, 3.99, 4.01, 6.0)]
)
def test_the_whole_distribution(number, mean):
    chance = float(np.float32(mean / number))
    found = counts(number, chance).astype(int)
    share = np.bincount(found, minlength=60)[:60] / GRID.size
    distance = np.abs(share - stats.binom.pmf(np.arange(60), number, chance)).sum() / 2
    assert distance < (2e-5 if number * chance < SMALL_MEAN else 3e-3)


@pytest.mark.parametrize(
    ("number", "mean"), [(n, m) for n in (10, 1e3, 1e6) for m in (1e-6, 1e-3, 0.1, 1.0, 3.0, 3.99, 4.5)]
)
def test_the_far_tails_of_every_number_the_device_can_draw(number, mean):
    chance = float(np.float32(mean / number))
    found = counts(number, chance, DENSE)
    exact = stats.binom(number, chance)
    assert found.max() <= exact.isf(2.0**-24) + 3
    assert found.max() >= exact.isf(2.0**-21) - 1
    for probability in (1e-3, 1e-4, 1e-5):
        level = exact.isf(probability)
        expected = exact.sf(level)
        tolerance = 6e-7 + (0.002 if mean < SMALL_MEAN else 0.3) * expected
        assert np.mean(found > level) == pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize("number", [0, 1, 5, 1_000, 2**24])
def test_nobody_and_everybody(number):
    luck = np.array([2.0**-24, 0.3, 0.5, 0.9, 1.0 - 2.0**-24])
    assert np.all(counts(number, 0.0, luck) == 0)
    assert np.all(counts(number, 1.0, luck) == number)
    assert np.all(counts(0, 0.37, luck) == 0)


def test_hits_and_misses_mirror_each_other():
    luck = DENSE[:: 1 << 8]
    hits, misses = counts(10, 0.875, luck), counts(10, 0.125, 1.0 - luck)
    np.testing.assert_array_equal(hits, 10 - misses)


def test_float64_gives_the_same_counts():
    luck = DENSE[:: 1 << 8]
    with jax.enable_x64(True):
        wide = np.asarray(binomial_count(jnp.float64(50.0), jnp.float64(0.03125), jnp.asarray(luck, jnp.float64)))
    assert np.mean(wide != counts(50, 0.03125, luck)) < 1e-4


@pytest.mark.parametrize("amount", [0.0, 0.001, 0.3, 1.0, 2.75, 1234.5])
def test_rounding_keeps_the_mean(amount):
    whole = np.asarray(whole_amount(jnp.float32(amount), jnp.asarray(GRID, jnp.float32)), np.float64)
    assert set(whole) <= {np.floor(amount), np.ceil(amount)}
    assert whole.mean() == pytest.approx(amount, abs=2e-4)


def test_the_normal_quantile():
    luck = DENSE[(DENSE > 1e-7) & (DENSE < 1.0 - 1e-7)]
    found = np.asarray(normal_quantile(jnp.asarray(luck)), np.float64)
    assert np.abs(found - special.ndtri(luck.astype(np.float64))).max() < 1e-5


def test_elementary_functions():
    x = np.linspace(-60.0, 60.0, 200_001).astype(np.float32)
    tiny = np.concatenate([-np.geomspace(1e-12, 1.0, 9_999), np.geomspace(1e-12, 1.0, 9_999)]).astype(np.float32)
    positive = np.geomspace(1e-30, 1e30, 200_001).astype(np.float32)
    chance = np.geomspace(1e-12, 0.5, 99_999).astype(np.float32)
    np.testing.assert_allclose(exponential(jnp.asarray(x)), np.exp(x.astype(float)), rtol=3e-7)
    np.testing.assert_allclose(growth(jnp.asarray(tiny)), np.expm1(tiny.astype(float)), rtol=3e-7)
    np.testing.assert_allclose(growth(jnp.asarray(x)), np.expm1(x.astype(float)), rtol=3e-7)
    np.testing.assert_allclose(logarithm(jnp.asarray(positive)), np.log(positive.astype(float)), rtol=2e-7, atol=2e-7)
    np.testing.assert_allclose(log_rest(jnp.asarray(chance)), np.log1p(-chance.astype(float)), rtol=4e-7)


@pytest.mark.parametrize("exponent", [0.0, 0.25, 1.0, 2.5])
def test_powers(exponent):
    base = np.geomspace(1e-6, 1e6, 10_001).astype(np.float32)
    found = power(jnp.asarray(base), jnp.float32(exponent))
    np.testing.assert_allclose(found, base.astype(float) ** exponent, rtol=5e-6)
    assert float(power(jnp.float32(0.0), jnp.float32(exponent))) == 0.0**exponent
