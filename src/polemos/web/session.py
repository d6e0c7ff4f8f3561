"""Who may ask: a token that opens the app once, and the session that it opens.

Assumes that whoever sees the terminal may see the app. The token is of no use after it was used; the session lives as
long as the server does.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hmac import compare_digest
from threading import Lock


@dataclass
class Session:
    """One token, one session key; both are random and neither is written to disk."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _used: bool = False
    _lock: Lock = field(default_factory=Lock)

    def enter(self, token: str) -> str | None:
        """The session's key for the right token, the first time; None for any other call."""
        with self._lock:
            if self._used or not compare_digest(token.encode(), self.token.encode()):
                return None
            self._used = True
            return self.key

    def knows(self, key: str) -> bool:
        """Whether this is the session's key, once it was given out."""
        return self._used and compare_digest(key.encode(), self.key.encode())
