"""A chunk as bytes: one line of JSON (name, type, shape, length of each array), then the arrays, each compressed.

The same arrays always give the same bytes, so the file's SHA-256 stands for its content.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numcodecs import blosc  # type: ignore[import-untyped]
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


def pack(arrays: Arrays) -> bytes:
    """The arrays as bytes, in alphabetical order of names."""
    heads, bodies = [], []
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        codec = blosc.Blosc(cname="lz4", clevel=5, shuffle=blosc.BITSHUFFLE)
        body = bytes(codec.encode(array))
        heads.append([name, array.dtype.str, list(array.shape), len(body)])
        bodies.append(body)
    return json.dumps(heads).encode("ascii") + b"\n" + b"".join(bodies)


def unpack(content: bytes) -> dict[str, NDArray[Any]]:
    """The inverse of `pack`; for bytes whose hash was checked."""
    end = content.index(b"\n")
    arrays, first = {}, end + 1
    for name, dtype, shape, length in json.loads(content[:end]):
        raw = blosc.Blosc().decode(content[first : first + length])
        arrays[name] = np.frombuffer(raw, dtype=np.dtype(dtype)).reshape(shape)
        first += length
    return arrays
