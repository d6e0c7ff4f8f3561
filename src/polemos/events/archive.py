"""One event file out of a zip, read as a stream: nothing is ever written to a path the archive names.

Assumes a real event file packs at most 60 to 1; what packs tighter than `RATIO` beyond `FREE` bytes is a bomb.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from polemos.core.errors import InputError

RATIO = 100
FREE = 16 * 2**20
MEMBERS = 1000
LARGEST = 16 * 2**30


class Member:
    """A zip member as a readable stream that stops at bombs and names what is broken."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> None:
        self._archive, self._info, self._where = archive, info, where
        self._stream: IO[bytes] = archive.open(info)
        self._given = 0

    def read(self, size: int) -> bytes:
        """The next bytes; refuses a stream that grows past what its packed size can honestly hold."""
        try:
            data = self._stream.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise broken(self._where, str(error)) from error
        self._given += len(data)
        if self._given > FREE and self._given > RATIO * max(self._info.compress_size, 1):
            raise _bomb(self._where, self._info)
        return data

    def close(self) -> None:
        """Close the member and its archive."""
        self._stream.close()
        self._archive.close()


def open_member(path: Path) -> Member:
    """The one CSV member of a zip; refuses broken, encrypted, ambiguous, escaping and bomb-like archives."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise broken(str(path), str(error)) from error
    infos = archive.infolist()
    if len(infos) > MEMBERS:
        raise InputError(str(path), f"a zip of events holds few files; this one holds {len(infos)}")
    for info in infos:
        _check_name(path, info)
    tables = [
        i for i in infos if i.filename.lower().endswith((".csv", ".txt", ".tsv")) and "__MACOSX" not in i.filename
    ]
    if len(tables) != 1:
        names = ", ".join(i.filename for i in tables[:5]) or "none"
        raise InputError(str(path), "a zip of events holds one CSV file", value=names, fix="unpack and name one")
    return _open(archive, tables[0], path)


def _open(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> Member:
    where = f"{path}, member {info.filename}"
    if info.file_size > LARGEST or (info.file_size > FREE and info.file_size > RATIO * max(info.compress_size, 1)):
        raise _bomb(where, info)
    if info.flag_bits & 0x1:
        raise InputError(where, "the member is encrypted", fix="unpack it with its password first")
    try:
        return Member(archive, info, where)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError) as error:
        raise broken(where, str(error)) from error


def _check_name(path: Path, info: zipfile.ZipInfo) -> None:
    pure = PurePosixPath(info.filename.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts or ":" in info.filename:
        raise InputError(f"{path}, member {info.filename}", "a member's name points outside the archive")


def _bomb(where: str, info: zipfile.ZipInfo) -> InputError:
    return InputError(
        where,
        f"the member unpacks to more than {RATIO} times its size",
        value=f"{info.compress_size:,} bytes packed, {info.file_size:,} declared",
        fix="unpack it yourself if you trust it",
    )


def broken(where: str, detail: str) -> InputError:
    """The error for a zip that cannot be read to its end."""
    return InputError(where, "the zip is damaged or cut short", value=detail, fix="fetch the file again")
