"""Attention per death is a fixed number of times larger in the West, and fades."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.media_attention import MediaAttention
from tiny_models import alone, exact, lanes_of, tiny_model

VALUES = {"asymmetry": np.log(40.0), "scaling": 0.5, "usual": 100.0, "memory": 0.2, "pull": 0.2}


def media(**changes: float) -> MediaAttention:
    return MediaAttention(**(VALUES | changes))


def home(deaths: float, **changes: float) -> float:
    return float(media(**changes).attention_home(np.array([deaths, 50.0]), np.float64(50.0)))


def west(deaths: float, **changes: float) -> float:
    return float(media(**changes).attention_west(np.float64(deaths + 7.0), np.float64(7.0)))


def test_as_many_deaths_draw_the_ratio_and_four_times_as_many_twice_the_attention() -> None:
    assert home(100.0) == pytest.approx(1.0)
    assert west(30.0) / home(30.0) == pytest.approx(40.0)
    assert home(400.0) == pytest.approx(2.0)


@pytest.mark.parametrize(("trial", "ratio"), [(0.0, 1.0), (-1.0, 1.0 / 40.0)])
def test_on_trial_deaths_weigh_alike_or_the_other_way(trial: float, ratio: float) -> None:
    changes = {"asymmetry": trial * np.log(40.0)}
    assert west(30.0, **changes) / home(30.0, **changes) == pytest.approx(ratio)


def test_publicity_is_one_in_silence() -> None:
    assert float(media().publicity(np.float64(0.0), np.float64(0.0))) == 1.0
    assert float(media().publicity(np.float64(1.0), np.float64(30.0))) == pytest.approx(32.0**0.2)


def test_attention_to_one_massacre_fades_with_the_memory() -> None:
    start = {"killed_by_movement": 100.0, "deaths_west": 9.0}
    model = tiny_model(MediaAttention, months=1, steps=40, start=start)
    theta = lanes_of(model, **{f"MediaAttention__{name}": value for name, value in VALUES.items()})
    out = alone(exact(model, {"attention_home": "end", "attention_west": "end"}), theta)
    faded = np.exp(-1.0 / 0.2) ** 0.5
    assert out["attention_home"][0, 0] == pytest.approx(faded, rel=0.01)
    assert out["attention_west"][0, 0] == pytest.approx(40.0 * (9.0 / 100.0) ** 0.5 * faded, rel=0.01)
