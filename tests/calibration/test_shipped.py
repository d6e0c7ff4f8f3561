"""A posterior that stands in a case's folder is what a run draws from, while it belongs to the case."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from growing_case import write_growing_case
from polemos.calibration.latent import latent_of
from polemos.calibration.posterior import Posterior, prior_hash
from polemos.calibration.shipped import luck_for, shipped, source_at, with_luck
from polemos.cases.load import load_case
from polemos.cases.origin import at_origin
from polemos.cases.resolve import resolve
from polemos.cli.run import command
from polemos.core.errors import UsageError
from small_case import change

LEARNED = date(2014, 3, 15)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The growing case with a posterior of ten draws in its folder."""
    path = write_growing_case(tmp_path)
    resolved = resolve(at_origin(load_case(path), LEARNED), LEARNED)
    latent = latent_of(resolved)
    values = latent.table(np.zeros((10, len(latent.names))))
    about = {"origin": str(LEARNED), "priors": prior_hash(resolved)}
    luck, misfit = np.repeat(np.arange(40, 50, dtype=np.uint32)[:, None], 14, axis=1), np.full((10, 1), 0.3, np.float32)
    posterior = Posterior(latent.names, values, luck, 7, ("fighters",), misfit, about)
    (path / "posteriors").mkdir()
    (path / "posteriors" / f"{LEARNED}.npz").write_bytes(posterior.content)
    return path


def _run(folder: Path, out: Path, *options: str) -> Result:
    words = [str(folder), "--out", str(out), "--draws", "3", "--until", "2013-03", *options]
    return CliRunner().invoke(command, words, catch_exceptions=False)


def test_the_latest_one_learned_by_a_day_is_found(folder: Path) -> None:
    case = load_case(folder)
    assert list(shipped(case)) == [LEARNED]
    assert source_at(case, date(2014, 12, 1)).posterior is not None
    assert source_at(case, date(2014, 3, 14)).posterior is None
    with pytest.raises(UsageError, match="there are: 2014-03-15"):
        source_at(case, date(2014, 12, 1), exact=True)


def test_one_of_other_priors_is_not_used_and_why_is_said(folder: Path) -> None:
    change(folder, "parameters.toml", "median = 0.002", "median = 0.003")
    source = source_at(load_case(folder))
    assert source.posterior is None and "made with other mechanisms or priors" in source.about


def test_draws_keep_the_luck_they_were_learned_with_once(folder: Path) -> None:
    posterior = source_at(load_case(folder)).posterior
    assert posterior is not None
    theta, luck = with_luck(posterior, 12, 24)
    assert (luck[:, :14] == np.r_[40:50, 40, 41][:, None]).all()
    assert len(set(luck[:, 14].tolist())) == 12 and (luck[:, 14:] == luck[:, 14:15]).all()
    np.testing.assert_array_equal(luck_for(posterior, np.arange(12), 9, seed=3), luck[:, :9])
    assert (luck_for(posterior, np.arange(12), 24, seed=3)[:, 14:] != luck[:, 14:]).all()
    assert theta["SmallRecruitment.zeal"].shape == (12, 3)


def test_a_run_takes_it_by_default_and_says_so(folder: Path, tmp_path: Path) -> None:
    learned, prior = _run(folder, tmp_path / "a"), _run(folder, tmp_path / "b", "--prior")
    assert "parameters come from what was known on 2014-03-15" in learned.stderr and prior.stderr == ""
    manifests = [json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8")) for name in "ab"]
    assert manifests[0]["posterior"]["learned_until"] == "2014-03-15" and manifests[1]["posterior"] == {}
    assert learned.stdout != prior.stdout


def test_a_run_keeps_the_luck_of_its_draws_to_the_day_they_were_learned(folder: Path, tmp_path: Path) -> None:
    one, two = (_run(folder, tmp_path / seed, "--seed", seed).stdout.splitlines() for seed in ("1", "2"))
    prior = [_run(folder, tmp_path / f"p{seed}", "--prior", "--seed", seed).stdout.splitlines() for seed in ("1", "2")]
    assert one[:-1] == two[:-1] and prior[0][:-1] != prior[1][:-1]  # The last line is the path of the report.


def test_what_data_said_stands_with_every_parameter(folder: Path) -> None:
    from dataclasses import replace

    from polemos.calibration.posterior import read_posterior
    from polemos.report.reading import facts_of

    path = folder / "posteriors" / f"{LEARNED}.npz"
    posterior = read_posterior(path)
    table = {name: [0.0, 0.0, 0.0] for name in posterior.names} | {"SmallRecruitment.propensity": [0.4, -0.5, 0.3]}
    table["SmallRecruitment.zeal[beta]"] = [0.2, 0.1, 0.06]
    path.write_bytes(replace(posterior, about={**posterior.about, "contraction": table}).content)
    said = {f"{row.mechanism}.{row.name}{row.label}": row.learned for row in facts_of(load_case(folder))[0].parameters}
    assert said["SmallRecruitment.propensity"] == "40% less variance than the prior, moved by -0.5 of its sds"
    assert said["SmallRecruitment.zealeach place apart"] == "1 of 3 identified"
    assert said["SmallCost.willnorthern_army"] == said[".initial treasury"] == "not identified by these data"
