"""A release fetched from its publisher: resumed where it broke off, measured, hashed, and only then given its name."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from pathlib import Path

from polemos.core.errors import InputError, ResourceLimitError
from polemos.events.http import Retry, ask
from polemos.events.pages import fetch_pages
from polemos.events.publishers import Publisher, publisher
from polemos.events.textfile import file_sha256

TRIES = 4
LARGEST = 4 * 2**30
DEADLINE = 3600.0
PIECE = 1 << 18
Say = Callable[[str], None]


def fetch(
    name: str, release: str, folder: Path, say: Say = lambda text: None, *, deadline: float = DEADLINE,
    wait: Callable[[float], None] = time.sleep,
) -> Path:  # fmt: skip
    """Fetch a release into the folder and return the file. Prints the address before anything is sent."""
    source = publisher(name)
    source.check(release)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ends = time.monotonic() + deadline
        path = _persist(source, release, folder, say, ends, wait)
    except OSError as error:
        raise ResourceLimitError(f"{folder}: writing failed ({error.strerror or error}).") from error
    say(f"sha256 {file_sha256(path)}")
    return path


def _persist(
    source: Publisher, release: str, folder: Path, say: Say, ends: float, wait: Callable[[float], None]
) -> Path:
    """Try, wait as long as the server asks, go on where it broke off; give up after a few tries."""
    for turn in range(1, TRIES + 1):
        try:
            say(f"asking {source.address(release, 1)}")
            if source.kind == "pages":
                return fetch_pages(source, release, folder / source.file_name(release), say)
            return _once(source, release, folder, ends)
        except Retry as later:
            if turn == TRIES or time.monotonic() > ends:
                raise later.why from later
            say(f"{later.why} Trying again ({turn} of {TRIES - 1}).")
            wait(later.seconds * 2 ** (turn - 1))
    raise AssertionError("unreachable")


def _once(source: Publisher, release: str, folder: Path, ends: float) -> Path:
    url, path = source.address(release), folder / source.file_name(release)
    part, notes = path.with_name(path.name + ".part"), path.with_name(path.name + ".part.json")
    headers, had = _conditions(url, path, part, notes)
    answer = ask(source, url, headers)
    if answer.status == 304:
        return path
    if answer.status != 206 or not _goes_on(answer, had):
        had = 0
    notes.write_text(json.dumps({"url": url, "tag": answer.headers.get("ETag", "")}), encoding="utf-8")
    total = _total(answer, had)
    with part.open("ab" if had else "wb") as out:
        _copy(url, answer, out, had, total, ends)
    return _accept(source, url, part, notes, path, total)


def _conditions(url: str, path: Path, part: Path, notes: Path) -> tuple[dict[str, str], int]:
    """Headers that resume a broken transfer, or ask whether a finished one is still current."""
    for file, field in ((part, "If-Range"), (path, "If-None-Match")):
        beside = notes if file is part else path.with_name(path.name + ".json")
        if not (file.is_file() and beside.is_file()):
            continue
        known = json.loads(beside.read_text(encoding="utf-8"))
        if known.get("url") != url or not known.get("tag"):
            continue
        had = file.stat().st_size if file is part else 0
        if file is path or had:
            return {field: known["tag"], **({"Range": f"bytes={had}-"} if file is part else {})}, had
    return {}, 0


def _goes_on(answer: http.client.HTTPResponse, had: int) -> bool:
    return answer.headers.get("Content-Range", "").startswith(f"bytes {had}-")


def _total(answer: http.client.HTTPResponse, had: int) -> int | None:
    length = answer.headers.get("Content-Length", "")
    return had + int(length) if length.isdigit() else None


def _copy(url: str, answer: http.client.HTTPResponse, out: object, had: int, total: int | None, ends: float) -> None:
    write = out.write  # type: ignore[attr-defined]
    done = had
    while True:
        if time.monotonic() > ends:
            raise InputError(url, "the transfer takes longer than it may", fix="run it again to go on")
        try:
            piece = answer.read1(PIECE)
        except (http.client.HTTPException, OSError) as error:
            raise Retry(_broken(url, done, total)) from error
        if not piece:
            break
        done += len(piece)
        if done > LARGEST:
            raise InputError(url, f"the answer is larger than {LARGEST:,} bytes", fix="fetch it by hand if it is right")
        write(piece)
    if total is not None and done < total:
        raise Retry(_broken(url, done, total))


def _broken(url: str, done: int, total: int | None) -> InputError:
    of = f" of {total:,}" if total else ""
    return InputError(url, f"the transfer broke off after {done:,}{of} bytes", fix="run it again to go on")


def _accept(source: Publisher, url: str, part: Path, notes: Path, path: Path, total: int | None) -> Path:
    """Check what has come and give it its name."""
    if not part.stat().st_size:
        part.unlink()
        raise InputError(url, "the publisher's answer is empty", fix="check the release and try again later")
    with part.open("rb") as file:
        head = file.read(512).lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        part.unlink()
        raise InputError(url, "the server answers with a web page, not with data", fix="check the release")
    if source.sha256 and file_sha256(part) != source.sha256:
        part.unlink()
        raise InputError(url, "the file's sha256 is not the expected one", fix="fetch it again; it was thrown away")
    part.replace(path)
    notes.replace(path.with_name(path.name + ".json"))
    return path
