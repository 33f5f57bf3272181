"""典型案（事）例: cases and other examples in one word, read as 案例 and given back as printed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..documents import Line
from .release import Release

BOTH = re.compile(r"案\s?[（(]\s?事\s?[）)]\s?例")


def with_plain_names(lines: Sequence[Line]) -> tuple[list[Line], dict[str, str]]:
    """The lines with 案例 in place of 案（事）例, and each line that changed → as printed."""
    plain = [line._replace(text=BOTH.sub("案例", line.text)) for line in lines]
    changed = {
        new.text: old.text for old, new in zip(lines, plain, strict=True) if old.text != new.text
    }
    return plain, changed


def as_printed(release: Release, printed: Mapping[str, str]) -> Release:
    """The release with its names, numbers and introduction as they were printed."""
    word = next(match[0] for line in printed.values() if (match := BOTH.search(line)))
    lines = release.introduction.split("\n")
    numbers = [_in_words(case.official_no, word, printed) for case in release.cases]
    cases = [replace(c, official_no=n) for c, n in zip(release.cases, numbers, strict=True)]
    return replace(
        release,
        title=_in_words(release.title, word, printed),
        notice_title=_in_words(release.notice_title, word, printed),
        series=_in_words(release.series, word, printed),
        cases=tuple(cases),
        introduction="\n".join(printed.get(line, line) for line in lines),
    )


def _in_words(name: str, word: str, printed: Mapping[str, str]) -> str:
    """A name with the word that is printed in it, where one of the lines has it so."""
    is_printed = any(name[-8:] in line for line in printed)
    return name.replace("案例", word) if name and is_printed else name
