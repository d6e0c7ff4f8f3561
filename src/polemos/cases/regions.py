"""Groups of a case's places by name: `<country>` and `<country>_<province>`, as outcome expressions ask for them.

Assumes a province is what places.csv calls adm1, in small letters with an underscore for whatever is no letter.
"""

from __future__ import annotations

import re

from polemos.cases.schema import Case

ATTACKS = "attacks_in_"


def regions_of(case: Case) -> dict[str, tuple[str, ...]]:
    """Ids of places by region."""
    found: dict[str, list[str]] = {}
    for place in case.places:
        province = re.sub(r"\W+", "_", place.adm1.lower()).strip("_")
        for region in (place.country, f"{place.country}_{province}"):
            found.setdefault(region, []).append(place.id)
    return {region: tuple(ids) for region, ids in sorted(found.items())}
