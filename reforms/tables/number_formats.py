"""What the number format of a cell shows (ECMA-376-1, 18.8.30 and 18.8.31).

A workbook stores a date as a number; only the format of its cell says that it is one, and how much
of it people see.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

MONTH_DAY, YEAR_MONTH = 'm"月"d"日"', 'yyyy"年"m"月"'
TIMES = ('h"时"mm"分"', 'h"时"mm"分"ss"秒"')
# The formats of Chinese editions of Excel and WPS, which files name by number alone.
CHINESE: Mapping[int, str] = {
    **dict.fromkeys((27, 36, 50, 52, 57), YEAR_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), MONTH_DAY),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((32, 34, 55), TIMES[0]),
    **dict.fromkeys((33, 35, 56), TIMES[1]),
}
# Quoted, escaped, padding and filling characters, and brackets but those of elapsed time.
LITERAL = re.compile(r'"[^"]*"?|[\\_*].?|\[(?!(?:h+|m+|s+)\])[^\]]*\]?', re.IGNORECASE)
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
MINUTES = re.compile(r"((?<!h)h++\]?[^a-z]*+)m+|(?<!m)m++(?=[^a-z]*+s)")
EXPONENT = re.compile(r"e(?=[+-])")
NAMED = ("general", "standard")  # of numbers, in words
LONGEST = 255  # characters of a format in Excel


class Shown(NamedTuple):
    """The parts of a moment that a number format shows."""

    year: bool = False
    month: bool = False
    day: bool = False
    time: bool = False
    elapsed: bool = False  # hours beyond a day: no moment, but a length of time

    @property
    def is_date(self) -> bool:
        return self.year or self.month or self.day


def shown_by(number_format: str) -> Shown:
    """What a format shows of a moment; nothing if it is one of numbers or texts."""
    plain = LITERAL.sub("", number_format[:LONGEST]).partition(";")[0].lower()
    if plain.strip() in NAMED:
        return Shown()
    without_minutes = EXPONENT.sub("", MINUTES.sub(r"\1", plain))
    return Shown(
        year=bool(re.search("[yegb]", without_minutes)),
        month="m" in without_minutes.replace("am/pm", ""),
        day="d" in without_minutes or "aaa" in without_minutes,
        time=bool(re.search("[hs]", plain)),
        elapsed=bool(ELAPSED.search(plain)),
    )


def shown_date(value: date, shown: Shown) -> str:
    """A date as far as the cell shows it (ISO 8601-1): 2021-07 where the format has no day.

    All of it where the format has no year, since the cell has one all the same.
    """
    parts = 3 if shown.day or not shown.year else 2 if shown.month else 1
    return "-".join(f"{value:%Y-%m-%d}".split("-")[:parts])


def shown_moment(value: date | timedelta, shown: Shown) -> str:
    """A date, or the time of a cell that shows nothing else."""
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, datetime) and not shown.is_date:
        return f"{value:%H:%M:%S}"
    return shown_date(value, shown)
