"""The columns of a table of parts: one row for each part of a full text."""

from ..vocabulary import PartRole
from .column import Column
from .table import BY_NAME

PART_COLUMNS = (
    BY_NAME["reference"],
    Column(
        "part",
        "部分序号",
        "Number of the part",
        "这一部分在正文里的次序，从 1 起。只在 shape=parts 时给出",
        "Place of the part in the full text, from 1. Only with shape=parts",
        "2",
        kind="integer",
        derived=True,
        since="1.0.0",
    ),
    Column(
        "depth",
        "层次",
        "Depth",
        "0 最高；较深的一部分属于它前面最近的较浅的一部分。只在 shape=parts 时给出",
        "0 is the highest; a deeper part belongs to the nearest less deep one before it. "
        "Only with shape=parts",
        "0",
        kind="integer",
        derived=True,
        since="1.0.0",
    ),
    Column(
        "role",
        "作用",
        "Role",
        "这一部分写什么；小标题没有说明的为空。只在 shape=parts 时给出",
        "What the part is for: gist, background, work, effect, meaning; empty where the heading "
        "does not tell. Only with shape=parts",
        "做法履职",
        values=tuple(PartRole.values),
        derived=True,
        since="1.0.0",
    ),
    Column(
        "heading",
        "小标题",
        "Heading",
        "小标题原文；第一个小标题之前的文字为空。只在 shape=parts 时给出",
        "Heading as printed; empty before the first one. Only with shape=parts",
        "一、基本情况",
        derived=True,
        since="1.0.0",
    ),
    Column(
        "text",
        "文字",
        "Text",
        "这一部分的文字，不含下级各部分的文字。只在 shape=parts 时给出",
        "Text of the part, without that of its own parts. Only with shape=parts",
        "……",
        derived=True,
        since="1.0.0",
    ),
)
