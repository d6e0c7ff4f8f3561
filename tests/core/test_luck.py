"""Counter-based luck: published answers, host and device agree, numbers lie evenly and strictly inside (0, 1)."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from polemos.core.luck import ELEMENT_BITS, ROUNDS, numbered, uniform
from polemos.core.seeds import host_uniform, seed_words, stream_number, threefry

ONES = 0xFFFFFFFF
# Random123's file of known answers for threefry2x32: rounds, key, counter, result.
KNOWN = (
    (13, (0, 0), (0, 0), (0x9D1C5EC6, 0x8BD50731)),
    (13, (ONES, ONES), (ONES, ONES), (0xFD36D048, 0x2D17272C)),
    (13, (0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), (0xBA3E4725, 0xF27D669E)),
    (20, (0, 0), (0, 0), (0x6B200159, 0x99BA4EFE)),
    (20, (ONES, ONES), (ONES, ONES), (0x1CB996FC, 0xBB002BE7)),
    (20, (0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), (0xC4923A9C, 0x483DF7A0)),
)
SEED = 0x0123_4567_89AB_CDEF


def words(module, pair):
    return tuple(module.asarray([word], np.uint32) for word in pair)


@pytest.mark.parametrize(("rounds", "key", "counter", "result"), KNOWN)
@pytest.mark.parametrize("module", [np, jnp], ids=["host", "device"])
def test_the_published_answers(module, rounds, key, counter, result):
    found = threefry(words(module, key), words(module, counter), rounds)
    assert tuple(int(word[0]) for word in found) == result


def device_words(seed, draw, step, stream, size):
    return np.asarray(
        jax.jit(uniform, static_argnums=3)(
            jnp.uint32(seed_words(seed, "")[0]), jnp.uint32(draw), jnp.int32(step), stream, numbered((size,))
        )
    )


@pytest.mark.parametrize(("draw", "step"), [(0, 0), (7, 1), (2**32 - 1, 2**18 - 1), (123456, 1200)])
def test_the_device_numbers_are_the_host_words(draw, step):
    size = 300
    key = (np.full(size, seed_words(SEED, "")[0], np.uint32), np.full(size, stream_number("Some.flow"), np.uint32))
    counter = ((np.uint32(step) << np.uint32(ELEMENT_BITS)) | np.arange(size, dtype=np.uint32)).astype(np.uint32)
    with np.errstate(over="ignore"):
        bits, _ = threefry(key, (np.full(size, draw, np.uint32), counter), ROUNDS)
    expected = ((bits >> 9).astype(np.float64) * 2.0**-23 + 2.0**-24).astype(np.float32)
    np.testing.assert_array_equal(device_words(SEED, draw, step, "Some.flow", size), expected)


def test_every_part_of_the_key_changes_the_numbers():
    base = device_words(1, 2, 3, "a", 64)
    for other in ((2, 2, 3, "a"), (1 << 40, 2, 3, "a"), (1, 3, 3, "a"), (1, 2, 4, "a"), (1, 2, 3, "b")):
        assert np.mean(base == device_words(*other, 64)) < 0.05


def test_an_element_keeps_its_number_in_a_larger_stream():
    np.testing.assert_array_equal(device_words(5, 6, 7, "a", 100), device_words(5, 6, 7, "a", 1000)[:100])


def test_the_numbers_lie_evenly_and_strictly_inside():
    steps = jnp.arange(200)
    draw = jax.vmap(lambda step: uniform(jnp.uint32(1), jnp.uint32(2), step, "a", numbered((10_000,))))
    numbers = np.asarray(jax.jit(draw)(steps)).ravel()
    assert 0.0 < numbers.min() and numbers.max() < 1.0
    assert numbers.min() < 1e-5 and numbers.max() > 1.0 - 1e-5
    assert stats.kstest(numbers[::20].astype(np.float64), "uniform").pvalue > 1e-3
    counts = np.bincount((numbers * 256).astype(int), minlength=256)
    assert stats.chisquare(counts).pvalue > 1e-3
    lagged = [np.corrcoef(numbers[:-lag], numbers[lag:])[0, 1] for lag in (1, 2, 128, 10_000)]
    assert np.abs(lagged).max() < 4.0 / np.sqrt(numbers.size)


def test_the_extreme_words_stay_inside():
    for bits in (0, ONES):
        number = np.float32(np.float32(bits >> 9) * np.float32(2.0**-23) + np.float32(2.0**-24))
        assert 0.0 < number < 1.0


def test_host_numbers_depend_on_their_own_draw_only():
    alone = host_uniform(3, np.array([9]), "prior", 50)
    together = host_uniform(3, np.array([4, 9, 1]), "prior", 50)
    np.testing.assert_array_equal(alone[0], together[1])
    assert 0.0 < together.min() and together.max() < 1.0


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_out_of_range_is_refused(seed):
    with pytest.raises(ValueError, match="whole number"):
        seed_words(seed, "a")
