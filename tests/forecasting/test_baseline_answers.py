"""What baselines say of forecast claims: known months stay as they were, draws follow, quarters fall on months."""

from __future__ import annotations

import numpy as np
import pytest

from polemos.cases.claims import Claim, load_claims
from polemos.cases.load import load_case
from polemos.forecasting.baseline_answers import baseline_answers, monthly
from polemos.forecasting.case_forecast import Baseline
from polemos.forecasting.case_series import Periods
from polemos.forecasting.history import History

MONTHS = tuple(f"2013-{m:02d}" for m in range(1, 13))
RECORD = History("attacks", np.array(["attacks"]), 1, np.array([[30.0], [60.0]]))
QUARTERS = Baseline(Periods("attacks", 3, True), 3, np.array([[90.0, 0.0, 90.0, 90.0]]))


def claim(expression: str) -> Claim:
    shipped = next(c for c in load_claims(load_case("islamic-state")) if c.id == "P4")
    changed = {"expression": expression, "threshold": 25.0, "direction": "above", "came_true": "yes"}
    return shipped.model_copy(update=changed)


def test_quarters_fall_evenly_on_months_and_nothing_is_known_before_the_record() -> None:
    path = monthly(RECORD, QUARTERS, 12)
    assert np.isnan(path[:, :3]).all() and path.shape == (4, 12)
    assert path[0, 3:].tolist() == [10.0] * 3 + [20.0] * 3 + [30.0] * 3 and path[1, 9:].tolist() == [0.0] * 3


def test_a_claim_on_a_recorded_series_is_answered_and_scored() -> None:
    asked = claim('least(attacks, "2013-10", "2013-12")')
    found = baseline_answers([asked], {"attacks": {"m00": QUARTERS}}, {"attacks": RECORD}, MONTHS)
    told = found[asked.id]["m00"]
    assert told.probability == 0.75 and told.brier == pytest.approx(0.0625) and told.draws == 4


def test_claims_on_anything_else_have_no_answer() -> None:
    made, records = {"attacks": {"m00": QUARTERS}}, {"attacks": RECORD}
    before, place = claim('total(attacks, "2013-01", "2013-12")'), claim("last(held_mosul)")
    assert baseline_answers([before, place], made, records, MONTHS) == {}
    assert baseline_answers([claim("last(attacks)")], {"attacks": {}}, records, MONTHS) == {}
