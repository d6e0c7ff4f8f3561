"""One view, one document: plain JSON with every number, sentence and name that the view shows.

The server sends these documents, and the single file carries them, so both show the same. A document is a pure function
of a run's material; nothing in it depends on the clock.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from polemos.web.documents import causes, claims, fans, holding, overview, parameters, places
from polemos.web.material import Material

Document = Callable[[Material], dict[str, Any]]
DOCUMENTS: Mapping[str, Document] = {
    "overview": overview.document,
    "map": holding.document,
    "places": places.document,
    "fans": fans.document,
    "causes": causes.document,
    "claims": claims.document,
    "parameters": parameters.document,
}


def as_json(document: Mapping[str, Any]) -> bytes:
    """The same document, the same bytes; what is not a number is refused, so a builder must write null itself."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", errors="replace")
