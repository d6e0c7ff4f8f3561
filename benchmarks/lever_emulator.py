"""Make a case's emulator of its levers, check it on fresh runs, and write it beside the case and its check into docs.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/lever_emulator.py [CASE] [--settings 150] [--minutes 25]

Runs are kept below `calibrations/levers`, so a call that was stopped, or ran out of time, goes on with the next. With
less time the emulator learns from fewer settings. A run of 200 draws of the worked case takes about 6 seconds of two
cores that do nothing else; learning takes a minute of one more (with several threads it takes many).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from polemos.cases.load import load_case
from polemos.scenarios.lever_check import BAND, MEDIAN, Line
from polemos.scenarios.lever_emulator import LeverEmulator, is_outcome
from polemos.scenarios.lever_training import FRESH, keep, train
from polemos.scenarios.sources import draws_of

WORK = Path("calibrations/levers")
PAGE = Path("docs/explanation/emulator-check.md")
HEAD = """# How close the emulator of the levers comes

Written by `make emulator`; [what it is](emulator.md).

"""


def main() -> None:
    """Train, check, write, print."""
    asked = _asked()
    case = load_case(asked.case)
    draws = draws_of(asked.case, asked.draws, 1, None, None, False)
    begun = time.monotonic()

    def tell(done: int, of: int) -> None:
        print(f"\r{done} of {of} runs, {time.monotonic() - begun:.0f} s", end="", flush=True)

    emulator, lines = train(case, draws, asked.settings, 60.0 * asked.minutes, WORK / case.header.name, tell)
    file = keep(case, emulator)
    text = told(emulator, lines)
    if asked.page:
        asked.page.write_text(HEAD + text, encoding="utf-8")
    print(f"\n{text}\n{file}: {file.stat().st_size:,} bytes; {time.monotonic() - begun:.0f} s in all")


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("case", nargs="?", default="islamic-state")
    words.add_argument("--settings", type=int, default=150)
    words.add_argument("--minutes", type=float, default=25.0)
    words.add_argument("--draws", type=int, default=200)
    words.add_argument("--page", type=Path, default=None, help=f"where the check is written, such as {PAGE}")
    return words.parse_args()


def told(emulator: LeverEmulator, lines: Sequence[Line]) -> str:
    """The check as Markdown."""
    about = emulator.about
    head = (
        f"Case `{about['case']}`, {about['draws']} draws from {about['draws_from']}: learned from {about['settings']} "
        f"settings of {len(about['levers'])} levers, checked on {about['fresh']} of {FRESH} fresh ones. *Right*: in "
        f"every month the median lies within {MEDIAN:g} sd of the draws and both ends of the band within {BAND:.0%} of "
        "its width; an outcome is held to it, and its difference to the baseline. *Shown*: the share of months that "
        "were right in all fresh settings of the lever; the app shows these and nothing else. *Again*: of the months "
        "that all fresh settings but one let through, the share right in that one. Errors: 95th percentile over "
        "settings and months.\n\n"
    )
    table = (
        "| chart | lever | fresh settings | right in all | shown | again | error of the median, sd | of the band |\n"
    )
    table += "|---|---|--:|--:|--:|--:|--:|--:|\n"
    for line in lines:
        named = about["outcomes"][int(line.part.split()[1])]["outcome"] if is_outcome(line.part) else f"`{line.part}`"
        table += (
            f"| {named} | `{line.lever}` | {line.settings} | {line.whole:.0%} | {line.shown:.0%} | {line.again:.0%} "
            f"| {line.median_error:.3f} | {line.band_error:.3f} |\n"
        )
    return head + table


if __name__ == "__main__":
    main()
