"""Values that the public templates show: texts, numbers, addresses. Knows no request.

Their HTML is in templates/public/components/.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext

from ..models import Theme
from ..selection import Option, Year
from ..text.lines import text_lines
from ..vocabulary import NO_PROVINCE


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: its lines that are not empty."""
    return text_lines(text)


WEB_ADDRESS = re.compile(r"(https?://\S+)")
SLASH = re.compile(r"(?<=[^/]/)(?=[^/])")


def breakable_parts(text: str) -> list[str]:
    """A text divided where a line may break: in addresses on the web, after single slashes."""
    parts = [""]
    for place, piece in enumerate(WEB_ADDRESS.split(text)):
        first, *rest = SLASH.split(piece) if place % 2 else [piece]
        parts[-1] += first
        parts += rest
    return parts


# English names of provinces too long for a tile on a phone, and where they may break.
SYLLABLES = """
Chong qing|Guang dong|Guang xi|Gui zhou|Heilong jiang|Jiang su|Jiang xi|Liao ning|Ning xia|Qing hai
|Shaan xi|Shan dong|Shang hai|Si chuan|Xin jiang|Yun nan|Zhe jiang
"""
BREAKS = {
    name.replace(" ", ""): tuple(name.split(" ")) for name in SYLLABLES.replace("\n", "").split("|")
}


# What a field of a case is called where a search found something in it.
FIELD_NAMES = {
    "title": gettext_lazy("标题"),
    "subtitle": gettext_lazy("副标题"),
    "summary": gettext_lazy("摘要"),
    "title_en": gettext_lazy("英文标题"),
    "summary_en": gettext_lazy("英文摘要"),
    "body": gettext_lazy("正文"),
    "keywords": gettext_lazy("关键词"),
    "bodies": gettext_lazy("单位"),
    "batch_title": gettext_lazy("批次"),
    "batch_topic": gettext_lazy("批次主题"),
    "batch_introduction": gettext_lazy("批次简介"),
}


def field_name(field: str) -> str:
    return str(FIELD_NAMES[field])


def local_day(moment: datetime) -> str:
    """The day of a moment in the site's time zone (ISO 8601): templates of Jinja2 have UTC."""
    return timezone.localtime(moment).date().isoformat()


def grouped(number: int) -> str:
    """A number as both languages write it: 100,000."""
    return f"{number:,}"


def in_cases(number: int) -> str:
    """A number of cases: 6 件, 1 case, 100,000 cases."""
    return ngettext("%(count)s 件", "%(count)s 件", number) % {"count": grouped(number)}


def in_all(number: int) -> str:
    """A number of cases that are all there are."""
    return ngettext("共 %(total)s 件", "共 %(total)s 件", number) % {"total": grouped(number)}


class Tile(NamedTuple):
    """A province on the tile map: its shade, and its name divided where a line may break."""

    option: Option
    shade: int
    syllables: tuple[str, ...]


def tiles(options: Iterable[Option]) -> list[Tile]:
    """The values of a facet as tiles, the darker the more cases."""
    options = [option for option in options if option.value != NO_PROVINCE]
    most = max((option.count for option in options), default=0)
    return [
        Tile(option, shade(option.count, most), BREAKS.get(option.label, (option.label,)))
        for option in options
    ]


def shade(count: int, most: int) -> int:
    """A step from 0 (none) to 4 (most) for a count on the tile map."""
    return min(4, 1 + 4 * (count - 1) // most) if count else 0


class Shade(NamedTuple):
    """A shade of the tile map, and the smallest and largest number that has it."""

    shade: int
    first: int
    last: int


def shades(options: Iterable[Option]) -> list[Shade]:
    """The shades of a map for its legend, without those that no number has."""
    counts = (option.count for option in options if option.value != NO_PROVINCE)
    most = max(counts, default=0)
    steps = (
        Shade(step, (step - 1) * most // 4 + 1, step * most // 4 if step < 4 else most)
        for step in range(1, 5)
    )
    return [Shade(0, 0, 0), *(step for step in steps if step.first <= step.last)]


LEAST_HEIGHT = 6  # per cent of the highest bar, so that every bar can be seen


def heights(years: Iterable[Year]) -> list[tuple[Year, int]]:
    """Each year with the height of its bar: its cases in per cent of the most."""
    years = list(years)
    most = max((year.cases for year in years), default=1)
    return [(year, max(LEAST_HEIGHT, 100 * year.cases // most)) for year in years]


STYLES = 8  # colours of themes in the style sheet, and marks


def theme_style(theme: Theme) -> str:
    """The classes of a theme, by its place among all themes: the style sheet knows none by name.

    The ninth theme takes the first colour again, with another mark: 64 pairs of them differ.
    """
    rounds, colour = divmod(theme.place - 1, STYLES)
    return f"theme-{colour + 1} mark-{(colour + rounds) % STYLES + 1}"


def url(name: str, *arguments: str) -> str:
    """The address of a page in the reader's language."""
    return reverse(name, args=arguments) if arguments else plain_url(name, get_language())


@lru_cache
def plain_url(name: str, _language: str | None) -> str:
    """The address of a page without parameters; a list has dozens of them."""
    return reverse(name)


def query_value(text: str) -> str:
    """A text as the value of a parameter."""
    return quote(text, safe="")


def contact() -> str:
    """How to reach who runs the site, as a link: empty where that is not set."""
    address: str = settings.CONTACT
    return f"mailto:{address}" if "@" in address and ":" not in address else address


def report_address(reference: str) -> str:
    """How to report an error in a case: a mail has its number as the subject."""
    address = contact()
    if not address.startswith("mailto:"):
        return address
    return f"{address}{'&' if '?' in address else '?'}subject={query_value(reference)}"


def registrations() -> Iterable[tuple[str, str]]:
    """The numbers under which the site is registered, each with where anyone can check it."""
    police = "".join(re.findall("[0-9]", settings.POLICE_NUMBER))
    numbers = [
        (settings.ICP_NUMBER, "https://beian.miit.gov.cn/"),
        (settings.POLICE_NUMBER, f"https://beian.mps.gov.cn/#/query/webSearch?code={police}"),
    ]
    return [(number, address) for number, address in numbers if number]
