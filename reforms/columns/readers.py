"""Readers of the cells of uploaded tables: text → value of a field.

Each raises ValidationError, with a message for the editor, if the text is no value of the field.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property
from typing import NamedTuple
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..text.dates import NUMERAL, numeral_value, typed_date
from ..text.fold_table import FOLDING
from ..text.lines import SEPARATOR, split_values
from ..vocabulary import (
    PROVINCE_ROWS,
    Author,
    BatchKind,
    BodyKind,
    IssuerRole,
    Level,
    PlaceBasis,
    ThemeBasis,
)

ORDINAL = re.compile(
    rf"(?:案例|典型案例|第|No\.?)?\s?(?P<number>[0-9]{{1,4}}|{NUMERAL})\s?(?:\.0+|[件号例、.])?",
    re.IGNORECASE,
)


def whole_number(text: str) -> int:
    """A number of up to four digits: 3, 3.0, 案例三 and 第3件 → 3."""
    match = ORDINAL.fullmatch(normalize("NFKC", text).strip())
    value = numeral_value(match["number"]) if match else 0
    if value < 1:
        raise ValidationError(_("“%s”不是序号，请写成 3 的样子。") % text.strip())
    return value


def partial_date(text: str) -> str:
    """A date in any way that people type → ISO 8601-1; any other text unchanged.

    Refuses 2021.1: spreadsheets make it of 2021.10 as well. No other month ends in 0. Also refuses
    44406, which is how they store a day.
    """
    plain = normalize("NFKC", text).strip()
    if re.fullmatch(r"\d{4}\.1", plain):
        message = _("“%s”是 1 月还是 10 月？表格软件会去掉末尾的 0。请写成 2021-01 或 2021-10。")
        raise ValidationError(message % text.strip())
    if re.fullmatch(r"[2-5]\d{4}(\.\d+)?", plain, re.ASCII):
        message = _("“%s”像是表格软件里日期的内部编号。请把这一列设成日期格式，或写成 2021-07-29。")
        raise ValidationError(message % text.strip())
    return typed_date(text).strip()


class ListEntry(NamedTuple):
    """A value of a closed list, its name in messages, and its accepted spellings."""

    value: str
    name: str
    spellings: Iterable[str]


class ClosedList:
    """Reads a value of a closed list from any of its spellings."""

    def __init__(self, entries: Callable[[], Iterable[ListEntry]]) -> None:
        self.entries = entries  # called when first needed: labels need translations to be ready

    @cached_property
    def values(self) -> dict[str, str]:
        """Spelling → value."""
        return {
            without_variants(spelling): entry.value
            for entry in self.entries()
            for spelling in entry.spellings
        }

    @cached_property
    def names(self) -> list[str]:
        """The names of all values."""
        return [entry.name for entry in self.entries()]

    def __call__(self, text: str) -> str:
        value = self.values.get(without_variants(text))
        if value is None:
            near = get_close_matches(text.strip(), self.names, 3, 0.3) or self.names[:6]
            message = _("“%(text)s”不在可用的值里，最接近的是：%(near)s。")
            raise ValidationError(message % {"text": text.strip(), "near": "、".join(near)})
        return value


def without_variants(text: str) -> str:
    """A text in simplified characters, without blanks, punctuation, width and case."""
    return text.translate(FOLDING)


def entries_of(choices: type[TextChoices], **customary: str) -> Iterator[ListEntry]:
    """An entry for each choice: by value, by either label, or `customary` (spelling → value)."""
    for choice in choices:
        value = str(choice.value)
        with override("en"):
            english = str(choice.label)
        with override("zh-hans"):
            chinese = str(choice.label)
        others = (spelling for spelling, meaning in customary.items() if meaning == value)
        spellings = (value, english, chinese, chinese.partition("（")[0], *others)
        yield ListEntry(value, chinese, spellings)


PROVINCES_IN_FULL = {
    "guangxi": ("广西壮族自治区",),
    "ningxia": ("宁夏回族自治区",),
    "xinjiang": ("新疆维吾尔自治区", "新疆生产建设兵团"),
}
ENDINGS = ("省", "市", "自治区", "特别行政区")


def provinces() -> Iterator[ListEntry]:
    """The provinces: spelt by GB/T 2260 code, slug, or name, with or without its ending."""
    for code, slug, chinese, english in PROVINCE_ROWS:
        customary = [chinese + ending for ending in ENDINGS]
        customary += PROVINCES_IN_FULL.get(slug, ())
        yield ListEntry(slug, chinese, (code, slug, chinese, english, *customary))


province = ClosedList(provinces)
level = ClosedList(
    lambda: entries_of(
        Level,
        **dict.fromkeys(("最高人民检察院", "高检院", "国家级"), "supreme"),
        **dict.fromkeys(("省级", "省院", "省级检察院", "省检察院", "省市院"), "provincial"),
        **dict.fromkeys(
            ("市级", "市院", "分院", "市级检察院", "分州市院", "地市级院"), "municipal"
        ),
        **dict.fromkeys(("基层", "区县院", "区院", "县院", "区级院", "县级院"), "grassroots"),
        **dict.fromkeys(("基层检察院", "区级检察院", "县级检察院"), "grassroots"),
    )
)
body_kind = ClosedList(
    lambda: entries_of(
        BodyKind, 人民检察院="procuratorate", 派出检察院="dispatched", 兵团院="corps"
    )
)
author = ClosedList(lambda: entries_of(Author, 本站="catalogue", 编者="catalogue", 原文="issuer"))
batch_kind = ClosedList(lambda: entries_of(BatchKind))
issuer_role = ClosedList(lambda: entries_of(IssuerRole, 联合发布="issuer", 评选="organiser"))
theme_basis = ClosedList(
    lambda: entries_of(ThemeBasis, 新闻="news", 标题="title", 编者="catalogue", 本站="catalogue")
)


def issuer_roles(text: str) -> str:
    """The roles of the issuers, in any spelling → the stored list."""
    return SEPARATOR.join(map(issuer_role, split_values(text)))


place_basis = ClosedList(
    lambda: entries_of(PlaceBasis, 原文="stated", 编者="inferred", 推断="inferred")
)
