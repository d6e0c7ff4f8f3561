"""`compare`: two scenarios of a case, simulated with the same parameters and the same luck, as a tidy table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from polemos.cases.load import load_case
from polemos.cases.resolve import resolve
from polemos.cases.schema import Case
from polemos.scenarios.compare import Difference, Interaction, differences, interactions, records
from polemos.scenarios.histories import Draws, Progress, Simulator, prior_draws
from polemos.scenarios.scenario import BASELINE, Scenario, scenario

if TYPE_CHECKING:
    import pyarrow as pa

WITHIN = "within the model: a difference between simulated histories, given data and assumptions"


@dataclass(frozen=True)
class Comparison:
    """Scenario b beside scenario a; `interactions` has rows where b joins several scenarios and a is the baseline."""

    case: str
    a: Scenario
    b: Scenario
    draws: int
    seed: int
    source: str
    differences: tuple[Difference, ...]
    interactions: tuple[Interaction, ...] = ()

    @property
    def identification(self) -> str:
        """How far data could tell this difference: the weaker label of the two."""
        order = ("identified", "partly identified", "not identified")
        return max(self.a.identification, self.b.identification, key=order.index)

    @property
    def because(self) -> str:
        """Why."""
        return " ".join(text for text in dict.fromkeys((self.a.because, self.b.because)) if text)

    def records(self) -> list[dict[str, Any]]:
        """Tidy rows: who, outcome, numbers, labels."""
        about = {"case": self.case, "a": self.a.name, "b": self.b.name, "draws_from": self.source}
        label = {"identification": self.identification, "within": "model"}
        return [{**about, **row, **label} for row in records(self.differences)]

    def table(self) -> pa.Table:
        """The same as an Arrow table."""
        import pyarrow as pa

        return pa.Table.from_pylist(self.records())


def compare(
    case: Case | str,
    a: str,
    b: str,
    draws: int = 200,
    seed: int = 1,
    until: str | None = None,
    workers: int | None = None,
    given: Draws | None = None,
    tell: Progress | None = None,
) -> Comparison:
    """Scenario `b` beside `a` (names, files, 'baseline', or several joined by '+'); draws from the priors, or `given`.

    Raises InputError for a scenario that does not fit the case.
    """
    loaded = load_case(case) if isinstance(case, str) else case
    first, second = scenario(loaded, a), scenario(loaded, b)
    chosen = given or prior_draws(resolve(loaded, until), draws, seed)
    parts = [Scenario(file[1].title, (file,)) for file in second.parts] if len(second.parts) > 1 else []
    wanted = [first, second, *(parts if first.name == BASELINE else [])]
    applied = [one.apply(loaded, until) for one in wanted]  # everything is checked before anything is simulated
    with Simulator(applied[0], workers) as simulate:
        runs = [simulate(one, chosen, _in_turn(tell, number, len(applied))) for number, one in enumerate(applied)]
    crossed = interactions(runs[0], runs[2:], runs[1]) if len(runs) > 2 else ()
    about = (loaded.header.name, first, second, len(chosen), chosen.seed, chosen.source)
    return Comparison(*about, differences(runs[0], runs[1]), crossed)


def _in_turn(tell: Progress | None, number: int, of: int) -> Callable[[int, int], None] | None:
    if tell is None:
        return None
    return lambda done, draws: tell(number * draws + done, of * draws)
