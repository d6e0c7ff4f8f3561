"""Simulate histories for given coordinates, in pieces that are kept on disk: what is there is not computed again.

A piece's name is a hash of everything that decides its content, so a folder may serve many calibrations and a piece of
another case, seed or coordinate is never taken. Assumes nobody edits the pieces.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.design import Arrays
from polemos.calibration.latent import Floats
from polemos.calibration.setup import Setup
from polemos.ensemble.durable import write_durably
from polemos.ensemble.packing import pack, unpack

Progress = Callable[[int, int], None]
Simulate = Callable[[dict[str, Floats], int, NDArray[np.int64]], Arrays]
PIECE = 512


def histories(
    setup: Setup,
    z: Floats,
    seed: int,
    draw_ids: NDArray[np.int64],
    simulate: Simulate,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> Arrays:
    """What the design reads off the histories of coordinates z (draw, coordinate); `simulate` is an open bank.

    One piece is read off and written while the next is simulated.
    """
    parts: list[Future[Arrays]] = []
    with ThreadPoolExecutor(1, thread_name_prefix="read") as reader:
        for first in range(0, len(draw_ids), PIECE):
            rows = slice(first, first + PIECE)
            if len(parts) > 1:
                parts[-2].result()
            parts.append(_piece(setup, z[rows], seed, draw_ids[rows], simulate, folder, reader))
            if progress is not None:
                progress(min(first + PIECE, len(draw_ids)), len(draw_ids))
    return {name: np.concatenate([part.result()[name] for part in parts]) for name in parts[0].result()}


def _piece(
    setup: Setup, z: Floats, seed: int, draw_ids: NDArray[np.int64], simulate: Simulate, folder: Path | None,
    reader: ThreadPoolExecutor,
) -> Future[Arrays]:  # fmt: skip
    key = hashlib.sha256(f"{setup.hash} {seed}".encode() + draw_ids.tobytes() + z.tobytes()).hexdigest()
    path = None if folder is None else folder / f"{key[:32]}.piece"
    if path is not None and path.is_file():
        return reader.submit(unpack, path.read_bytes())
    record = simulate(setup.latent.values(z), seed, draw_ids)
    return reader.submit(_read, setup, record, path)


def _read(setup: Setup, record: Arrays, path: Path | None) -> Arrays:
    found = setup.design.read(record, setup.model)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, pack(found))
    return found
