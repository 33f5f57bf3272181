"""What becomes of a text where it enters: what people mean, and nothing that nobody can see."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reforms.text.cleaning import TABLE, clean, clean_characters, clean_line, same_text

# One or more characters of every block of 128, without most of those that are like all others.
BLOCKS = [chr(code) for code in range(0, sys.maxunicode, 128)] + [
    chr(code) for code in range(0x3400) if unicodedata.category(chr(code)) != "Cn"
]
ODD = list(
    "\u200b\u200c\u200d\u202e\ufeff\ufe0f\u3000\xa0\r\n\t⼈⺠豈e\u0301\u037e\u1160ا👩⚖᠊ᠠ\u180b"
)
ALIKE = {*range(0x3400, 0xA000), *range(0xAC00, 0xD7A4), *range(0x20000, 0x2F800)}
PARTS = ["&", "#", "am", "amp;", "p;", ";", "8203", "160", "nbsp;", "&#38;", "&#x200B;", "&#769;"]
TEXT = st.lists(st.sampled_from(BLOCKS) | st.sampled_from(ODD + PARTS), max_size=20).map("".join)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("⼈⺠监督", "人民监督"),
        ("⻄部⻋⻔⻅⻓⻘⻢⻰", "西部车门见长青马龙"),
        ("㇐般", "一般"),
        ("\uf9fb\u2f80", "炙聿"),
        ("\ue81e\ue78d", "龴︐"),
        ("监管\u200b责任\ufeff", "监管责任"),
        ("\u202e司法\u2066责\u00ad任\u2069\u200f", "司法责任"),
        ("葛\U000e0100城", "葛城"),
        ("检\x00察\x07机\x1b关\x9f", "检察机关"),
        ("一\r\n二\r三\x0b四\x0c五\x85六\u2028七\u2029八", "一\n二\n三\n四\n五\n六\n七\n八"),
        ("\u3000\u3000第一段。\u3000\n\xa0 第二段。 ", "第一段。\n第二段。"),
        ("法律监督\u3000\u3000护航民生", "法律监督 护航民生"),
        ("检察\xa0机关\u2003\u2009改革\ue5e5试点", "检察 机关 改革 试点"),
        ("姓名\u3000\t年龄", "姓名\t年龄"),
        ("Cafe\u0301", "Café"),
        ("AT&amp;T", "AT&T"),
        ("检察&nbsp;机关&#160;改革&#xA0;&ldquo;试点&rdquo;", "检察 机关 改革 “试点”"),
        ("&amp;amp;nbsp;一&amp;ldquo;", "一“"),
        ("&am&#8203;p;nbsp;一", "一"),
        ("&alpha; &copy=1 R&D; &#65; &#xD800; &#1114112;", None),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 👩\u200d⚖\ufe0f", None),
        ("涉𠮷某“？”——（试行）①㈠Ａ", None),
        ("", ""),
        ("\ufeff\u3000\n", ""),
    ],
)
def test_it_gives_what_a_person_means(text, meant):
    assert clean(text) == (text if meant is None else meant)


def test_a_line_has_no_breaks_and_single_blanks():
    assert clean_line(" 司法\u2028责任\x0b制\u3000 试点\t") == "司法 责任 制 试点"


def test_characters_alone_keep_their_indents():
    assert (
        clean_characters("\u3000\u3000第⼀段\r\n\xa0\xa0第二段") == "\u3000\u3000第一段\n  第二段"
    )


@given(TEXT)
def test_cleaning_twice_changes_nothing_more(text):
    for way in (clean, clean_line, clean_characters):
        assert way(way(text)) == way(text)


@given(TEXT)
def test_it_is_the_same_as_no_text_where_nothing_is_left_of_it(text):
    assert same_text(text, "") == same_text("", text) == (clean(text) == "")


def test_every_character_that_is_left_differs_from_no_text():
    for code in range(0x10000):
        assert same_text(chr(code), "") == (clean(chr(code)) == ""), hex(code)


@pytest.mark.slow
def test_cleaning_every_character_twice_changes_nothing_more():
    every = (chr(code) for code in range(sys.maxunicode + 1) if code not in ALIKE)
    for character in (
        each for each in every if unicodedata.category(each) not in ("Cn", "Co", "Cs")
    ):
        for text in (
            character,
            f"检{character}\u0301a",
            f"👩{character}\u200d👩",
            f"&am{character}p;",
        ):
            assert clean(clean(text)) == clean(text), ascii(text)


@given(TEXT)
def test_a_clean_text_is_in_nfc_and_at_most_three_times_as_long(text):
    assert unicodedata.is_normalized("NFC", clean(text))
    assert len(clean(text)) <= 3 * len(text)


@pytest.mark.parametrize(
    "text", ["e" + "\u0300\u0316" * 50_000, "&amp;" * 50_000, "\u3000" * 500_000]
)
def test_a_hostile_text_takes_no_square_of_its_length(text):
    """With the square these would take minutes, and the suite would not end."""
    assert len(clean(text)) in (100_001, 50_000, 0)


def test_every_radical_of_the_kangxi_block_becomes_what_its_compatibility_mapping_says():
    for code in range(0x2F00, 0x2FD6):
        assert clean(chr(code)) == unicodedata.normalize("NFKC", chr(code))


def test_the_radicals_without_an_ideograph_are_the_one_that_unicode_names():
    kept = [code for code in range(0x2E80, 0x2EF4) if clean(chr(code)) == chr(code)]
    assert kept == [0x2E80, 0x2E9A]  # CJK RADICAL REPEAT, and one not assigned


def test_the_table_says_what_it_is_from():
    head = TABLE.read_text(encoding="utf-8")[:400]
    assert "Unicode License V3" in head
    assert "GB 18030-2022" in head
