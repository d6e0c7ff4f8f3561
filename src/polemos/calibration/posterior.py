"""A posterior: draws of all parameters with their luck, what they were learned from, and how the check of them went.

One file, the same bytes for the same content. A draw is a history: its parameters and the numbers of its luck, month by
month, so that a forecast can go on from the state in which that history stood at the origin.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.calibration.latent import Floats, grouped
from polemos.cases.resolved import ResolvedCase
from polemos.core.errors import InputError

FORM = "polemos posterior 2"


@dataclass(frozen=True)
class Posterior:
    """names, values (draw, name): the coordinates. luck (draw, month), seed: the luck that each draw was chosen with.

    misfits, misfit_sd (draw, misfit): how far the model is off, as the sd of a log. about: case, origin, hashes, what
    it was learned from, diagnostics, and `contraction` by name.
    """

    names: tuple[str, ...]
    values: NDArray[np.float32]
    luck: NDArray[np.uint32]
    seed: int
    misfits: tuple[str, ...]
    misfit_sd: NDArray[np.float32]
    about: Mapping[str, Any]

    def __len__(self) -> int:
        return len(self.values)

    @property
    def hash(self) -> str:
        """sha256 of the file."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def content(self) -> bytes:
        """The file."""
        about = {"form": FORM, "names": self.names, "misfits": self.misfits, "seed": str(self.seed), **self.about}
        text = json.dumps(about, sort_keys=True, ensure_ascii=True, allow_nan=False).encode("ascii")
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            about=np.frombuffer(text, np.uint8),
            values=self.values,
            luck=self.luck,
            misfit_sd=self.misfit_sd,
        )
        return buffer.getvalue()

    def parameters(self, rows: NDArray[np.integer[Any]]) -> dict[str, Floats]:
        """What the engine reads, for some draws: 'Class.name' -> (row, *labels); labels in the order of the names."""
        return grouped(self.names, self.values[rows])


def read_posterior(path: Path) -> Posterior:
    """The posterior of a file; InputError if it is none."""
    try:
        with np.load(path) as file:
            about = json.loads(file["about"].tobytes().decode("ascii"))
            if about.pop("form") != FORM:
                raise ValueError("another form")
            names, misfits, seed = (about.pop(key) for key in ("names", "misfits", "seed"))
            arrays = {name: file[name] for name in ("values", "luck", "misfit_sd")}
    except (OSError, ValueError, KeyError) as error:
        rule = "is no posterior that this version reads"
        raise InputError(str(path), rule, value=str(error), fix="make it with `polemos calibrate`") from error
    return Posterior(tuple(names), seed=int(seed), misfits=tuple(misfits), about=about, **arrays)


def prior_hash(resolved: ResolvedCase) -> str:
    """sha256 of what the draws belong to: the mechanisms and the priors of a case at an origin."""
    content = resolved.model_dump(
        mode="json", include={"mechanisms", "parameters", "initial", "dims", "steps_per_month"}
    )
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
