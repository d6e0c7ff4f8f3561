"""Counter-based luck on the host: the same (seed, draw, name, element) gives the same number, whatever else is drawn.

Threefry-2x32, on the host with 20 rounds (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2,
3"). The device twin, written for JAX, is `polemos.core.luck`; a test asserts that both agree word for word.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
PARITY = 0x1BD11BDA


def stream_number(name: str) -> int:
    """The 32-bit number of a named stream of luck."""
    return zlib.crc32(name.encode())


def seed_words(seed: int, name: str) -> tuple[int, int]:
    """The two 32-bit key words of a stream; seeds are non-negative and below 2**64."""
    if not 0 <= seed < 2**64:
        raise ValueError("a seed is a whole number from 0 to 2**64 - 1")
    low, high = seed & 0xFFFFFFFF, seed >> 32
    return low ^ ((high * 0x9E3779B9) & 0xFFFFFFFF), stream_number(name)


def threefry(key: tuple[Any, Any], counter: tuple[Any, Any], rounds: int = 20) -> tuple[Any, Any]:
    """Threefry-2x32 on uint32 arrays of NumPy or JAX, elementwise; key and counter broadcast."""
    words = (key[0], key[1], key[0] ^ key[1] ^ PARITY)
    left, right = counter[0] + words[0], counter[1] + words[1]
    for turn in range(rounds):
        block, place = divmod(turn, 4)
        bits = ROTATIONS[block % 2][place]
        left = left + right
        right = ((right << bits) | (right >> (32 - bits))) ^ left
        if place == 3:
            left = left + words[(block + 1) % 3]
            right = right + words[(block + 2) % 3] + (block + 1)
    return left, right


def host_uniform(seed: int, draw_ids: NDArray[np.integer[Any]], name: str, size: int) -> NDArray[np.float64]:
    """Uniform numbers inside (0, 1), shape (draws, size), float64 with 53 bits; row i depends on draw_ids[i] only."""
    import numpy as np

    first, second = seed_words(seed, name)
    key = (np.array([first], np.uint32), np.array([second], np.uint32))
    draws = np.asarray(draw_ids, np.uint32)[:, None]
    elements = np.arange(size, dtype=np.uint32)[None, :]
    with np.errstate(over="ignore"):
        left, right = threefry(key, (draws, elements))
    words = (left.astype(np.uint64) << np.uint64(32)) | right.astype(np.uint64)
    uniform: NDArray[np.float64] = ((words >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
    return uniform
