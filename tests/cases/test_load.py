"""Loading: where cases are found, what is guarded, what is forgiven."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from polemos.cases.load import find_folder, load_case, read_case
from polemos.core.errors import InputError
from small_case import change


def test_the_shipped_case_has_two_spellings() -> None:
    assert find_folder("islamic-state") == find_folder("islamic_state")
    assert find_folder("islamic-state").name == "islamic_state"


@pytest.mark.parametrize("name", ["../islamic_state", "islamic_state/", "ISLAMIC-STATE", "no-such-case", "", "a\nb"])
def test_other_texts_are_paths(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_folder(name) == Path(name)
    with pytest.raises(InputError):
        load_case(name)


def test_a_nul_in_a_path_is_refused() -> None:
    with pytest.raises(InputError, match="NUL"):
        load_case("a\0b")


def test_a_path_with_a_line_break_is_told_on_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        load_case(tmp_path / "a\nb")
    assert "\n" not in str(refused.value)


def test_a_case_is_frozen(small_case: Path) -> None:
    case = load_case(small_case)
    with pytest.raises(ValidationError):
        case.header = case.header  # type: ignore[misc]
    with pytest.raises(ValidationError):
        case.places[0].population = 1.0  # type: ignore[misc]


def test_recent_places_are_refused_and_provinces_are_not(small_case: Path) -> None:
    assert load_case(small_case, today=date(2016, 12, 1)).header.end == "2014-12"
    with pytest.raises(InputError, match="within 24 months of today must not resolve single places"):
        load_case(small_case, today=date(2016, 11, 30))
    change(small_case, "case.toml", 'places_resolution = "place"', 'places_resolution = "admin1"')
    assert load_case(small_case, today=date(2014, 12, 31)).header.places_resolution == "admin1"


def test_provinces_stand_once_each(small_case: Path) -> None:
    change(small_case, "case.toml", 'places_resolution = "place"', 'places_resolution = "admin1"')
    change(small_case, "places.csv", "northland,East", "northland,North")
    with pytest.raises(InputError, match="line 3, column adm1: stands twice"):
        load_case(small_case)


def test_a_byte_order_mark_and_windows_line_ends_are_forgiven(small_case: Path) -> None:
    plain = load_case(small_case)
    for name in ("places.csv", "edges.csv", "case.toml", "drivers/weapons.csv", "references.bib"):
        path = small_case / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_case(small_case) == plain


def test_a_last_line_without_end_is_a_row(small_case: Path) -> None:
    path = small_case / "edges.csv"
    path.write_text(path.read_text().rstrip("\n"))
    assert len(load_case(small_case).edges) == 2


def test_partial_dates_count_from_the_end_of_their_period(small_case: Path) -> None:
    places = {place.id: place for place in load_case(small_case).places}
    assert places["alpha"].known_from == date(2011, 5, 1)
    assert places["gamma"].known_from == date(2011, 5, 31)
    assert places["beta"].known_from == date(2011, 12, 31)


def test_quoted_fields_are_read_whole(small_case: Path) -> None:
    beta = next(place for place in load_case(small_case).places if place.id == "beta")
    assert beta.name == "Beta, the old town" and beta.note == 'a "quoted" note'
    assert beta.cites == ("census2010", "atlas")


def test_every_problem_of_independent_files_is_found(small_case: Path) -> None:
    change(small_case, "case.toml", '"small"', '"smile"')
    change(small_case, "places.csv", "120000", "-1")
    change(small_case, "edges.csv", "120.5", "nan")
    (small_case / "initial.toml").unlink()
    change(small_case, "references.bib", "@misc{census2010", "@misc{census2011")
    case, problems = read_case(small_case)
    assert case is None
    texts = "\n".join(map(str, problems))
    for part in ("case.name", "column population", "column km", "initial.toml: the file is missing", "census2010"):
        assert part in texts
    assert all("\n" not in str(problem) for problem in problems)


def test_rows_read_are_rows_accepted_plus_rows_refused(small_case: Path) -> None:
    from polemos.cases.problems import Problems
    from polemos.cases.tables import read_edges

    path = small_case / "edges.csv"
    path.write_text(path.read_text() + 'gamma,alpha,1,derived\ngamma,"alpha,1\n\ngamma,alpha,-1,derived,atlas\n')
    problems = Problems()
    accepted = read_edges(small_case, problems)
    assert len(accepted) == 2 and len(problems) == 4
