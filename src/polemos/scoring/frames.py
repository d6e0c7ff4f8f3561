"""Anyone's table -> an Arrow table: a Parquet or CSV file, or a pandas, polars or pyarrow frame."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from polemos.core.errors import InputError, UsageError


def open_table(source: Any) -> tuple[pa.Table, str]:
    """The table and how to name it in an error. A named pandas index becomes columns; an unnamed one is dropped."""
    if isinstance(source, str | Path):
        return _read_file(Path(source)), Path(source).name
    if isinstance(source, pa.Table):
        return source, "table"
    import narwhals as nw

    if any(getattr(getattr(source, "index", None), "names", None) or ()):
        source = source.reset_index()
    frame: pa.Table = nw.from_native(source, eager_only=True).to_arrow()
    return frame, "table"


def column(table: pa.Table, name: str, where: str) -> pa.ChunkedArray:
    """A column without blanks; refuses a missing column or a null, naming the row."""
    if name not in table.column_names:
        raise InputError(where, f"a column '{name}' is needed", value=table.column_names)
    values = table.column(name)
    if values.null_count:
        row = int(np.flatnonzero(values.is_null().to_numpy())[0]) + 1
        raise InputError(f"{where}, row {row}", f"'{name}' is never blank", fix="fill the cell or leave the row out")
    return values


def integers(table: pa.Table, name: str, where: str) -> NDArray[np.int64]:
    """A column of whole numbers; refuses anything else, naming the row."""
    values = numbers(table, name, where)
    bad = np.flatnonzero(values != np.floor(values))
    if bad.size:
        raise InputError(f"{where}, row {bad[0] + 1}", f"'{name}' is a whole number", value=float(values[bad[0]]))
    return values.astype(np.int64)


def numbers(table: pa.Table, name: str, where: str) -> NDArray[np.float64]:
    """A column of finite numbers; refuses text, NaN and infinities, naming the row."""
    cells = column(table, name, where)
    try:
        values = np.asarray(cells.cast(pa.float64(), safe=False).to_numpy(), dtype=np.float64)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        row, text = _first_text(cells)
        raise InputError(f"{where}, row {row}", f"'{name}' holds numbers only", value=text) from None
    bad = np.flatnonzero(~np.isfinite(values))
    if bad.size:
        raise InputError(f"{where}, row {bad[0] + 1}", f"'{name}' is a finite number", value=float(values[bad[0]]))
    return values


def amounts(table: pa.Table, name: str, where: str) -> NDArray[np.float64]:
    """A column of finite numbers none of which is negative."""
    values = numbers(table, name, where)
    bad = np.flatnonzero(values < 0)
    if bad.size:
        rule = f"'{name}' counts something, so it is never negative"
        raise InputError(f"{where}, row {bad[0] + 1}", rule, value=float(values[bad[0]]))
    return values


def coded(table: pa.Table, name: str, where: str) -> tuple[NDArray[np.int64], list[str]]:
    """A column as (codes, labels): label[code] is the cell's text; dates become YYYY-MM-DD, whole numbers digits."""
    cells = column(table, name, where).combine_chunks()
    if not pa.types.is_dictionary(cells.type):
        cells = cells.dictionary_encode()
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.unify_dictionaries().combine_chunks()
    labels = [str(label) for label in cells.dictionary.to_pylist()]
    return np.asarray(cells.indices.to_numpy(zero_copy_only=False), dtype=np.int64), labels


def _first_text(cells: pa.ChunkedArray) -> tuple[int, str]:
    """The row and content of the first cell that is no number."""
    for row, cell in enumerate(cells.to_pylist(), start=1):
        try:
            float(cell)
        except (TypeError, ValueError):
            return row, str(cell)
    return 1, str(cells.type)


def _read_file(path: Path) -> pa.Table:
    if not path.is_file():
        raise UsageError(f"{path}: no such file.")
    try:
        if path.suffix == ".parquet":
            import pyarrow.parquet as pq

            return pq.read_table(path, partitioning=None)
        if path.suffix in {".csv", ".gz"}:
            import pyarrow.csv as pc

            return pc.read_csv(path)
    except pa.ArrowInvalid as error:
        raise InputError(path.name, "the file cannot be read", value=str(error)) from None
    raise InputError(path.name, "a table is a .parquet or .csv file", value=path.suffix)
