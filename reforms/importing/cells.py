"""How the cell of each column is read."""

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import cache
from typing import Any
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..columns import SEPARATOR
from ..models import split_values
from ..vocabulary import PROVINCE_ROWS, Author, BodyKind, Level, PlaceBasis


def one_line(text: str) -> str:
    return " ".join(text.split())


def whole_text(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def listed(text: str) -> str:
    return SEPARATOR.join(split_values(text))


def whole_number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}(\.0+)?", text.strip()):
        raise ValidationError(_("“%s”不是序号，请写成 3 的样子。") % text.strip())
    return int(text.strip().partition(".")[0])


def partial_date(text: str) -> str:
    """2021年7月29日, 2021/7/29, 2021.7 and 2021-07 alike; order and parts must be sure."""
    parts = re.fullmatch(
        r"([0-9]{4})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2}))?)?[年月日]?(?:[ T]00:00:00)?",
        re.sub(r"\s*([-/.年月日])\s*", r"\1", text.strip()),
    )
    if not parts:
        return text.strip()
    return "-".join(part.zfill(2) for part in parts.groups() if part)


class Closed:
    """A closed list: every spelling of a value leads to it, anything else is refused."""

    def __init__(self, spellings: Iterable[tuple[str, str]], names: Iterable[str]) -> None:
        self.spellings = {self.key(spelling): value for spelling, value in spellings}
        self.names = list(names)

    @staticmethod
    def key(text: str) -> str:
        return re.sub(r"\s+", "", normalize("NFKC", text)).lower()

    def __call__(self, text: str) -> str:
        found = self.spellings.get(self.key(text))
        if found is None:
            near = get_close_matches(text.strip(), self.names, 3, 0.3) or self.names[:6]
            words = _("“%(text)s”不在可用的值里，最接近的是：%(near)s。")
            raise ValidationError(words % {"text": text.strip(), "near": "、".join(near)})
        return found


def closed(choices: type[TextChoices], **more: str) -> Closed:
    """By value, by Chinese and English label, and by other customary spellings."""
    pairs, names = [*more.items()], []
    for value in choices.values:
        label = choices(value).label
        with override("en"):
            pairs += [(value, value), (str(label), value)]
        with override("zh-hans"):
            chinese = str(label)
        pairs += [(chinese, value), (chinese.partition("（")[0], value)]
        names.append(chinese)
    return Closed(pairs, names)


@cache
def provinces() -> Closed:
    pairs = []
    for code, slug, chinese, english in PROVINCE_ROWS:
        pairs += [(spelling, slug) for spelling in (code, slug, chinese, english)]
        pairs += [(chinese + end, slug) for end in ("省", "市", "自治区", "特别行政区")]
    pairs += [("广西壮族自治区", "guangxi"), ("宁夏回族自治区", "ningxia")]
    pairs += [("新疆维吾尔自治区", "xinjiang"), ("新疆生产建设兵团", "xinjiang")]
    return Closed(pairs, [row[2] for row in PROVINCE_ROWS])


@cache
def levels() -> Closed:
    more = {"省级": "provincial", "市级": "municipal", "分院": "municipal", "基层": "grassroots"}
    return closed(
        Level, **more, 最高人民检察院="supreme", 区县院="grassroots", 地市级院="municipal"
    )


@cache
def kinds() -> Closed:
    return closed(BodyKind, 人民检察院="procuratorate", 派出检察院="dispatched", 兵团院="corps")


@cache
def authors() -> Closed:
    return closed(Author, 本站="catalogue", 编者="catalogue", 原文="issuer")


@cache
def bases() -> Closed:
    return closed(PlaceBasis, 原文="stated", 编者="inferred", 推断="inferred")


# The reading direction of the columns: how the cell of a case's own field is read.
FIELDS: dict[str, Callable[[str], Any]] = {
    "title": one_line,
    "title_en": one_line,
    "title_by": lambda text: authors()(text),
    "official_no": one_line,
    "themes_by": lambda text: authors()(text),
    "keywords": listed,
    "summary": whole_text,
    "summary_en": whole_text,
    "body": whole_text,
    "source_name": one_line,
    "source_url": str.strip,
}

# Column → field of the batch, and how its cell is read.
BATCH_FIELDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "batch_title": ("title", one_line),
    "issuers": ("issuers", listed),
    "issued_on": ("issued_on", partial_date),
    "released_on": ("released_on", partial_date),
    "reported_on": ("reported_on", partial_date),
}

# Column → field of a credited body, and how one of its values is read.
BODY_FIELDS: dict[str, tuple[str, Callable[[str], str]]] = {
    "bodies": ("name", one_line),
    "body_names": ("standard_name", one_line),
    "body_kinds": ("kind", lambda text: kinds()(text)),
    "provinces": ("province", lambda text: provinces()(text)),
    "levels": ("level", lambda text: levels()(text)),
    "place_basis": ("place_basis", lambda text: bases()(text)),
}

# What follows from other columns: never read.
DERIVED = {"date", "date_basis", "year", "province_codes", "theme_names", "permalink"} | {
    "revision",
    "updated_at",
}


def same_text(one: str, other: str) -> bool:
    """Whether two cells say the same; files differ in how they break lines."""
    return whole_text(one) == whole_text(other)


def parts(text: str) -> list[str]:
    """The values of a cell, empty ones kept: `;` as we write it, else as editors do."""
    return [part.strip() for part in re.split("[;；\n]", whole_text(text))] if text.strip() else []
