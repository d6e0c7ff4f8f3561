"""Declared parameters: a field of a mechanism with a unit, a sentence and, if it differs between labels, dimensions.

The value comes from the case, as a draw from a prior with a source; there are no defaults in code.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ParameterSpec:
    """What a mechanism asks a case for."""

    name: str
    unit: str
    doc: str
    dims: tuple[str, ...] = ()


def parameter(unit: str, doc: str, dims: tuple[str, ...] = ()) -> Any:
    """Declare a field of a mechanism as a parameter."""
    return dataclasses.field(metadata={"parameter": (unit, doc, dims)})


def declared_parameters(mechanism: type) -> dict[str, ParameterSpec]:
    """The parameters of a mechanism class by field name, in order of declaration."""
    fields = dataclasses.fields(mechanism) if dataclasses.is_dataclass(mechanism) else ()
    return {f.name: ParameterSpec(f.name, *f.metadata["parameter"]) for f in fields if "parameter" in f.metadata}
