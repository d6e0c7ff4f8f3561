"""`polemos score`: score a forecast against what happened, and against baselines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from polemos.core.errors import UsageError

if TYPE_CHECKING:
    from polemos.scoring.sheet import Sheet
    from polemos.scoring.skill import Skill
    from polemos.scoring.tables import Row

    Tables = dict[str, tuple[list[str], list[Row]]]

SKILL_SCORES = ("crps", "log_crps", "ignorance", "mis_90")


@click.command()
@click.argument("forecast", type=click.Path(path_type=Path))
@click.argument("observed", required=False, type=click.Path(path_type=Path))
@click.option("--baseline", "baselines", multiple=True, type=click.Path(path_type=Path), help="Another forecast.")
@click.option("--protocol", type=click.Choice(["views-2023"]), help="Apply the rules of a prediction challenge.")
@click.option("--origin", help="Last month of data (YYYY-MM), for one file that does not say it.")
@click.option("--by", type=click.Choice(["unit", "month", "lead", "year"]), help="Also take the CRPS apart.")
@click.option("--joint", is_flag=True, help="Also score each unit's draws as joint paths over the months.")
@click.option("--out", type=click.Path(path_type=Path), help="Write tables and figures into this folder.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    forecast: Path,
    observed: Path | None,
    baselines: tuple[Path, ...],
    protocol: str | None,
    origin: str | None,
    by: str | None,
    joint: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Score FORECAST (a file, or a folder of window=Y... folders) against OBSERVED.

    A folder that `polemos forecast CASE` wrote is scored beside every baseline, without OBSERVED by its observed.csv.
    """
    from polemos.scoring.frozen import is_frozen

    if is_frozen(forecast):
        tables = _frozen_tables(forecast, observed)
        _write_tables(tables, out)
    elif observed is None:
        raise UsageError("OBSERVED is missing: give the file or folder with what happened.")
    else:
        tables = _plain_tables(forecast, observed, baselines, protocol, origin, by, joint, out)
    click.echo(_as_json(tables) if as_json else _as_text(tables))


def _plain_tables(
    forecast: Path,
    observed: Path,
    baselines: tuple[Path, ...],
    protocol: str | None,
    origin: str | None,
    by: str | None,
    joint: bool,
    out: Path | None,
) -> Tables:
    """The tables of files of unit-months; with `out` written there with the figures."""
    from polemos.scoring.skill import paired_skill

    windows, sheet = _sheets(forecast, observed, protocol, origin)
    others = {str(path): _sheets(path, observed, protocol, origin)[1] for path in baselines}
    skills = {
        name: [paired_skill(sheet, other, s) for s in SKILL_SCORES if s in sheet.scores and s in other.scores]
        for name, other in others.items()
    }
    tables = _tables(windows, sheet, skills, by)
    if joint:
        tables["joint"] = _joint(forecast, observed)
    if out is not None:
        _write(tables, sheet, next(iter(others.values()), None), out)
    return tables


def _sheets(path: Path, observed: Path, protocol: str | None, origin: str | None) -> tuple[dict[str, Sheet], Sheet]:
    """A sheet per window and all of them as one."""
    from polemos.core.calendar import month_number
    from polemos.scoring.protocol import prepare
    from polemos.scoring.read import read_forecast, read_observed
    from polemos.scoring.sheet import join, score
    from polemos.scoring.windows import forecast_windows, observed_for

    sheets: dict[str, Sheet] = {}
    for window, file in forecast_windows(path).items():
        truth = read_observed(observed_for(observed, window))
        table = read_forecast(file, month_number(origin, "--origin") if origin else None)
        sheets[window] = score(prepare(table, truth, file.name) if protocol else table, truth)
    return sheets, join(list(sheets.values()))


def _tables(windows: dict[str, Sheet], sheet: Sheet, skills: dict[str, list[Skill]], by: str | None) -> Tables:
    from polemos.scoring.decompose import decompose
    from polemos.scoring.tables import means_table, parts_table, skill_table

    means = {name: window.means() for name, window in windows.items()}
    shared = [name for name in sheet.means() if all(name in m for m in means.values())]
    lines = {name: {s: m[s] for s in shared} for name, m in means.items()}
    if len(windows) > 1:
        lines["all"] = {s: sheet.mean(s) for s in shared}
    tables: Tables = {"scores": means_table(lines)}
    if skills:
        tables["skill"] = skill_table(skills)
    if by:
        name = "crps" if "crps" in sheet.scores else "quantile_crps"
        tables[f"by_{by}"] = parts_table(by, decompose(sheet, by, name))
    return tables


def _joint(path: Path, observed: Path) -> tuple[list[str], list[Row]]:
    """Mean energy and variogram score of the units' paths, per window of draws."""
    from polemos.scoring.forecast import Forecast
    from polemos.scoring.joint import score_paths
    from polemos.scoring.read import read_forecast, read_observed
    from polemos.scoring.windows import forecast_windows, observed_for

    rows: list[Row] = []
    for window, file in forecast_windows(path).items():
        table = read_forecast(file)
        if isinstance(table, Forecast):
            paths = score_paths(table, read_observed(observed_for(observed, window)))
            rows.append([window, float(paths.energy.mean()), float(paths.variogram.mean())])
    return ["window", "energy", "variogram"], rows


def _as_text(tables: Tables) -> str:
    from polemos.scoring.tables import as_text

    return "\n\n".join(as_text(header, rows) for header, rows in tables.values())


def _as_json(tables: Tables) -> str:
    return json.dumps(
        {name: [dict(zip(header, row, strict=True)) for row in rows] for name, (header, rows) in tables.items()},
        indent=1,
    )


def _frozen_tables(folder: Path, observed: Path | None) -> Tables:
    from polemos.scoring.frozen import read_frozen
    from polemos.scoring.frozen_tables import beaten_table, scores_table, skill_lines

    frozen = read_frozen(folder, observed)
    targets = sorted(frozen.sheets)
    return {"scores": scores_table(frozen), "skill": skill_lines(frozen), "beaten": beaten_table(frozen, targets)}


def _write_tables(tables: Tables, out: Path | None) -> None:
    from polemos.scoring.tables import write_csv

    if out is not None:
        for name, (header, rows) in tables.items():
            write_csv(out / f"{name}.csv", header, rows)


def _write(tables: Tables, sheet: Sheet, baseline: Sheet | None, out: Path) -> None:
    from polemos.scoring.figures import write_figures

    _write_tables(tables, out)
    for file in write_figures(sheet, out, baseline):
        click.echo(f"wrote {file}", err=True)
