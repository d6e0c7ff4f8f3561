"""`polemos describe` on the small case: an ODD description in five forms, and what an origin excludes."""

from __future__ import annotations

import itertools
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from click.testing import CliRunner

from polemos.calibration.posterior import Posterior
from polemos.cli.describe import command
from polemos.core.errors import InputError, UsageError
from small_case import change

ODD = (
    "Overview",
    "Purpose and patterns",
    "Entities, state variables and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Basic principles",
    "Emergence",
    "Adaptation, objectives, learning, prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
    "Details",
    "Initialisation",
    "Input data",
    "Submodels",
)


def described(case: Path, *options: str) -> str:
    result = CliRunner().invoke(command, [str(case), *options], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_text_has_the_parts_of_odd_in_order_and_every_number_with_its_source(small_case: Path) -> None:
    text = described(small_case)
    places = [text.lower().index(f"\n{part.lower()}\n") for part in ODD]
    assert places == sorted(places)
    assert "SmallRecruitment.propensity; " in text and "; lognormal, median 0.002, upper95 0.01; " in text
    assert "; derived; atlas, p. 14; 2012-02-01; " in text
    assert "SmallCost.will[northern_army]; " in text
    assert "prior without figures later than the information cut" in text
    assert "civilians; +; underground; SmallRecruitment" in text
    assert "Feedback loops of at most five links" in text


def test_json_holds_the_same(small_case: Path) -> None:
    data = json.loads(described(small_case, "--format", "json"))
    rows = {(row["mechanism"], row["name"], row["label"]): row for row in data["parameters"]}
    low, middle, high = rows["SmallRecruitment", "propensity", ""]["quantiles"]
    assert (middle, high) == (pytest.approx(0.002), pytest.approx(0.010))
    assert low < middle
    assert rows["SmallRecruitment", "zeal", "each place apart"]["basis"] == "elicited"
    assert rows["", "initial underground", ""]["unit"] == "person"
    assert {"cause": "civilians", "effect": "underground", "sign": 1, "mechanisms": ["SmallRecruitment"]} in data[
        "graph"
    ]["links"]
    assert [entry["key"] for entry in data["references"]] == ["atlas", "census2010"]
    assert len(data["case"]["hash"]) == 64
    assert [part["title"] for part in data["description"]][: len(ODD)] == list(ODD)


def test_an_origin_excludes_what_was_published_later(small_case: Path) -> None:
    """The figure is known from December 2013, the weapons of September at the latest from the end of
    October, those of December later, and one prior from 2016."""
    data = json.loads(described(small_case, "--format", "json", "--origin", "2013-10-15"))
    assert data["origin"] == "2013-10-15"
    (known,) = [part for part in data["description"] if part["title"] == "Excluded at the origin"]
    figures, drivers, replaced, stuck = (table["rows"] for table in known["tables"])
    assert figures == [["area_small", "1", "1"]]
    assert drivers == [["border_open", "0", "2"], ["weapons", "2", "4"]]
    assert replaced == [["SmallCost.will", "2016-01-01"]] and stuck == []
    later = json.loads(described(small_case, "--format", "json", "--origin", "2014-12-31"))
    (known,) = [part for part in later["description"] if part["title"] == "Excluded at the origin"]
    assert known["tables"][0]["rows"] == []


def test_a_posterior_adds_what_data_said(small_case: Path, tmp_path: Path) -> None:
    none = np.zeros((2, 1), np.float32)
    about = {"contraction": {"SmallRecruitment.propensity": [0.64, -0.5, 0.3]}}
    learned = Posterior(("SmallRecruitment.propensity",), none, np.arange(2), 1, ("fighters",), none, about)
    file = tmp_path / "posterior.npz"
    file.write_bytes(learned.content)
    data = json.loads(described(small_case, "--format", "json", "--posterior", str(file)))
    (table,) = next(part for part in data["description"] if part["title"] == "Parameters")["tables"]
    shown = {row[0]: row[-1] for row in table["rows"]}
    assert table["headings"][-1] == "what data said"
    assert shown["SmallRecruitment.propensity"] == "64% less variance than the prior, moved by -0.5 of its sds"
    assert shown["SmallCost.will[northern_army]"] == ""


def test_an_origin_outside_the_case_is_refused(small_case: Path) -> None:
    with pytest.raises(UsageError, match="--origin"):
        described(small_case, "--origin", "2011-01-01")


def test_markdown_has_tables_of_even_width(small_case: Path) -> None:
    change(small_case, "case.toml", 'title = "A small case"', 'title = "A small | case <b>"')
    lines = described(small_case, "--format", "md").splitlines()
    assert lines[0] == r"# A small \| case \<b\>"
    assert sum(line.startswith("#") for line in lines) > len(ODD)
    rows = [line.replace("\\|", "") for line in lines if line.startswith("|")]
    for above, below in itertools.pairwise(rows):
        if below.startswith("|---") or below.startswith("|--:"):
            assert above.count("|") == below.count("|")


def test_the_page_is_one_file_that_loads_nothing(small_case: Path, tmp_path: Path) -> None:
    change(small_case, "case.toml", 'title = "A small case"', 'title = "A <script>small</script> case"')
    out = tmp_path / "page.html"
    assert described(small_case, "--format", "html", "--out", str(out)).strip() == str(out)
    page = out.read_text(encoding="utf-8")
    assert "<script" not in page and "default-src 'none'" in page and "://" not in page.split("</style>")[0]
    assert page.count("<svg") == 1 and all(f">{part}</h" in page for part in ODD)


def test_graphml_is_the_signed_graph(small_case: Path) -> None:
    text = described(small_case, "--format", "graphml")
    assert ET.fromstring(text).tag.endswith("graphml")
    graph = nx.parse_graphml(text)
    assert graph.edges["civilians", "underground"]["sign"] == 1
    assert graph.nodes["civilians"] == {"kind": "stock", "unit": "person", "dims": "place"}


def test_pages_are_written_into_a_folder(small_case: Path, tmp_path: Path) -> None:
    described(small_case, "--pages", str(tmp_path / "pages"))
    assert (tmp_path / "pages" / "index.md").read_text(encoding="utf-8").count("(small_recruitment.md)") >= 1
    assert "propensity" in (tmp_path / "pages" / "small_recruitment.md").read_text(encoding="utf-8")


def test_a_broken_case_is_refused(small_case: Path) -> None:
    change(small_case, "parameters.toml", 'cite = "atlas", locator = "p. 14"', 'cite = "nowhere"')
    with pytest.raises(InputError, match="nowhere"):
        CliRunner().invoke(command, [str(small_case)], catch_exceptions=False)


@pytest.mark.parametrize("form", ["text", "md", "html", "graphml"])
def test_control_characters_of_a_case_do_not_reach_the_terminal(small_case: Path, form: str) -> None:
    change(small_case, "case.toml", 'title = "A small case"', r'title = "A \u001b[31m red case"')
    assert "\x1b" not in described(small_case, "--format", form)
