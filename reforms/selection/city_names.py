"""Names of cities in the reader's language, and the city that a reader names in any of them."""

import re
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from ..divisions import cities, city_named
from ..text.pinyin import pinyin
from ..vocabulary import PROVINCE_ROWS

TABLE = Path(__file__).parent.parent / "data" / "cities_en.txt"
# Kinds of city that pinyin leaves out, and what stands for the others.
RANKS = {"市": "", "地区": " Prefecture", "县": " County"}
RANK = re.compile(f"(?:{'|'.join(RANKS)})$")


def city_label(code: str) -> str:
    """The name of a city by its code; on English pages its English one, empty for no code."""
    if not code:
        return ""
    return english_names()[code] if get_language() == "en" else cities()[code].name


def city_asked(text: str) -> str:
    """The code of the city that a reader names in Chinese, in English or by its sound, or whose
    code it is; empty if there is none or several."""
    codes = latin_names().get(latin_key(text), ())
    return city_named(text) or (codes[0] if len(codes) == 1 else "")


@cache
def english_names() -> dict[str, str]:
    """Code → English name; with the province where several provinces have a city of that name."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    special = dict(line.split("|") for line in lines if not line.startswith("#"))
    names = {
        code: special.get(city.name) or romanised(city.name) for code, city in cities().items()
    }
    provinces = defaultdict(set)
    for code, name in names.items():
        provinces[name].add(cities()[code].slug)
    english = {row.slug: row.english for row in PROVINCE_ROWS}
    return {
        code: f"{name} ({english[cities()[code].slug]})" if len(provinces[name]) > 1 else name
        for code, name in names.items()
    }


def romanised(name: str) -> str:
    """A Chinese name of a city in pinyin, without tones (GB/T 28039): 淮安市 → Huai'an."""
    rank = RANK.search(name)
    stem = name[: rank.start()] if rank else name
    first, *rest = (pinyin(character).replace("lv", "lü") for character in stem)
    written = "".join(f"'{syllable}" if syllable[0] in "aeo" else syllable for syllable in rest)
    return f"{first}{written}".capitalize() + (RANKS[rank[0]] if rank else "")


@cache
def latin_names() -> dict[str, tuple[str, ...]]:
    """Name in English or pinyin, in the letters of latin_key → the codes of present cities."""
    codes: dict[str, dict[str, None]] = defaultdict(dict)
    for code, english in english_names().items():
        if cities()[code].until is None:
            stem = RANK.sub("", cities()[code].name)
            whole, _bracket, _province = english.partition(" (")
            short = re.sub(" (Prefecture|League|County)$", "", whole)
            for name in (english, whole, short, f"{short} City", pinyin(stem)):
                codes[latin_key(name)][code] = None
    return {name: tuple(by_name) for name, by_name in codes.items()}


def latin_key(name: str) -> str:
    """The letters of a name without accents and case: Lüliang → luliang. Empty without letters."""
    return re.sub("[^a-z]", "", unicodedata.normalize("NFKD", name).lower())
