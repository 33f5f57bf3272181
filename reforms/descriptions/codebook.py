"""The codebook: a row for each column, in both languages."""

import csv
import io
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..columns import BODY, COLUMNS, PART_COLUMNS, PARTS, SEPARATOR


class KindLabel(NamedTuple):
    """What a kind of column is called in Chinese and in English."""

    chinese: str
    english: str


KINDS = {
    "text": KindLabel("文字", "text"),
    "integer": KindLabel("整数", "integer"),
    "date": KindLabel(
        "日期，可能只到年或月（ISO 8601-1）", "date, may be a year or a month (ISO 8601-1)"
    ),
    "time": KindLabel("时间（ISO 8601-1，北京时间）", "time (ISO 8601-1, Asia/Shanghai)"),
    "address": KindLabel("网址", "web address"),
    "parts": KindLabel("对象的列表，只在单件 JSON 里", "list of objects, in the JSON of one case"),
}


def rows() -> Iterator[dict[str, Any]]:
    """The rows: texts, but for `values`, the list of the codes of a closed list."""
    for column in (*COLUMNS, BODY, PARTS, *PART_COLUMNS[1:]):
        kind, kind_en = KINDS[column.kind]
        yield {
            "name": column.name,
            "heading": column.heading,
            "heading_en": column.heading_en,
            "meaning": column.meaning,
            "meaning_en": column.meaning_en,
            "type": f"{kind}，多个值用“{SEPARATOR}”隔开" if column.many else kind,
            "type_en": f"{kind_en}, several joined by “{SEPARATOR}”" if column.many else kind_en,
            "values": list(column.codes),
            "example": column.example,
            "since": column.since,
        }


def as_csv() -> Iterator[bytes]:
    """The codebook as CSV (RFC 4180)."""
    text = io.StringIO()
    lines = [row | {"values": SEPARATOR.join(row["values"])} for row in rows()]
    writer = csv.DictWriter(text, lines[0])
    writer.writeheader()
    writer.writerows(lines)
    yield text.getvalue().encode()
