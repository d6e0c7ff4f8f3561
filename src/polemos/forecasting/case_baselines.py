"""The baselines beside a case's forecasts, with windows in months cut to the length of the target's period."""

from __future__ import annotations

from polemos.forecasting.baselines.conflictology import Conflictology
from polemos.forecasting.baselines.exponential_trend import ExponentialTrend
from polemos.forecasting.baselines.hawkes import Hawkes
from polemos.forecasting.baselines.last_value import LastValue
from polemos.forecasting.baselines.negative_binomial import NegativeBinomial
from polemos.forecasting.baselines.pooled_bootstrap import PooledBootstrap
from polemos.forecasting.baselines.state_space import StateSpace
from polemos.forecasting.baselines.window_bootstrap import WindowBootstrap
from polemos.forecasting.baselines.zero import Zero
from polemos.forecasting.forecaster import Forecaster


def case_baselines(step: int) -> dict[str, Forecaster]:
    """Every baseline by name for periods of `step` months; M00 is the statistical rival without mechanisms."""

    def window(months: int) -> int:
        return max(months // step, 2)

    return {
        "zero": Zero(),
        "last": LastValue(),
        "conflictology-12": Conflictology(window(12)),
        "window-bootstrap-24": WindowBootstrap(window(24)),
        "bootstrap-240": PooledBootstrap(window(240)),
        "negative-binomial-12": NegativeBinomial((window(12),)),
        "negative-binomial-24": NegativeBinomial((window(24),)),
        "negative-binomial-mixture": NegativeBinomial((window(6), window(12), window(24))),
        "exponential-trend": ExponentialTrend(window(24)),
        "hawkes": Hawkes(window(120)),
        "m00": StateSpace(window(120)),
    }
