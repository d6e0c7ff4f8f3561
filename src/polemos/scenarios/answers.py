"""What a forecast of the case said of each forecast claim, taken from its folder and kept with the case.

Assumes the folder was written by `polemos forecast CASE` at the case's information cut.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from polemos.cases.schema import Case
from polemos.core.errors import InputError

SUMMARY = "summary.json"
NAMES = {"probability": "probability at the information cut", "brier": "Brier score", "log_score": "log score (bits)"}


def answers_in(case: Case, folder: Path) -> dict[str, dict[str, Any]]:
    """By claim: probability, range of the quantity, scores, draws and where the parameters came from."""
    path = folder / SUMMARY
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        answers, origin = found["answers"], found["origin"]
    except (OSError, ValueError, KeyError) as error:
        fix = "make it with `polemos forecast CASE --origin DAY --out FOLDER`"
        raise InputError(str(path), "is no summary of a forecast", value=str(error), fix=fix) from None
    if origin != str(case.header.information_cut):
        rule = f"the ledger takes the forecast at the information cut, {case.header.information_cut}"
        raise InputError(str(path), rule, value=origin, fix="forecast from that day")
    beside = found.get("baseline_answers", {})
    return {answer["claim"]: {**_told(answer, found), **_beside(beside.get(answer["claim"], {}))} for answer in answers}


def _beside(methods: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What each baseline, M00 among them, said of the same question, and its scores."""
    found = {}
    for key, name in NAMES.items():
        own = {method: round(told[key], 4) for method, told in methods.items() if told.get(key) is not None}
        if own:
            found[f"{name}, baselines"] = own
    return found


def _told(answer: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    told = {name: answer[key] for key, name in NAMES.items() if answer.get(key) is not None}
    told["quantity, median and 90 %"] = [answer["middle"], answer["low"], answer["high"]]
    return {**told, "draws": answer["draws"], "parameters from": found["parameters"]}
