"""Readers: the three forms give the same table, and bad files are refused with the row and the rule."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from polemos.core.calendar import month_number
from polemos.core.errors import InputError
from polemos.scoring.forecast import Forecast, QuantileForecast
from polemos.scoring.hubverse import hubverse_table
from polemos.scoring.protocol import prepare
from polemos.scoring.read import read_forecast, read_observed
from polemos.scoring.sheet import score


def frame(units=(5, 40), months=range(457, 469), draws=3):
    rows = [(m, u, d, 10 * u + d) for m in months for u in units for d in range(draws)]
    return pd.DataFrame(rows, columns=["month_id", "country_id", "draw", "outcome"])


def observed(units=(5, 40), months=range(457, 469)):
    rows = [(m, u, 10 * u) for m in months for u in units]
    return read_observed(pd.DataFrame(rows, columns=["month_id", "country_id", "outcome"]))


def test_row_order_does_not_matter_and_units_are_ordered_as_numbers():
    mixed = read_forecast(frame(units=(100, 9)).sample(frac=1, random_state=1))
    straight = read_forecast(frame(units=(100, 9)))
    assert mixed.unit[:2].tolist() == ["9", "100"]
    assert np.array_equal(mixed.draws, straight.draws)
    assert mixed.period[0] == month_number("2018-01")


def test_pandas_index_and_arrow_and_files_are_the_same(tmp_path):
    plain = read_forecast(frame())
    pq.write_table(pa.Table.from_pandas(frame().set_index(["month_id", "country_id", "draw"])), tmp_path / "f.parquet")
    frame().to_csv(tmp_path / "f.csv", index=False)
    for source in (
        frame().set_index(["month_id", "country_id", "draw"]),
        pa.Table.from_pandas(frame()),
        tmp_path / "f.parquet",
        tmp_path / "f.csv",
    ):
        assert np.array_equal(read_forecast(source).draws, plain.draws)


def test_tidy_and_hubverse_forms_come_back_as_they_went():
    forecast = Forecast(
        "ged_sb", month_number("2017-10"), *(getattr(read_forecast(frame()), n) for n in ("unit", "period", "draws"))
    )
    for table in (forecast.table(), hubverse_table(forecast)):
        back = read_forecast(table)
        assert isinstance(back, Forecast)
        assert back.origin == forecast.origin
        assert back.lead.min() == 3
        assert np.array_equal(back.draws, forecast.draws)
        assert back.unit.tolist() == forecast.unit.tolist()


def test_a_hubverse_quantile_table_is_scored():
    rows = [
        ("2017-10-01", "deaths", "5", h, "quantile", q, v)
        for h in (1, 2)
        for q, v in ((0.05, 0.0), (0.5, 10.0), (0.95, 30.0))
    ]
    names = ["origin_date", "target", "location", "horizon", "output_type", "output_type_id", "value"]
    forecast = read_forecast(pd.DataFrame(rows, columns=names))
    assert isinstance(forecast, QuantileForecast)
    truth = read_observed(pd.DataFrame({"unit": ["5", "5"], "period": ["2017-11", "2017-12"], "value": [10, 50]}))
    sheet = score(forecast, truth)
    assert sheet.scores["mis_90"] == pytest.approx([30.0, 30.0 + 20 * 20.0])
    assert sheet.scores["coverage_90"].tolist() == [1.0, 0.0]


def broken(kind):
    table = frame()
    if kind == "missing month":
        return table[table.month_id != 460]
    if kind == "missing unit-month":
        return table[~((table.month_id == 460) & (table.country_id == 5))]
    if kind == "duplicate":
        return pd.concat([table, table.iloc[[7]]], ignore_index=True)
    if kind == "fewer draws":
        return table.drop(index=10)
    table["outcome"] = table["outcome"].astype(float)
    if kind == "negative":
        table.loc[4, "outcome"] = -1
    if kind == "nan":
        table.loc[4, "outcome"] = np.nan
    if kind == "infinite":
        table.loc[4, "outcome"] = np.inf
    if kind == "month id":
        table.loc[4, "month_id"] = 2018
    if kind == "draw numbers":
        table["draw"] += 1
    if kind == "no column":
        table = table.rename(columns={"outcome": "deaths"})
    return table


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("missing month", "months follow one another without a gap (it is 'no 2018-04')"),
        ("missing unit-month", "every unit has every month (it is 'unit 5 in 2018-04')"),
        ("duplicate", "table, row 73: a unit, month and draw appear once (it is 'unit 5, 2018-02, draw 1')"),
        ("fewer draws", "has the same 3 values of 'draw' (it is '2 for unit 40, 2018-02, draw 0')"),
        ("negative", "row 5: 'outcome' counts something, so it is never negative (it is '-1.0')"),
        ("nan", "row 5: 'outcome' is never blank"),
        ("infinite", "row 5: 'outcome' is a finite number (it is 'inf')"),
        ("month id", "row 5: a month_id lies in 1..1200 (it is '2018')"),
        ("draw numbers", "row 3: draws are numbered from 0 without a gap (it is '3')"),
        ("no column", "a forecast has the columns of a known form"),
    ],
)
def test_a_bad_file_is_refused_with_its_row_and_rule(kind, said):
    with pytest.raises(InputError) as refused:
        read_forecast(broken(kind))
    assert said in str(refused.value)


def test_text_among_numbers_and_a_malformed_month_are_named_by_row(tmp_path):
    table = frame().astype(object)
    table.loc[6, "outcome"] = "many"
    table.to_csv(tmp_path / "f.csv", index=False)
    with pytest.raises(InputError, match=r"f.csv, row 7: 'outcome' holds numbers only \(it is 'many'\)"):
        read_forecast(tmp_path / "f.csv")
    tidy = read_forecast(frame(), month_number("2017-10")).table().to_pandas()
    tidy.loc[8:, "period"] = tidy.loc[8:, "period"].str.replace("2018", "18")
    with pytest.raises(InputError, match=r"row 9, 'period': a month is written YYYY-MM \(it is '18-02'\)"):
        read_forecast(tidy)


def test_mixed_origins_are_refused_naming_the_first_other_row():
    table = read_forecast(frame(), month_number("2017-10")).table().to_pandas()
    table.loc[9, "origin"] = "2017-09"
    with pytest.raises(InputError, match=r"row 10: a file holds one origin, here '2017-10' \(it is '2017-09'\)"):
        read_forecast(table)


def test_a_forecast_of_its_own_past_is_refused():
    with pytest.raises(InputError, match="lies after its origin 2018-03"):
        read_forecast(frame(), month_number("2018-03"))


def test_nothing_observed_for_a_row_is_refused():
    with pytest.raises(InputError, match="none for unit 5 in 2018-12"):
        score(read_forecast(frame()), observed(months=range(457, 468)))


@pytest.mark.parametrize(
    ("table", "origin", "said"),
    [
        (frame(months=range(458, 470)), None, "January to December of one year"),
        (frame(months=range(457, 468)), None, "January to December of one year"),
        (frame(), "2017-12", "forecasts from October of the year before, 2017-10"),
        (frame(units=(5,)), None, "no unit 40 in 2018-01"),
        (frame(draws=1001), None, "allows 1000 draws"),
    ],
)
def test_the_protocol_refuses_what_the_challenge_would(table, origin, said):
    with pytest.raises(InputError) as refused:
        prepare(read_forecast(table, month_number(origin) if origin else None), observed())
    assert said in str(refused.value)
