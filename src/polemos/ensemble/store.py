"""The Zarr store, assembled from chunk files in draw order: the same draws give the same bytes.

Blocks of draws in the store have a fixed length, whatever chunks the work was cut into. One block of one variable is
the most that is held besides one chunk, so memory does not grow with the number of draws.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import zarr
from numpy.typing import NDArray
from zarr.codecs import BloscCodec

from polemos.core.calendar import Calendar, month_number
from polemos.core.model import Model
from polemos.ensemble.chunks import Chunk
from polemos.ensemble.durable import sync_folder, sync_tree
from polemos.ensemble.experiment import Experiment, Variable
from polemos.ensemble.folder import remove_tree

BLOCK = 256
Arrays = Mapping[str, NDArray[Any]]


def assemble(experiment: Experiment, parts: Iterable[tuple[Chunk, Arrays]], half: Path, whole: Path) -> None:
    """Write all draws into `half`, make it durable, and rename it to `whole`; `parts` come in draw order."""
    remove_tree(half)
    remove_tree(whole)
    group: Any = zarr.create_group(store=str(half), zarr_format=3, attributes=_about(experiment))
    for variable in experiment.variables().values():
        _create(group, variable, experiment)
    _write_coordinates(group, experiment)
    for first, block in _blocks(parts, experiment.draws):
        for name, rows in block.items():
            group[name][first : first + len(rows)] = rows
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Zarr calls consolidated metadata new; xarray warns when it is missing.
        zarr.consolidate_metadata(str(half), zarr_format=3)
    sync_tree(half)
    half.replace(whole)
    sync_folder(whole.parent)


def month_ends(calendar: Calendar) -> NDArray[np.datetime64]:
    """The last day of each month of the run."""
    first = month_number(calendar.start) - month_number("1970-01")
    months = np.arange(first + 1, first + 1 + calendar.months).astype("datetime64[M]")
    ends: NDArray[np.datetime64] = np.subtract(months.astype("datetime64[D]"), np.timedelta64(1, "D"))
    return ends


def _blocks(parts: Iterable[tuple[Chunk, Arrays]], draws: int) -> Iterator[tuple[int, dict[str, NDArray[Any]]]]:
    """Cut the draws anew into blocks of BLOCK; each block owns its memory."""
    first, held, pieces = 0, 0, []
    for _, arrays in parts:
        taken, count = 0, len(next(iter(arrays.values())))
        while taken < count:
            take = min(BLOCK - held, count - taken)
            pieces.append({name: array[taken : taken + take] for name, array in arrays.items()})
            taken, held = taken + take, held + take
            if held == BLOCK or first + held == draws:
                yield first, {name: np.concatenate([piece[name] for piece in pieces]) for name in sorted(pieces[0])}
                first, held, pieces = first + held, 0, []


def _about(experiment: Experiment) -> dict[str, Any]:
    return {
        "Conventions": "CF-1.11",
        "title": f"Simulated histories of the case {experiment.case_name}",
        "comment": "A model's distribution given data and assumptions, not a statement of fact.",
        "case": experiment.case_name,
        "case_hash": experiment.case_hash,
        "seed": experiment.seed,
    }


def _create(group: Any, variable: Variable, experiment: Experiment) -> None:
    model = experiment.model
    lengths = tuple(model.calendar.months if dim == "month" else len(model.dims[dim]) for dim in variable.dims)
    group.create_array(
        variable.name,
        shape=(experiment.draws, *lengths),
        chunks=(min(BLOCK, experiment.draws), *lengths),
        dtype=variable.dtype,
        compressors=[BloscCodec(cname="lz4", clevel=5, shuffle="bitshuffle")],
        dimension_names=("draw", *variable.dims),
        attributes=dict(variable.attributes),
        fill_value=0,
    )


def _write_coordinates(group: Any, experiment: Experiment) -> None:
    model = experiment.model
    days = month_ends(model.calendar).astype(np.int64).astype(np.int32)
    about = {"units": "days since 1970-01-01", "calendar": "proleptic_gregorian", "long_name": "last day of the month"}
    _coordinate(group, "month", days, about)
    _write_draw_numbers(group, experiment.draws)
    for dim in _dims_in_use(experiment, model):
        _coordinate(group, dim, np.array(model.dims[dim], dtype=object), {"long_name": dim})


def _write_draw_numbers(group: Any, draws: int) -> None:
    array = group.create_array(
        "draw",
        shape=(draws,),
        chunks=(min(BLOCK, draws),),
        dtype="int64",
        compressors=[BloscCodec(cname="lz4", clevel=5, shuffle="bitshuffle")],
        dimension_names=("draw",),
        attributes={"long_name": "number of the draw"},
        fill_value=0,
    )
    for first in range(0, draws, BLOCK):
        last = min(first + BLOCK, draws)
        array[first:last] = np.arange(first, last)


def _coordinate(group: Any, name: str, values: NDArray[Any], attributes: Mapping[str, str]) -> None:
    array = group.create_array(
        name,
        shape=values.shape,
        chunks=values.shape,
        dtype=str if values.dtype == object else values.dtype,
        compressors=None,
        dimension_names=(name,),
        attributes=dict(attributes),
    )
    array[:] = values


def _dims_in_use(experiment: Experiment, model: Model) -> list[str]:
    used = {dim for variable in experiment.variables().values() for dim in variable.dims}
    return sorted(dim for dim in used if dim in model.dims)
