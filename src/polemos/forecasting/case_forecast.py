"""A forecast of a case from one origin: draws of every target, days of loss of places, answers, baselines beside them.

Assumes the case as it stood at the origin; what was published later is only laid beside the forecast, never read by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from polemos.cases.claims import load_claims
from polemos.cases.origin import at_origin, rests_on_later
from polemos.cases.panel import observed_panel
from polemos.cases.regions import ATTACKS, regions_of
from polemos.cases.resolve import resolve
from polemos.cases.resolved import ResolvedCase
from polemos.cases.schema import Case
from polemos.cases.targets import load_targets
from polemos.core.calendar import month_number, month_text
from polemos.core.errors import UsageError
from polemos.forecasting.baseline_answers import baseline_answers
from polemos.forecasting.case_baselines import case_baselines
from polemos.forecasting.case_series import Periods, baseline_draws, history_of, periods_of
from polemos.forecasting.discrepancy import Floats
from polemos.forecasting.history import History
from polemos.forecasting.predict import Known, learn, monthly_rows, reported
from polemos.forecasting.questions import KILLED, Answer, answers, loss_months, within
from polemos.forecasting.simulate import Draws, Progress, simulate
from polemos.observation.expression import series_in
from polemos.observation.panel import Panel
from polemos.scoring.forecast import Forecast

LEAST_SHARE = 0.1
LEAST = 50.0


@dataclass(frozen=True, eq=False)
class Baseline:
    """A baseline's draws (period, draw) of one target; the first is period `start`."""

    periods: Periods
    start: int
    draws: Floats


@dataclass(frozen=True, eq=False)
class CaseForecast:
    """Everything known of one origin. `last` is the last month of the run, `about` where the parameters come from.

    monthly: by target, reports (draw, month) of the whole run. losses: by place, months of loss (draw held at origin,).
    """

    case: str
    origin: date
    last: int
    panel: Panel
    known: Known
    monthly: Mapping[str, Floats]
    losses: Mapping[str, Floats]
    answers: tuple[Answer, ...]
    baselines: Mapping[str, Mapping[str, Baseline]]
    baseline_answers: Mapping[str, Mapping[str, Answer]]
    late: tuple[str, ...]
    about: str

    @property
    def first(self) -> int:
        """The first month after the origin's, as a number within the run."""
        return self.known.origin + 1

    def table(self, target: str) -> Forecast:
        """The Forecast table of one target: one unit, the months after the origin's."""
        start = month_number(self.known.histories.labels[0])
        periods = np.arange(self.first, self.last + 1)
        draws = self.monthly[target][:, self.first : self.last + 1].T
        unit = np.array([self.case] * len(periods))
        return Forecast(target, start + self.known.origin, unit, start + periods, np.ascontiguousarray(draws))


def forecast_case(
    case: Case,
    origin: date,
    horizon: int,
    draws_of: Callable[[ResolvedCase], Draws],
    *,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
) -> CaseForecast:
    """Simulate to `horizon` months after the origin, weigh by what was known, and say what sources would report."""
    resolved = resolve(at_origin(case, origin), _last_month(case, origin, horizon))
    draws = draws_of(resolved)
    places, regions = _places_asked(case), _regions_asked(case)
    histories = simulate(resolved, draws, places=places, regions=regions, workers=workers, progress=progress)
    judges = frozenset(name for name, target in load_targets(case).items() if target.judges_only)
    least = max(LEAST_SHARE * len(draws), min(LEAST, float(len(draws))))
    panel = observed_panel(case, judging=True)
    known = learn(histories, panel, origin, len(draws), least, seed, draws.learned, judges)
    return said(case, known, panel, origin, draws.about)


def said(case: Case, known: Known, panel: Panel, origin: date, about: str) -> CaseForecast:
    """Everything that histories weighed by what was known say of the months to come, baselines beside."""
    last = len(known.histories.labels) - 1
    targets = [target for target in panel.targets if target in known.histories.series]
    claims = within(load_claims(case), known.histories.labels)
    made = {t: baselines(panel, t, origin, last, len(known.chosen), known.seed) for t in targets}
    records = {t: record for t in targets if (record := _record(panel, t, origin)) is not None}
    held = {spell.place for spell in known.panel.spells if spell.lost is None}
    return CaseForecast(
        case=case.header.name,
        origin=origin,
        last=last,
        panel=panel,
        known=known,
        monthly={t: reported(known, t, monthly_rows(panel, known.panel, t, last + 1)) for t in targets},
        losses={place: loss_months(known, place) for place in sorted(held)},
        answers=tuple(answers(claims, known, panel)),
        baselines=made,
        baseline_answers=baseline_answers(claims, made, records, known.histories.labels),
        late=rests_on_later(case, origin),
        about=about,
    )


def baselines(panel: Panel, target: str, origin: date, last: int, draws: int, seed: int) -> dict[str, Baseline]:
    """Every baseline's draws to the end of the run; none where nothing was known of the target."""
    periods, history = _periods(panel, target), _record(panel, target, origin)
    if history is None:
        return {}
    made = {}
    for name, method in case_baselines(periods.step).items():
        values = baseline_draws(method, history, last // periods.step, draws, seed)
        made[name] = Baseline(periods, history.origin + 1, values)
    return made


def _periods(panel: Panel, target: str) -> Periods:
    return periods_of([row for row in panel.rows if row.target == target])


def _record(panel: Panel, target: str, origin: date) -> History | None:
    """What was known of a target at the origin, as baselines see it."""
    rows = [row for row in panel.until(origin).rows if row.target == target]
    return history_of(rows, _periods(panel, target))


def _last_month(case: Case, origin: date, horizon: int) -> str:
    last = origin.year * 12 + origin.month - 1 + horizon
    end = month_number(case.header.end)
    if horizon < 1 or last > end:
        most = end - (origin.year * 12 + origin.month - 1)
        raise UsageError(f"--horizon: months from the origin to at most {case.header.end}, 1 to {most}, not {horizon}.")
    return month_text(last)


def _places_asked(case: Case) -> tuple[str, ...]:
    """Places of which a forecast among the claims asks how many civilians were killed there."""
    return _asked(case, KILLED)


def _regions_asked(case: Case) -> dict[str, tuple[str, ...]]:
    """Regions of which a forecast among the claims asks how many attacks there were, with their places."""
    return {region: ids for region, ids in regions_of(case).items() if region in _asked(case, ATTACKS)}


def _asked(case: Case, what: str) -> tuple[str, ...]:
    asked = [claim.expression for claim in load_claims(case) if claim.kind == "forecast" and claim.expression]
    names = {name for text in asked for name in series_in(text) if name.startswith(what)}
    return tuple(sorted(name.removeprefix(what) for name in names))
