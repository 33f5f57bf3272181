"""No regular expression takes more than linear time, whatever an editor or a reader sends."""

import re

import pytest

from tests.support.patterns import Pattern, all_patterns, slow_input

pytestmark = [pytest.mark.slow, pytest.mark.faults]  # its times need a quiet machine

PATTERNS = all_patterns()


@pytest.mark.parametrize("place", PATTERNS)
def test_it_takes_twice_as_long_for_twice_the_text(place):
    assert slow_input(PATTERNS[place]) == ""


@pytest.mark.parametrize("text", [r"\s+$", "(a+)+b", "a*a*b", "(?:x|xx)*y", r"<\s*[^>]*?ref"])
def test_the_check_finds_patterns_that_backtrack(text):
    assert slow_input(Pattern("here", re.compile(text), False))
