"""Bytes in, text out: the one place where a case's files are opened.

Assumes UTF-8 (a byte order mark is skipped). Everything that can go wrong with a file becomes an `InputError`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from polemos.core.errors import InputError

LARGEST_FILE = 64 * 2**20
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def shown(path: Path) -> str:
    """The path as messages show it: on one line, relative to the working folder when it lies inside."""
    try:
        text = str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        text = str(path)
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def folder_problem(folder: Path) -> InputError | None:
    """Why a path cannot be a case folder, or None."""
    where = shown(folder)
    try:
        if not folder.exists():
            return InputError(where, "there is no such case", fix="give a shipped case's name or a case folder's path")
        if not folder.is_dir():
            return InputError(
                where, "a case is a folder, and this is a file", fix="give the folder that holds case.toml"
            )
        if not any(folder.iterdir()):
            return InputError(where, "the case folder is empty", fix="make one with 'polemos new NAME'")
    except (OSError, ValueError) as error:
        return InputError(where, f"the folder cannot be read: {_reason(error)}", fix="check its path and permissions")
    return None


def read_bytes(path: Path) -> bytes:
    """The content of a regular file of at most 64 MiB."""
    where = shown(path)
    try:
        if path.is_dir():
            raise InputError(where, "must be a file, and this is a folder", fix="put the file in the folder's place")
        if path.exists() and not path.is_file():
            raise InputError(where, "must be a regular file", fix="copy its content to a plain file")
        if path.exists() and path.stat().st_size > LARGEST_FILE:
            raise InputError(where, "is larger than 64 MiB", value=path.stat().st_size, fix="shorten the file")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(where, "the file is missing", fix="add it; 'polemos new' shows what it holds") from None
    except OSError as error:
        raise InputError(where, f"the file cannot be read: {_reason(error)}", fix="check its permissions") from None


def decode(content: bytes, where: str, first_line: int = 1) -> str:
    """UTF-8 text without control characters; errors name line and character."""
    try:
        text = content.decode("utf-8-sig" if first_line == 1 else "utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, character = first_line + before.count(b"\n"), error.start - (before.rfind(b"\n") + 1) + 1
        value = f"byte 0x{content[error.start]:02x}"
        raise InputError(
            f"{where}, line {line}, character {character}", "is not UTF-8", value=value, fix="save the file as UTF-8"
        ) from None
    if found := CONTROL.search(text):
        before_text = text[: found.start()]
        line, character = first_line + before_text.count("\n"), found.start() - before_text.rfind("\n")
        raise InputError(
            f"{where}, line {line}, character {character}",
            "control characters are not allowed",
            value=f"character 0x{ord(found[0]):02x}",
            fix="remove it",
        )
    return text


def read_text(path: Path) -> str:
    """The whole file as text."""
    return decode(read_bytes(path), shown(path))


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as nested dictionaries."""
    text = read_text(path)
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", str(error), re.DOTALL)
        if found and found[2]:
            where = f"{shown(path)}, line {found[2]}, column {found[3]}"
        else:
            where = f"{shown(path)}, line {text.count(chr(10)) + 1}"
        said = (found[1] if found else str(error)).rstrip(".")
        raise InputError(
            where, f"is not TOML: {said}", fix="correct the line, or look for one opened before it"
        ) from None
    except ValueError:  # a whole number of thousands of digits
        raise InputError(shown(path), "holds a number that is too long to read", fix="shorten it") from None
    except RecursionError:
        raise InputError(shown(path), "is nested too deeply", fix="flatten its tables") from None


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
