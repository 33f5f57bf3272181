"""Numbers and dates as releases write them."""

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


def number(text: str) -> int:
    """6, 六, 十二, 二十 → the number."""
    if text.isdigit():
        return int(text)
    tens, ten, units = text.replace("两", "二").rpartition("十")
    return (HAN.find(tens) + 1 or 1) * 10 * bool(ten) + HAN.find(units or "空") + 1


def read_date(text: str) -> str:
    """The date at the beginning of the text, as far as it goes: 2021-07-29, 2021-07; or empty."""
    if match := DAY.match(text):
        return _iso([int(part) for part in match.groups() if part])
    if match := HAN_DAY.match(text):
        year = re.sub("[〇零○]", "0", match["year"]).translate(str.maketrans(HAN[:9], "123456789"))
        rest = [number(part) for part in match.groups()[1:] if part]
        return _iso([int(year), *rest]) if year.isdecimal() else ""
    return ""


def _iso(parts: list[int]) -> str:
    """Empty where the calendar has no such day."""
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return ""
    return "-".join(f"{part:0{width}}" for part, width in zip(parts, (4, 2, 2), strict=False))
