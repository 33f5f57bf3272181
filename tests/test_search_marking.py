"""Found words are marked in their original writing, and nothing of a text becomes HTML."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reforms.search import excerpts, fold, mark, parse


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("检察机关", "机关", "检察<mark>机关</mark>"),
        ("檢察機關", "检察", "<mark>檢察</mark>機關"),
        ("“检察”·机关", "察机", "“检<mark>察”·机</mark>关"),
        ("检察检察", "检察", "<mark>检察检察</mark>"),
        ("检察机关", "检察 察机", "<mark>检察机</mark>关"),
        ("cafe\u0301s", "café", "<mark>cafe\u0301</mark>s"),
        ("№5", "no", "<mark>№</mark>5"),
        ("ＡＰＰ", "app", "<mark>ＡＰＰ</mark>"),
        ("𠮷野", "野", "𠮷<mark>野</mark>"),
        ("甲\n\n乙", "甲乙", "<mark>甲</mark>\n\n<mark>乙</mark>"),
        ("<b>检</b>&", "检", "&lt;b&gt;<mark>检</mark>&lt;/b&gt;&amp;"),
        ("<b>", "b", "&lt;<mark>b</mark>&gt;"),
        ("检察", "-检察", "检察"),
        ("检察", "", "检察"),
        ("", "检", ""),
    ],
)
def test_it_marks(text, typed, marked):
    assert mark(text, parse(typed).wanted) == marked


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=3), max_size=3))
def test_it_marks_what_it_finds_and_alters_nothing(text, typed):
    terms = [term for term in map(fold, typed) if term]
    marked = mark(text, terms)
    assert html.unescape(re.sub("</?mark>", "", marked)) == text
    assert "<mark>" in marked or not any(term in fold(text) for term in terms)
    assert not re.search("<(?!/?mark>)", marked)


def test_an_excerpt_shows_where_a_word_stands():
    texts = [("title", "标题"), ("body", "甲" * 50 + "权力清单" + "乙" * 200)]
    [found] = excerpts(texts, ["权力清单"])
    assert found.field == "body"
    assert found.html == "…" + "甲" * 20 + "<mark>权力清单</mark>" + "乙" * 76 + "…"


def test_each_word_is_shown_once_where_it_stands_first():
    texts = [("keywords", "量化"), ("body", "权力清单与量化"), ("batch_topic", "权力清单")]
    assert excerpts(texts, ["权力清单", "量化"]) == (
        ("keywords", "<mark>量化</mark>"),
        ("body", "<mark>权力清单</mark>与量化"),
    )


def test_an_excerpt_is_escaped():
    [found] = excerpts([("body", "<script>量化</script>")], ["量化"])
    assert found.html == "&lt;script&gt;<mark>量化</mark>&lt;/script&gt;"


def test_an_excerpt_shows_a_word_whole_however_long_it_is_written():
    written = "检" + "　，" * 80 + "察"
    [found] = excerpts([("body", f"{'甲' * 30}{written}乙")], ["检察"])
    assert found.html == f"…{'甲' * 20}<mark>{written}</mark>…"


def test_an_excerpt_marks_a_word_that_goes_on_behind_its_end():
    [found] = excerpts([("body", "案件" + "甲" * 96 + "案件质量")], ["案件", "件质量"])
    assert found.html == f"<mark>案件</mark>{'甲' * 96}<mark>案件</mark>…"


@given(st.text(max_size=300), st.text(min_size=1, max_size=3))
def test_an_excerpt_is_a_piece_of_its_text_with_the_word(text, typed):
    if not (term := fold(typed)) or term not in fold(text):
        return
    [found] = excerpts([("body", text)], [term])
    shown = html.unescape(re.sub("</?mark>", "", found.html))
    assert shown.strip("…") in text
    assert term in fold("".join(re.findall("<mark>(.*?)</mark>", found.html, re.DOTALL)))
