"""What a finished run looks like to its reader."""

from __future__ import annotations

import html
import json
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from tiny_experiment import PLACES, tiny_model
from tiny_experiment import tiny_experiment as tiny

from polemos.core.calendar import Calendar
from polemos.core.errors import InputError, UsageError
from polemos.ensemble import store
from polemos.ensemble.experiment import Experiment
from polemos.ensemble.reading import Ensemble
from polemos.ensemble.run import run_experiment

DRAWS = 40


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    return run_experiment(tiny(DRAWS), tmp_path_factory.mktemp("reading") / "run")


def engine_says(experiment: Experiment) -> dict[str, np.ndarray]:
    return experiment.compute(experiment.compile(), np.arange(experiment.draws))


def test_the_store_holds_what_the_engine_computed(ensemble: Ensemble) -> None:
    for name, rows in engine_says(tiny(DRAWS)).items():
        stored = ensemble.dataset[name]
        assert stored.dtype == rows.dtype
        assert np.array_equal(stored.values, rows), name
    assert ensemble.dataset["holder"].dtype == np.uint8
    assert set(np.unique(ensemble.dataset["holder"].values)) == {0, 1, 2}


def test_blocks_of_the_store_change_no_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BLOCK", 9)
    cut = run_experiment(tiny(DRAWS), tmp_path / "run", chunk=7)
    assert (tmp_path / "run" / "ensemble.zarr" / "fighters" / "c" / "4" / "0").is_file()
    for name, rows in engine_says(tiny(DRAWS)).items():
        assert np.array_equal(cut.dataset[name].values, rows), name
    assert cut.dataset["draw"].values.tolist() == list(range(DRAWS))


def test_coordinates_are_months_places_and_draws(ensemble: Ensemble) -> None:
    dataset = ensemble.dataset
    ends = ["2012-01-31", "2012-02-29", "2012-03-31", "2012-04-30", "2012-05-31", "2012-06-30"]
    assert dataset["month"].values.astype("datetime64[D]").astype(str).tolist() == ends
    assert dataset["place"].values.tolist() == list(PLACES)
    assert dataset["draw"].values.tolist() == list(range(DRAWS))
    assert dataset["holder"].sel(place="raqqa", month="2012-02").shape == (DRAWS, 1)


def test_month_ends_cross_years() -> None:
    assert store.month_ends(Calendar("1969-12", 3, 1)).astype(str).tolist() == [
        "1969-12-31",
        "1970-01-31",
        "1970-02-28",
    ]


def test_every_variable_has_a_unit_and_says_what_it_is(ensemble: Ensemble) -> None:
    for name, array in ensemble.dataset.data_vars.items():
        assert {"units", "long_name", "cell_methods"} <= set(array.attrs), name
    assert ensemble.dataset["area_control"].attrs["units"] == "km2"
    assert ensemble.dataset["killed_by_fire"].attrs["cell_methods"] == "month: sum"
    assert ensemble.dataset["revenue"].attrs["cell_methods"] == "month: mean"
    assert ensemble.dataset.attrs["Conventions"].startswith("CF-")


def test_others_open_the_store_without_a_warning(ensemble: Ensemble) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        dataset = xr.open_zarr(ensemble.path / "ensemble.zarr", chunks=None)
    assert dataset.sizes == {"draw": DRAWS, "month": 6, "place": 3}


def test_nothing_is_read_before_it_is_used(ensemble: Ensemble) -> None:
    assert not Ensemble.open(ensemble.path).dataset["killed_by_fire"].variable._in_memory


def test_quantiles_are_over_draws(ensemble: Ensemble) -> None:
    found = ensemble.quantiles("fighters", [0.05, 0.5])
    assert found.dims == ("quantile", "month")
    assert found.attrs["units"] == "person"
    expected = np.quantile(ensemble.dataset["fighters"].values, [0.05, 0.5], axis=0)
    np.testing.assert_allclose(found.values, expected)


def test_a_wrong_question_is_answered_with_a_sentence(ensemble: Ensemble) -> None:
    with pytest.raises(InputError, match=r"quantity: is one of those recorded .*'figthers'.*choose from area_control"):
        ensemble.quantiles("figthers", [0.5])
    with pytest.raises(InputError, match="probabilities lie between 0 and 1"):
        ensemble.quantiles("fighters", [50])


def test_the_manifest_has_no_clock_no_path_and_no_worker_count(ensemble: Ensemble) -> None:
    text = (ensemble.path / "manifest.json").read_text()
    assert json.loads(text) == ensemble.manifest
    assert str(ensemble.path) not in text and "worker" not in text and "time" not in text
    assert ensemble.manifest["record"]["holder"] == "end"
    assert "the stock, derived quantity or flow 'forces_killed'" in ensemble.manifest["left_out"]["deaths_dyads_iraq"]
    assert ensemble.manifest["quantities"]["towns"] == {"quantity": "cities_held", "numbers": {"threshold": 50_000.0}}


def test_a_target_is_kept_under_its_name_with_its_number(ensemble: Ensemble) -> None:
    towns = ensemble.dataset["towns"]
    held = (ensemble.dataset["holder"].values == 1)[:, :, :2].sum(axis=2)
    assert np.array_equal(towns.values, held) and held.max() > 0
    assert towns.attrs["long_name"] == "Towns held (threshold 50000 person)"


def test_the_notebook_view_is_escaped(ensemble: Ensemble) -> None:
    evil = "<script>alert(1)</script>"
    shown = replace(ensemble, manifest=ensemble.manifest | {"case": {"name": evil}})._repr_html_()
    assert evil not in shown and html.escape(evil) in shown
    assert "<td>km2</td>" in shown


def test_an_unfinished_run_cannot_be_opened(tmp_path: Path) -> None:
    run_experiment(tiny(4), tmp_path / "run")
    (tmp_path / "run" / "ensemble.zarr").rename(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="not finished"):
        Ensemble.open(tmp_path / "run")
    with pytest.raises(UsageError, match="not the manifest of a polemos run"):
        Ensemble.open(tmp_path)


def test_a_kept_array_gives_way_to_the_quantity_of_its_name(tmp_path: Path) -> None:
    found = run_experiment(tiny(4, kept={"fighters": "end"}), tmp_path / "run").dataset
    assert found["fighters"].dims == ("draw", "month")
    assert found["fighters_by_place_by_kind"].dims == ("draw", "month", "place", "kind")
    assert found["kind"].values.tolist() == list(tiny_model().dims["kind"])


def test_a_mechanism_from_outside_is_part_of_the_code_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from polemos.ensemble.manifest import code_hash

    source = "class Outside:\n    pass\n"
    hashes = []
    for name, text in (("one", source), ("two", source.replace("pass", "x = 1"))):
        monkeypatch.syspath_prepend(str(tmp_path / name))
        (tmp_path / name).mkdir()
        (tmp_path / name / f"outside_{name}.py").write_text(text)
        hashes.append(code_hash((__import__(f"outside_{name}").Outside,)))
    assert hashes[0] != hashes[1]
