"""Make every committed figure on claims, scenarios and sensitivity anew: one command, from the case as it stands.

Writes the case's folder verdicts and the pages trial.md, experiments.md and what-drives-what.md of docs/explanation.
Steps may be named to make only some; every run is kept in a folder, so that what was broken off goes on from there. A
step that fails does not stop the others; what fell short is told at the end, and the exit code is 4 (1: a defect).

    .venv/bin/python benchmarks/evidence.py --work build/trial --forecast forecasts/2017-03-20
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from polemos.cases.load import load_case
from polemos.cases.schema import Case
from polemos.core.errors import PolemosError
from polemos.ensemble.durable import write_durably
from polemos.ensemble.manifest import canonical
from polemos.report import trial as of_trial
from polemos.report.evidence import page
from polemos.report.ledger import as_markdown
from polemos.report.sensitivity import figures_page
from polemos.scenarios.answers import answers_in
from polemos.scenarios.discovery import discover
from polemos.scenarios.effects import effects
from polemos.scenarios.histories import Draws
from polemos.scenarios.ledger import FOLDER, kept, ledger
from polemos.scenarios.published import run_all
from polemos.scenarios.revisions import append, read_revisions, revised
from polemos.scenarios.sensitivity import study
from polemos.scenarios.sources import draws_of
from polemos.scenarios.summary import summarise
from polemos.scenarios.trial_rule import failings, hold_trial

PAGES = Path(__file__).parents[1] / "docs" / "explanation"
WITHDRAWN, STRUCK = "2016-01", "2018-06"
STEPS = ("trial", "effects", "experiments", "scenarios", "discovery", "sensitivity", "ledger")
DEFECT, SHORT = 1, 4
Sentences = Sequence[str]


def main() -> None:
    """Make the steps asked for, in order."""
    arguments = _arguments()
    case = load_case(arguments.case)
    (case.folder / FOLDER).mkdir(exist_ok=True)
    makers: dict[str, Callable[[Case, argparse.Namespace], Sentences]] = {
        "trial": _trial,
        "effects": _effects,
        "experiments": _experiments,
        "scenarios": _scenarios,
        "discovery": _discovery,
        "sensitivity": _sensitivity,
        "ledger": _ledger,
    }
    chosen = {step: makers[step] for step in arguments.steps or STEPS}
    sys.exit(in_turn({step: lambda make=make: make(case, arguments) for step, make in chosen.items()}))


def in_turn(steps: Mapping[str, Callable[[], Sentences]]) -> int:
    """Every step, whatever became of those before it; each returns what fell short. The exit code."""
    told, code = [], 0
    for step, make in steps.items():
        begun, used = time.time(), time.process_time()
        try:
            short, worst = make(), SHORT
        except PolemosError as error:
            short, worst = [str(error)], SHORT
        except Exception as error:
            traceback.print_exc()
            short, worst = [f"stopped by a defect, {error!r}"], DEFECT
        print(f"{step}: {time.time() - begun:.0f} s, {time.process_time() - used:.0f} s in this process", flush=True)
        told += [f"{step}: {sentence}" for sentence in short]
        code = code if not short or code == DEFECT else worst
    for sentence in told:
        print(f"polemos: {sentence}", file=sys.stderr)
    return code


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", choices=[*STEPS, []])
    parser.add_argument("--case", default="islamic-state", help="a case, or a folder with one")
    parser.add_argument("--pages", type=Path, default=PAGES, help="folder that the pages are written to")
    parser.add_argument("--work", type=Path, default=Path("build/trial"))
    parser.add_argument("--trial-draws", type=int, default=4000)
    parser.add_argument("--draws", type=int, default=128, help="of effects, experiments and scenarios")
    parser.add_argument("--runs", type=int, default=2000, help="of discovery and sensitivity")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--forecast", type=Path, help="folder of the forecast from the information cut")
    parser.add_argument("--prior", action="store_true")
    return parser.parse_args()


def _draws(arguments: argparse.Namespace, count: int) -> Draws:
    return draws_of(arguments.case, count, arguments.seed, None, None, arguments.prior)


def _keep(case: Case, name: str, content: Mapping[str, object]) -> None:
    write_durably(case.folder / FOLDER / name, canonical(content))


def _write(arguments: argparse.Namespace, name: str, lines: Sequence[str]) -> None:
    arguments.pages.mkdir(parents=True, exist_ok=True)
    (arguments.pages / name).write_text("\n".join(lines).rstrip("\n") + "\n", encoding="utf-8")


def _trial(case: Case, arguments: argparse.Namespace) -> Sentences:
    def tell(what: str) -> Callable[[int, int], None]:
        return lambda done, of: print(f"{what}: {done} of {of}", flush=True)

    found = hold_trial(case, arguments.trial_draws, arguments.seed, arguments.workers, arguments.work, tell)
    _keep(case, "trial.json", found)
    return failings(found)


def _effects(case: Case, arguments: argparse.Namespace) -> Sentences:
    _keep(case, "effects.json", effects(case, _draws(arguments, arguments.draws), arguments.workers, arguments.work))
    return ()


def _experiments(case: Case, arguments: argparse.Namespace) -> Sentences:
    draws = _draws(arguments, arguments.draws)
    answers = run_all(case, draws, WITHDRAWN, STRUCK, arguments.workers, arguments.work)
    rows = [{**asdict(one), "agrees": one.agrees} for one in answers]
    _keep(case, "experiments.json", {"draws": len(draws), "source": draws.source, "answers": rows})
    return ()


def _scenarios(case: Case, arguments: argparse.Namespace) -> Sentences:
    draws = _draws(arguments, arguments.draws)
    rows = summarise(case, draws, arguments.workers, arguments.work)
    _keep(case, "scenarios.json", {"draws": len(draws), "source": draws.source, "rows": rows})
    return ()


def _discovery(case: Case, arguments: argparse.Namespace) -> Sentences:
    found = discover(case, _draws(arguments, arguments.runs), workers=arguments.workers, folder=arguments.work)
    _keep(case, "discovery.json", asdict(found))
    return ()


def _sensitivity(case: Case, arguments: argparse.Namespace) -> Sentences:
    draws = _draws(arguments, arguments.runs)
    found = study(case, draws, seed=arguments.seed, workers=arguments.workers, folder=arguments.work)
    _write(arguments, "what-drives-what.md", list(figures_page(found)))
    return ()


def _ledger(case: Case, arguments: argparse.Namespace) -> Sentences:
    if arguments.forecast is not None:
        _keep(case, "forecasts.json", answers_in(case, arguments.forecast))
    _write(arguments, "trial.md", list(of_trial.page(kept(case, "trial.json"), kept(case, "effects.json"))))
    found = (kept(case, f"{name}.json") for name in ("experiments", "scenarios", "discovery"))
    _write(arguments, "experiments.md", list(page(*found)))
    history = case.folder / FOLDER / "history.jsonl"
    append(history, revised(read_revisions(history), ledger(case)))
    text = as_markdown(ledger(case), read_revisions(history))
    (case.folder / FOLDER / "ledger.md").write_text(text, encoding="utf-8")
    return ()


if __name__ == "__main__":
    main()
