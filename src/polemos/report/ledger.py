"""The ledger of claims as text, Markdown or a page; what it says is in `polemos.scenarios.ledger`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from polemos.report.numbers import clean, number
from polemos.scenarios.ledger import Entry, Ledger
from polemos.scenarios.revisions import Revision

KINDS = {"mechanism": "Mechanisms", "figure": "Figures", "forecast": "Forecasts"}
WITHIN = "Verdicts are about claims within this model and these data; every number is conditional on both."


def as_text(found: Ledger, revisions: Sequence[Revision]) -> str:
    """Plain text."""
    return "\n".join(_text(found, revisions))


def _text(found: Ledger, revisions: Sequence[Revision]) -> Iterator[str]:
    yield f"{clean(found.title)} ({found.case})"
    yield WITHIN
    for kind, title in KINDS.items():
        entries = [entry for entry in found.entries if entry.kind == kind]
        if entries:
            yield f"\n{title}"
        for entry in entries:
            yield f"  {entry.id} {clean(entry.title)}: {entry.word.upper()} ({clean(entry.reason)})"
            yield f"      {clean(entry.text)}"
            yield from (f"      {line}" for line in numbers_of(entry))
            yield from (f"      {clean(note)}" for note in entry.notes)
            yield from (f"      {line}" for line in history_of(entry.id, revisions))


def as_markdown(found: Ledger, revisions: Sequence[Revision]) -> str:
    """One table for each kind of claim."""
    return "\n".join(_markdown(found, revisions)) + "\n"


def _markdown(found: Ledger, revisions: Sequence[Revision]) -> Iterator[str]:
    yield from (f"# Claims of {clean(found.title)}", "", WITHIN, "")
    for kind, title in KINDS.items():
        entries = [entry for entry in found.entries if entry.kind == kind]
        if not entries:
            continue
        yield from (f"## {title}", "", "| claim | verdict | why | numbers | beside it |", "|---|---|---|---|---|")
        for entry in entries:
            cells = (
                f"**{entry.id}** {_cell(entry.title)}: {_cell(entry.text)}",
                f"**{entry.word}**",
                _cell(entry.reason),
                "<br>".join(map(_cell, numbers_of(entry))),
                "<br>".join(map(_cell, (*entry.notes, *history_of(entry.id, revisions)))),
            )
            yield f"| {' | '.join(cells)} |"
        yield ""


def as_page(found: Ledger, revisions: Sequence[Revision]) -> str:
    """One self-contained page; every text is escaped, nothing is loaded and no script runs."""
    rows = Markup("").join(_row(entry, revisions) for entry in found.entries)
    return str(
        Markup(
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
            "<style>body{{font:1rem/1.5 sans-serif;max-width:70rem;margin:auto;padding:1rem}}"
            "td,th{{text-align:left;vertical-align:top;padding:.4rem;border-top:1px solid #767676}}</style>"
            "<h1>Claims of {title}</h1><p>{within}</p><table><thead><tr><th scope=col>claim<th scope=col>verdict"
            "<th scope=col>numbers<th scope=col>beside it</tr></thead><tbody>{rows}</tbody></table></html>"
        ).format(title=clean(found.title), within=WITHIN, rows=rows)
    )


def _row(entry: Entry, revisions: Sequence[Revision]) -> Markup:
    beside = (*entry.notes, *history_of(entry.id, revisions))
    return Markup(
        "<tr id={id}><th scope=row>{id} {title}<td><strong>{word}</strong><br>{reason}<td>{numbers}<td>{beside}</tr>"
    ).format(
        id=entry.id,
        title=f"{clean(entry.title)}: {clean(entry.text)}",
        word=entry.word,
        reason=clean(entry.reason),
        numbers=Markup("<br>").join(map(clean, numbers_of(entry))),
        beside=Markup("<br>").join(map(clean, beside)),
    )


def numbers_of(entry: Entry) -> list[str]:
    """The numbers behind a verdict, one line each."""
    return [f"{name}: {_value(value)}" for name, value in entry.numbers.items()]


def history_of(claim: str, revisions: Sequence[Revision]) -> list[str]:
    """Every verdict that the claim was given, oldest first, once there is more than one."""
    own = [one for one in revisions if one.claim == claim]
    return [f"verdict by polemos {one.polemos}: {one.word} ({clean(one.because)})" for one in own] if own[1:] else []


def _value(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {None: "open", True: "yes", False: "no"}[value]
    if isinstance(value, int | float):
        return number(float(value))
    if isinstance(value, Mapping):
        return ", ".join(f"{clean(k)} {_value(v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_value, value)) if any(isinstance(v, Mapping) for v in value) else _range(value)
    return clean(value)


def _range(values: Sequence[Any]) -> str:
    return " to ".join(map(_value, values))


def _cell(text: str) -> str:
    return clean(text).replace("|", "\\|")
