"""What a reader calls an observed series: who counted it, not the name of a row in a file.

Assumes that the authors of a series' sources tell it apart from the other series of a target; where two have the same
authors, the words in which their own names differ are added. The rows themselves keep every source and locator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from polemos.report.facts import Figure

# More names than this make a legend longer than its chart.
NAMED = 2


def series_names(series: Sequence[str], figures: Sequence[Figure], authors: Mapping[str, str]) -> dict[str, str]:
    """A name for each series of one target; `authors` by the key of a source."""
    found = {name: _whose(name, figures, authors) for name in series}
    twice = {text for text, count in Counter(found.values()).items() if count > 1}
    for text in twice:
        same = [name for name in series if found[name] == text]
        shared = set.intersection(*(set(name.split("_")) for name in same))
        for name in same:
            own = " ".join(word for word in name.split("_") if word not in shared)
            found[name] = f"{text} ({own})" if own else text
    return found


def _whose(name: str, figures: Sequence[Figure], authors: Mapping[str, str]) -> str:
    keys = [key for figure in figures if figure.series == name for key in figure.source.split(";")]
    names = [text for text, _ in Counter(authors.get(key, key) for key in keys).most_common()]
    if not names:
        return name.replace("_", " ")
    if len(names) <= NAMED:
        return ", ".join(names)
    return f"{names[0]} and {len(names) - 1} other sources"


def short_authors(text: str) -> str:
    """'Sundberg, Ralph and Melander, Erik' as 'Sundberg and Melander'; three or more as the first and others; the name
    of a body as it is."""
    parts = text.split(" and ")
    if not parts or not all(_is_person(part) for part in parts):
        return text
    last = [part.split(",")[0].strip() for part in parts]
    return " and ".join(last) if len(last) <= NAMED else f"{last[0]} and others"


def _is_person(part: str) -> bool:
    words = part.split(",")
    return len(words) == 2 and all(word[:1].isupper() for word in words[1].split())
