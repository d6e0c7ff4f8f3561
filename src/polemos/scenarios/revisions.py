"""The history of verdicts: one line of JSON for each, only ever added to, with what changed when a word changed.

Assumes the file is edited by nobody else. Without a clock: a line carries the version and the hashes of the data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from polemos import __version__
from polemos.core.errors import InputError
from polemos.ensemble.durable import write_durably
from polemos.scenarios.ledger import Ledger

FIRST = "first verdict"


@dataclass(frozen=True)
class Revision:
    """One verdict as it was given: the word, why, by which version on which data, and what made it differ."""

    claim: str
    word: str
    reason: str
    because: str
    polemos: str
    data: Mapping[str, str]


def read_revisions(path: Path) -> tuple[Revision, ...]:
    """All verdicts ever given, oldest first; none where there is no file."""
    if not path.is_file():
        return ()
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found.append(Revision(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise InputError(f"{path}, line {number}", f"is no verdict: {error}", fix="restore the line") from None
    return tuple(found)


def revised(before: Sequence[Revision], now: Ledger) -> tuple[Revision, ...]:
    """What is to be added: a line for every claim whose word is new or has changed."""
    last = {one.claim: one for one in before}
    data = {str(k): str(v) for k, v in now.about["data"].items()}
    added = []
    for entry in now.entries:
        old = last.get(entry.id)
        if old is None or old.word != entry.word:
            because = FIRST if old is None else f"was {old.word}; {_changes(old, data)}"
            added.append(Revision(entry.id, entry.word, entry.reason, because, __version__, data))
    return tuple(added)


def append(path: Path, added: Iterable[Revision]) -> None:
    """Add lines; what stands there stays as it is, byte for byte."""
    lines = [json.dumps(asdict(one), sort_keys=True, ensure_ascii=False) for one in added]
    if not lines:
        return
    before = path.read_bytes() if path.is_file() else b""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_durably(path, before + ("\n".join(lines) + "\n").encode("utf-8"))


def _changes(old: Revision, data: Mapping[str, str]) -> str:
    """Which files, and which version, differ from those of the earlier verdict."""
    changed = sorted(name for name in {*old.data, *data} if old.data.get(name) != data.get(name))
    parts = [f"changed: {', '.join(changed)}"] if changed else []
    parts += [f"polemos {old.polemos} to {__version__}"] if old.polemos != __version__ else []
    return "; ".join(parts) or "the rule or the code has changed"
