"""Tables to take away: tidy, in the run's own units, with what they are written into them.

CSV that no spreadsheet runs begins with lines that start with '#'; Parquet carries the same text in its metadata.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from polemos.events.writing import write_csv_to
from polemos.report.bands import LEVELS, ends, quantiles
from polemos.report.holding_map import BOUNDARY
from polemos.web.documents import claims, flows, overview
from polemos.web.material import Material

FORMS = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


def export(material: Material, table: str, form: str) -> bytes:
    """A table's bytes."""
    frame, about = TABLES[table](material), _about(material, table)
    if form == "parquet":
        return _parquet(frame, about)
    text = io.StringIO()
    for name, value in about.items():
        text.write(f"# {name}: {' '.join(str(value).split())}\n")
    write_csv_to(frame, text)
    return text.getvalue().encode()


def shown_table(headings: Sequence[str], rows: Sequence[Sequence[Any]], about: Sequence[str]) -> bytes:
    """A table as a page shows it, as Parquet: columns of numbers alone as numbers, all others as text."""
    columns: dict[str, Any] = {}
    for k, heading in enumerate(headings):
        cells = [row[k] for row in rows]
        plain = all(cell is None or (isinstance(cell, (int, float)) and not isinstance(cell, bool)) for cell in cells)
        name = _sound(heading if heading not in columns else f"{heading} ({k + 1})")
        columns[name] = pa.array(
            [cell if cell is None else float(cell) if plain else _sound(str(cell)) for cell in cells],
            pa.float64() if plain and cells else pa.string(),
        )
    return _parquet(pa.table(columns), {"about": list(about)})


def _sound(text: str) -> str:
    """Half a character, which no file can hold, becomes '?'."""
    return text.encode("utf-8", "replace").decode()


def _parquet(frame: pa.Table, about: Mapping[str, Any]) -> bytes:
    out = io.BytesIO()
    metadata = {b"polemos": json.dumps(about, ensure_ascii=False).encode("utf-8", "replace")}
    pq.write_table(frame.replace_schema_metadata(metadata), out, compression="zstd")
    return out.getvalue()


def _about(material: Material, table: str) -> dict[str, Any]:
    manifest = material.manifest
    return {
        "table": table,
        "made by": f"polemos {manifest['polemos']}",
        "case": f"{manifest['case']['name']} {manifest['case']['hash'][:12]}",
        "draws": manifest["draws"],
        "seed": manifest["seed"],
        "calibrated": "yes" if manifest.get("posterior") else "no; parameters come from their priors",
        "boundary": BOUNDARY,
        "note": overview.FOOTER,
        "sources": "observed figures name their source in the row; terms of use stand in the README of polemos",
    }


def _fans(material: Material) -> pa.Table:
    shares = (0.5, *(edge for level in LEVELS for edge in ends(level)))
    rows = []
    for target in material.targets:
        for month, found in zip(material.labels, quantiles(material.values[target.name], shares).T, strict=True):
            rows.append({"target": target.name, "unit": target.unit, "month": month} | _named(shares, found))
    return pa.Table.from_pylist(rows)


def _named(shares: tuple[float, ...], found: Any) -> dict[str, float]:
    return {f"q{share:g}": float(value) for share, value in zip(shares, found, strict=True)}


def _figures(material: Material) -> pa.Table:
    rows = [
        {"target": target.name, "date": dot.date, "value": dot.value, "low": dot.low, "high": dot.high,
         "unit": dot.unit, "series": dot.series, "source": dot.source, "locator": dot.locator, "basis": dot.basis,
         "known_from": dot.known_from, "circular_for": dot.circular_for}
        for target in material.targets for dot in material.facts.dots(target)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def _map(material: Material) -> pa.Table:
    held, names = material.holding, {p.id: p for p in material.facts.places}
    months, places = len(held.months), len(held.places)
    return pa.table(
        {
            "month": np.repeat(held.months, places),
            "place": list(held.places) * months,
            "name": [names[p].name for p in held.places] * months,
            "country": [names[p].country for p in held.places] * months,
            "movement": held.movement.ravel(),
            "nobody": held.nobody.ravel(),
            "rival": held.rival.ravel(),
        }
    )


def _flows(material: Material) -> pa.Table:
    found = flows.flows_of(material)
    if found is None:
        return pa.table({"month": pa.array([], pa.string())})
    months, provinces = len(material.labels), len(found.provinces)
    columns: dict[str, Any] = {
        "month": np.repeat(material.labels, provinces),
        "country": [country for country, _ in found.provinces] * months,
        "province": [name for _, name in found.provinces] * months,
    }
    for name, persons in (("left", found.left), ("home", found.home)):
        columns[f"{name}_mean"] = persons.mean(axis=0).ravel()
        low, middle, high = np.quantile(persons, flows.PROBS, axis=0)
        columns |= {f"{name}_q0.05": low.ravel(), f"{name}_q0.5": middle.ravel(), f"{name}_q0.95": high.ravel()}
    return pa.table(columns)


def _links(material: Material) -> pa.Table:
    words = {1: "+", -1: "-", 0: "+ and -"}
    return pa.Table.from_pylist(
        [
            {"cause": li.cause, "sign": words[li.sign], "effect": li.effect, "mechanisms": ", ".join(li.mechanisms)}
            for li in material.causes.links
        ]
    )


def _parameters(material: Material) -> pa.Table:
    rows = [
        {"mechanism": p.mechanism, "name": p.name, "label": p.label, "unit": p.unit, "meaning": p.meaning,
         "q0.05": p.quantiles[0], "q0.5": p.quantiles[1], "q0.95": p.quantiles[2], "prior": p.prior, "basis": p.basis,
         "source": p.source, "locator": p.locator, "known_from": p.known_from, "note": p.note}
        for p in material.facts.parameters
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def _claims(material: Material) -> pa.Table:
    kept = ("id", "kind", "title", "text", "shows", "known", "question", "outcome", "verdict")
    rows = [{key: claim[key] for key in kept} for claim in claims.document(material)["claims"]]
    return pa.Table.from_pylist(rows)


TABLES: Mapping[str, Callable[[Material], pa.Table]] = {
    "fans": _fans,
    "figures": _figures,
    "map": _map,
    "flows": _flows,
    "links": _links,
    "parameters": _parameters,
    "claims": _claims,
}
