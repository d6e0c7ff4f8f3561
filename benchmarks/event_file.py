"""A made-up event file of the size and shape of a UCDP release: no real event is in it.

python benchmarks/event_file.py OUT.csv [ROWS] [SEED]
"""

from __future__ import annotations

import csv
import random
import sys
from datetime import date, timedelta
from pathlib import Path

HEADER = [
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
]  # fmt: skip
COUNTRIES = [("Iraq", 645), ("Syria", 652), ("Mali", 432), ("Nigeria", 475), ("Yemen (North Yemen)", 678)]
WORDS = [
    "market", "road", "village", "army", "rebels", "attack", "clash", "shelling", "north", "south", "checkpoint",
    "convoy", "old", "new", "town",
]  # fmt: skip
LENGTHS = (0,) * 40 + (1,) * 12 + (3, 6) * 3 + (40,)
FIRST = date(1989, 1, 1)


def _sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words)).capitalize()


def _deaths(rng: random.Random) -> list[int]:
    return [int(rng.paretovariate(1.4)) - 1 for _ in range(4)]


def row(rng: random.Random, number: int) -> list[object]:
    """One made-up event, consistent in every rule that real files keep."""
    country, code = rng.choice(COUNTRIES)
    kind, dyad = rng.choice((1, 1, 1, 2, 3)), rng.randrange(400, 900)
    start = FIRST + timedelta(days=rng.randrange(13_140))
    end = min(start + timedelta(days=rng.choice(LENGTHS)), date(start.year, 12, 31))
    north, east = round(rng.uniform(8, 37), 6), round(rng.uniform(-10, 78), 6)
    grid = int((north + 90) // 0.5) * 720 + int((east + 180) // 0.5) + 1
    parts = _deaths(rng)
    best, office = sum(parts), rng.choice(("Agence France Presse", "Reuters News", "BBC Monitoring"))
    a, b = f"Government of {country}", f"Group {dyad} (Çelik)"
    headline = _sentence(rng, 7)
    article = f'"{office},{end},{headline}"'
    state = f"{country}: Government"
    name, place = f"{country[:3].upper()}-{start.year}-{kind}-{dyad}-{number}", f"{_sentence(rng, 2)} town"
    who = [kind, dyad, dyad, state, dyad, dyad, f"{a} - {b}", code, code, a, dyad, dyad, b, rng.randrange(1, 5)]
    told = [article, office, end, headline, _sentence(rng, 3), rng.choice((1, 1, 1, 2, 3, 4, 5, 6)), place]
    where = [_sentence(rng, 3), f"{_sentence(rng, 1)} province", f"{_sentence(rng, 1)} district", north, east]
    lies = [f"POINT ({east} {north})", grid, country, code, "Asia", rng.choice((1, 1, 2)), rng.choice((1, 1, 2, 3, 4))]
    dates = [f"{start} 00:00:00.000", f"{end} 00:00:00.000"]
    deaths = [*parts, best, best + rng.randrange(9), max(0, best - 1), code, ""]
    return [number, name, start.year, 1, "Clear", *who, *told, *where, *lies, *dates, *deaths]


def write(path: Path, rows: int = 350_000, seed: int = 7) -> None:
    """Write the file; the same rows and seed give the same bytes."""
    rng = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(row(rng, number) for number in range(1, rows + 1))


if __name__ == "__main__":
    write(Path(sys.argv[1]), *map(int, sys.argv[2:4]))
