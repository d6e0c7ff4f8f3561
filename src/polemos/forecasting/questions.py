"""Questions about what came after the origin, asked of forecast draws: an event's probability, a place's day of loss.

A question is an expression of the case's claims over monthly series: targets that count what happens in a month as
sources would report them, states (towns held, fighters) as histories have them. A question about a place that was held
at the origin is asked only of histories in which it was, however few; without any there is no answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from polemos.cases.claims import Claim
from polemos.core.errors import InputError
from polemos.forecasting.discrepancy import Floats
from polemos.forecasting.predict import Known, monthly_rows, reported
from polemos.observation.expression import check_expression, evaluate, series_in
from polemos.observation.panel import Panel
from polemos.observation.sums import held

HELD, KILLED = "held_", "killed_at_"


@dataclass(frozen=True)
class Answer:
    """A claim's probability over the draws asked, the quantity's 5th, 50th and 95th percentile, and what is known."""

    claim: str
    title: str
    question: str
    draws: int
    probability: float
    low: float
    middle: float
    high: float
    happened: bool | None

    @property
    def brier(self) -> float | None:
        """(probability - outcome)^2, once the outcome is known."""
        return None if self.happened is None else (self.probability - self.happened) ** 2

    @property
    def log_score(self) -> float | None:
        """-log2 of the probability given to what happened, one pseudo-draw spread over both outcomes."""
        if self.happened is None:
            return None
        given = self.probability if self.happened else 1.0 - self.probability
        return float(-np.log2((given * self.draws + 0.5) / (self.draws + 1.0)))


def within(claims: tuple[Claim, ...], months: tuple[str, ...]) -> tuple[Claim, ...]:
    """The claims that ask of no month outside a run; a short forecast leaves the others open."""
    return tuple(claim for claim in claims if not claim.expression or _of_the_run(claim.expression, months))


def _of_the_run(expression: str, months: tuple[str, ...]) -> bool:
    try:
        check_expression(expression, series_in(expression), months, "expression")
    except InputError:
        return False
    return True


def answers(claims: tuple[Claim, ...], known: Known, panel: Panel) -> list[Answer]:
    """An answer to each forecast among the claims that has an expression whose series the histories have."""
    found = []
    for claim in claims:
        if claim.kind == "forecast" and claim.expression:
            series = series_for(claim.expression, known, panel)
            if series is not None and _asked(claim.expression, known).any():
                found.append(answer(claim, series, known))
    return found


def answer(claim: Claim, series: Mapping[str, Floats], known: Known) -> Answer:
    """The claim's answer from series (draw, month) by name."""
    asked = _asked(claim.expression, known)
    months = known.histories.labels
    values = evaluate(claim.expression, {name: rows[asked] for name, rows in series.items()}, months)
    return answer_of(claim, values[np.isfinite(values)])


def answer_of(claim: Claim, values: Floats) -> Answer:
    """The claim's answer from the quantity that it asks of, (draw,)."""
    assert claim.threshold is not None
    true = values > claim.threshold if claim.direction == "above" else values < claim.threshold
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95]) if values.size else (np.nan,) * 3
    outcome = {"yes": True, "no": False}.get(claim.came_true or "")
    chance = float(true.mean()) if values.size else float("nan")
    return Answer(
        claim.id, claim.title, claim.question, int(values.size), chance, float(low), float(middle), float(high), outcome
    )


def series_for(expression: str, known: Known, panel: Panel) -> dict[str, Floats] | None:
    """Series (draw, month) that an expression names, targets as reported; None if one of them is not simulated."""
    found = {}
    histories = known.histories
    for name in series_in(expression):
        if name.startswith(HELD):
            found[name] = held(histories.holder)[:, :, histories.places.index(name.removeprefix(HELD))].astype(float)
        elif name in histories.series and name in panel.targets and not _state(panel, name):
            found[name] = reported(known, name, monthly_rows(panel, known.panel, name, len(histories.labels)))
        elif name in histories.series:
            found[name] = np.asarray(histories.series[name], dtype=np.float64)
        else:
            return None
    return found


def loss_months(known: Known, place: str) -> Floats:
    """The first month after the origin at whose end a place is not held, in draws that hold it then; NaN: not lost.

    Months are numbers within the run.
    """
    here = held(known.histories.holder)[:, :, known.histories.places.index(place)]
    after = ~here[here[:, known.origin - 1], known.origin :]
    return np.where(after.any(axis=1), known.origin + after.argmax(axis=1), np.nan)


def _state(panel: Panel, target: str) -> bool:
    return next(row.read for row in panel.rows if row.target == target) == "end"


def _asked(expression: str, known: Known) -> np.ndarray:
    """Which draws a question is asked of: those that hold the places it names, if these were held at the origin."""
    asked = np.ones(len(known.chosen), dtype=bool)
    at_origin = {spell.place for spell in known.panel.spells if spell.lost is None}
    for name in series_in(expression):
        place = name.removeprefix(HELD).removeprefix(KILLED)
        if place != name and place in at_origin:
            where = known.histories.places.index(place)
            own = held(known.histories.holder)[:, known.origin - 1, where]
            asked &= own
    return asked
