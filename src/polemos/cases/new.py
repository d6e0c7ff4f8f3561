"""A new case folder: written beside its final place and moved there whole, or not at all."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from polemos.cases.carried import Carried
from polemos.cases.catalogue import find_mechanism, shipped_mechanisms
from polemos.cases.files import shown
from polemos.cases.load import SHIPPED, load_case
from polemos.cases.schema import Case
from polemos.cases.template import case_files
from polemos.core.errors import InputError, ResourceLimitError, UsageError
from polemos.core.mechanism import Mechanism

NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")


def new_case(name: str, parent: Path, like: str | None = None) -> Path:
    """Make the folder `parent`/`name` with every file of a case, its gaps marked; refuses to touch what exists.

    `like` names a case whose mechanisms and priors it begins with, instead of all mechanisms without priors.
    """
    _check_name(name)
    target = parent / name
    _check_place(parent, target)
    carried = None if like is None else Carried(load_case(like))
    mechanisms = shipped_mechanisms() if carried is None else _mechanisms_of(carried.case)
    part = parent / f".{name}.{os.getpid()}.part"
    try:
        write_folder(part, case_files(name, mechanisms, carried))
        part.rename(target)
    except FileExistsError:
        raise _exists(target) from None
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.ENOTDIR):
            raise _exists(target) from None
        reason = (error.strerror or str(error)).lower()
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ResourceLimitError(f"{shown(target)}: {reason}; nothing was written.") from None
        raise InputError(shown(parent), f"cannot be written to: {reason}", fix="choose another --path") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target


def _mechanisms_of(case: Case) -> dict[str, type[Mechanism]]:
    shipped, where = shipped_mechanisms(), shown(case.folder / "parameters.toml")
    for name, entry in case.mechanisms.items():
        if entry.class_path:
            rule = "a case with mechanisms from outside polemos is no start for another"
            raise InputError(f"{where}, {name}.class", rule, value=entry.class_path, fix="choose another case")
    return {name: find_mechanism(name, "", shipped, where) for name in case.mechanisms}


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts by relative path, each flushed to disk."""
    folder.mkdir()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())


def _check_name(name: str) -> None:
    if not NAME.fullmatch(name) or len(name) > 63:
        raise UsageError(
            f"NAME: must be small letters and digits in words joined by hyphens or underscores (it is {name[:80]!r}); "
            "choose a name like 'my-case'."
        )
    if (SHIPPED / name.replace("-", "_") / "case.toml").exists():
        raise UsageError(f"NAME: polemos ships a case of this name (it is {name!r}); choose another.")


def _check_place(parent: Path, target: Path) -> None:
    if not parent.is_dir():
        raise InputError(shown(parent), "there is no such folder to write to", fix="make it, or choose another --path")
    if target.exists() or target.is_symlink():
        raise _exists(target)


def _exists(target: Path) -> InputError:
    return InputError(shown(target), "exists already and is left as it is", fix="choose another name or --path")
