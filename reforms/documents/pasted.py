"""Pasted text → lines: what a clipboard brings, with marks of Markdown, HTML source, entities."""

import re

from ..text.cleaning import clean_characters
from .html import has_tags, html_lines
from .line import Line
from .markdown import has_marks, markdown_lines

# Where a text of one line is broken: before and after a section mark, before a case's number.
SECTION = re.compile(r"(?=【[^【】\n]{2,16}】)|(?<=】)(?=[^【】\n]{2})")
CASE = re.compile(r"(?<=[。！”】\s])(?=(?:典型)?案例[一二三四五六七八九十\d]{1,3}(?![\d件个起]))")
# The line under a headline, in the middle of a text of one line.
STAMP = re.compile(
    r"\s((?:(?:发布|发表|更新)?(?:时间|日期)[:：]\s?)?\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\s\d{1,2}:\d{2}(?::\d{2})?)?"
    r"(?:\s来源[:：]\s?\S{2,20})?)\s"
)
# What opens the next line, at the end of the line before it: 精准量刑  【要旨】; 严惩。 7.某案.
AT_END = re.compile(
    r"(?<=\S)\s{1,9}(?=【[^【】\n]{2,16}】\s{0,9}\Z)|(?<=。)\s{1,9}(?=\d{1,2}[.．、](?!\d)[^。\n]{2,60}\Z)"
)
LONG = 200  # characters; a line with several section marks that is longer has lost its breaks


def pasted_lines(text: str) -> list[Line]:
    """The lines of a pasted text."""
    text = plain_blanks(text)
    if has_tags(text):
        lines = html_lines(text)
    elif has_marks(text):
        lines = markdown_lines(text)
    else:
        lines = [Line(line) for line in text.split("\n")]
    return [part for line in lines for part in _broken(line)]


def plain_blanks(text: str) -> str:
    """The cleaned text with plain blanks alone: two for one that indents or parts cells."""
    return clean_characters(text).replace("\u3000", "  ").replace("\t", "  ")


def _broken(line: Line) -> list[Line]:
    """A line that holds a whole case or more, broken where its marks are."""
    if len(line.text) < LONG or len(SECTION.findall(line.text)) < 4:
        return [line._replace(text=text) for text in AT_END.split(line.text)]
    text = STAMP.sub(r"\n\1\n", line.text, count=1)
    pieces = [piece for above in text.split("\n") for piece in CASE.split(above)]
    parts = [part for piece in pieces for part in SECTION.split(piece)]
    return [Line(part.strip()) for part in parts if part.strip()]
