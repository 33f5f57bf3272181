"""Tags of the public pages: text in the reader's language, dates, and the other language."""

import re
import textwrap
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from reforms import search

register = template.Library()

CHINESE = "zh-Hans"


@register.simple_tag
def text(row: Any, field: str) -> str | SafeString:
    """A field in the reader's language; Chinese on an English page says that it is Chinese."""
    if get_language() != "en":
        return getattr(row, field)
    return getattr(row, f"{field}_en", "") or chinese(getattr(row, field))


@register.simple_tag(takes_context=True)
def marked(context: dict, row: Any, field: str) -> str | SafeString:
    """A field as `text` gives it, with the words marked that the page's address searches for."""
    return in_language(row, field, searched(context))


def in_language(row: Any, field: str, terms: tuple[str, ...], length: int = 0) -> str | SafeString:
    """A field as `text` gives it, with folded terms marked.

    Where there are none and a length in Han characters is given, a longer one is cut to it; the
    same takes twice as many letters.
    """
    is_english = get_language() == "en"
    english = getattr(row, f"{field}_en", "") if is_english else ""
    words = english or getattr(row, field)
    if terms:
        words = marked_html(search.pieces(words, terms))
    elif length:
        words = between_words(words, 2 * length) if english else cut(words, length)
    return chinese(words) if is_english and not english else words


def cut(words: str, length: int) -> str:
    """A text of at most so many characters, the mark of the cut among them."""
    return words if len(words) <= length else f"{words[: length - 1]}…"


def between_words(words: str, length: int) -> str:
    """The same, cut between two words where it has any."""
    if " " not in words[:length]:
        return cut(words, length)
    return textwrap.shorten(words, length, placeholder="…")


@register.simple_tag(takes_context=True)
def marked_paragraphs(context: dict, value: str) -> list[str | SafeString]:
    """The paragraphs of a Chinese text, with the words marked that the address searches for."""
    terms, lines = searched(context), paragraphs(value)
    return [chinese(marked_html(search.pieces(line, terms)) if terms else line) for line in lines]


def marked_html(pieces: tuple[search.Piece, ...]) -> SafeString:
    """The pieces of a text, those that match in <mark>."""
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", text) if match else text,) for text, match in pieces),
    )


def searched(context: dict) -> tuple[str, ...]:
    """The folded words that the address of this page searches for."""
    return search.parse(context["request"].GET.get("q", "")).wanted


@register.filter
def localised(row: Any, field: str) -> str:
    """A field in the reader's language, else in Chinese, as plain text (titles, attributes)."""
    english = getattr(row, f"{field}_en", "") if get_language() == "en" else ""
    return english or getattr(row, field)


@register.filter
def chinese(value: str) -> str | SafeString:
    """Text that is always Chinese, marked so for readers of the English pages."""
    if get_language() != "en" or not value:
        return value
    return format_html('<span lang="{}">{}</span>', CHINESE, value)


@register.filter
def partial_date(value: str) -> str:
    """An ISO 8601 date, whole or partial, as people write it."""
    parts = [int(part) for part in value.split("-")] if value else []
    if get_language() == "en":
        year, *rest = parts or [""]
        return " ".join(
            [*map(str, rest[1:]), *(str(MONTHS[month]) for month in rest[:1]), str(year)]
        )
    return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))


@register.simple_tag(takes_context=True)
def address_in(context: dict, language: str) -> str:
    """The address of this very page in another language, with its query unless it is refused."""
    path = "/" if context.get("is_too_long") else context["request"].get_full_path()
    plain = path[3:] or "/" if path.startswith("/en/") else path
    return f"/en{plain}" if language == "en" else plain


@register.simple_tag
def address(page: str) -> str:
    """The address of a page without parameters, as `url` gives it; a list has dozens of them."""
    return known_address(page, get_language())


@lru_cache
def known_address(page: str, _language: str) -> str:
    return reverse(page)


@register.simple_tag
def contact() -> str:
    """How to reach who runs the site, as a link: empty where that is not set."""
    address = settings.CONTACT
    return f"mailto:{address}" if "@" in address and ":" not in address else address


@register.simple_tag
def registrations() -> list[tuple[str, str]]:
    """The numbers under which the site is registered, each with where anyone can check it."""
    police = "".join(re.findall("[0-9]", settings.POLICE_NUMBER))
    found = [
        (settings.ICP_NUMBER, "https://beian.miit.gov.cn/"),
        (settings.POLICE_NUMBER, f"https://beian.mps.gov.cn/#/query/webSearch?code={police}"),
    ]
    return [(number, address) for number, address in found if number]


@register.filter
def paragraphs(value: str) -> list[str]:
    """The paragraphs of a text: its lines that are not empty."""
    return [line.strip() for line in value.splitlines() if line.strip()]


@register.filter
def grouped(number: int) -> str:
    """A number as both languages write it: 100,000."""
    return f"{number:,}"


@register.filter
def in_cases(number: int) -> str:
    """A number of cases: 6 件, 1 case, 100,000 cases."""
    return ngettext("%(count)s 件", "%(count)s 件", number) % {"count": grouped(number)}


@register.filter
def in_all(number: int) -> str:
    """A number of cases that are all there are."""
    return ngettext("共 %(total)s 件", "共 %(total)s 件", number) % {"total": grouped(number)}


@register.filter
def breakable_address(text: str) -> SafeString:
    """A text in which an address on the web may break after its slashes; copied, it is the same."""
    parts = re.split(r"(https?://\S+)", escape(text))
    parts[1::2] = [re.sub(r"(?<!/)/(?=[^/])", "/<wbr>", address) for address in parts[1::2]]
    return mark_safe("".join(parts))
