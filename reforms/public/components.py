"""Values that the public templates show: texts, dates, numbers, addresses. Knows no request.

What is HTML of them stands in templates/public/components/.
"""

import re
import textwrap
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import get_language, gettext_lazy, ngettext

from .. import search
from ..selection import Option
from .cards import Card

# ---------------------------------------------------------------- the reader's language


def is_english() -> bool:
    return get_language() == "en"


def page_language() -> str:
    """The language of a page as HTML names it (BCP 47)."""
    return "en" if is_english() else "zh-Hans"


class Wording(NamedTuple):
    """A text as a page shows it: in pieces where words of it are to be marked, and whether it is
    Chinese on an English page."""

    text: str
    pieces: Sequence[search.Piece]
    is_foreign: bool

    @property
    def is_plain(self) -> bool:
        return not self.pieces and not self.is_foreign


def wording(row: Any, field: str, terms: Sequence[str] = ()) -> Wording:
    """A field in the reader's language, else in Chinese, with folded terms marked."""
    return wording_in(is_english(), row, field, terms)


def wording_in(
    english: bool, row: Any, field: str, terms: Sequence[str], length: int = 0
) -> Wording:
    """A field in a language, else in Chinese, with folded terms marked.

    Where there are none and a length in Han characters is given, a longer text is cut to it; an
    English one may have twice as many letters.
    """
    translation = getattr(row, f"{field}_en", "") if english else ""
    text = translation or getattr(row, field)
    is_foreign = english and bool(text) and not translation
    if terms:
        return Wording(text, search.pieces(text, terms), is_foreign)
    if length:
        text = cut_between_words(text, 2 * length) if translation else cut(text, length)
    return Wording(text, (), is_foreign)


class CardInWords(NamedTuple):
    """A card of a list with what it says in the reader's language."""

    card: Card
    title: Wording
    summary: Wording
    date: str


SUMMARY = 160  # Han characters of a summary that a card shows


def in_words(cards: Iterable[Card], terms: Sequence[str] = ()) -> list[CardInWords]:
    """Cards in the reader's language, with folded terms marked."""
    english = is_english()
    return [
        CardInWords(
            card,
            wording_in(english, card, "title", terms),
            wording_in(english, card, "summary", terms, SUMMARY),
            date_in(english, card.date),
        )
        for card in cards
    ]


def localised(row: Any, field: str) -> str:
    """A field in the reader's language, else in Chinese, as plain text (titles, attributes)."""
    english = getattr(row, f"{field}_en", "") if is_english() else ""
    return english or getattr(row, field)


HAN = re.compile("[\u2e80-\uffff]")


def has_han(text: str) -> bool:
    return bool(HAN.search(text))


# ---------------------------------------------------------------- texts


def cut(text: str, length: int) -> str:
    """A text of at most so many characters, the mark of the cut among them."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def cut_between_words(text: str, length: int) -> str:
    """The same, cut between two words where it has any."""
    if " " not in text[:length]:
        return cut(text, length)
    return textwrap.shorten(text, length, placeholder="…")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: its lines that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


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


# ---------------------------------------------------------------- dates and numbers


def local_day(moment: datetime) -> str:
    """The day of a moment in the site's time zone (ISO 8601): templates of Jinja2 have UTC."""
    return timezone.localtime(moment).date().isoformat()


def partial_date(date: str) -> str:
    """An ISO 8601 date, whole or partial, as people write it."""
    return date_in(is_english(), date)


@lru_cache(maxsize=1024)
def date_in(english: bool, date: str) -> str:
    """The same in a language; the cases of a list share their dates."""
    parts = [int(part) for part in date.split("-")] if date else []
    if not english:
        return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    year, month, day = [*map(str, parts), "", "", ""][:3]
    return " ".join(filter(None, (day, str(MONTHS[int(month)]) if month else "", year)))


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
    options = list(options)
    most = max((option.count for option in options), default=0)
    return [
        Tile(option, shade(option.count, most), BREAKS.get(option.label, (option.label,)))
        for option in options
    ]


def shade(count: int, most: int) -> int:
    """A step from 0 (none) to 4 (most) for a count on the tile map."""
    return min(4, 1 + 4 * (count - 1) // most) if count else 0


STYLES = 8  # colours and marks of themes in the style sheet


def theme_style(theme: Theme) -> str:
    """The class of a theme, by its place among all themes: the style sheet knows none by name."""
    return f"theme-{(theme.place - 1) % STYLES + 1}"


# ---------------------------------------------------------------- addresses


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


def registrations() -> Iterable[tuple[str, str]]:
    """The numbers under which the site is registered, each with where anyone can check it."""
    police = "".join(re.findall("[0-9]", settings.POLICE_NUMBER))
    numbers = [
        (settings.ICP_NUMBER, "https://beian.miit.gov.cn/"),
        (settings.POLICE_NUMBER, f"https://beian.mps.gov.cn/#/query/webSearch?code={police}"),
    ]
    return [(number, address) for number, address in numbers if number]
