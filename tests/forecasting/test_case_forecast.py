"""From histories to reports: the true history is found, nothing later is read, and what is written is scored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from polemos.core.errors import InputError
from polemos.forecasting import predict
from polemos.forecasting.case_files import forecast_rows, later_rows, write_case_forecast
from polemos.forecasting.case_forecast import CaseForecast, baselines
from polemos.forecasting.discrepancy import MisfitPrior
from polemos.forecasting.predict import Histories, Known, foreseen, learn, monthly_rows, reported
from polemos.forecasting.questions import loss_months
from polemos.forecasting.reports import points_of
from polemos.forecasting.weighing import effective, resampled, tempered
from polemos.observation.panel import Panel, Row, Spell
from polemos.scoring.frozen import OURS, read_frozen
from polemos.scoring.frozen_tables import beaten_table, scores_table, skill_lines

MONTHS, ORIGIN, DRAWS = 48, date(2014, 6, 20), 300
LABELS = tuple(f"{2012 + m // 12}-{m % 12 + 1:02d}" for m in range(MONTHS))
ROW = Row("deaths", "d", 0, 0, "mean", 0.0, None, None, "deaths/month", date(2012, 1, 1), "", "count", 50.0)


@pytest.fixture(autouse=True)
def small_misfit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(predict, "misfit_prior", lambda: MisfitPrior((0.2, 0.6), (6.0, 12.0)))


def histories() -> Histories:
    """Exponential growth at a rate of each draw's own; the second place is lost at a month of each draw's own."""
    luck = np.random.default_rng(1)
    rate = luck.normal(0.0, 0.05, DRAWS)
    deaths = 200.0 * np.exp(np.outer(rate, np.arange(MONTHS)))
    holder = np.full((DRAWS, MONTHS, 2), 2)
    lost = luck.integers(20, 45, DRAWS)
    holder[:, :, 1] = np.where(np.arange(MONTHS)[None] < lost[:, None], 1, 2)
    return Histories(LABELS, ("alpha", "beta"), {"deaths": deaths}, holder)


def panel_of(values: np.ndarray) -> Panel:
    rows = [
        replace(ROW, first=m, last=m, value=float(v), known_from=date(2012 + (m + 1) // 12, (m + 1) % 12 + 1, 15))
        for m, v in enumerate(values)
    ]
    spells = (Spell("beta", date(2012, 1, 1), date(2015, 1, 10), date(2015, 1, 11), 3.0),)
    return Panel("2012-01", ("alpha", "beta"), tuple(rows), spells)


def known_of(panel: Panel) -> Known:
    return learn(histories(), panel, ORIGIN, 200, 30.0, 5)


def test_the_history_that_made_the_reports_is_found() -> None:
    whole = histories()
    truth = int(np.argmax(whole.series["deaths"][:, -1]))
    known = known_of(panel_of(whole.series["deaths"][truth]))
    rates = np.log(whole.series["deaths"][:, 1] / whole.series["deaths"][:, 0])
    assert rates[known.chosen].mean() > np.quantile(rates, 0.75)
    assert known.weights.effective >= 29.9


def test_what_the_histories_were_learned_from_does_not_weigh_again() -> None:
    """Learned in June 2013: figures and holders known by then leave the weights alone, later ones move them."""
    whole, learned = histories(), date(2013, 6, 20)
    values = whole.series["deaths"][0].copy()
    early, late = values.copy(), values.copy()
    early[:10], late[20:25] = 9.0 * values[:10], 9.0 * values[20:25]
    share = {
        name: learn(whole, panel_of(series), ORIGIN, 200, 30.0, 5, learned).weights.share
        for name, series in (("plain", values), ("early", early), ("late", late))
    }
    np.testing.assert_array_equal(share["plain"], share["early"])
    assert np.abs(share["plain"] - share["late"]).max() > 1e-3
    same_day = learn(whole, panel_of(values), ORIGIN, 200, 30.0, 5, ORIGIN).weights
    np.testing.assert_allclose(same_day.share, 1.0 / DRAWS)


def test_absurd_values_after_the_origin_change_no_byte() -> None:
    values = histories().series["deaths"][7].copy()
    before = known_of(panel_of(values))
    later = values.copy()
    later[29:] = 1e9
    poisoned = known_of(panel_of(later))
    loud = [replace(row, noise="lognormal", spread=9.0) if row.first > 29 else row for row in panel_of(later).rows]
    poison = replace(panel_of(later), rows=tuple(loud))
    drawn = []
    for known, panel in ((before, panel_of(values)), (poisoned, poison)):
        rows = monthly_rows(panel, panel.until(ORIGIN), "deaths", MONTHS)
        drawn.append(reported(known, "deaths", rows).tobytes())
    assert drawn[0] == drawn[1] and (before.chosen == poisoned.chosen).all()


def test_the_spread_of_a_row_to_come_is_that_of_known_ones() -> None:
    own = replace(ROW, noise="lognormal", spread=0.1)
    known = Panel("2012-01", ("alpha", "beta"), (own, replace(own, first=1, last=1, spread=0.3)))
    later = replace(own, first=40, last=40, spread=5.0, value=1e9)
    assert [row.spread for row in foreseen(known, [later, replace(later, series="e", target="f")])] == [0.2, 0.05]
    assert foreseen(known, [later])[0].value == 0.0


def test_reports_pass_through_what_was_known_and_widen_after_it() -> None:
    values = 1.5 * histories().series["deaths"][3]
    panel = panel_of(values)
    drawn = reported(known_of(panel), "deaths", monthly_rows(panel, panel.until(ORIGIN), "deaths", MONTHS))
    spread = np.log1p(drawn).std(axis=0)
    assert np.median(drawn[:, 20]) == pytest.approx(values[20], rel=0.2)
    assert spread[-1] > 1.5 * spread[20]


def _said_of_killings(source: str) -> float:
    """The median report of 400 killings a month by a source, where another target's reports by UCDP are far too low."""
    series = {"deaths": np.full((DRAWS, MONTHS), 200.0), "killings": np.full((DRAWS, MONTHS), 400.0)}
    whole = Histories(LABELS, ("alpha", "beta"), series, histories().holder)
    exact = replace(ROW, bias="one_sided", noise="lognormal", spread=0.05)
    rows = [replace(exact, first=m, last=m, value=200.0 * 0.25 * 0.4) for m in range(24)]
    known = learn(whole, Panel("2012-01", ("alpha", "beta"), tuple(rows)), ORIGIN, 200, 30.0, 5)
    ahead = replace(exact, target="killings", series="k", first=40, last=40, bias=source, value=0.0)
    return float(np.median(reported(known, "killings", [ahead])))


def test_a_source_errs_alike_in_all_that_it_reports_on() -> None:
    assert 30.0 < _said_of_killings("one_sided") < 60.0, "a hundred is what its prior alone says"
    assert _said_of_killings("kill_claims") > 150.0, "another source has nothing to do with it"


def test_a_source_has_one_number_wherever_it_is_met_and_other_targets_lie_far_apart() -> None:
    one, two = replace(ROW, bias="one_sided"), replace(ROW, bias="area_rand", target="area")
    (alone,), both = points_of([one]).source, points_of([two, one, ROW], "deaths")
    assert alone == both.source[1] != both.source[0] and both.source[2] == -1
    assert both.month[0] > 1e4 and both.month[1] == both.month[2] == 0.0


def test_a_place_is_lost_only_where_it_was_held_at_the_origin() -> None:
    known = known_of(panel_of(histories().series["deaths"][0]))
    months = loss_months(known, "beta")
    assert 0 < len(months) <= 200 and np.nanmin(months) >= known.origin
    assert len(loss_months(known, "alpha")) == 0


def test_weights_are_loosened_until_enough_count() -> None:
    steep = -50.0 * np.arange(100.0)
    weights = tempered(steep, 20.0)
    assert weights.effective == pytest.approx(20.0, rel=0.01) and weights.temperature < 0.01
    assert tempered(np.zeros(100), 20.0).temperature == 1.0 and effective(np.zeros(100)) == pytest.approx(100)
    drawn = resampled(weights, 10_000, 0.5)
    assert np.bincount(drawn, minlength=100) / 10_000 == pytest.approx(weights.share, abs=2e-4)


def forecast() -> CaseForecast:
    panel = panel_of(histories().series["deaths"][11])
    known = known_of(panel)
    monthly = {"deaths": reported(known, "deaths", monthly_rows(panel, panel.until(ORIGIN), "deaths", MONTHS))}
    beside = {"deaths": baselines(panel, "deaths", ORIGIN, MONTHS - 1, 200, 1)}
    losses = {"beta": loss_months(known, "beta")}
    return CaseForecast("small", ORIGIN, MONTHS - 1, panel, known, monthly, losses, (), beside, {}, (), "the priors")


def test_what_is_written_is_scored_row_by_row(tmp_path: Path) -> None:
    found = forecast()
    write_case_forecast(found, tmp_path)
    frozen = read_frozen(tmp_path)
    ours = frozen.sheets["deaths"][OURS]
    assert len(ours.observed) == MONTHS - 30 == len(later_rows(found, "deaths"))
    assert ours.lead is not None and list(ours.lead) == list(range(1, 19))
    draws = {r["last"]: r["draws"] for r in forecast_rows(found) if r["method"] == OURS}
    values = np.array(draws["2015-12"])
    truth = ours.observed[-1]
    assert ours.scores["crps"][-1] == pytest.approx(
        np.abs(values - truth).mean() - 0.5 * np.abs(values[:, None] - values[None]).mean(), rel=1e-4
    )
    skill = frozen.skill("deaths", "zero", "all")
    assert skill is not None and skill.value > 0.5


def test_a_target_without_a_record_is_scored_alone(tmp_path: Path) -> None:
    found = replace(forecast(), baselines={"deaths": {}})
    write_case_forecast(found, tmp_path)
    frozen = read_frozen(tmp_path)
    _, lines = scores_table(frozen)
    assert {line[2] for line in lines} == {OURS} and skill_lines(frozen)[1] == []
    assert beaten_table(frozen, ["deaths"])[1] == []


def test_a_row_observed_twice_is_refused(tmp_path: Path) -> None:
    write_case_forecast(forecast(), tmp_path)
    path = tmp_path / "observed.csv"
    path.write_text(path.read_text() + path.read_text().splitlines()[-1] + "\n")
    with pytest.raises(InputError, match="observed once"):
        read_frozen(tmp_path)
