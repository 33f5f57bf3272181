"""The codebook: a row for each column."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from ..columns import BODY, COLUMNS, SEPARATOR

KINDS = {
    "text": ("文字", "text"),
    "integer": ("整数", "integer"),
    "date": ("日期，可能只到年或月（ISO 8601-1）", "date, may be a year or a month (ISO 8601-1)"),
    "time": ("时间（ISO 8601-1，北京时间）", "time (ISO 8601-1, Asia/Shanghai)"),
    "address": ("网址", "web address"),
}


def rows() -> Iterator[dict[str, Any]]:
    """The codebook, a row for each column, in both languages."""
    for column in (*COLUMNS, BODY):
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
    """The codebook as a file."""
    text = io.StringIO()
    lines = [row | {"values": SEPARATOR.join(row["values"])} for row in rows()]
    writer = csv.DictWriter(text, lines[0])
    writer.writeheader()
    writer.writerows(lines)
    yield text.getvalue().encode()
