"""Years as query strings have them: 2019-2022 stands for four of them."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from .filters import YEAR

RANGE = re.compile(r"([0-9]{4})-([0-9]{4})", re.ASCII)
SHORTEST = 3  # years that are written as a range


def expanded(values: Iterable[str]) -> Iterator[str]:
    """The values with the years of each range in its place; what is no range stays as it is."""
    for value in values:
        match = RANGE.fullmatch(value)
        if match and YEAR.fullmatch(match[1]) and YEAR.fullmatch(match[2]):
            years = range(int(match[1]), int(match[2]) + 1)
            yield from map(str, reversed(years)) if years else [value]
        else:
            yield value


def compressed(years: Iterable[str]) -> Iterator[str]:
    """Different years, the newest first, with ranges for runs; other values stay as they are."""
    runs = groupby(
        enumerate(years), lambda pair: pair[0] + int(pair[1]) if pair[1].isdigit() else pair[1]
    )
    for _key, run in runs:
        values = [value for _place, value in run]
        yield from [f"{values[-1]}-{values[0]}"] if len(values) >= SHORTEST else values
