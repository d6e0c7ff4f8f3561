"""Write a Forecast where others can read it: the challenge's folder layout, or a hubverse table."""

from __future__ import annotations

from pathlib import Path

from polemos.scoring.forecast import Forecast
from polemos.scoring.hubverse import hubverse_table
from polemos.scoring.months import month_text
from polemos.scoring.views import write_views


def write_forecast(forecast: Forecast, folder: Path, form: str = "views") -> Path:
    """The file written. A calendar year goes to cm/window=Y<year>/, any other span to cm/window=<first>_<last>/."""
    first, last = int(forecast.period.min()), int(forecast.period.max())
    whole_year = first % 12 == 0 and last == first + 11
    window = f"Y{first // 12}" if whole_year else f"{month_text(first)}_{month_text(last)}"
    path = folder / "cm" / f"window={window}" / f"cm_{window}.parquet"
    if form == "views":
        write_views(forecast, path)
    else:
        import pyarrow.parquet as pq

        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(hubverse_table(forecast), path)
    return path
