"""Which mechanisms of a case are switched off for a run, told by claim or by class name.

Assumes a claim stands for the mechanisms that the case files under it, and where there are none, for those that name it
among their claims. A mechanism that only keeps books (no parameters, flows or switches) claims nothing, so a claim does
not take it along. Leaves out switching off one effect of a mechanism: set its parameter instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from polemos.cases.resolved import ResolvedCase
from polemos.core.errors import InputError, UsageError
from polemos.core.mechanism import Derived, Mechanism
from polemos.core.model import Model


def switched_off(
    resolved: ResolvedCase, model: Model, without: Sequence[str] = (), only: Sequence[str] = ()
) -> tuple[str, ...]:
    """The class names to switch off, sorted; UsageError for a name that is neither a claim nor a mechanism."""
    gone = {name for word in without for name in _meant(resolved, model, word, "without")}
    if only:
        kept = {name for word in only for name in _meant(resolved, model, word, "only")}
        gone |= {m.__name__ for m in model.mechanisms if m.__name__ not in kept and not keeps_books(m)}
    return tuple(sorted(gone))


def without(model: Model, names: Sequence[str]) -> Model:
    """The model with these mechanisms off, or a UsageError that says what would be left with nothing to read."""
    try:
        return model.without(*names)
    except InputError as error:
        raise UsageError(
            f"without {', '.join(names)}: {error} Leave in what provides it, or switch off what reads it too."
        ) from None


def keeps_books(mechanism: type[Mechanism]) -> bool:
    """Whether a mechanism only names quantities that follow from the state."""
    return not mechanism.parameters() and all(isinstance(mark, Derived) for mark in mechanism.marks())


def filed_under(resolved: ResolvedCase, mechanism: type[Mechanism]) -> str:
    """The claim under which a case files a mechanism; the mechanism's own first one if the case says nothing."""
    return resolved.claims.get(mechanism.__name__) or next(iter(mechanism.claims), "")


def _meant(resolved: ResolvedCase, model: Model, word: str, option: str) -> Iterable[str]:
    by_name = {m.__name__: m for m in model.mechanisms}
    if word in by_name:
        return (word,)
    filed = [m for m in model.mechanisms if filed_under(resolved, m) == word and not keeps_books(m)]
    found = filed or [m for m in model.mechanisms if word in m.claims and not keeps_books(m)]
    if found:
        return tuple(m.__name__ for m in found)
    claims = {claim for m in model.mechanisms for claim in (*m.claims, filed_under(resolved, m))}
    near = get_close_matches(word, sorted({*by_name, *claims}), n=1, cutoff=0.4)
    raise UsageError(
        f"--{option}: '{word}' is neither a claim with a mechanism in this case nor a mechanism; "
        + (f"did you mean {near[0]}?" if near else "see `polemos describe`.")
    )
