"""Headings of a table → names of our columns."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..columns import BY_NAME
from ..text.cleaning import clean_line
from ..text.fold_table import FOLDING
from ..text.misread import STARTS
from ..text.validation import validate_text
from .rows import REASONS

SEARCHED = 10  # rows searched for the headings, which may stand below a title

# Headings that editors use, beside our own names and headings → column.
ALIASES = {
    "title": "案例名称 案例标题 题目",
    "reference": "案例编号",
    "case_no": "序号",
    "bodies": "检察院 报送单位 署名单位 单位名称",
    "body_names": "单位全称",
    "provinces": "省份 省 省级行政区",
    "levels": "层级 级别",
    "themes": "主题",
    "summary": "内容摘要",
    "body": "全文 案例正文",
    "source_url": "链接 原文链接 来源链接",
}
# Others, which count only where no heading above names the column.
SYNONYMS = {
    "title": "案例名 案例题目 案件名称 名称 标题名称",
    "title_by": "标题来源",
    "title_en": "英文题目 英文名称",
    "batch": "批次编号 批次代码 批次网址名",
    "batch_title": "批次名 批次标题 批次全称",
    "case_no": "案例序号 排序 序",
    "official_no": "官方编号 发布编号 原序号 原案例编号 发布稿编号",
    "issuers": "发布单位 发布机构 发文机关 发文单位 制发机关 印发机关 印发单位",
    "released_on": "发布时间 发布日 发布年月 公布日期 公布时间",
    "issued_on": "印发时间 印发日 成文日期 成文时间",
    "reported_on": "报道时间 刊发日期 刊发时间 刊登日期 见报日期",
    "bodies": "办案单位 承办单位 选送单位 推荐单位 申报单位 检察院名称 检察机关 院名",
    "provinces": "省市 所属省份 所在省份 所在地 地域 区域",
    "levels": "院级 院层级 单位层级 检察院级别 层次",
    "themes": "责任类型 责任类别 主题类别 主题分类",
    "keywords": "关键字 主题词 标签",
    "summary": "简介 案例简介 案例摘要 内容提要 提要 内容简介",
    "body": "正文内容 案例内容 案例全文 内容",
    "source_name": "出处 来源媒体 媒体 来源网站 刊登媒体",
    "source_url": "网址 网页地址 原文网址 原文地址 url",
}
REMARK = re.compile(
    r"[(（\[【](?:必填|选填|可空|可不填|必选|如|例|格式|注)[^()（）\[\]【】]*[)）\]】]"
)


def folded(heading: str) -> str:
    """A clean heading in simplified characters, without blanks, punctuation, width and case."""
    return REMARK.sub("", clean_line(heading)).translate(FOLDING)


def by_heading(headings: Mapping[str, str]) -> dict[str, str]:
    """Folded heading → column, of column → headings."""
    return {folded(text): name for name, texts in headings.items() for text in texts.split()}


WEAK = by_heading(SYNONYMS)
HEADINGS = {
    **by_heading(ALIASES),
    **{folded(column.heading): column.name for column in BY_NAME.values()},
    **{folded(column.name): column.name for column in BY_NAME.values()},
}


class Headings(NamedTuple):
    """The columns of a table by position, empty where none is read, and the unread headings."""

    names: list[str]
    ignored: tuple[str, ...]


def recognised(headings: Iterable[str]) -> list[str]:
    """The name of our column for each heading; empty if there is none."""
    keys = [folded(heading) for heading in headings]
    names = [HEADINGS.get(key, "") for key in keys]
    for position, key in enumerate(keys):
        if not names[position] and (name := WEAK.get(key, "")) not in names:
            names[position] = name
    return names


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
        refuse_misread(headings)
        raise ValidationError(
            _("没有找到“标题”列。第一行应是列名（标题、单位、地区……），可先下载模板。")
        )
    ignored = [heading for heading, name in zip(headings, names, strict=True) if not name]
    return Headings(
        names, tuple(heading for heading in ignored if heading.strip() and heading != REASONS)
    )


def refuse_misread(headings: Sequence[str]) -> None:
    """Raise ValidationError if headings were read in the wrong encoding, or lost characters."""
    if sum(bool(STARTS.search(heading)) for heading in headings) > 1:
        message = _(
            "列名是乱码（%s……）：文件按错的编码打开、保存过。请从原来的文件另存为“CSV UTF-8”。"
        )
        raise ValidationError(message % "、".join(headings)[:20])
    for heading in headings:
        validate_text(heading)


def heading_row(rows: Sequence[Sequence[str]]) -> int:
    """The position of the row with the most headings that we know; 0 if none has any."""
    counts = [sum(map(bool, recognised(row))) for row in rows]
    return counts.index(max(counts)) if counts else 0
