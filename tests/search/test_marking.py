"""Found words are marked in their original writing, and nothing of a text is altered."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reforms.search import Piece, excerpts, fold, parse, pieces


def written(divided: tuple[Piece, ...]) -> str:
    """The pieces as one text, those that match in brackets."""
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in divided)


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("检察机关", "机关", "检察[机关]"),
        ("檢察機關", "检察", "[檢察]機關"),
        ("“检察”·机关", "察机", "“检[察”·机]关"),
        ("检察检察", "检察", "[检察检察]"),
        ("检察机关", "检察 察机", "[检察机]关"),
        ("cafe\u0301s", "café", "[cafe\u0301]s"),
        ("№5", "no", "[№]5"),
        ("ＡＰＰ", "app", "[ＡＰＰ]"),
        ("𠮷野", "野", "𠮷[野]"),
        ("甲\n\n乙", "甲乙", "[甲]\n\n[乙]"),
        ("<b>检</b>&", "检", "<b>[检]</b>&"),
        ("<b>", "b", "<[b]>"),
        ("检察", "-检察", "检察"),
        ("检察", "", "检察"),
        ("", "检", ""),
    ],
)
def test_it_marks(text, typed, marked):
    assert written(pieces(text, parse(typed).wanted)) == marked


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=3), max_size=3))
def test_it_marks_what_it_finds_and_alters_nothing(text, typed):
    terms = [term for term in map(fold, typed) if term]
    divided = pieces(text, terms)
    assert "".join(piece.text for piece in divided) == text
    has_match = any(piece.is_match for piece in divided)
    assert has_match or not any(term in fold(text) for term in terms)


def test_an_excerpt_shows_where_a_word_stands():
    texts = [("title", "标题"), ("body", "甲" * 50 + "权力清单" + "乙" * 200)]
    [excerpt] = excerpts(texts, ["权力清单"])
    assert excerpt.field == "body"
    assert written(excerpt.pieces) == "…" + "甲" * 20 + "[权力清单]" + "乙" * 76 + "…"


def test_each_word_is_shown_once_where_it_stands_first():
    texts = [("keywords", "量化"), ("body", "权力清单与量化"), ("batch_topic", "权力清单")]
    assert [(field, written(part)) for field, part in excerpts(texts, ["权力清单", "量化"])] == [
        ("keywords", "[量化]"),
        ("body", "[权力清单]与量化"),
    ]


def test_an_excerpt_shows_a_word_whole_however_long_it_is_written():
    long = "检" + "　，" * 80 + "察"
    [excerpt] = excerpts([("body", f"{'甲' * 30}{long}乙")], ["检察"])
    assert written(excerpt.pieces) == f"…{'甲' * 20}[{long}]…"


def test_an_excerpt_marks_a_word_that_goes_on_behind_its_end():
    [excerpt] = excerpts([("body", "案件" + "甲" * 96 + "案件质量")], ["案件", "件质量"])
    assert written(excerpt.pieces) == f"[案件]{'甲' * 96}[案件]…"


@given(st.text(max_size=300), st.text(min_size=1, max_size=3))
@example('0"0', "00")
def test_an_excerpt_is_a_piece_of_its_text_with_the_word(text, typed):
    if not (term := fold(typed)) or term not in fold(text):
        return
    [excerpt] = excerpts([("body", text)], [term])
    assert "".join(piece.text for piece in excerpt.pieces).strip("…") in text
    assert term in fold("".join(piece.text for piece in excerpt.pieces if piece.is_match))
