"""What searches see of a text, and what they make of what is typed."""

import hashlib
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reforms import search
from reforms.search import Query, fold, parse
from reforms.text.cleaning import DECODED, clean_characters
from reforms.text.fold_table import TABLE
from reforms.text.folding import SHORT, origins

CHINESE = st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x323AF), max_size=50)
TEXT = st.text(max_size=200) | CHINESE
UNCLEAN = [*map(chr, DECODED), "e\u0301", "検", "豈", "\u1100", "\u1161"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("檢察機關", "检察机关"),
        ("ＡＢｃ１２", "abc12"),
        ("“监管”责任，（试行）", "监管责任试行"),
        ("乾隆与乾坤", "干隆与干坤"),
        ("裏裡里", "里里里"),
        ("Café naïve", "cafenaive"),
        ("cafe\u0301", "cafe"),
        ("ⅣⅫ①㈠", "ivxii1一"),
        ("葉〇", "叶〇"),
        ("𠮷野𪚥", "𠮷野𪚥"),
        ("⽅⾔", "方言"),
        ("⼈⺠监督", "人民监督"),
        ("㇐⻔⻋\ue81e", "一门车龴"),
        ("监管\u200b责任\u3164\uffa0\u115f\u1160", "监管责任"),
        ("👩‍⚖️ 🇨🇳 \u200b\ufeff\u3000—…·", ""),
        ("a\x00b\ud800c", "abc"),
        ("각", "\u1100\u1161\u11a8"),
        ("İstanbul", "istanbul"),
    ],
)
def test_it_folds(text, folded):
    assert fold(text) == folded


@given(TEXT, TEXT)
def test_folds_of_parts_make_the_fold_of_the_whole(form, other):
    assert fold(form + other) == fold(form) + fold(other)


@given(TEXT | st.lists(st.sampled_from(UNCLEAN), max_size=200).map("".join))
def test_a_text_is_found_alike_before_and_after_cleaning(text):
    text = text.replace("&", "")  # entities are of several characters
    assert fold(clean_characters(text)) == fold(text)


def test_what_cleaning_does_to_a_character_folding_does_too():
    for code, text in DECODED.items():
        assert fold(chr(code)) == fold(text), hex(code)


@given(TEXT)
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(categories=["L", "M", "N", "P", "Z"]), max_size=100))
def test_composed_and_decomposed_are_found_alike(text):
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


def test_characters_of_this_python_fold_as_its_tables_say():
    """The table is of a newer Unicode: what Python knows already must not differ."""
    for character in map(chr, range(0x2E80)):
        plain = unicodedata.normalize("NFKD", character).lower()
        letters = "".join(
            plain_character
            for plain_character in plain
            if unicodedata.category(plain_character)[0] in "LN"
        )
        is_filler = character in "\u115f\u1160"  # taken out by cleaning
        if unicodedata.category(character) != "Cn" and not is_filler:
            assert fold(character) == letters, hex(ord(character))


@pytest.mark.slow
def test_it_folds_by_the_same_table_on_every_python():
    every = "\n".join(fold(chr(code)) for code in range(sys.maxunicode + 1))
    digest = hashlib.sha256(every.encode()).hexdigest()
    assert digest == "8add0133bb2704a4593e5a80bbd3d6eba5c6d2f21265dba19d5b231a59b73ae7"


@pytest.mark.slow
def test_a_long_text_folds_as_its_characters_do():
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    singly = [fold(character) for character in every]
    for start in range(0, len(every), SHORT + 1):
        piece = slice(start, start + SHORT + 1)
        assert fold("".join(every[piece])) == "".join(singly[piece]), hex(start)


@given(TEXT, st.integers(0, 4))
def test_it_knows_where_each_character_of_a_fold_is_from(text, times):
    text = text + "检，" * SHORT * times
    places = origins(text)
    assert len(places) == len(fold(text))
    for place, character in zip(places, fold(text), strict=True):
        assert character in fold(text[place])


def test_the_table_says_what_it_is_from():
    head = TABLE.read_text(encoding="utf-8")[:600]
    assert "Unicode License V3" in head
    assert "Apache License 2.0" in head


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("检察 监督", Query(("检察", "监督"))),
        ("检察\u3000监督\t检察", Query(("检察", "监督"))),
        ('"检察 监督"', Query(("检察监督",))),
        ("“检察 监督” 案件", Query(("检察监督", "案件"))),
        ("检察 -监督", Query(("检察",), ("监督",))),
        ('-"检察 监督"', Query((), ("检察监督",))),
        ("检-察", Query(("检察",))),
        ("检察 AND OR NOT *", Query(("检察", "and", "or", "not"))),
        ('"检察', Query(("检察",))),
        ("title:检察 (a^b)", Query(("title检察", "ab"))),
        ("，。！", Query()),
        ("- \"\" '' --", Query()),
        ("", Query()),
    ],
)
def test_it_reads_a_search(typed, query):
    assert parse(typed) == query


def test_an_empty_query_is_false():
    assert not parse("？")
    assert parse("-检察")


def test_it_keeps_what_was_typed():
    typed = [term.typed for term in search.terms('檢察 -"a b" ！')]
    assert typed == ["檢察", '-"a b"']
