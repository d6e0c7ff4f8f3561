"""The ledger of claims: what the text under test says, in our words, what stands for it here, and the verdict.

A claim that has not been tried says so; nothing here decides a verdict.
"""

from __future__ import annotations

from typing import Any

from polemos.cases.claims import Claim, load_claims
from polemos.web.material import Material

UNTRIED = "not tried"


def document(material: Material) -> dict[str, Any]:
    """The claims in the order of their file, and how many of each verdict there are."""
    claims = [_claim(claim, material) for claim in load_claims(material.case)]
    verdicts = [claim["verdict"] for claim in claims]
    counts = {verdict: verdicts.count(verdict) for verdict in dict.fromkeys(verdicts)}
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    return {"claims": claims, "counts": counts, "sentence": f"{len(claims)} claims: {told or 'none'}."}


def _claim(claim: Claim, material: Material) -> dict[str, Any]:
    mechanisms = [row for row in material.facts.mechanisms if claim.id in row.claims]
    return {
        "id": claim.id,
        "kind": claim.kind,
        "title": claim.title,
        "text": claim.text,
        "paragraphs": list(claim.paragraphs or (claim.paragraph,)),
        "shows": claim.shows,
        "known": claim.known,
        "ours": list(claim.ours),
        "question": claim.question,
        "outcome": claim.outcome,
        "verdict": UNTRIED,
        "mechanisms": [{"name": row.name, "summary": row.summary} for row in mechanisms],
    }
