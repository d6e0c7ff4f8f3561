"""Forecasters by name. A name is imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from polemos.core.errors import UsageError
from polemos.forecasting.forecaster import Forecaster


def _zero() -> Forecaster:
    from polemos.forecasting.baselines.zero import Zero

    return Zero()


def _last() -> Forecaster:
    from polemos.forecasting.baselines.last_value import LastValue

    return LastValue()


def _conflictology(window: int) -> Callable[[], Forecaster]:
    def make() -> Forecaster:
        from polemos.forecasting.baselines.conflictology import Conflictology

        return Conflictology(window, own_draws=window)

    return make


def _window(window: int) -> Callable[[], Forecaster]:
    def make() -> Forecaster:
        from polemos.forecasting.baselines.window_bootstrap import WindowBootstrap

        return WindowBootstrap(window)

    return make


def _pooled() -> Forecaster:
    from polemos.forecasting.baselines.pooled_bootstrap import PooledBootstrap

    return PooledBootstrap(240)


def _negative_binomial(*windows: int) -> Callable[[], Forecaster]:
    def make() -> Forecaster:
        from polemos.forecasting.baselines.negative_binomial import NegativeBinomial

        return NegativeBinomial(windows)

    return make


def _trend() -> Forecaster:
    from polemos.forecasting.baselines.exponential_trend import ExponentialTrend

    return ExponentialTrend()


def _hawkes() -> Forecaster:
    from polemos.forecasting.baselines.hawkes import Hawkes

    return Hawkes()


def _state_space() -> Forecaster:
    from polemos.forecasting.baselines.state_space import StateSpace

    return StateSpace()


def _country_month() -> Forecaster:
    from polemos.forecasting.country_month.forecaster import CountryMonth

    return CountryMonth()


METHODS: dict[str, Callable[[], Forecaster]] = {
    "zero": _zero,
    "last": _last,
    "conflictology-12": _conflictology(12),
    "window-bootstrap-24": _window(24),
    "bootstrap-240": _pooled,
    "negative-binomial-12": _negative_binomial(12),
    "negative-binomial-24": _negative_binomial(24),
    "negative-binomial-mixture": _negative_binomial(6, 12, 24),
    "exponential-trend": _trend,
    "hawkes": _hawkes,
    "m00": _state_space,
    "country-month": _country_month,
}


def method(name: str) -> Forecaster:
    """The forecaster of that name."""
    if name not in METHODS:
        raise UsageError(f"There is no method '{name}'; there are {', '.join(METHODS)}.")
    return METHODS[name]()
