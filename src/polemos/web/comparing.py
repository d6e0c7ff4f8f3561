"""A comparison of two scenarios as long work: each side is saved when it is done, so a stopped comparison goes on.

Assumes both sides take the same draws of parameters and the same luck. Run as a process of its own: the folder holds
`question.json` (what is asked, with the scenarios as TOML), one file of series per side, `progress.json`, and at the
end `comparison.json`, which the app shows. Civilians are always among the outcomes and the series.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.ensemble.durable import write_durably
from polemos.report.bands import fan
from polemos.report.numbers import unit_text
from polemos.scenarios.outcomes import SHOWN
from polemos.web.documents.fans import bands_of

if TYPE_CHECKING:
    from polemos.cases.schema import Case
    from polemos.scenarios.histories import Draws, Histories
    from polemos.scenarios.scenario import Scenario

SIDES = ("a", "b")
Tell = Callable[[int, int], None]


def work(folder: Path) -> None:
    """Do, or go on with, the comparison that a folder asks for."""
    from polemos.cases.load import load_case
    from polemos.scenarios.sources import draws_of

    asked = json.loads((folder / "question.json").read_text(encoding="utf-8"))
    case = load_case(asked["case"])
    sides = {side: side_of(case, asked[side], folder / f"{side}.toml") for side in SIDES}
    draws = draws_of(asked["case"], asked["draws"], asked["seed"], None, None, False)
    runs = {}
    for number, side in enumerate(SIDES):
        runs[side] = _run(case, sides[side], draws, folder / f"{side}.npz", _share(folder, number, len(draws)))
    result = {"draws": len(draws), "seed": asked["seed"], "draws_from": draws.source, **summary(sides, runs)}
    write_durably(folder / "comparison.json", json.dumps(result, ensure_ascii=False, allow_nan=False).encode())


def side_of(case: Case, text: str, file: Path) -> Scenario:
    """A side: a name that the case has (or 'baseline'), or the text of a scenario file, which is written to `file`."""
    from polemos.scenarios.scenario import BASELINE, Scenario, names_of, read_scenario, scenario

    if text == BASELINE or text in names_of(case):
        return scenario(case, text)
    write_durably(file, text.encode())
    return Scenario(file.stem, ((file.name, read_scenario(file)),))


def summary(sides: Mapping[str, Scenario], runs: Mapping[str, Histories]) -> dict[str, Any]:
    """Differences with intervals, labels of what data could tell, and the fans of both sides."""
    from polemos.scenarios.compare import differences
    from polemos.scenarios.comparison import WITHIN

    rows = [asdict(row) for row in differences(runs["a"], runs["b"])]
    return {
        **{side: {"title": one.title, "identification": one.identification, "because": one.because}
           for side, one in sides.items()},
        "within": WITHIN,
        "rows": rows,
        "sentence": _sentence(rows),
        "months": list(runs["a"].months),
        "series": [_series(name, runs) for name in SHOWN if all(name in run.series for run in runs.values())],
    }  # fmt: skip


def _series(name: str, runs: Mapping[str, Histories]) -> dict[str, Any]:
    drawn = {
        side: fan(np.asarray(run.series[name], dtype=np.float64), run.months, traces=0) for side, run in runs.items()
    }
    high = max(float(np.nanmax(one.ranges[0.95][1])) for one in drawn.values())
    sides = {side: bands_of(one) for side, one in drawn.items()}
    return {"name": name, "title": SHOWN[name], "unit": unit_text(runs["a"].units.get(name, "")), "high": high, **sides}


def _sentence(rows: list[dict[str, Any]]) -> str:
    from polemos.report.numbers import interval, number, percent

    told = [
        f"{row['outcome']}: {number(row['difference']['median'])} {unit_text(row['unit'])} "
        f"(90 % of draws {interval(row['difference']['low'], row['difference']['high'])}; "
        f"more in {percent(row['above'])} of draws)"
        for row in rows if row["civilian"]
    ]  # fmt: skip
    return "Second scenario minus first, draw by draw: " + "; ".join(told) + "."


def _run(case: Case, side: Scenario, draws: Draws, file: Path, tell: Tell) -> Histories:
    from polemos.scenarios.histories import Histories, histories

    if file.is_file():
        with np.load(file, allow_pickle=False) as kept:
            series = {name: kept[f"series {name}"] for name in kept["names"].tolist()}
            units = dict(zip(kept["unit_names"].tolist(), kept["units"].tolist(), strict=True))
            return Histories(tuple(kept["months"].tolist()), series, units)
    found = histories(side.apply(case), draws, tell=tell)
    series = {name: values for name, values in found.series.items() if not name.startswith("held_")}
    _save(file, Histories(found.months, series, found.units))
    return found


def _save(file: Path, run: Histories) -> None:
    arrays: dict[str, Any] = {
        "months": np.array(run.months),
        "names": np.array(list(run.series)),
        "unit_names": np.array(list(run.units)),
        "units": np.array(list(run.units.values())),
        **{f"series {name}": values for name, values in run.series.items()},
    }
    half = file.with_name(file.name + ".part")
    with half.open("wb") as out:
        np.savez_compressed(out, allow_pickle=False, **arrays)
    half.replace(file)


def _share(folder: Path, number: int, draws: int) -> Tell:
    def tell(done: int, of: int) -> None:
        write_durably(folder / "progress.json", json.dumps((number * draws + done) / (len(SIDES) * draws)).encode())

    tell(0, draws)
    return tell


def main() -> None:
    """`python -c "... main()" FOLDER`; a refusal is one sentence on stderr and its exit code."""
    from polemos.core.errors import PolemosError

    try:
        work(Path(sys.argv[1]))
    except PolemosError as error:
        print(f"polemos: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
