"""Publishers whose files can be fetched: addresses, the hosts that may be asked, the token they want."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polemos.core.errors import InputError, UsageError
from polemos.events.schema import data_table

VARIABLE = "POLEMOS_PUBLISHERS"


@dataclass(frozen=True)
class Publisher:
    """One offer of one publisher. `kind` is file (one download) or pages (an interface that answers page by page)."""

    name: str
    url: str
    file: str
    release: str
    example: str
    hosts: tuple[str, ...]
    kind: str
    token_header: str = ""
    token_variable: str = ""
    sha256: str = ""

    def address(self, release: str, page: int = 0) -> str:
        """The address of a release."""
        return self._fill(self.url, release).replace("{page}", str(page))

    def file_name(self, release: str) -> str:
        """The name under which a release is kept: ours, never one that the server sends."""
        return self._fill(self.file, release)

    def token(self) -> str:
        """The token from the environment, or nothing."""
        return os.environ.get(self.token_variable, "").strip() if self.token_variable else ""

    def check(self, release: str) -> None:
        """Refuse a release that this publisher cannot have."""
        if not re.fullmatch(self.release, release):
            raise UsageError(f"--release '{release}': releases of {self.name} read like {self.example}.")

    @staticmethod
    def _fill(text: str, release: str) -> str:
        parts = {"release": release, "compact": release.replace(".", ""), "underscored": release.replace(".", "_")}
        for name, value in parts.items():
            text = text.replace("{" + name + "}", value)
        return text


def publisher(name: str) -> Publisher:
    """The publisher of that name; a TOML file named by POLEMOS_PUBLISHERS may add others, such as a mirror."""
    known = data_table("publishers.toml")
    own = os.environ.get(VARIABLE)
    if own:
        known |= _listed(Path(own))
    if name not in known:
        raise UsageError(f"--from {name}: no such publisher; choose one of {', '.join(known)}.")
    entry = dict(known[name])
    return Publisher(name=name, hosts=tuple(entry.pop("hosts")), **entry)


def _listed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"the file that {VARIABLE} names is no readable TOML", value=str(error)) from error
