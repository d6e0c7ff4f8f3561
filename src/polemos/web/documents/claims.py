"""The ledger of claims as the scenarios' room keeps it: what the text says, the verdict, and what it rests on.

Nothing here decides a verdict; what was not computed is said to be so. Earlier verdicts stand below, none is deleted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from polemos.cases.claims import Claim, load_claims
from polemos.report.numbers import number
from polemos.scenarios.ledger import FOLDER, Entry, ledger
from polemos.scenarios.revisions import read_revisions
from polemos.web.material import Material


def document(material: Material) -> dict[str, Any]:
    """The claims in the order of their file, and how many of each verdict there are."""
    found = ledger(material.case)
    claims = {claim.id: claim for claim in load_claims(material.case)}
    entries = [_claim(entry, claims[entry.id], material) for entry in found.entries]
    words = [entry.word for entry in found.entries]
    counts = {word: words.count(word) for word in dict.fromkeys(words)}
    told = ", ".join(f"{count} {word}" for word, count in counts.items())
    revisions = read_revisions(material.case.folder / FOLDER / "history.jsonl")
    return {
        "claims": entries,
        "counts": counts,
        "sentence": f"{len(entries)} claims: {told or 'none'}.",
        "revisions": [asdict(revision) for revision in revisions],
    }


def _claim(entry: Entry, claim: Claim, material: Material) -> dict[str, Any]:
    mechanisms = [row for row in material.facts.mechanisms if claim.id in row.claims]
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "text": entry.text,
        "paragraphs": list(entry.paragraphs),
        "verdict": entry.word,
        "reason": entry.reason,
        "numbers": [[name, _plain(value)] for name, value in entry.numbers.items()],
        "shows": claim.shows,
        "known": claim.known,
        "ours": list(claim.ours),
        "question": claim.question,
        "outcome": claim.outcome,
        "refused": [note for note in entry.notes if note.startswith("refused")],
        "mechanisms": [{"name": row.name, "summary": row.summary} for row in mechanisms],
    }


def _plain(value: Any) -> str:
    """A number, a range, or what else an entry rests on, as a reader sees it."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return {True: "yes", False: "no", None: "open"}.get(value, str(value)) if not isinstance(value, str) else value
    if isinstance(value, int | float):
        return number(float(value))
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_plain(part)}" for key, part in value.items())
    if isinstance(value, list | tuple):
        joint = " to " if all(part is None or isinstance(part, int | float) for part in value) else "; "
        return joint.join(_plain(part) for part in value)
    return json.dumps(value, default=str)
