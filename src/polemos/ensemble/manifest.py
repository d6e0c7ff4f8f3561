"""What a run is: everything that decides its bytes, and nothing else (no clock time, no worker count, no paths).

Two runs with equal manifests have equal stores on the same kind of processor. The hash of the code is part of it, so a
changed mechanism never continues an old run in silence.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polemos

if TYPE_CHECKING:
    from polemos.ensemble.experiment import Experiment
    from polemos.observation.quantity import Quantity

FORMAT = "polemos run folder 1"
LIBRARIES = ("jax", "jaxlib", "numpy", "zarr", "numcodecs")
CODE = (
    "core/*.py",
    "observation/*.py",
    "cases/build.py",
    "cases/draw.py",
    "cases/priors.py",
    "cases/settings.py",
    "cases/switches.py",
    "ensemble/experiment.py",
    "ensemble/store.py",
)
OTHERWISE = {
    "code": "the code of polemos has changed since",
    "libraries": "it was computed with other versions of the libraries",
    "backend": "it was computed on another kind of device",
    "months": "it covers other months",
    "interventions": "it has other interventions",
    "without": "it has other mechanisms switched off",
    "set": "it has other values set",
    "data": "the case's data have changed since",
    "posterior": "its parameters come from elsewhere",
    "record": "it keeps other arrays",
    "quantities": "the case's targets ask for other quantities",
    "left_out": "the case's targets ask for other quantities",
}


def canonical(value: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys: the same value, the same bytes."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False, indent=2)
    return (text + "\n").encode("utf-8")


def manifest_of(experiment: Experiment) -> dict[str, Any]:
    """The manifest of a run."""
    model, calendar = experiment.model, experiment.model.calendar
    return {
        "format": FORMAT,
        "case": {"name": experiment.case_name, "hash": experiment.case_hash},
        "polemos": polemos.__version__,
        "code": code_hash(model.mechanisms),
        "seed": experiment.seed,
        "draws": experiment.draws,
        "months": {"start": calendar.start, "count": calendar.months},
        "steps_per_month": calendar.steps_per_month,
        "record": dict(experiment.record),
        "quantities": {quantity.name: _what(quantity) for quantity in experiment.quantities},
        "left_out": dict(experiment.left_out),
        "interventions": [dataclasses.asdict(act) for act in experiment.interventions],
        "lanes": experiment.lanes,
        "libraries": {name: metadata.version(name) for name in LIBRARIES},
        "backend": experiment.backend,
        "data": dict(experiment.data),
        "posterior": dict(experiment.posterior),
        "without": list(experiment.changed.get("without", [])),
        "set": list(experiment.changed.get("set", [])),
    }


def _what(quantity: Quantity) -> dict[str, Any]:
    about = {"quantity": quantity.origin or quantity.name, "label": quantity.label, "numbers": dict(quantity.given)}
    return {key: value for key, value in about.items() if value}


def difference(existing: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    """The first thing in which two manifests differ, in words; empty if they are equal."""
    wanted = json.loads(canonical(wanted))
    for key, name in (("case", "case"), ("seed", "seed"), ("draws", "number of draws"), ("polemos", "polemos version")):
        if existing.get(key) != wanted.get(key):
            return f"its {name} is {_shown(existing.get(key))}, not {_shown(wanted.get(key))}"
    for key in sorted({*existing, *wanted}):
        if existing.get(key) != wanted.get(key):
            return OTHERWISE.get(key, f"'{key}' in its manifest differs")
    return ""


@cache
def code_hash(mechanisms: Iterable[type]) -> str:
    """SHA-256 of the source that a run's numbers depend on, the files of its mechanisms included."""
    root = Path(polemos.__file__).parent
    files = {p.relative_to(root).as_posix(): p for pattern in CODE for p in root.glob(pattern)}
    for mechanism in mechanisms:
        source = Path(getattr(sys.modules.get(mechanism.__module__), "__file__", None) or "")
        if source.is_file():
            files[f"mechanism {mechanism.__qualname__}"] = source
    total = hashlib.sha256()
    for name in sorted(files):
        content = files[name].read_bytes().replace(b"\r\n", b"\n")
        total.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return f"'{value.get('name')}' ({str(value.get('hash'))[:12]})"
    return f"'{value}'"
