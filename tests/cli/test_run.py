"""`polemos run` on the small case: table or JSON on stdout, messages on stderr, a folder that can be continued."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from polemos import cli
from polemos.cli.progress import progress_bar
from polemos.cli.run import command

OPTIONS = ("--draws", "5", "--until", "2013-08")


def run(case: Path, out: Path, *options: str) -> Result:
    return CliRunner().invoke(command, [str(case), "--out", str(out), *OPTIONS, *options], catch_exceptions=False)


def exit_code(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """What the whole program would exit with."""
    monkeypatch.setattr(sys, "argv", ["polemos", *words])
    try:
        cli.main()
    except SystemExit as leaving:
        return int(str(leaving.code or 0))
    return 0


def test_a_run_prints_the_table_and_the_path_of_the_report(small_case: Path, tmp_path: Path) -> None:
    result = run(small_case, tmp_path / "run")
    assert result.exit_code == 0
    assert "half-year" in result.stdout and "2013 H1" in result.stdout
    assert result.stdout.splitlines()[-1] == str(tmp_path / "run" / "report.html")
    assert result.stderr == ""
    assert {p.name for p in (tmp_path / "run").iterdir()} == {
        "manifest.json", "chunks.sqlite", "ensemble.zarr", "summary.json", "report.html",
    }  # fmt: skip


def test_json_is_one_document_and_equals_the_summary(small_case: Path, tmp_path: Path) -> None:
    result = run(small_case, tmp_path / "run", "--json")
    printed = json.loads(result.stdout)
    kept = json.loads((tmp_path / "run" / "summary.json").read_text(encoding="utf-8"))
    assert {key: printed[key] for key in kept} == kept
    assert printed["folder"] == str(tmp_path / "run") and printed["report"].endswith("report.html")
    assert kept["draws"] == 5 and kept["seed"] == 1 and len(kept["case"]["hash"]) == 64
    assert kept["table"][0]["half_year"] == "2013 H1"


def test_what_is_switched_off_and_set_is_told_and_kept(small_case: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    options = ("--without", "M09", "--set", "small_cost.will[northern_army]=0.25", "--json")
    printed = json.loads(run(small_case, out, *options).stdout)
    will = {"target": "SmallCost.will", "label": "northern_army", "value": 0.25, "unit": "1/month"}
    kept = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    for record in (printed, kept):
        assert record["without"] == ["SmallRecruitment"] and record["set"] == [will]
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "Switched off in this run: SmallRecruitment." in page
    assert "Set by hand in this run: SmallCost.will[northern_army] = <bdi>0.25</bdi>" in page
    assert "SmallRecruitment.propensity" not in page


def test_names_that_do_not_exist_exit_with_2(
    small_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(monkeypatch, "run", str(small_case), "--out", str(tmp_path / "run"), "--without", "SmalCost") == 2
    assert "did you mean SmallCost?" in capsys.readouterr().err


def test_everything_written_is_the_same_for_any_workers(small_case: Path, tmp_path: Path) -> None:
    for workers in ("1", "2"):
        run(small_case, tmp_path / workers, "--workers", workers)
    for name in ("manifest.json", "summary.json", "report.html"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_the_default_folder_names_case_seed_and_draws(
    small_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(command, [str(small_case), *OPTIONS, "--seed", "9", "--json"], catch_exceptions=False)
    folder = json.loads(result.stdout)["folder"]
    name = json.loads((tmp_path / folder / "manifest.json").read_text())["case"]["name"]
    assert folder == f"runs/{name}-9-5-to-2013-08"


def test_another_run_in_the_folder_is_refused_and_fresh_replaces_it(
    small_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    run(small_case, out)
    assert exit_code(monkeypatch, "run", str(small_case), "--out", str(out), *OPTIONS, "--seed", "2") == 2
    said = capsys.readouterr().err
    assert said.startswith("polemos: ") and "its seed is '1', not '2'" in said and said.count("\n") == 1
    assert run(small_case, out, "--seed", "2", "--fresh").exit_code == 0
    assert json.loads((out / "manifest.json").read_text())["seed"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("--draws", "0"),
        ("--draws", "many"),
        ("--seed", "-1"),
        ("--workers", "0"),
        ("--until", "2099-01"),
        ("--until", "soon"),
        ("--nonsense",),
    ],
)
def test_a_wrong_call_exits_with_2_and_writes_nothing(
    small_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    assert exit_code(monkeypatch, "run", str(small_case), "--out", str(tmp_path / "run"), *words) == 2
    assert not (tmp_path / "run").exists()


def test_a_case_that_does_not_exist_exits_with_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert exit_code(monkeypatch, "run", "no-such-case") == 3
    assert not list(tmp_path.iterdir())


def test_an_interrupt_exits_with_130_and_says_how_to_go_on(
    small_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*args: Any, **options: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr("polemos.ensemble.run.run_ensemble", interrupt)
    words = (str(small_case), "--out", str(tmp_path / "a run"), *OPTIONS, "--workers", "2", "--fresh")
    assert exit_code(monkeypatch, "run", *words) == 130
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "polemos: interrupted; what was computed is saved. Continue with:"
    resume = f"polemos run {small_case} --draws 5 --seed 1 --until 2013-08 --workers 2 --out '{tmp_path / 'a run'}'"
    assert said[1].strip() == f"{resume} --resume"


def test_a_real_interrupt_keeps_what_was_computed(small_case: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    words = [sys.executable, "-c", "from polemos.cli import main; main()", "run", str(small_case), "--out", str(out)]
    words += ["--draws", "300000", "--until", "2013-08"]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # A shell's background jobs are born deaf to it.
    child = subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=env, preexec_fn=heard)
    deadline = time.monotonic() + 120
    while len(list((out / "chunks").glob("*.chunk"))) < 3 and time.monotonic() < deadline and child.poll() is None:
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert child.returncode == 130, said
    assert b"--resume" in said and b"Traceback" not in said
    assert len(list((out / "chunks").glob("*.chunk"))) >= 3 and not (out / "ensemble.zarr").exists()


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_shows_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress_bar(10, quiet=False) as tell:
        assert tell is not None
        tell(0, 10)
        tell(10, 10)
    assert "10/10" in sys.stderr.getvalue()  # type: ignore[attr-defined]
    with progress_bar(10, quiet=True) as tell:
        assert tell is None
    monkeypatch.setattr(sys, "stderr", StringIO())
    with progress_bar(10, quiet=False) as tell:
        assert tell is None


def test_a_verb_that_is_asked_for_help_does_not_load_the_engine() -> None:
    code = "import sys, polemos.cli.run; print(sorted({'jax', 'zarr', 'xarray', 'numpy', 'rich'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
