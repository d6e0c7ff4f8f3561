# ruff: noqa: E501 - rows of tables are long
"""A small good case: three places, two rivals, two countries, two mechanisms; written fresh for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

FILES = {
    "case.toml": """
[case]
name = "small"
title = "A small case"
summary = "Three places, to test with."
start = "2013-01"
end = "2014-12"
steps_per_month = 6
information_cut = "2015-06-30"
places_resolution = "place"
constituency = "river_people"

[dims]
kind = ["core", "local"]
country = ["northland", "southland"]
community = ["hill_people", "river_people", "townsfolk"]

[[actors]]
id = "movement"
name = "The movement"
role = "movement"

[[actors]]
id = "northern_army"
name = "The northern army"
role = "rival"

[[actors]]
id = "southern_army"
name = "The southern army"
role = "rival"

[[actors]]
id = "flyers"
name = "The flyers"
role = "fire"
""",
    "places.csv": """
id,name,country,adm1,lat,lon,population,town_population,area_settled,area_desert,built_up,hill_people,river_people,townsfolk,holder_at_start,owner_at_start,presence_at_start,basis,source,locator,known_from,confidence,note
alpha,Alpha,northland,North,35.5,42.25,120000,70000,900,3000,40,0.5,0.25,0.25,rival,northern_army,2,derived,census2010,table 1,2011-05-01,high,
beta,"Beta, the old town",northland,East,35.0,43.0,60000,30000,700,0,12.5,1,0,0,rival,northern_army,1,derived,census2010;atlas,,2011,medium,"a ""quoted"" note"
gamma,Gamma,southland,South,34.0,43.5,20000,2000,400,10000,3,0.1,0.2,0.7,nobody,southern_army,0,recalled,atlas,map 3,2011-05,low,
""",
    "edges.csv": """
a,b,km,basis,source
alpha,beta,80,derived,atlas
beta,gamma,120.5,derived,atlas
""",
    "reach.csv": """
place,rival,reach,basis,source
alpha,northern_army,1,recalled,atlas
beta,northern_army,0.8,recalled,atlas
gamma,southern_army,1,recalled,atlas
gamma,northern_army,0.2,recalled,atlas
""",
    "parameters.toml": """
[SmallRecruitment]
class = "small_mechanisms:SmallRecruitment"
claim = "M09"

[SmallRecruitment.propensity]
unit = "1/month"
prior = { family = "lognormal", median = 0.002, upper95 = 0.010 }
basis = "derived"
source = { cite = "atlas", locator = "p. 14" }
known_from = 2012-02-01
note = "2,400 of 100,000 in a year"

[SmallRecruitment.zeal]
unit = "1"
prior = { family = "loguniform", low = 0.5, high = 2.0, iid = true }
basis = "elicited"
source = { cite = "atlas" }
known_from = 2012-02-01

[SmallCost]
class = "small_mechanisms:SmallCost"

[SmallCost.will]
unit = "1/month"
basis = "recalled"
source = { cite = "census2010" }
known_from = 2016-01-01

[SmallCost.will.prior]
northern_army = { family = "beta", mean = 0.3, sd = 0.1 }
southern_army = { family = "uniform", low = 0.1, high = 0.9 }

[SmallCost.will.prior_before]
northern_army = { family = "uniform", low = 0.0, high = 1.0 }
southern_army = { family = "uniform", low = 0.0, high = 1.0 }
""",
    "initial.toml": """
[underground]
unit = "person"
prior = { family = "lognormal", median = 1500, upper95 = 3000 }
spread = { place = "presence_at_start", kind = { core = 0.25, local = 0.75 } }
basis = "read"
source = { cite = "atlas", locator = "p. 2" }
known_from = 2012-06-01

[treasury]
unit = "USD"
prior = { family = "normal", mean = 1e6, sd = 1e5 }
basis = "elicited"
source = { cite = "atlas" }
known_from = 2012-06-01

[reserve]
unit = "person"
value = 5000
spread = { rival = { northern_army = 0.6, southern_army = 0.4 } }
basis = "recalled"
source = { cite = "atlas" }
known_from = 2012-06-01

[pocket]
unit = "1"
value = 1
spread = { place = "each" }
basis = "elicited"
source = { cite = "atlas" }
known_from = 2012-06-01
""",
    "drivers.toml": """
[weapons]
unit = "weapon/month"
dims = ["country"]
file = "drivers/weapons.csv"
interpolation = "step"
before = 0.0
rule = { kind = "decay", half_life = 3 }
basis = "read"
source = { cite = "atlas" }

[border_open]
unit = "1"
dims = []
file = "drivers/border_open.csv"
interpolation = "linear"
before = 0.5
rule = { kind = "last" }
basis = "recalled"
source = { cite = "atlas" }
""",
    "drivers/weapons.csv": """
date,country,value,low,high,basis,source,locator,known_from,confidence
2013-06-01,northland,100,90,110,read,atlas,,2013-08-01,high
2013-09,northland,200,,,read,atlas,,2013-10,high
2013-12-31,northland,80,,,read,atlas,,2014,high
2013-01-01,southland,0,,,read,atlas,,2013-08-01,high
""",
    "drivers/border_open.csv": """
date,value,low,high,basis,source,locator,known_from,confidence
2013-03-01,1,,,recalled,atlas,,2013-08-01,low
2013-07-15,0.2,0.1,0.4,recalled,atlas,,2013-08-01,low
""",
    "targets.toml": """
[area_control]
title = "Area under control"
unit = "km2"
quantity = "area_control"
series = ["area_small"]
""",
    "figures/area.csv": """
series,date,value,low,high,unit,basis,source,locator,known_from,confidence,circular_for
area_small,2013-06-15,400,300,500,km2,read,atlas,p. 9,2013-12-01,high,
""",
    "outcomes.csv": """
place,spell,date_gained,date_lost,assault_start,date_encircled,retaken_by,basis,source,locator,known_from,confidence
alpha,1,2013-06-10,2014-07-10,2014-03-17,,northern_army,read,atlas,,2014-12-01,high
""",
    "claims.toml": """
[[claims]]
id = "M09"
paragraph = 12
kind = "mechanism"
title = "joining"
text = "People join whom they see win."
""",
    "references.bib": """
A comment outside the entries.
@book{atlas, title = {An {Atlas} of nowhere}, author = "A. Nyone", year = 2011}
@misc{census2010,
  title = {Census},
  note = {tables, 1 to 9},
}
""",
    "README.md": "A case to test with.\n",
}


def write_small_case(parent: Path) -> Path:
    """Write the case into `parent`/small and return the folder."""
    folder = parent / "small"
    if folder.exists():
        shutil.rmtree(folder)
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.removeprefix("\n"), encoding="utf-8")
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the only occurrence of `old` in a file of the case."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")
