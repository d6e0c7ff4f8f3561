"""The misfit is learned from residuals, and forecasts that carry it on are as wide as the truth needs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from polemos.forecasting.discrepancy import MisfitPrior, Points, chosen_cells, continued, log_evidence

PRIOR = MisfitPrior(sd=(0.4, 1.2), months=(8.0, 24.0), sudden=0.2)


def points(months: np.ndarray, noise: float = 0.1, source_sd: float = 0.2) -> Points:
    size = len(months)
    return Points(months.astype(float), np.zeros(size, np.int64), np.full(size, source_sd), np.full(size, noise))


def truths(runs: int, at: Points, seed: int) -> np.ndarray:
    """Residuals drawn as the prior says, one run a row."""
    luck = np.random.default_rng(seed)
    sds, months, weight = PRIOR.grid()
    cells = luck.choice(len(sds), runs, p=np.exp(weight))
    out = np.zeros((runs, len(at.month)))
    for run, cell in enumerate(cells):
        cover = at.covariance(at, sds[cell], months[cell], PRIOR.sudden) + 1e-9 * np.eye(len(at.month))
        out[run] = np.linalg.cholesky(cover) @ luck.standard_normal(len(at.month))
    return out


def ahead_of(runs: np.ndarray, past: int, draws: int, at: Points, seed: int, prior: MisfitPrior = PRIOR) -> np.ndarray:
    """Forecast draws (run, draw, ahead) from the first `past` residuals of each run."""
    luck = np.random.default_rng(seed)
    known = Points(at.month[:past], at.source[:past], at.source_sd[:past], at.noise[:past])
    later = Points(at.month[past:], at.source[past:], at.source_sd[past:], at.noise[past:])
    seen = runs[:, :past] + known.noise * luck.standard_normal((len(runs), past))
    found = []
    for row in seen:
        same = np.repeat(row[None], draws, axis=0)
        cells = chosen_cells(log_evidence(same, known, prior), luck.uniform(size=draws))
        found.append(continued(same, known, later, prior, cells, luck.standard_normal((draws, len(later.month)))))
    return np.stack(found)


def test_bands_cover_the_truth_as_often_as_they_say() -> None:
    at = points(np.arange(0, 60, 2))
    runs = truths(120, at, 3)
    drawn = ahead_of(runs, 18, 200, at, 4)
    for level in (0.5, 0.8, 0.95):
        low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=1)
        inside = (low <= runs[:, 18:]) & (runs[:, 18:] <= high)
        assert inside.mean() == pytest.approx(level, abs=0.07), level


def test_a_forecast_starts_at_the_last_residual_and_fades_while_it_widens() -> None:
    at = points(np.array([0.0, 1.0, 2.0, 3.0, 4.0, 64.0]), noise=0.01, source_sd=0.0)
    ones = np.array([[1.0, 1.0, 1.0, 1.0, 0.0, 0.0]])
    drawn = ahead_of(ones, 4, 4000, at, 5, replace(PRIOR, sudden=0.0))[0]
    part = ahead_of(ones, 4, 4000, at, 5)[0]
    assert 0.5 < part[:, 0].mean() < drawn[:, 0].mean(), "what is new every month is not carried on"
    assert drawn[:, 0].mean() == pytest.approx(1.0, abs=0.15)
    assert abs(drawn[:, 1].mean()) < 0.4
    assert drawn[:, 1].std() > 1.5 * drawn[:, 0].std()


def test_large_residuals_speak_for_a_large_misfit() -> None:
    at = points(np.arange(24), source_sd=0.0)
    sds, _, _ = PRIOR.grid()
    luck = np.random.default_rng(6).standard_normal(24)
    weights = [np.exp(row - row.max()) for row in log_evidence(np.stack([0.1 * luck, 2.0 * luck]), at, PRIOR)]
    small, large = ((w * sds).sum() / w.sum() for w in weights)
    assert small < 0.4 < large


def test_a_source_that_lasts_is_carried_on_by_its_own_reports_only() -> None:
    month = np.array([0.0, 1.0, 400.0, 400.0])
    at = Points(month, np.array([0, 0, 0, 1]), np.full(4, 0.5), np.full(4, 0.01))
    drawn = ahead_of(np.array([[0.9, 0.9, 0.0, 0.0]]), 2, 4000, at, 7)[0]
    assert drawn[:, 0].mean() > 0.2 and abs(drawn[:, 1].mean()) < 0.05


def test_without_reports_the_misfit_is_its_prior() -> None:
    at = points(np.array([0.0, 5.0]), source_sd=0.0)
    none = points(np.zeros(0))
    evidence = log_evidence(np.zeros((3000, 0)), none, PRIOR)
    luck = np.random.default_rng(8)
    cells = chosen_cells(evidence, luck.uniform(size=3000))
    drawn = continued(np.zeros((3000, 0)), none, at, PRIOR, cells, luck.standard_normal((3000, 2)))
    sds, _, weight = PRIOR.grid()
    assert drawn.var(axis=0) == pytest.approx((np.exp(weight) * sds**2).sum(), rel=0.15)
