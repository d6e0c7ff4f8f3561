"""A text file on disk or in a zip, looked over once: its hash, its size, its encoding, its first bytes.

Assumes at most one encoding per file: UTF-8 where any character outside ASCII is valid UTF-8, else Windows-1252.
A file that holds both is read as UTF-8 and its other lines are rejected one by one.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from polemos.core.errors import InputError
from polemos.events.archive import open_member

BLOCK = 1 << 20
BOM = codecs.BOM_UTF8
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = bytes(range(0x80, 0x100))
Tick = Callable[[int], None]


class Stream(Protocol):
    """What can be read and closed."""

    def read(self, size: int, /) -> bytes: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Scan:
    """What one look over the whole file tells: sha256 of the file as it lies on disk, text bytes, encoding."""

    sha256: str
    size: int
    encoding: str
    bom: bool
    old_mac: bool


def open_text(path: Path) -> Stream:
    """The text of a file, unpacked if it is a zip."""
    return open_member(path) if is_zip(path) else path.open("rb")


def is_zip(path: Path) -> bool:
    """Whether the file starts like a zip or calls itself one."""
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06") or path.suffix.lower() == ".zip"


def file_sha256(path: Path) -> str:
    """The sha256 of a file as it lies on disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def blocks(path: Path, tick: Tick) -> Iterator[bytes]:
    """The text of a file in blocks."""
    stream = open_text(path)
    try:
        while block := stream.read(BLOCK):
            tick(len(block))
            yield block
    finally:
        stream.close()


def scan(path: Path, tick: Tick = lambda _: None) -> Scan:
    """Look over the file once; refuses an empty file and UTF-16."""
    state = _State()
    with ThreadPoolExecutor(1) as beside:
        sha256 = beside.submit(file_sha256, path)
        for block in blocks(path, tick):
            state.add(block)
    if state.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError(str(path), "the file is UTF-16", fix="save it as UTF-8")
    if not state.head.removeprefix(BOM).strip():
        raise InputError(str(path), "the file is empty", fix="fetch or export it again")
    old_mac = not state.newline and b"\r" in state.head
    return Scan(sha256.result(), state.size, state.encoding(), state.head.startswith(BOM), old_mac)


class _State:
    """Counts while a file passes by."""

    def __init__(self) -> None:
        self.size, self.head, self.newline = 0, b"", False
        self._valid, self._invalid, self._carry = 0, 0, b""

    def add(self, block: bytes) -> None:
        if not self.size:
            self.head = block[:4096]
        self.size += len(block)
        self.newline = self.newline or b"\n" in block
        text = self._carry + block
        end = len(text)
        while end and len(text) - end < 4 and text[end - 1] >= 0x80:
            end -= 1
        self._carry, text = text[end:], text[:end]
        self._count(text)

    def _count(self, text: bytes) -> None:
        if text.isascii():
            return
        try:
            text.decode("utf-8")
            self._valid += 1
        except UnicodeDecodeError:
            rest = _MULTIBYTE.sub(b"", text)
            self._valid += (len(text) - len(rest)) // 2
            self._invalid += len(rest) - len(rest.translate(None, _HIGH))

    def encoding(self) -> str:
        self._count(self._carry)
        self._carry = b""
        if not self._invalid:
            return "utf-8"
        return "utf-8-mixed" if self._valid * 20 > self._invalid else "cp1252"


def decode_legacy(data: bytes) -> str:
    """Windows-1252 text; the five bytes it leaves open are read as Latin-1."""
    return data.decode("cp1252", "polemos-latin-1")


def encode_legacy(text: str) -> bytes:
    """The bytes that `decode_legacy` read."""
    return text.encode("cp1252", "polemos-latin-1")


def _latin_1(error: UnicodeError) -> tuple[str | bytes, int]:
    if isinstance(error, UnicodeDecodeError):
        return error.object[error.start : error.end].decode("latin-1"), error.end
    if isinstance(error, UnicodeEncodeError):
        return error.object[error.start : error.end].encode("latin-1"), error.end
    raise error


codecs.register_error("polemos-latin-1", _latin_1)
