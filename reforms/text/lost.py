"""Characters that a text has lost since: question marks in place of what an old encoding lacks.

A program that saves Chinese as GBK writes 涉?某 for 涉𠮷某, and tells nobody.
"""

import re
from itertools import groupby, islice

MARKS = "?？□"  # what programs write in place of a character
TRACES = re.compile(rf"[{MARKS}]|\dE\+\d", re.IGNORECASE)
SIGNS = f"{MARKS}+"  # without any of these a text has no trace
BESIDE = 1  # character on each side by which the place is found again
MOST = 100  # places compared: more of them are lost alike


def may_have_lost(text: str) -> bool:
    """Whether a text has anything that programs write in place of what they lose: ? or 1E+17."""
    return any(sign in text for sign in SIGNS) and TRACES.search(text) is not None


def lost_characters(before: str, after: str) -> str:
    """The first characters of `before` in whose place `after` has question marks; empty if none.

    Only characters that GBK lacks are looked for: any other question mark is somebody's own.
    """
    if before.isascii() or count_marks(after) <= count_marks(before):
        return ""
    for start, end in islice(rare_runs(before), MOST):
        left, right = before[max(start - BESIDE, 0) : start], before[end : end + BESIDE]
        edges = ("" if left else r"\A", "" if right else r"\Z")
        marks = f"[{MARKS}]{{1,{2 * (end - start)}}}"  # two for a character beyond the BMP
        if re.search(f"{edges[0]}{pattern(left)}{marks}{pattern(right)}{edges[1]}", after):
            return before[start:end]
    return ""


BETWEEN_HAN = re.compile(r"[\u3400-\u9fff]{1,4}\?+[\u3400-\u9fff]{1,4}")


def is_lost(text: str) -> bool:
    """Whether a text is nothing but question marks."""
    marks = "".join(text.split())
    return len(marks) > 1 and not marks.strip(MARKS)


def doubtful_mark(text: str) -> str:
    """The first question mark of ASCII inside Chinese, with what is beside it; empty if none.

    Programs write it for a character that they lack; people type the wide one there.
    """
    match = BETWEEN_HAN.search(text)
    return match[0] if match else ""


SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d{2,}", re.IGNORECASE)
PAIR = re.compile(r"\d{1,2}[-/.]\d{1,2}")
DATE = re.compile(r"[年月]|\d{4}[-/]\d|[A-Z][a-z]{2}")


def is_scientific(text: str) -> bool:
    """Whether a text is a long number as spreadsheets show it: 1.23457E+17."""
    return bool(SCIENTIFIC.fullmatch(text))


def is_reformatted(before: str, after: str) -> bool:
    """Whether a spreadsheet makes one text of the other: 00123 → 123, 3-1 → 3月1日, 1.10 → 1.1."""
    if PAIR.fullmatch(before) and DATE.search(after):
        return True
    shortened = before.rstrip("0").rstrip(".") if "." in before else before.lstrip("0")
    is_number = before.replace(".", "", 1).isdecimal()
    return is_number and shortened == after != before


def count_marks(text: str) -> int:
    return sum(text.count(mark) for mark in MARKS)


def rare_runs(text: str) -> list[tuple[int, int]]:
    """Where characters stand that GBK lacks: start and end of each run."""
    runs = []
    for is_rare, run in groupby(enumerate(text), lambda place: not is_in_gbk(place[1])):
        if is_rare:
            places = [position for position, _ in run]
            runs.append((places[0], places[-1] + 1))
    return runs


def is_in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def pattern(text: str) -> str:
    """A regular expression for a text in which rare characters may be lost."""
    return "".join(
        re.escape(character)
        if is_in_gbk(character)
        else f"(?:{re.escape(character)}|[{MARKS}]{{1,2}})"
        for character in text
    )
