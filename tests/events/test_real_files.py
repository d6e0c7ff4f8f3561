"""Every real file comes in whole, and its panels add up to what an independent reading of the file adds up to."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from event_samples import DATA, REAL, needs_data

from polemos.core.errors import InputError
from polemos.events.importing import import_events, read_events
from polemos.events.store import Store
from polemos.events.table import EventTable
from polemos.events.totals import against_totals, read_panel

pytestmark = needs_data
UCDP = DATA / "ucdp"
KINDS = {1: "sb", 2: "ns", 3: "os"}


def independent(name: str) -> pd.DataFrame:
    """The file by pandas."""
    path = UCDP / name
    frame = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, low_memory=False)
    if frame.iloc[0].astype(str).str.startswith("#").any():
        frame = frame.iloc[1:]
    return frame.rename(columns={"ISO": "country"})


def dataset(store: Store, name: str) -> EventTable:
    return EventTable.from_store(store, [r.dataset for r in store.receipts() if r.file == name])


@pytest.mark.parametrize("name", REAL)
def test_no_row_is_lost_and_none_is_made_up(filled, name):
    receipt = next(r for r in filled.receipts() if r.file == name)
    assert (receipt.rows_read, receipt.accepted, receipt.rejected) == (REAL[name], REAL[name], 0)
    assert len(dataset(filled, name)) == REAL[name]


@pytest.mark.parametrize("name", REAL)
def test_deaths_by_year_country_and_type_are_those_of_the_file(filled, name):
    frame = independent(name)
    key = ["year", "country"] + (["type_of_violence"] if "type_of_violence" in frame else [])
    frame[["year", "best"]] = frame[["year", "best"]].astype(int)
    expected = frame.groupby(key).best.sum()
    by = ("year", "country") + (("type",) if "type_of_violence" in frame else ())
    panel = dataset(filled, name).to_panel(by=by).to_pandas()
    if "type_of_violence" in key:
        found = panel.groupby(["period", "country", "type"]).best.sum()
        wanted = {(str(y), c, KINDS[int(t)]): v for (y, c, t), v in expected.items()}
    else:
        found = panel.groupby(["period", "country"]).best.sum()
        wanted = {(str(y), c): v for (y, c), v in expected.items()}
    assert {k: int(v) for k, v in found.items()} == {k: int(v) for k, v in wanted.items()}


@pytest.mark.parametrize("policy", ["spread", "aside", "drop"])
def test_months_keep_every_death_or_say_what_was_dropped(filled, policy):
    events = dataset(filled, "ged_iraq_syria.parquet")
    panel = events.to_panel(by=("month", "country"), summary_events=policy)
    parts = panel.about["parts"]
    whole = independent("ged_iraq_syria.parquet")
    long = (pd.to_datetime(whole.date_end) - pd.to_datetime(whole.date_start)).dt.days + 1 > 31
    assert panel.total("best") == (whole.best.sum() if policy != "drop" else whole.best[~long].sum())
    assert parts.get("aside", {"value": 0})["value"] == (whole.best[long].sum() if policy == "aside" else 0)


def test_no_false_january_peak_when_summary_events_are_spread(filled):
    events = dataset(filled, "ged_iraq_syria.parquet")
    months = events.to_panel(by=("month",), countries=("Syria",), types=("sb",)).to_pandas()
    year = months[months.period.str.startswith("2016")].set_index("period").best
    assert year["2016-01"] < 1.6 * year.median()


def test_difference_to_another_release_is_reported_by_year(filled):
    found = against_totals(
        dataset(filled, "ged_iraq_1989_2018.csv"), read_panel(UCDP / "ucdp_country_year_v25_1.parquet")
    ).to_pandas()
    exact = found[(found.period == "2013") & (found.type == "os")].iloc[0]
    revised = found[(found.period == "2014") & (found.type == "sb")].iloc[0]
    assert (exact.events, exact.difference) == (2115, 0)
    assert (revised.events, revised.totals, revised.difference) == (12192, 13168, -976)


@pytest.mark.parametrize(
    ("name", "best"),
    [("ucdp_country_year_v25_1.parquet", 3957143), ("ucdp_country_month_v25_1.parquet", 3957143)],
)
def test_tables_of_totals_read_as_panels(name, best):
    assert read_panel(UCDP / name).total("best") == best


def test_monthly_series_side_by_side_read_as_a_panel():
    panel = read_panel(UCDP / "iraq_syria_monthly_2011_2019.csv").to_pandas()
    frame = pd.read_csv(UCDP / "iraq_syria_monthly_2011_2019.csv")
    assert panel[panel.series == "ged_event_sb"].best.sum() == frame.ged_event_sb.sum()
    assert len(panel[panel.series == "views_sb_v2"]) == 216


def test_same_file_again_changes_nothing(store):
    first = import_events(UCDP / "candidate_ged_v23_0_10.csv", store)
    files = Counter(str(p) for p in store.folder.rglob("*"))
    again = import_events(UCDP / "candidate_ged_v23_0_10.csv", store)
    assert again.already_there and again.dataset == first.dataset
    assert Counter(str(p) for p in store.folder.rglob("*")) == files


def test_datasets_that_share_events_are_not_mixed(filled):
    names = [r.dataset for r in filled.receipts() if r.source == "ucdp-ged"]
    with pytest.raises(InputError, match="share 7,473 events"):
        EventTable.from_store(filled, names)


def test_totals_are_not_mistaken_for_events(store):
    with pytest.raises(InputError, match="published totals"):
        import_events(UCDP / "iraq_syria_monthly_2011_2019.csv", store)
    assert store.names() == []


def test_release_is_told_and_how(filled):
    told = {r.file: (r.source, r.release) for r in filled.receipts()}
    assert told["candidate_ged_v23_0_10.csv"] == ("ucdp-candidate", "23.0.10")
    assert told["ged_iraq_1989_2018.csv"] == ("ucdp-ged", "19.1")
    assert told["ged_iraq_syria.parquet"] == ("ucdp-ged", "19.1+Syria-652.1601.1911")


def test_frames_of_pandas_and_polars_come_back_with_the_same_panel():
    events = read_events(UCDP / "candidate_ged_v23_0_10.csv")
    wanted = events.to_panel().total()
    assert EventTable.from_frame(events.to_pandas()).to_panel().total() == wanted
    assert EventTable.from_frame(events.to_polars()).to_panel().total() == wanted
    assert EventTable.from_frame(events.to_arrow()).to_panel().total() == wanted
