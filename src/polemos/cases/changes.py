"""What a run changes in a case's model by hand: mechanisms off, values set; found once, and kept with the run."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from polemos.cases.build import build
from polemos.cases.resolved import ResolvedCase
from polemos.cases.settings import Setting, read_settings, set_model
from polemos.cases.switches import switched_off, without
from polemos.core.model import Model


@dataclass(frozen=True)
class Changes:
    """As a user writes them: claims or class names to leave out, or the only ones to keep, and 'name=value' texts."""

    without: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    set: tuple[str, ...] = ()

    def words(self) -> list[str]:
        """The options of the command line that say the same."""
        pairs = [("--without", self.without), ("--only", self.only), ("--set", self.set)]
        return [word for option, values in pairs for value in values for word in (option, value)]

    @property
    def ending(self) -> str:
        """What a run's folder is called after; empty without changes."""
        return "".join(f"-{word.lstrip('-')}" for word in self.words())


@dataclass(frozen=True)
class Changed:
    """A case's model with changes made: class names that are off, and the settings that also act on draws."""

    model: Model
    without: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()

    def record(self) -> dict[str, Any]:
        """For the manifest."""
        return {"without": list(self.without), "set": [asdict(setting) for setting in self.settings]}


def changed_model(resolved: ResolvedCase, changes: Changes) -> Changed:
    """The model of a case with changes made; UsageError for a name that does not exist or a model that cannot be."""
    whole = build(resolved)
    gone = switched_off(resolved, whole, changes.without, changes.only)
    model = without(whole, gone) if gone else whole
    settings = read_settings(model, changes.set)
    return Changed(set_model(model, settings), gone, settings)
