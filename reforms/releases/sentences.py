"""Sentences of a text."""

import re

# Some pages print the half-width full stop between Chinese characters.
SENTENCE_END = re.compile(
    r"(?<=[。！？；\n])(?![”’」』）)])|(?<=[\u4e00-\u9fff]\.)(?=[\u4e00-\u9fff])"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its end; a full stop alone is none."""
    return [part for part in SENTENCE_END.split(text) if part.strip("。！？；.\n ")]
