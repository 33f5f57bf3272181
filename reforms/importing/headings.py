"""Headings of a table → names of our columns."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import chain

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..columns import BY_NAME
from .rows import REASONS

SEARCHED = 10  # rows in which the headings are looked for, below a banner

# What editors call the columns, beside our own names and headings.
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
    return re.sub(r"[\s_*＊]+", "", unicodedata.normalize("NFKC", heading)).lower()


HEADINGS = {
    folded(key): name
    for key, name in chain(
        ALIASES.items(),
        ((column.heading, column.name) for column in BY_NAME.values()),
        ((column.name, column.name) for column in BY_NAME.values()),
    )
}


def recognised(headings: Iterable[str]) -> list[str]:
    """The name of our column for each heading; empty where there is none."""
    return [HEADINGS.get(folded(heading), "") for heading in headings]


def read_headings(headings: list[str], line: int) -> tuple[list[str], tuple[str, ...]]:
    """Names by position, and the headings that are not read."""
    names = recognised(headings)
    for position, name in enumerate(names):
        if name and name in names[:position]:
            one, two = headings[names.index(name)], headings[position]
            words = _("第 %(line)d 行：“%(one)s”和“%(two)s”是同一列，请删去一个。")
            raise ValidationError(words % {"line": line, "one": one, "two": two})
    if not {"title", "reference"} & set(names):
        raise ValidationError(
            _("没有找到“标题”列。第一行应是列名（标题、单位、地区……），可先下载模板。")
        )
    ignored = [heading for heading, name in zip(headings, names, strict=True) if not name]
    return names, tuple(one for one in ignored if one.strip() and one != REASONS)


def heading_row(rows: list[list[str]]) -> int:
    """Which of the first rows has the headings: the one with the most that we know."""
    known = [sum(map(bool, recognised(row))) for row in rows]
    return known.index(max(known)) if known else 0
