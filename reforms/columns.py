"""The columns of a case: name, heading, meaning, value. Files and versions read this table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.utils import timezone

SEPARATOR = ";"

Value = str | int | None | datetime | list[str]


@dataclass(frozen=True)
class Column:
    """One column: `write` takes a case (with batch, bodies, themes) and gives its value."""

    name: str
    heading: str
    meaning: str
    meaning_en: str
    write: Callable[[Any], Value]


def of_batch(field: str) -> Callable[[Any], Value]:
    return attrgetter(f"batch.{field}")


def of_bodies(field: str) -> Callable[[Any], Value]:
    return lambda case: [getattr(body, field) for body in case.bodies.all()]


def of_themes(field: str) -> Callable[[Any], Value]:
    return lambda case: [getattr(theme, field) for theme in case.themes.all()]


def split(field: str) -> Callable[[Any], Value]:
    """A stored list as a list."""
    value = attrgetter(field)
    return lambda case: [part for part in value(case).split(SEPARATOR) if part]


own = attrgetter

COLUMNS = (
    Column(
        "reference", "编号", "案例的固定编号", "Permanent reference of the case", own("reference")
    ),
    Column("title", "标题", "案例标题", "Title", own("title")),
    Column("title_en", "英文标题", "本站译名", "Title in English, ours", own("title_en")),
    Column(
        "title_by",
        "标题出自",
        "issuer 发布机关；catalogue 本站编者自拟",
        "Who wrote the title: issuer or catalogue",
        own("title_by"),
    ),
    Column("batch", "批次", "批次的网址名", "Slug of the batch", of_batch("slug")),
    Column("batch_title", "批次名称", "批次的名称", "Title of the batch", of_batch("title")),
    Column(
        "case_no",
        "本站序号",
        "在批次中的次序，本站编排",
        "Number in the batch, ours",
        own("number"),
    ),
    Column(
        "official_no",
        "原编号",
        "发布机关的编号",
        "The issuer's own number",
        own("official_no"),
    ),
    Column("issuers", "发布机关", "发布机关", "Issuing bodies", split("batch.issuers")),
    Column(
        "date",
        "日期",
        "最可靠的已知日期，可能只到年或月",
        "Best known date, may be a year or a month",
        own("date"),
    ),
    Column(
        "date_basis",
        "日期依据",
        "released 发布；issued 印发；reported 报道",
        "Which date that is: released, issued or reported",
        of_batch("date_basis"),
    ),
    Column("issued_on", "印发日期", "印发日期", "Date issued", of_batch("issued_on")),
    Column("released_on", "发布日期", "发布日期", "Date released", of_batch("released_on")),
    Column("reported_on", "报道日期", "报道日期", "Date reported", of_batch("reported_on")),
    Column("year", "年份", "日期的年份", "Year of the date", own("year")),
    Column("bodies", "单位", "单位，照录", "Credited bodies as printed", of_bodies("name")),
    Column(
        "body_names",
        "规范全称",
        "单位的规范全称",
        "Standard full names of the bodies",
        of_bodies("standard_name"),
    ),
    Column("body_kinds", "机构类型", "单位的类型", "Kinds of the bodies", of_bodies("kind")),
    Column("provinces", "地区", "单位所在地区", "Provinces of the bodies", of_bodies("province")),
    Column(
        "province_codes",
        "地区代码",
        "地区的 GB/T 2260 代码",
        "GB/T 2260 codes of the provinces",
        of_bodies("province_code"),
    ),
    Column("levels", "检察院层级", "单位的层级", "Levels of the bodies", of_bodies("level")),
    Column(
        "place_basis",
        "层级依据",
        "stated 据原文；inferred 编者判断",
        "Whether the level is stated or inferred",
        of_bodies("place_basis"),
    ),
    Column("themes", "责任主题", "责任主题的网址名", "Slugs of the themes", of_themes("slug")),
    Column("theme_names", "主题名称", "责任主题的名称", "Names of the themes", of_themes("name")),
    Column(
        "themes_by",
        "主题归类出自",
        "issuer 发布机关；catalogue 本站编者",
        "Who assigned the themes: issuer or catalogue",
        own("themes_by"),
    ),
    Column("keywords", "关键词", "关键词", "Keywords", split("keywords")),
    Column("summary", "摘要", "中文摘要", "Summary in Chinese", own("summary")),
    Column("summary_en", "英文摘要", "英文摘要", "Summary in English", own("summary_en")),
    Column(
        "source_name",
        "来源",
        "刊载发布稿的媒体或网站",
        "Medium that carried the release",
        lambda case: case.source[0],
    ),
    Column(
        "source_url",
        "来源网址",
        "来源的网址",
        "Address of the source",
        lambda case: case.source[1],
    ),
    Column("permalink", "固定网址", "案例页的固定网址", "Permanent address", own("permalink")),
    Column(
        "revision",
        "数据版本",
        "案例或其批次最后一次变动时的数据版本",
        "Revision in which the case or its batch last changed",
        own("revision"),
    ),
    Column(
        "updated_at",
        "更新时间",
        "该次变动的时间（ISO 8601）",
        "When that was (ISO 8601)",
        own("updated_at"),
    ),
)


def values(case: Any, columns: Iterable[Column] = COLUMNS) -> dict[str, Value]:
    """A case as JSON has it: lists stay lists, times are ISO 8601 in the site's time zone."""
    return {column.name: plain(column.write(case)) for column in columns}


def plain(value: Value) -> Value:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value


def cell(value: Value) -> str:
    """A value as a cell of a file has it: several values joined by `;`, nothing as empty."""
    value = plain(value)
    if isinstance(value, list):
        return SEPARATOR.join(value)
    return "" if value is None else str(value)
