"""Numbers and dates as releases write them, in Arabic and in Chinese numerals.

Knows no field: which of a batch's dates a text gives is the caller's business.
"""

import re
import unicodedata
from datetime import date

HAN = "一二三四五六七八九十"
NUMERAL = rf"(?:[{HAN}两]{{1,3}}|\d{{1,3}})"
DAY = re.compile(
    r"(?P<year>\d{4})\s*[-年/.]\s*(?P<month>\d{1,2})(?:\s*[-月/.]\s*(?P<day>\d{1,2})|月)?"
    r"(?!\d)"
)
ZEROS = "0〇零○◯Oo"  # the last two in place of a Chinese zero, which is hard to type
HAN_DAY = re.compile(
    rf"(?P<year>[{ZEROS}{HAN}]{{4}})年(?P<month>[{HAN}]{{1,2}})月(?:(?P<day>[{HAN}]{{1,3}})[日号])?"
)
MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
BETWEEN = r"\s*[-–—−/\\.。·、]\s*"
DIGITS = rf"[{ZEROS}1-9{HAN}廿卅]{{1,3}}"
TYPED_DAY = re.compile(
    rf"(?P<year>[{ZEROS}1-9{HAN[:9]}]{{4}})"
    rf"(?:(?:{BETWEEN}|\s*年\s*)(?P<month>{DIGITS})"
    rf"(?:(?:{BETWEEN}|\s*月\s*)(?P<day>{DIGITS}))?)?(?:\s*[年月日号號])?[.。]?"
)
CLOCK = re.compile(
    r"(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)?(?:[\sT]+(?:上午|下午)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
    r"(?:\s?\+08:?00)?"  # the site's own zone; in any other it may be another day
)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# What spreadsheets make of 2021-07, and show of a whole date, in English.
NAMED_MONTH = re.compile(
    r"(?:(?P<day>\d{1,2})[-\s]+)?(?P<month>[a-z]{3,9})[-\s.,]+(?:(?P<late>\d{1,2}),?\s+)?"
    r"(?P<year>\d{4}|\d{2})",
    re.IGNORECASE,
)
DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
CENTURY = 50  # two digits from here on are of the last century


def numeral_value(numeral: str) -> int:
    """The value of a NUMERAL: 6, 六, 十二, 二十; Chinese numerals up to 99."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, units = numeral.replace("两", "二").rpartition("十")
    return (HAN.find(tens) + 1 or 1) * 10 * bool(ten) + HAN.find(units or "空") + 1


def han_number(value: int) -> str:
    """A number up to 99 in Chinese numerals: 3 → 三, 12 → 十二; a larger one in digits."""
    if value > 99:
        return str(value)
    tens, units = (" " + HAN)[value // 10], (" " + HAN)[value % 10]
    return f"{tens}十{units}".replace("一十", "十").replace(" 十", "").strip()


def read_date(text: str) -> str:
    """The date with which a text begins, in ISO 8601-1: 2021-07-29, or 2021-07 without a day.

    Empty where the text begins with no date or with an impossible one.
    """
    if match := DAY.match(text):
        return iso_date([int(part) for part in match.groups() if part])
    if match := HAN_DAY.match(text):
        year = digits(match["year"])
        month_day = [numeral_value(part) for part in match.groups()[1:] if part]
        return iso_date([int(year), *month_day]) if year.isdecimal() else ""
    return ""


def typed_date(text: str) -> str:
    """A date as people type it → ISO 8601-1 (2021-07-29, 2021-07, 2021); any other text as it is.

    二〇二一年七月, ２０２１。7。29, 2021年7月29号, 20210729, 2021/7/29 0:00 and Jul-21 are dates; a
    time of day in the site's zone and a day of the week are left out.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"\A(\d{4})(\d\d)(\d\d)(?!\d)", r"\1-\2-\3", plain)
    match = TYPED_DAY.match(plain)
    if not match or not CLOCK.fullmatch(plain, match.end()):
        return english_date(plain) or text
    return iso_date([typed_number(part) for part in match.groups() if part]) or text


def english_date(text: str) -> str:
    """Jul-21, 29-Jul-2021 or 7/29/2021 → ISO 8601-1; empty where two readings are possible."""
    if match := NAMED_MONTH.fullmatch(text):
        month = MONTHS.index(name) + 1 if (name := match["month"][:3].lower()) in MONTHS else 0
        day = match["day"] or match["late"]
        return iso_date([full_year(match["year"]), month, *([int(day)] if day else [])])
    if match := DAY_FIRST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if max(first, second) > 12 or first == second:  # no month has such a number
            return iso_date([year, min(first, second), max(first, second)])
    return ""


def full_year(digits_of_year: str) -> int:
    """The year of four digits, or of its last two."""
    year = int(digits_of_year)
    return year if year > 99 else year + (1900 if year >= CENTURY else 2000)


def typed_number(numeral: str) -> int:
    """The value of a year, month or day: 2021, 二〇二一, 07, 〇七, 十二, 廿九; -1 for none."""
    counted = numeral.replace("廿", "二十").replace("卅", "三十")
    if "十" in counted:
        return numeral_value(counted)
    value = digits(numeral)
    return int(value) if value.isdecimal() else -1


def digits(numeral: str) -> str:
    """A number written digit by digit in Arabic digits: 二〇二一 → 2021."""
    return re.sub(f"[{ZEROS}]", "0", numeral).translate(str.maketrans(HAN[:9], "123456789"))


def iso_date(parts: list[int]) -> str:
    """Year, month and day, or only the first of these, in ISO 8601-1.

    Empty where the calendar has no such date.
    """
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return ""
    return "-".join(f"{part:0{width}}" for part, width in zip(parts, (4, 2, 2), strict=False))
