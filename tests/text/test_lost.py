"""Characters that a program lost when it saved a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reforms.text.lost import doubtful_mark, is_lost, is_scientific, may_have_lost


@pytest.mark.parametrize("text", ["涉?某", "？？", "□□", "1.23457E+17", "3e+05", "为什么？"])
def test_a_text_with_a_mark_or_a_shortened_number_may_have_lost_something(text):
    assert may_have_lost(text)


def test_another_text_has_not():
    assert not may_have_lost("检察机关 E+ 2021-07-29，案例1")


@given(st.text("?？□ \n案1２.eE+", max_size=12))
def test_whatever_a_check_finds_may_have_lost_something(text):
    if doubtful_mark(text) or is_lost(text) or is_scientific(text):
        assert may_have_lost(text)
