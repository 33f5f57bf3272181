"""Headings of a table → names of our columns."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..columns import BY_NAME
from ..text.cleaning import clean_line
from .rows import REASONS

SEARCHED = 10  # rows searched for the headings, which may stand below a title

# Headings that editors use, beside our own names and headings → column.
ALIASES = {
    "案例名称": "title",
    "案例标题": "title",
    "题目": "title",
    "案例编号": "reference",
    "序号": "case_no",
    "检察院": "bodies",
    "报送单位": "bodies",
    "署名单位": "bodies",
    "单位名称": "bodies",
    "单位全称": "body_names",
    "省份": "provinces",
    "省": "provinces",
    "省级行政区": "provinces",
    "层级": "levels",
    "级别": "levels",
    "主题": "themes",
    "内容摘要": "summary",
    "全文": "body",
    "案例正文": "body",
    "链接": "source_url",
    "原文链接": "source_url",
    "来源链接": "source_url",
}


def folded(heading: str) -> str:
    """A clean heading without blanks, underscores, asterisks, width and case."""
    return re.sub(r"[\s_*]+", "", unicodedata.normalize("NFKC", clean_line(heading))).lower()


HEADINGS = {
    folded(key): name
    for key, name in chain(
        ALIASES.items(),
        ((column.heading, column.name) for column in BY_NAME.values()),
        ((column.name, column.name) for column in BY_NAME.values()),
    )
}


class Headings(NamedTuple):
    """The columns of a table by position, empty where none is read, and the unread headings."""

    names: list[str]
    ignored: tuple[str, ...]


def recognised(headings: Iterable[str]) -> list[str]:
    """The name of our column for each heading; empty if there is none."""
    return [HEADINGS.get(folded(heading), "") for heading in headings]


def read_headings(headings: Sequence[str], line: int) -> Headings:
    """The columns that headings in this line of the file mean.

    Raises ValidationError if two headings mean one column, or if there is neither a title nor a
    reference.
    """
    names = recognised(headings)
    for position, name in enumerate(names):
        if name and name in names[:position]:
            first, second = headings[names.index(name)], headings[position]
            message = _("第 %(line)d 行：“%(one)s”和“%(two)s”是同一列，请删去一个。")
            raise ValidationError(message % {"line": line, "one": first, "two": second})
    if not {"title", "reference"} & set(names):
        raise ValidationError(
            _("没有找到“标题”列。第一行应是列名（标题、单位、地区……），可先下载模板。")
        )
    ignored = [heading for heading, name in zip(headings, names, strict=True) if not name]
    return Headings(
        names, tuple(heading for heading in ignored if heading.strip() and heading != REASONS)
    )


def heading_row(rows: Sequence[Sequence[str]]) -> int:
    """The position of the row with the most headings that we know; 0 if none has any."""
    counts = [sum(map(bool, recognised(row))) for row in rows]
    return counts.index(max(counts)) if counts else 0
