"""Reading over the wire: the list of runs, documents with tags, tables as CSV and Parquet."""

from __future__ import annotations

import csv
import gzip
import io
import json

import numpy as np
import pyarrow.parquet as pq
import pytest

from polemos.web.documents import DOCUMENTS, as_json
from polemos.web.exports import TABLES
from web_stage import Served

RUN = "/api/runs/small-1-8"


def test_the_list_names_the_run_and_no_path(served: Served) -> None:
    answer = served.ask("/api/runs")
    assert "small-1-8" in [run["name"] for run in answer.data["runs"]]
    assert b"/" not in answer.body


@pytest.mark.parametrize("view", DOCUMENTS)
def test_a_document_is_sent_plain_packed_or_not_again(served: Served, material, view: str) -> None:
    plain = served.ask(f"{RUN}/{view}")
    assert plain.status == 200 and plain.body == as_json(DOCUMENTS[view](material))
    packed = served.ask(f"{RUN}/{view}", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip" and gzip.decompress(packed.body) == plain.body
    again = served.ask(f"{RUN}/{view}", headers={"if-none-match": plain.headers["etag"]})
    assert again.status == 304 and not again.body


@pytest.mark.parametrize("table", TABLES)
def test_tables_say_what_they_are_and_agree_in_both_forms(served: Served, table: str) -> None:
    frame = pq.read_table(io.BytesIO(served.ask(f"{RUN}/tables/{table}.parquet").body))
    about = json.loads(frame.schema.metadata[b"polemos"])
    assert "no advice" in about["note"] and "do not imply endorsement" in about["boundary"] and about["seed"] == 1
    text = served.ask(f"{RUN}/tables/{table}.csv").body.decode()
    rows = list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))
    assert text.startswith("# table: ") and len(rows) == frame.num_rows + 1


def test_the_map_as_a_table_holds_the_shares(served: Served, material) -> None:
    frame = pq.read_table(io.BytesIO(served.ask(f"{RUN}/tables/map.parquet").body)).to_pylist()
    holder = material.dataset["holder"].values
    ids = [str(p) for p in material.dataset["place"].values]
    row = next(r for r in frame if r["month"] == "2014-03" and r["place"] == "beta")
    assert row["movement"] == np.mean(holder[:, 14, ids.index("beta")] == 1)


def test_the_description_of_the_interface_is_open_api_3_1(served: Served) -> None:
    described = served.ask("/api/openapi.json").data
    assert described["openapi"].startswith("3.1")
    assert {"/api/runs", "/api/jobs", "/api/events"} <= set(described["paths"])


def test_a_table_as_shown_comes_back_as_parquet(served: Served) -> None:
    rows = [["a", 1, "1,230"], ["=b", None, None], ["\ud800", 2.5, "x"]]
    answer = served.send("/api/tables/parquet", {"headings": ["name", "n", "n"], "rows": rows, "about": ["what it is"]})
    assert answer.status == 200, answer.body
    frame = pq.read_table(io.BytesIO(answer.body))
    assert frame.column_names == ["name", "n", "n (3)"]
    assert frame["n"].to_pylist() == [1.0, None, 2.5] and frame["n (3)"].to_pylist() == ["1,230", None, "x"]
    assert json.loads(frame.schema.metadata[b"polemos"]) == {"about": ["what it is"]}


@pytest.mark.parametrize(
    "given",
    [
        {"headings": ["a", "b"], "rows": [["x"]], "about": []}, {"headings": [], "rows": [], "about": []},
        {"headings": ["a"], "rows": [[{"x": 1}]], "about": []}, {"headings": ["a"], "rows": 3, "about": []},
        {"headings": ["a"], "rows": [["x"]], "about": [], "name": "../x"},
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(served: Served, given) -> None:
    assert 400 <= served.send("/api/tables/parquet", given).status < 500
