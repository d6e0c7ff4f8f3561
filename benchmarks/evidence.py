"""Make every committed figure on claims, scenarios and sensitivity anew: one command, from the case as it stands.

Writes the case's folder verdicts and the pages experiments.md and what-drives-what.md of docs/explanation. Steps may be
named to make only some; every run is kept in a folder, so that what was broken off goes on from there.

    .venv/bin/python benchmarks/evidence.py --work build/trial
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from polemos.cases.load import load_case
from polemos.cases.schema import Case
from polemos.ensemble.manifest import canonical
from polemos.report.evidence import page
from polemos.report.ledger import as_markdown
from polemos.report.sensitivity import lines
from polemos.scenarios.answers import answers_in
from polemos.scenarios.discovery import discover
from polemos.scenarios.histories import Draws
from polemos.scenarios.ledger import FOLDER, kept, ledger
from polemos.scenarios.published import run_all
from polemos.scenarios.revisions import append, read_revisions, revised
from polemos.scenarios.sensitivity import study
from polemos.scenarios.sources import draws_of
from polemos.scenarios.summary import summarise
from polemos.scenarios.trial_rule import hold_trial

NAME = "islamic-state"
PAGES = Path(__file__).parents[1] / "docs" / "explanation"
WITHDRAWN, STRUCK = "2016-01", "2018-06"
STEPS = ("trial", "experiments", "scenarios", "discovery", "sensitivity", "ledger")


def main() -> None:
    """Make the steps asked for, in order."""
    arguments = _arguments()
    case = load_case(NAME)
    (case.folder / FOLDER).mkdir(exist_ok=True)
    makers: dict[str, Callable[[Case, argparse.Namespace], None]] = {
        "trial": _trial,
        "experiments": _experiments,
        "scenarios": _scenarios,
        "discovery": _discovery,
        "sensitivity": _sensitivity,
        "ledger": _ledger,
    }
    for step in arguments.steps or STEPS:
        begun, used = time.time(), time.process_time()
        makers[step](case, arguments)
        print(f"{step}: {time.time() - begun:.0f} s, {time.process_time() - used:.0f} s in this process", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("steps", nargs="*", choices=[*STEPS, []])
    parser.add_argument("--work", type=Path, default=Path("build/trial"))
    parser.add_argument("--trial-draws", type=int, default=4000)
    parser.add_argument("--draws", type=int, default=128, help="of experiments and scenarios")
    parser.add_argument("--runs", type=int, default=2000, help="of discovery and sensitivity")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--forecast", type=Path, help="folder of the forecast from the information cut")
    parser.add_argument("--prior", action="store_true")
    return parser.parse_args()


def _draws(arguments: argparse.Namespace, count: int) -> Draws:
    return draws_of(NAME, count, arguments.seed, None, None, arguments.prior)


def _keep(case: Case, name: str, content: Mapping[str, object]) -> None:
    (case.folder / FOLDER / name).write_bytes(canonical(content))


def _trial(case: Case, arguments: argparse.Namespace) -> None:
    def tell(what: str) -> Callable[[int, int], None]:
        return lambda done, of: print(f"{what}: {done} of {of}", flush=True)

    found = hold_trial(case, arguments.trial_draws, arguments.seed, arguments.workers, arguments.work, tell)
    _keep(case, "trial.json", found)


def _experiments(case: Case, arguments: argparse.Namespace) -> None:
    draws = _draws(arguments, arguments.draws)
    answers = run_all(case, draws, WITHDRAWN, STRUCK, arguments.workers, arguments.work)
    rows = [{**asdict(one), "agrees": one.agrees} for one in answers]
    _keep(case, "experiments.json", {"draws": len(draws), "source": draws.source, "answers": rows})


def _scenarios(case: Case, arguments: argparse.Namespace) -> None:
    draws = _draws(arguments, arguments.draws)
    rows = summarise(case, draws, arguments.workers, arguments.work)
    _keep(case, "scenarios.json", {"draws": len(draws), "source": draws.source, "rows": rows})


def _discovery(case: Case, arguments: argparse.Namespace) -> None:
    found = discover(case, _draws(arguments, arguments.runs), workers=arguments.workers, folder=arguments.work)
    _keep(case, "discovery.json", asdict(found))


def _sensitivity(case: Case, arguments: argparse.Namespace) -> None:
    draws = _draws(arguments, arguments.runs)
    found = study(case, draws, seed=arguments.seed, workers=arguments.workers, folder=arguments.work)
    head = "# What drives what: figures\n\n"
    head += "Made by `benchmarks/evidence.py`; how it is done is in [what drives what](sensitivity.md).\n"
    text = "\n".join([head, "```", *lines(found), "```"])
    (PAGES / "what-drives-what.md").write_text(text + "\n", encoding="utf-8")


def _ledger(case: Case, arguments: argparse.Namespace) -> None:
    if arguments.forecast is not None:
        _keep(case, "forecasts.json", answers_in(case, arguments.forecast))
    found = (kept(case, f"{name}.json") for name in ("experiments", "scenarios", "discovery"))
    (PAGES / "experiments.md").write_text("\n".join(page(*found)), encoding="utf-8")
    history = case.folder / FOLDER / "history.jsonl"
    append(history, revised(read_revisions(history), ledger(case)))
    text = as_markdown(ledger(case), read_revisions(history))
    (case.folder / FOLDER / "ledger.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
