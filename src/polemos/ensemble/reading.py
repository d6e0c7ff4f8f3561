"""The read side of a run folder: arrays with units, opened lazily."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polemos.core.errors import InputError, UsageError
from polemos.ensemble.folder import RunFolder, read_manifest

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Ensemble:
    """Many histories of one model: `dataset` has dims draw, month, place, ...; nothing is loaded until it is used."""

    path: Path
    manifest: dict[str, Any]

    @staticmethod
    def open(path: Path | str) -> Ensemble:
        """Open a finished run folder; raises UsageError if it is none, or not finished."""
        folder = RunFolder(Path(path))
        manifest = read_manifest(folder.path)
        if not folder.store.is_dir():
            raise UsageError(f"{folder.path}: this run is not finished; continue it with 'polemos run ... --resume'.")
        return Ensemble(folder.path, manifest)

    @cached_property
    def dataset(self) -> xr.Dataset:
        """The arrays as an xarray Dataset, read from disk when used."""
        import xarray as xr

        dataset: xr.Dataset = xr.open_zarr(str(RunFolder(self.path).store), chunks=None)
        return dataset

    def quantiles(self, quantity: str, probs: Sequence[float]) -> xr.DataArray:
        """Quantiles over draws of one variable, dims (quantile, month, ...), in its own unit."""
        if quantity not in self.dataset.data_vars:
            known = ", ".join(sorted(map(str, self.dataset.data_vars)))
            raise InputError("quantity", "is one of those recorded", value=quantity, fix=f"choose from {known}")
        if not all(0.0 <= prob <= 1.0 for prob in probs):
            raise InputError("probs", "probabilities lie between 0 and 1", value=list(probs))
        return self.dataset[quantity].quantile(list(probs), dim="draw", keep_attrs=True)

    def __repr__(self) -> str:
        case, months = self.manifest["case"], self.manifest["months"]
        return (
            f"<Ensemble {case['name']}: {self.manifest['draws']} draws, {months['count']} months from "
            f"{months['start']}, seed {self.manifest['seed']}, {self.path}>"
        )

    def _repr_html_(self) -> str:
        variables = sorted(self.dataset.data_vars.items(), key=lambda item: str(item[0]))
        rows = "".join(
            _row(str(name), ", ".join(f"{dim} {size}" for dim, size in array.sizes.items()), array.attrs)
            for name, array in variables
        )
        head = "<tr><th>variable</th><th>what it is</th><th>unit</th><th>dimensions</th></tr>"
        return f"<p>{html.escape(repr(self))}</p><table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _row(name: str, sizes: str, attributes: dict[str, Any]) -> str:
    cells = (name, str(attributes.get("long_name", "")), str(attributes.get("units", "")), sizes)
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
