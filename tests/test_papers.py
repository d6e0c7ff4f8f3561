"""The project's papers say what is there: commands, options, paths, links, versions, mechanisms; nothing private."""

from __future__ import annotations

import importlib
import re
import sys
import tomllib
import types
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import click
import pytest

import polemos
from polemos.cases.catalogue import shipped_mechanisms
from polemos.cases.load import load_case
from polemos.cases.priors import Prior
from polemos.cases.schema import ParameterEntry
from polemos.cases.tables import place_columns
from polemos.cases.template import case_files
from polemos.cases.units import same_unit
from polemos.cli import VERBS, cli
from polemos.core.mechanism import Mechanism
from polemos.report.mechanism_pages import pages_of

ROOT = Path(__file__).parents[1]
PAPERS = [
    ROOT / name
    for name in ("README.md", "CONTRIBUTING.md", "MODEL_CARD.md", "CITATION.cff", "CHANGELOG.md", "Makefile")
] + sorted((ROOT / "docs").rglob("*.md"))
MARKDOWN = [paper for paper in PAPERS if paper.suffix == ".md"]
COMMAND_LINE = ROOT / "docs" / "reference" / "command-line.md"
MECHANISM_PAGE = ROOT / "docs" / "how-to" / "add-a-mechanism.md"
CASE_PAGE = ROOT / "docs" / "how-to" / "make-a-case.md"
MADE_BY_A_RUN = re.compile(r"runs?/|calibrations/|build/|forecasts/|my-case|path/to/case")


def name_of(paper: Path) -> str:
    return paper.relative_to(ROOT).as_posix()


def blocks(paper: Path, language: str) -> list[str]:
    """The fenced blocks of one language ('' for none)."""
    text = paper.read_text(encoding="utf-8")
    return [body for head, body in re.findall(r"^```(\w*)\n(.*?)^```", text, re.M | re.S) if head == language]


def code_spans(paper: Path) -> list[str]:
    text = re.sub(r"^```.*?^```", "", paper.read_text(encoding="utf-8"), flags=re.M | re.S)
    return re.findall(r"`([^`\n]+)`", text)


def commands(paper: Path) -> Iterator[list[str]]:
    """Every command line of a paper: lines of plain blocks, and code spans that begin like one."""
    lines = [line.strip() for body in blocks(paper, "") for line in body.splitlines()]
    for text in [*lines, *code_spans(paper)]:
        for part in text.split(";"):
            words = part.split()
            if words and words[0].rsplit("/", 1)[-1] in ("make", "polemos", "python"):
                yield words


def options_of(verb: str) -> set[str]:
    """The options of a verb, and of the words below it if it has any."""
    found = cli.get_command(click.Context(cli), verb)
    assert found is not None
    below = list(found.commands.values()) if isinstance(found, click.Group) else []
    own = {name for part in [found, *below] for p in part.params for name in (*p.opts, *p.secondary_opts)}
    return {name for name in own if name.startswith("-")} | {"-h", "--help"}


def anchors(paper: Path) -> set[str]:
    """The anchors of a page's headings, as the common hosts of Markdown make them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", paper.read_text("utf-8"), flags=re.M | re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def fresh_case() -> dict[str, str]:
    return case_files("my-case", shipped_mechanisms())


@pytest.mark.parametrize("paper", MARKDOWN, ids=name_of)
def test_every_command_exists(paper: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for words in commands(paper):
        program, rest = words[0].rsplit("/", 1)[-1], words[1:]
        if program == "make" and rest:
            assert rest[0] in targets, f"{' '.join(words)}: the Makefile has no such target"
        elif program == "python":
            assert (ROOT / rest[0]).is_file(), f"{' '.join(words)}: there is no such script"
        elif program == "polemos" and rest and rest[0] != "VERB":
            known = {"-h", "--help", "--version"} if rest[0].startswith("-") else options_of(rest[0])
            assert rest[0].startswith("-") or rest[0] in VERBS, f"{' '.join(words)}: there is no such verb"
            used = {word.split("=")[0] for word in rest if word.startswith("--")}
            assert used <= known, f"{' '.join(words)}: unknown {used - known}"


def test_the_readme_names_both_commands_and_the_papers_name_some_more() -> None:
    readme = [" ".join(words) for words in commands(ROOT / "README.md")]
    assert {"make run", "make test"} <= set(readme)
    assert sum(len(list(commands(paper))) for paper in MARKDOWN) > 20


@pytest.mark.parametrize("paper", MARKDOWN, ids=name_of)
def test_every_path_exists(paper: Path) -> None:
    """At the root every span with a slash is a path; in docs, every one that begins in a folder of the root."""
    for span in code_spans(paper):
        of_the_root = paper.parent == ROOT or (ROOT / span.split("/")[0]).is_dir()
        is_path = "/" in span and re.fullmatch(r"[A-Za-z.][\w./*-]+", span)
        if is_path and of_the_root and not MADE_BY_A_RUN.match(span):
            assert list(ROOT.glob(span.rstrip("/"))), f"{name_of(paper)} names {span}"


@pytest.mark.parametrize("paper", MARKDOWN, ids=name_of)
def test_links_inside_the_repository_resolve(paper: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", paper.read_text(encoding="utf-8")):
        if re.match(r"https?://", target):
            continue
        path, _, anchor = target.partition("#")
        found = (paper.parent / path).resolve() if path else paper
        assert found.exists(), f"{name_of(paper)} links to {target}"
        assert found.is_relative_to(ROOT), f"{name_of(paper)} links out of the repository: {target}"
        assert not anchor or anchor in anchors(found), (
            f"{name_of(paper)} links to a heading that is not there: {target}"
        )


@pytest.mark.parametrize(
    "paper", [*PAPERS, ROOT / "pyproject.toml", ROOT / "examples" / "run_and_look.py"], ids=name_of
)
def test_nothing_names_a_machine_or_a_registry(paper: Path) -> None:
    private = r"(?<![\w.])/(work|home|root|tmp|usr|opt|mnt|Users)/|[A-Z]:\\|localhost|127\.0\.0\.1|--index-url|://[^/\s]*pypi|extra-index"
    for number, line in enumerate(paper.read_text(encoding="utf-8").splitlines(), start=1):
        assert not re.search(private, line), f"{name_of(paper)}, line {number}: {line}"


@pytest.mark.parametrize("paper", MARKDOWN, ids=name_of)
def test_no_paper_says_what_will_happen(paper: Path) -> None:
    prose = re.sub(r"^```.*?^```|`[^`\n]+`", "", paper.read_text(encoding="utf-8"), flags=re.M | re.S)
    assert not re.search(r"\bwill\b", prose), f"{name_of(paper)} says 'will'; write what the draws show, with a range"


def test_the_citation_file_has_its_keys_and_the_version() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    top = dict(re.findall(r"^([a-z-]+): *(.*)$", text, re.M))
    assert {"cff-version", "message", "type", "title", "version", "license", "authors"} <= set(top)
    assert top["version"] == polemos.__version__
    assert top["license"] == "Apache-2.0"
    assert "\t" not in text
    for line in filter(str.strip, text.splitlines()):
        assert re.match(r"^(  )*(- )?[a-z-]+:( .*)?$|^(  )+- \S.*$", line), line
        assert (len(line) - len(line.lstrip())) % 2 == 0, line


def test_the_changelog_has_this_version_first() -> None:
    versions = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert versions[0] == polemos.__version__


def test_the_model_card_is_about_this_version() -> None:
    assert f"# Model card: polemos {polemos.__version__}," in (ROOT / "MODEL_CARD.md").read_text(encoding="utf-8")


def test_the_pages_of_the_mechanisms_are_what_code_and_case_give() -> None:
    """`make docs` renews them."""
    written = pages_of(load_case("islamic-state"))
    folder = ROOT / "docs" / "explanation" / "mechanisms"
    assert {paper.name for paper in folder.glob("*.md")} == set(written)
    for name, text in written.items():
        assert (folder / name).read_text(encoding="utf-8") == text, f"{name} is old; call make docs"


def test_every_acceptance_test_is_there() -> None:
    text = (ROOT / "docs" / "explanation" / "acceptance.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([TC]\d+) \|.*\| (.+?) \|$", text, re.M)
    assert [key for key, _ in rows] == [f"T{n}" for n in range(1, 17)] + [f"C{n}" for n in range(1, 6)]
    for key, told in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", told)
        assert named or told.startswith("not applicable: "), key
        for file, test in named:
            assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{key} names {file}::{test}"


def test_the_reference_names_every_verb_option_and_exit_code() -> None:
    parts = re.split(r"^## ", COMMAND_LINE.read_text(encoding="utf-8"), flags=re.M)
    told = {part.split()[1]: part for part in parts if part.startswith("polemos ")}
    assert set(told) == set(VERBS), f"{name_of(COMMAND_LINE)}: verbs {sorted(set(VERBS) ^ set(told))}"
    for verb, part in told.items():
        due = options_of(verb) - {"-h", "--help"}
        rows = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `--")]
        assert set(re.findall(r"--[a-z-]*[a-z]", " ".join(rows))) == due, verb
    codes = re.findall(r"^\| (\d+) \|", next(part for part in parts if part.startswith("Exit codes")), re.M)
    assert codes == ["0", "1", "2", "3", "4", "5", "130"]


def test_the_page_on_cases_has_every_file_and_column() -> None:
    text = CASE_PAGE.read_text(encoding="utf-8")
    for file in fresh_case():
        folder = file.split("/")[0]
        assert f"`{file}`" in text or f"## {file}" in text or f"{folder}/" in text, f"the page leaves out {file}"
    part = text.split("## places.csv")[1].split("\n## ")[0]
    assert set(place_columns(())) <= set(re.findall(r"`(\w+)`", part))
    header = tomllib.loads(fresh_case()["case.toml"])["case"]
    assert set(header) <= set(re.findall(r"`(\w+)`", text.split("## case.toml")[1].split("\n## ")[0]))


def example_mechanism(monkeypatch: pytest.MonkeyPatch) -> type[Mechanism]:
    """The example of the page on mechanisms, imported as the module it says it is."""
    module = types.ModuleType("peace_exits")
    monkeypatch.setitem(sys.modules, "peace_exits", module)
    exec(compile(blocks(MECHANISM_PAGE, "python")[0], "peace_exits.py", "exec"), vars(module))
    found: type[Mechanism] = module.PeaceExits
    return found


def test_the_example_mechanism_and_its_table_fit_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    mechanism = example_mechanism(monkeypatch)
    table = tomllib.loads(blocks(MECHANISM_PAGE, "toml")[0])["PeaceExits"]
    module, name = table["class"].split(":")
    assert getattr(importlib.import_module(module), name) is mechanism
    specs = mechanism.parameters()
    assert set(table) == {"class", "claim", *specs}
    for key, spec in specs.items():
        entry = ParameterEntry.model_validate(table[key])
        assert same_unit(entry.unit, spec.unit)
    assert [mark.name for mark in mechanism.marks()] == ["go_home"]


def test_the_example_test_passes_and_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    mechanism = example_mechanism(monkeypatch)
    scope: dict[str, object] = {}
    exec(compile(blocks(MECHANISM_PAGE, "python")[1], "test_peace_exits.py", "exec"), scope)
    (test,) = [value for name, value in scope.items() if name.startswith("test_")]
    assert callable(test)
    test()
    monkeypatch.setattr(mechanism, "go_home", lambda self, other_wars, in_country: 0.0)
    with pytest.raises(AssertionError):
        test()


def test_every_toml_of_the_papers_is_toml() -> None:
    found = [body for paper in MARKDOWN for body in blocks(paper, "toml")]
    assert len(found) >= 2
    for body in found:
        assert tomllib.loads(body)


def test_the_families_of_priors_are_all_told() -> None:
    told = set(re.findall(r"`(\w+)`", CASE_PAGE.read_text(encoding="utf-8").split("| family | keys |")[1]))
    families = {literal for prior in Prior.__subclasses__() for literal in get_args(get_type_hints(prior)["family"])}
    assert len(families) >= 5
    assert families <= told


def test_the_pictures_are_svg_and_their_script_knows_the_readme() -> None:
    pictures = ROOT / "docs" / "pictures"
    for name in ("fans.svg", "map.svg"):
        text = (pictures / name).read_text(encoding="utf-8")
        assert ET.fromstring(text).tag.endswith("svg")
        assert not re.search(r"<script|href=|url\(http", text), f"{name} loads something"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    marks = re.search(r"<!-- run-table -->\n(.+?)\n<!-- /run-table -->", readme, re.S)
    assert marks and marks[1].count("\n|") >= 5
    assert "<!-- prior-predictive -->" in (ROOT / "MODEL_CARD.md").read_text(encoding="utf-8")


def test_the_example_script_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    scope: dict[str, object] = {"__name__": "example"}
    script = ROOT / "examples" / "run_and_look.py"
    exec(compile(script.read_text(encoding="utf-8"), str(script), "exec"), scope)
    parser_run = scope["main"]
    assert callable(parser_run)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["run_and_look.py", "--help"])
        with pytest.raises(SystemExit) as ended:
            parser_run()
    assert ended.value.code == 0
    assert "--until" in capsys.readouterr().out
