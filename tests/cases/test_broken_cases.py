# ruff: noqa: E501 - one broken case a line
"""Broken cases: the command line answers with exit code 3 and sentences that name place, value, rule and fix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from polemos.cli import main
from small_case import change


class Broken(NamedTuple):
    """A change to a file of the good case, and what the first sentence must contain."""

    file: str
    old: str
    new: str
    says: tuple[str, ...]


def cut(file: str, line: str, *says: str) -> Broken:
    """The file without a line."""
    return Broken(file, line + "\n", "", says)


# fmt: off
BROKEN = {
    "unknown key in the header": Broken("case.toml", 'title = "A', 'titel = "x"\ntitle = "A', ("case.toml, case.titel", "not a key", "'x'", "'title'")),
    "unknown section": Broken("case.toml", "[dims]", "[clock]\nstep = 1\n[dims]", ("case.toml, clock", "not a key")),
    "missing title": cut("case.toml", 'title = "A small case"', "case.toml, case.title", "is missing", "add it"),
    "empty title": Broken("case.toml", '"A small case"', '""', ("case.title", "must not be empty")),
    "name is not the folder's": Broken("case.toml", '"small"', '"smile"', ("case.name", "'smile'", "folder's name, small")),
    "end before start": Broken("case.toml", '"2014-12"', '"2012-12"', ("case.end", "'2012-12'", "before the start, 2013-01")),
    "month that does not exist": Broken("case.toml", '"2014-12"', '"2014-13"', ("case.end", "'2014-13'", "month that exists", "2014-06")),
    "step longer than a week": Broken("case.toml", "steps_per_month = 6", "steps_per_month = 4", ("case.steps_per_month", "'4'", "7 days", "at least 5")),
    "steps as a fraction": Broken("case.toml", "steps_per_month = 6", "steps_per_month = 6.5", ("case.steps_per_month", "whole number")),
    "cut before the start": Broken("case.toml", "2015-06-30", "2012-06-30", ("information_cut", "before the start")),
    "two movements": Broken("case.toml", 'name = "The flyers"\nrole = "fire"', 'name = "The flyers"\nrole = "movement"', ("case.toml, actors", "exactly one", "'2'")),
    "unknown role": Broken("case.toml", 'role = "fire"', 'role = "fyre"', ("case.toml, actors.4.role", "'fyre'", "must be one of")),
    "actor twice": Broken("case.toml", 'id = "flyers"', 'id = "movement"', ("case.toml, actors", "stands twice", "'movement'")),
    "label twice": Broken("case.toml", '["core", "local"]', '["core", "core"]', ("dims.kind", "stands twice", "'core'")),
    "name with a capital": Broken("case.toml", 'id = "flyers"', 'id = "Flyers"', ("actors.4.id", "'Flyers'", "small letters")),
    "broken TOML": Broken("case.toml", "[dims]", "[dims", ("case.toml, line 12, column", "is not TOML")),
    "number of thousands of digits": Broken("case.toml", "steps_per_month = 6", "steps_per_month = 6" + "0" * 5000, ("case.toml", "too long to read", "shorten")),
    "nested without end": Broken("initial.toml", "value = 5000", "value = " + "[" * 5000, ("initial.toml", "nested too deeply")),
    "TOML key twice": Broken("case.toml", 'start = "2013-01"', 'start = "2013-01"\nstart = "2013-02"', ("case.toml, line 6", "is not TOML", "overwrite")),
    "unclosed TOML text": Broken("drivers.toml", 'cite = "atlas" }\n\n', 'cite = "atlas }\n\n', ("drivers.toml, line 9", "is not TOML")),
    "negative population": Broken("places.csv", "120000", "-120000", ("places.csv, line 2, column population", "'-120000", "at least 0")),
    "NaN in a table": Broken("places.csv", "120000", "NaN", ("line 2, column population", "'NaN'", "finite number")),
    "infinity in a table": Broken("places.csv", "120000", "1e999", ("line 2, column population", "finite number")),
    "thousands separator": Broken("places.csv", "120000", "120_000", ("line 2, column population", "'120_000'", "no separators")),
    "place twice": Broken("places.csv", "\nbeta,", "\nalpha,", ("places.csv, line 3, column id", "stands twice", "'alpha'")),
    "place's name twice": Broken("places.csv", '"Beta, the old town"', "Alpha", ("places.csv, line 3, column name", "stands twice", "'Alpha'")),
    "unknown country": Broken("places.csv", "Gamma,southland", "Gamma,southlend", ("places.csv, line 4, column country", "'southlend'", "perhaps 'southland' is meant")),
    "owner is no rival": Broken("places.csv", "nobody,southern_army", "nobody,flyers", ("line 4, column owner_at_start", "'flyers'", "rival")),
    "unknown holder": Broken("places.csv", "nobody,southern_army", "noone,southern_army", ("line 4, column holder_at_start", "'noone'", "must be one of")),
    "shares do not sum to 1": Broken("places.csv", "0.5,0.25,0.25,", "0.5,0.25,0.35,", ("line 2, column hill_people + river_people + townsfolk", "sum to 1", "'1.1'")),
    "share above 1": Broken("places.csv", "12.5,1,0,0", "12.5,1.5,-0.5,0", ("line 3, column hill_people", "'1.5'", "at most 1")),
    "share without a number": Broken("places.csv", "12.5,1,0,0", "12.5,1,all,0", ("line 3, column river_people", "'all'", "finite number")),
    "community without a column": Broken("case.toml", '"townsfolk"]', '"townsfolk", "sea_people"]', ("places.csv, line 1, column 15", "header must be exactly", "put sea_people there")),
    "column without a community": Broken("case.toml", ', "townsfolk"]', "]", ("places.csv, line 1, column 14", "'townsfolk'", "put holder_at_start")),
    "no community": Broken("case.toml", '["hill_people", "river_people", "townsfolk"]', "[]", ("case.toml, dims.community", "must not be empty")),
    "community twice": Broken("case.toml", '"river_people", "townsfolk"]', '"river_people", "hill_people"]', ("dims.community", "stands twice", "'hill_people'")),
    "community named like a column": Broken("case.toml", '"townsfolk"]', '"population"]', ("dims.community", "'population'", "column of places.csv", "rename it")),
    "unknown constituency": Broken("case.toml", 'constituency = "river_people"', 'constituency = "river_poeple"', ("case.toml, case.constituency", "'river_poeple'", "one of the communities", "perhaps 'river_people' is meant")),
    "constituency missing": cut("case.toml", 'constituency = "river_people"', "case.toml, case.constituency", "is missing"),
    "latitude off the globe": Broken("places.csv", "35.5,42.25", "95.5,42.25", ("line 2, column lat", "at most 90")),
    "date that does not exist": Broken("places.csv", "2011-05-01", "2011-02-30", ("line 2, column known_from", "'2011-02-30'", "date that exists")),
    "date with a slash": Broken("places.csv", "2011-05-01", "01/05/2011", ("line 2, column known_from", "'01/05/2011'", "2017-02-01")),
    "source of a place unknown": Broken("places.csv", "census2010;atlas", "census2011;atlas", ("places.csv, line 3, column source", "'census2011'", "references.bib", "'census2010'")),
    "source of a place missing": Broken("places.csv", "recalled,atlas,map 3", "recalled,,map 3", ("places.csv, line 4, column source", "must not be empty")),
    "unknown basis": Broken("places.csv", "recalled,atlas,map 3", "guessed,atlas,map 3", ("line 4, column basis", "'guessed'", "'read', 'derived', 'recalled' or 'elicited'")),
    "column renamed": Broken("places.csv", "adm1", "province", ("places.csv, line 1, column 4", "header must be exactly", "'province'", "put adm1")),
    "too few fields": Broken("edges.csv", "80,derived,atlas", "80,derived", ("edges.csv, line 2", "has 4 fields where the header has 5")),
    "too many fields": Broken("edges.csv", "80,derived,atlas", "8,0,derived,atlas", ("edges.csv, line 2", "has 6 fields where the header has 5")),
    "empty line": Broken("edges.csv", "beta,gamma", "\nbeta,gamma", ("edges.csv, line 3", "no empty lines")),
    "NUL byte": Broken("edges.csv", "beta,gamma", "be\x00ta,gamma", ("edges.csv, line 3, character 3", "control characters", "0x00")),
    "quote never closed": Broken("edges.csv", "beta,gamma", '"beta,gamma', ("edges.csv, line 3, character 1", "not closed")),
    "quote inside": Broken("edges.csv", "beta,gamma", 'be"ta,gamma', ("edges.csv, line 3, character 3", "quote stands inside")),
    "dangling place in an edge": Broken("edges.csv", "beta,gamma", "beta,gama", ("edges.csv, line 3, column b", "'gama'", "perhaps 'gamma' is meant")),
    "edge to nowhere": Broken("edges.csv", "beta,gamma", "beta,", ("edges.csv, line 3, column b", "must be a name")),
    "edge to itself": Broken("edges.csv", "beta,gamma", "beta,beta", ("edges.csv, line 3, column b", "two different places", "'beta'")),
    "edge twice": Broken("edges.csv", "beta,gamma,120.5", "beta,alpha,120.5", ("edges.csv, line 3, column a,b", "stands twice")),
    "edge without length": Broken("edges.csv", "120.5", "0", ("edges.csv, line 3, column km", "more than 0")),
    "place without an edge": cut("edges.csv", "beta,gamma,120.5,derived,atlas", "edges.csv", "needs an edge", "'gamma'"),
    "dangling place in reach": Broken("reach.csv", "beta,northern_army", "bexa,northern_army", ("reach.csv, line 3, column place", "'bexa'", "'beta'")),
    "unknown rival in reach": Broken("reach.csv", "beta,northern_army", "beta,flyers", ("reach.csv, line 3, column rival", "'flyers'")),
    "reach above 1": Broken("reach.csv", "0.8", "1.8", ("reach.csv, line 3, column reach", "'1.8'", "at most 1")),
    "reach twice": Broken("reach.csv", "gamma,northern_army,0.2", "gamma,southern_army,0.2", ("reach.csv, line 5", "stands twice")),
    "parameter without a source": cut("parameters.toml", 'source = { cite = "atlas", locator = "p. 14" }', "parameters.toml, SmallRecruitment.propensity.source", "is missing", "add it"),
    "parameter without a basis": cut("parameters.toml", 'basis = "derived"', "SmallRecruitment.propensity.basis", "is missing"),
    "source not in the list": Broken("parameters.toml", 'cite = "atlas", locator = "p. 14"', 'cite = "atlsa", locator = "p. 14"', ("SmallRecruitment.propensity.source.cite", "'atlsa'", "perhaps 'atlas' is meant")),
    "wrong unit": Broken("parameters.toml", '[SmallRecruitment.propensity]\nunit = "1/month"', '[SmallRecruitment.propensity]\nunit = "person/month"', ("SmallRecruitment.propensity.unit", "declares 1/month", "'person/month'")),
    "unit of another scale": Broken("parameters.toml", '[SmallRecruitment.propensity]\nunit = "1/month"', '[SmallRecruitment.propensity]\nunit = "1/day"', ("SmallRecruitment.propensity.unit", "declares 1/month", "'1/day'")),
    "no unit at all": Broken("parameters.toml", '[SmallRecruitment.propensity]\nunit = "1/month"', '[SmallRecruitment.propensity]\nunit = "1/mnth"', ("SmallRecruitment.propensity.unit", "'1/mnth'", "not a unit")),
    "prior without width": Broken("parameters.toml", "upper95 = 0.010", "upper95 = 0.002", ("SmallRecruitment.propensity.prior", "needs width", "widen it")),
    "bounds that leave no prior": Broken("parameters.toml", "upper95 = 0.010", "upper95 = 0.010, at_most = 0.001", ("SmallRecruitment.propensity.prior", "leave 50% of a prior or more", "move the bounds")),
    "interval without width": Broken("parameters.toml", "low = 0.5, high = 2.0", "low = 2.0, high = 2.0", ("SmallRecruitment.zeal.prior", "needs width")),
    "spread of zero": Broken("parameters.toml", "sd = 0.1", "sd = 0.0", ("SmallCost.will.prior.northern_army.sd", "more than 0")),
    "impossible share": Broken("parameters.toml", "sd = 0.1", "sd = 0.6", ("SmallCost.will.prior.northern_army", "sd of a share")),
    "NaN in a prior": Broken("parameters.toml", "median = 0.002", "median = nan", ("SmallRecruitment.propensity.prior.median", "finite number")),
    "infinity in a prior": Broken("parameters.toml", "upper95 = 0.010", "upper95 = inf", ("propensity.prior.upper95", "finite number")),
    "text for a number": Broken("parameters.toml", "median = 0.002", 'median = "0.002"', ("propensity.prior.median", "must be a number", "'0.002'")),
    "truth for a number": Broken("parameters.toml", "median = 0.002", "median = true", ("propensity.prior.median", "must be a number")),
    "unknown family": Broken("parameters.toml", '"lognormal"', '"lognormall"', ("propensity.prior", "must be one of", "'lognormal'")),
    "unknown key in a prior": Broken("parameters.toml", "upper95 = 0.010", "upper95 = 0.010, uper95 = 1", ("propensity.prior.uper95", "not a key", "'upper95'")),
    "prior of a missing label": cut("parameters.toml", 'southern_army = { family = "uniform", low = 0.1, high = 0.9 }', "SmallCost.will.prior", "each label", "'northern_army'"),
    "later figures without a wider prior": Broken("parameters.toml", "known_from = 2012-02-01\nnote", "known_from = 2016-02-01\nnote", ("propensity.known_from", "information_cut, 2015-06-30", "'2016-02-01'", "prior_before")),
    "date with a time": Broken("parameters.toml", "known_from = 2012-02-01\nnote", "known_from = 2012-02-01T10:00:00\nnote", ("propensity.known_from", "without a time")),
    "parameter missing": Broken("parameters.toml", "[SmallRecruitment.propensity]", "[SmallRecruitment.propensities]", ("parameters.toml, SmallRecruitment.propensities", "no parameter of this name", "'propensity'")),
    "places not drawn apart": Broken("parameters.toml", ", iid = true", "", ("SmallRecruitment.zeal.prior", "asks for one prior with iid = true", "'one prior'")),
    "scalar drawn by place": Broken("parameters.toml", "upper95 = 0.010", "upper95 = 0.010, iid = true", ("propensity.prior", "asks for one prior", "'one for each place'")),
    "unknown mechanism": Broken("parameters.toml", '[SmallCost]\nclass = "small_mechanisms:SmallCost"', "[SmallCost]", ("parameters.toml, SmallCost", "no mechanism of this name")),
    "class that cannot be imported": Broken("parameters.toml", '"small_mechanisms:SmallCost"', '"no_such_module:SmallCost"', ("SmallCost.class", "cannot be imported", "'no_such_module:SmallCost'")),
    "class that is no mechanism": Broken("parameters.toml", '"small_mechanisms:SmallCost"', '"json:JSONDecoder"', ("SmallCost.class", "subclass of Mechanism")),
    "class path of another form": Broken("parameters.toml", '"small_mechanisms:SmallCost"', '"os.system(1)"', ("SmallCost.class", "package.module:ClassName")),
    "stock without a start": Broken("initial.toml", "[treasury]", "[treasure]", ("initial.toml, treasure", "has this stock", "'treasury'")),
    "stock that the places give": Broken("initial.toml", "[treasury]", "[civilians]", ("initial.toml, civilians", "places.csv", "remove the table")),
    "stock in another unit": Broken("initial.toml", 'unit = "USD"', 'unit = "person"', ("initial.toml, treasury.unit", "declares USD", "'person'")),
    "spread over too little": Broken("initial.toml", ", kind = { core = 0.25, local = 0.75 } }", " }", ("initial.toml, underground.spread", "spread over kind, place", "'place'")),
    "spread not summing to 1": Broken("initial.toml", "core = 0.25", "core = 0.35", ("underground.spread.kind", "sum to 1")),
    "spread over unknown labels": Broken("initial.toml", "core = 0.25", "cork = 0.25", ("underground.spread.kind", "each of core, local", "cork")),
    "start above the stock's bound": Broken("initial.toml", "value = 1\n", "value = 2\n", ("initial.toml, pocket.value", "'2'", "lies in 0 to 1")),
    "start that may fall below zero": Broken("initial.toml", "sd = 1e5", "sd = 5e5", ("initial.toml, treasury.prior", "lies in 0 to inf", "narrow")),
    "neither value nor prior": cut("initial.toml", "value = 5000", "initial.toml, reserve", "either a value or a prior"),
    "negative start": Broken("initial.toml", "value = 5000", "value = -5", ("initial.toml, reserve.value", "at least 0")),
    "driver outside the span": Broken("drivers/weapons.csv", "2013-12-31,", "2015-12-31,", ("weapons.csv, line 4, column date", "outside the case's span, 2013-01 to 2014-12", "'2015-12-31'")),
    "driver's month twice": Broken("drivers/weapons.csv", "2013-09,", "2013-06,", ("weapons.csv, line 3, column date", "stands twice")),
    "driver of an unknown label": Broken("drivers/weapons.csv", "2013-09,northland", "2013-09,eastland", ("weapons.csv, line 3, column country", "'eastland'")),
    "driver without a label's row": cut("drivers/weapons.csv", "2013-01-01,southland,0,,,read,atlas,,2013-08-01,high", "weapons.csv", "every label", "'southland'"),
    "driver outside its range": Broken("drivers/weapons.csv", "100,90,110", "100,120,110", ("weapons.csv, line 2", "low, value and high")),
    "driver's file elsewhere": Broken("drivers.toml", "drivers/weapons.csv", "../weapons.csv", ("drivers.toml, weapons.file", "'../weapons.csv'", "drivers/name.csv")),
    "driver's file missing": Broken("drivers.toml", "drivers/weapons.csv", "drivers/arms.csv", ("drivers/arms.csv", "is missing")),
    "driver that a mechanism reads": Broken("drivers.toml", "[weapons]", "[bombs]", ("SmallCost.spending", "'weapons'", "nothing in the model provides")),
    "unknown rule": Broken("drivers.toml", 'kind = "last"', 'kind = "lost"', ("border_open.rule.kind", "'lost'", "must be one of")),
    "target of no series": Broken("targets.toml", '["area_small"]', '["area_smal"]', ("targets.toml, area_control.series", "'area_smal'", "'area_small'")),
    "target of no quantity": Broken("targets.toml", 'quantity = "area_control"', 'quantity = "area_controll"', ("area_control.quantity", "'area_controll'", "'area_control'")),
    "label of a quantity without labels": Broken("targets.toml", 'quantity = "area_control"', 'quantity = "area_control"\nlabel = "northland"', ("area_control.label", "'northland'", "has no labels", "remove")),
    "quantity for each country without a label": Broken("targets.toml", '[area_control]', '[dead]\ntitle = "x"\nunit = "km2"\nquantity = "deaths_dyads"\nseries = ["area_small"]\n[area_control]', ("targets.toml, dead.label", "for each country", "choose one of northland, southland")),
    "label of no country": Broken("targets.toml", 'quantity = "area_control"', 'quantity = "deaths_dyads"\nlabel = "northlend"', ("area_control.label", "'northlend'", "perhaps 'northland' is meant")),
    "number missing": Broken("targets.toml", 'quantity = "area_control"', 'quantity = "cities_held"', ("area_control.threshold", "cities_held needs it", "in person and its source")),
    "number that nothing uses": Broken("targets.toml", 'quantity = "area_control"', 'quantity = "area_control"\nthreshold = { value = 5, unit = "person", basis = "read", source = { cite = "atlas" } }', ("area_control.threshold", "does not use it", "remove")),
    "number in another unit": Broken("targets.toml", '[area_control]', '[towns]\ntitle = "x"\nunit = "1"\nquantity = "cities_held"\nseries = ["area_small"]\nthreshold = { value = 5, unit = "km2", basis = "read", source = { cite = "atlas" } }\n[area_control]', ("targets.toml, towns.threshold.unit", "takes person", "'km2'")),
    "number without a source": Broken("targets.toml", 'quantity = "area_control"', 'quantity = "cities_held"\nthreshold = { value = 5, unit = "person", basis = "read" }', ("area_control.threshold.source", "is missing")),
    "number of an unknown source": Broken("targets.toml", 'quantity = "area_control"', 'quantity = "cities_held"\nthreshold = { value = 5, unit = "person", basis = "read", source = { cite = "atlsa" } }', ("area_control.threshold.source.cite", "'atlsa'", "'atlas'")),
    "target with another's name": Broken("targets.toml", "[area_control]", "[deaths_dyads_northland]", ("targets.toml, deaths_dyads_northland", "name of another series", "Deaths in dyads")),
    "target with a dimension's name": Broken("targets.toml", "[area_control]", "[place]", ("targets.toml, place", "every run uses", "rename the target")),
    "target in another unit": Broken("targets.toml", 'unit = "km2"', 'unit = "person"', ("targets.toml, area_control.unit", "'person'", "km2")),
    "figure outside the span": Broken("figures/area.csv", "2013-06-15", "2016-06-15", ("area.csv, line 2, column date", "outside the case's span")),
    "figure without a number": Broken("figures/area.csv", "400,300", "about 400,300", ("area.csv, line 2, column value", "'about 400'")),
    "figure in no unit": Broken("figures/area.csv", "km2", "acrez", ("area.csv, line 2, column unit", "'acrez'", "not a unit")),
    "outcome of no place": Broken("outcomes.csv", "alpha,1", "alfa,1", ("outcomes.csv, line 2, column place", "'alfa'")),
    "outcome lost before gained": Broken("outcomes.csv", "2014-07-10", "2013-05-10", ("outcomes.csv, line 2", "before date_gained")),
    "claim twice": Broken("claims.toml", "[[claims]]", '[[claims]]\nid = "M09"\nparagraph = 1\nkind = "figure"\ntitle = "y"\ntext = "x"\n[[claims]]', ("claims.toml, claims", "stands twice", "'M09'")),
    "reference twice": Broken("references.bib", "@misc{census2010", "@misc{atlas", ("references.bib, line 3", "stands twice", "'atlas'")),
    "reference never closed": Broken("references.bib", "tables, 1 to 9},\n}", "tables, 1 to 9},\n", ("references.bib, line 3", "never closed")),
}
# fmt: on


def said(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines of stderr after `polemos validate`, which must exit with 3, print nothing else and write nothing."""
    before = snapshot(folder)
    monkeypatch.setattr("sys.argv", ["polemos", "validate", str(folder)])
    with pytest.raises(SystemExit) as exit_:
        main()
    out, err = capsys.readouterr()
    assert exit_.value.code == 3
    assert out == ""
    assert "Traceback" not in err
    assert snapshot(folder) == before
    return err.splitlines()


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file around the case."""
    return {str(p): p.read_bytes() for p in sorted(folder.parent.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_case_is_refused_in_one_sentence(
    name: str, small_case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = BROKEN[name]
    change(small_case, broken.file, broken.old, broken.new)
    lines = said(small_case, capsys, monkeypatch)
    first = lines[0]
    assert first.startswith("polemos: ") and first.endswith(".")
    assert "; " in first, "a sentence ends with the way to mend it"
    for part in broken.says:
        assert part in first, f"{part!r} is not in {first!r}"


def empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def a_file(folder: Path) -> None:
    empty(folder)
    folder.rmdir()
    folder.write_text("not a folder")


def gone(folder: Path) -> None:
    empty(folder)
    folder.rmdir()


def latin(folder: Path) -> None:
    path = folder / "edges.csv"
    path.write_bytes(path.read_bytes().replace(b"beta,gamma", b"b\xe9ta,gamma"))


def latin_toml(folder: Path) -> None:
    (folder / "case.toml").write_bytes(b'[case]\nname = "sm\xe9ll"\n')


def without(file: str) -> Callable[[Path], None]:
    return lambda folder: (folder / file).unlink()


def a_folder_instead(folder: Path) -> None:
    (folder / "places.csv").unlink()
    (folder / "places.csv").mkdir()


def empty_table(folder: Path) -> None:
    (folder / "places.csv").write_text("")


def no_mechanism(folder: Path) -> None:
    (folder / "parameters.toml").write_text("")


NEEDED = (
    *("case.toml", "places.csv", "edges.csv", "reach.csv", "parameters.toml", "initial.toml"),
    *("drivers.toml", "targets.toml", "references.bib"),
)
WHOLE = {
    "a file": (a_file, ("/small: ", "a case is a folder")),
    "not there": (gone, ("/small: ", "no such case")),
    "empty": (empty, ("/small: ", "is empty", "polemos new")),
    "not UTF-8": (latin, ("edges.csv, line 3, character 2", "not UTF-8", "0xe9")),
    "TOML not UTF-8": (latin_toml, ("case.toml, line 2, character 11", "not UTF-8")),
    "a folder for a file": (a_folder_instead, ("places.csv", "must be a file")),
    "an empty table": (empty_table, ("places.csv, line 1", "table is empty")),
    "no mechanism": (no_mechanism, ("parameters.toml", "at least one mechanism")),
    **{f"without {file}": (without(file), (file, "the file is missing")) for file in NEEDED},
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_broken_folder_is_refused_in_one_sentence(
    name: str, small_case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks, says = WHOLE[name]
    breaks(small_case)
    first = said(small_case, capsys, monkeypatch)[0]
    for part in says:
        assert part in first


def test_a_file_that_may_not_be_read_is_named(
    small_case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.read_bytes

    def forbidden(path: Path) -> bytes:
        if path.name == "initial.toml":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("sys.argv", ["polemos", "validate", str(small_case)])
    with monkeypatch.context() as patch, pytest.raises(SystemExit) as exit_:
        patch.setattr(Path, "read_bytes", forbidden)
        main()
    err = capsys.readouterr().err
    assert exit_.value.code == 3
    assert "initial.toml: the file cannot be read: permission denied; check its permissions." in err


def test_a_folder_that_may_not_be_listed_is_named(
    small_case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("sys.argv", ["polemos", "validate", str(small_case)])
    with monkeypatch.context() as patch, pytest.raises(SystemExit) as exit_:
        patch.setattr(Path, "iterdir", forbidden)
        main()
    assert exit_.value.code == 3
    assert "/small: the folder cannot be read: permission denied" in capsys.readouterr().err
