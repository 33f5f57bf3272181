"""Sets of parse_integers do what sets of Python's do."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reforms.bitset import NOTHING, Bitset, parse_integers

NUMBERS = st.sets(st.integers(0, 300) | st.integers(0, 5000))


@given(NUMBERS, NUMBERS)
def test_it_joins_cuts_and_takes_away_as_sets_do(numbers, other):
    a, b = Bitset.of(sorted(numbers)), Bitset.of(list(other))
    assert set(a & b) == numbers & other
    assert set(a | b) == numbers | other
    assert set(a - b) == numbers - other
    assert (len(a), bool(a)) == (len(numbers), bool(numbers))
    assert (set(a), set(b)) == (numbers, other)


@given(NUMBERS)
def test_it_is_where_its_flags_are(members):
    flags = Bitset.of(sorted(members)).flags(6000)
    assert set(np.flatnonzero(flags)) == members
    assert set(Bitset.where(flags)) == members


def test_it_takes_a_page_out_of_a_set():
    members = [0, 1, 9, 63, 64, 127, 4095, 4096, 4097, 20000, 100000]
    bits = Bitset.of(members)
    for start, stop in product(range(12), range(13)):
        assert bits.members(start, stop).tolist() == members[start:stop]
    assert bits.members().tolist() == members
    assert NOTHING.members(0, 20).tolist() == []


@pytest.mark.parametrize("joined", ["", None])
def test_it_reads_no_numbers(joined):
    assert parse_integers(joined).tolist() == []


def test_it_reads_numbers_of_any_order_and_size():
    assert parse_integers("7,2147483647,1").tolist() == [7, 2147483647, 1]


@pytest.mark.parametrize("chunk", [1, 2, 3, 10, 100])
def test_it_reads_them_in_chunks(monkeypatch, chunk):
    monkeypatch.setattr("reforms.bitset.CHUNK", chunk)
    assert parse_integers("1,20,300,4").tolist() == [1, 20, 300, 4]
