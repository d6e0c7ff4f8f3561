"""What was ruled is remembered over months; only loss is a setback."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.mechanisms.setbacks import Setbacks
from tiny_models import exact, lanes_of, tiny_model

BACK = Setbacks(recall=6.0, base=1e6)


def test_a_setback_is_the_ratio_of_past_to_present_rule_and_never_below_one() -> None:
    assert float(BACK.setback(7e6, 1e6)) == pytest.approx(4.0)
    assert float(BACK.setback(1e6, 7e6)) == pytest.approx(1.0)
    assert float(BACK.setback(0.0, 0.0)) == pytest.approx(1.0)


def test_former_rule_fades_over_its_recall() -> None:
    model = tiny_model(Setbacks, months=6, start={"past_rule": 7e6}, facts={"people_ruled": 0.0})
    theta = lanes_of(model, Setbacks__recall=6.0, Setbacks__base=1e6)
    out = exact(model, {"past_rule": "end", "setback": "end"})(theta, 1, np.arange(1))
    assert out["past_rule"][0, -1] == pytest.approx(7e6 / np.e, rel=1e-4)
    assert out["setback"][0, -1] == pytest.approx(1.0 + 7.0 / np.e, rel=1e-4)
