"""Documents as bytes, made once and kept compressed; the number kept is bounded, so memory stays flat."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

KEPT = 48


@dataclass(frozen=True)
class Kept:
    """A document, plain and compressed, and the tag by which a browser knows it again."""

    plain: bytes
    packed: bytes
    tag: str


@dataclass
class Shelf:
    """The last documents that were asked for."""

    _kept: OrderedDict[tuple[str, ...], Kept] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: tuple[str, ...], make: Callable[[], bytes]) -> Kept:
        """The document under this key; made if it is not there. One is made at a time."""
        with self._lock:
            if key not in self._kept:
                plain = make()
                tag = f'"{hashlib.sha256(plain).hexdigest()[:32]}"'
                self._kept[key] = Kept(plain, gzip.compress(plain, 6, mtime=0), tag)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]
