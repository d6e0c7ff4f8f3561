"""A driver may have a path for each draw: the shared path gives the same bytes, another one acts from its month on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from polemos.core.calendar import Calendar
from polemos.core.engine import compile_model
from polemos.core.errors import InputError
from polemos.core.mechanism import Mechanism, flow
from polemos.core.model import Driver, Model
from polemos.core.parameter import parameter
from polemos.core.stock import Stock

MONTHS, IDS = 6, np.arange(4)
THETA = {"Firing.hits": np.full(4, 2.0)}


@dataclass(frozen=True)
class Firing(Mechanism):
    """Weapons destroy."""

    stocks = (Stock("destroyed", "1", ("place",), starts_at_zero=True),)

    hits: Any = parameter("1", "things destroyed by a weapon")

    @flow(source=None, sink="destroyed", luck="amount", raised_by=("weapons",))
    def destruction(self, weapons: Any) -> Any:
        """Per month."""
        return self.hits * weapons


def model(path: np.ndarray) -> Model:
    return Model(
        dims={"place": ("alpha", "beta")},
        mechanisms=(Firing,),
        attributes={},
        drivers={"weapons": Driver(path, "1/month", ("place",))},
        initial={},
        calendar=Calendar("2013-01", MONTHS, 10),
    )


def test_the_shared_path_drawn_gives_the_same_bytes() -> None:
    path = np.arange(2.0 * MONTHS).reshape(MONTHS, 2)
    record = {"destroyed": "gain"}
    plain = compile_model(model(path), record)(THETA, 1, IDS)["destroyed"]
    own = {**THETA, "driver.weapons": np.broadcast_to(path, (4, MONTHS, 2))}
    drawn = compile_model(model(0.0 * path), record, drawn=("weapons",))(own, 1, IDS)["destroyed"]
    assert drawn.tobytes() == plain.tobytes() and plain[0, -1, 1] == pytest.approx(2.0 * 11)


def test_a_draw_has_its_own_path_from_the_month_in_which_it_departs() -> None:
    paths = np.ones((4, MONTHS, 2))
    paths[2, 3:] = 5.0
    found = compile_model(model(paths[0]), {"destroyed": "gain"}, drawn=("weapons",))(
        {**THETA, "driver.weapons": paths}, 1, IDS
    )["destroyed"]
    assert (found[:, :3] == found[:1, :3]).all() and (found[[1, 3]] == found[0]).all()
    assert found[2, 3:] == pytest.approx(5 * found[0, 3:], rel=1e-5)


def test_a_driver_that_the_model_lacks_is_refused() -> None:
    with pytest.raises(InputError, match="no such driver"):
        compile_model(model(np.ones((MONTHS, 2))), {"destroyed": "end"}, drawn=("rain",))
