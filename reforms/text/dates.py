"""Numbers and dates as releases write them, in Arabic and in Chinese numerals.

Knows no field: which of a batch's dates a text gives is the caller's business.
"""

import re
from datetime import date

HAN = "一二三四五六七八九十"
NUMERAL = rf"(?:[{HAN}两]{{1,3}}|\d{{1,3}})"
DAY = re.compile(
    r"(?P<year>\d{4})\s*[-年/.]\s*(?P<month>\d{1,2})(?:\s*[-月/.]\s*(?P<day>\d{1,2})|月)?"
    r"(?!\d)"
)
HAN_DAY = re.compile(
    rf"(?P<year>[〇零○{HAN}]{{4}})年(?P<month>[{HAN}]{{1,2}})月(?:(?P<day>[{HAN}]{{1,3}})日)?"
)
MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")


def number(numeral: str) -> int:
    """The value of a NUMERAL: 6, 六, 十二, 二十; Chinese numerals up to 99."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, units = numeral.replace("两", "二").rpartition("十")
    return (HAN.find(tens) + 1 or 1) * 10 * bool(ten) + HAN.find(units or "空") + 1


def read_date(text: str) -> str:
    """The date with which a text begins, in ISO 8601-1: 2021-07-29, or 2021-07 without a day.

    Empty where the text begins with no date or with an impossible one.
    """
    if match := DAY.match(text):
        return iso_date([int(part) for part in match.groups() if part])
    if match := HAN_DAY.match(text):
        year = re.sub("[〇零○]", "0", match["year"]).translate(str.maketrans(HAN[:9], "123456789"))
        month_day = [number(part) for part in match.groups()[1:] if part]
        return iso_date([int(year), *month_day]) if year.isdecimal() else ""
    return ""


def iso_date(parts: list[int]) -> str:
    """Year, month and day, or only the first of these, in ISO 8601-1.

    Empty where the calendar has no such date.
    """
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return ""
    return "-".join(f"{part:0{width}}" for part, width in zip(parts, (4, 2, 2), strict=False))
