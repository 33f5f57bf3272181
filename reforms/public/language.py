"""What public pages say in the reader's language: wordings of fields, cards, dates."""

import re
import textwrap
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.dates import MONTHS
from django.utils.translation import get_language

from .. import search
from ..divisions import read_bodies
from ..vocabulary import PROVINCE_NAMES, BodyKind, Level
from .cards import Card


def is_english() -> bool:
    return get_language() == "en"


def page_language() -> str:
    """The language of a page as HTML names it (BCP 47)."""
    return "en" if is_english() else "zh-Hans"


def cut(text: str, length: int) -> str:
    """A text of at most so many characters, the mark of the cut among them."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def cut_between_words(text: str, length: int) -> str:
    """The same, cut between two words where it has any."""
    if " " not in text[:length]:
        return cut(text, length)
    return textwrap.shorten(text, length, placeholder="…")


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


SUMMARY = 75  # Han characters of a summary that a card shows: three lines on a phone


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


def issuer(name: str) -> str:
    """The English name of an issuer on English pages; empty where there is none."""
    return english_issuer(name) if is_english() else ""


@lru_cache(maxsize=256)
def english_issuer(name: str) -> str:
    """The Supreme People's Procuratorate, and those of provinces."""
    bodies = read_bodies(name)
    if len(bodies) != 1 or bodies[0].kind != BodyKind.PROCURATORATE:
        return ""
    [body] = bodies
    if body.level == Level.SUPREME:
        return "Supreme People’s Procuratorate"
    is_provincial = body.level == Level.PROVINCIAL and body.province
    return f"{PROVINCE_NAMES[body.province]} People’s Procuratorate" if is_provincial else ""


HAN = re.compile("[\u2e80-\uffff]")
HAN_RUN = re.compile("([\u2e80-\uffff]+)")


def has_han(text: str) -> bool:
    return bool(HAN.search(text))


def runs(text: str) -> list[str]:
    """A text in runs: at even places none has Chinese characters, at odd ones each is Chinese."""
    return HAN_RUN.split(text)
