"""No text and no query, however odd, makes a search err, miss or lie."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reforms import search
from reforms.search.phrases import PHRASES, known
from tests.support import cast

pytestmark = pytest.mark.slow

ODD = "检察院案件責任责任的的aAé\u0301Ⅳ①ß1 2　，。\"“”-*:^(){}'\\%_\n\x00𠮷𪚥😀👩\u200d⚖️가각ﷺ"
KNOWN = st.sampled_from([*PHRASES])
TEXT = (
    st.text(st.sampled_from(ODD), max_size=30)
    | st.text(max_size=60)
    | st.lists(KNOWN | st.sampled_from("检察院，"), max_size=6).map("".join)
)
LONG = st.builds(lambda text, times: text * times, TEXT, st.integers(1, 40))
FIELDS = st.lists(
    st.tuples(st.sampled_from(["title", "summary", "body", "keywords"]), TEXT), max_size=5
)


ALL = {"title", "summary", "body", "keywords"}
TIERS = {"title": {"title"}, "summary": {"title", "summary"}, "anywhere": ALL}


@given(TEXT)
def test_it_knows_the_phrases_that_a_text_has(text):
    folded = search.fold(text)
    assert known(folded) == {phrase for phrase in PHRASES if phrase in folded}


class AnyTextAndQuery(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ids = [cast.draft(number).pk for number in (1, 2, 3)]

    @settings(max_examples=150)
    @given(st.lists(FIELDS, min_size=3, max_size=3), st.data())
    def test_it_finds_what_folding_says(self, texts, data):
        search.index(
            [(pk, search.tiers(fields)) for pk, fields in zip(self.ids, texts, strict=True)]
        )
        written = [text for fields in texts for _, text in fields if text] or ["x"]
        part = st.sampled_from(written).flatmap(
            lambda text: st.integers(0, len(text) - 1).map(lambda start: text[start : start + 6])
        )
        typed = data.draw(part | TEXT | LONG | st.tuples(part, part).map("-".join))
        query = search.parse(typed)
        for where, names in TIERS.items():
            expected = [
                pk
                for pk, fields in zip(self.ids, texts, strict=True)
                if is_hit(query, fields, names)
            ]
            assert sorted(getattr(search.find(query), where)) == expected

    @settings(max_examples=50)
    @given(FIELDS, FIELDS)
    def test_what_is_written_over_leaves_nothing_behind(self, before, after):
        [case, *_] = self.ids
        search.index([(case, search.tiers(before))])
        search.index([(case, search.tiers(after))])
        for term in {search.fold(text) for _, text in before if search.fold(text)}:
            assert (case in search.find(search.Query((term,))).anywhere) == has(term, after, ALL)


def is_hit(query: search.Query, fields: list[tuple[str, str]], names: set[str]) -> bool:
    if not (query.wanted if names != ALL else query):
        return False
    return all(has(term, fields, names) for term in query.wanted) and not any(
        has(term, fields, ALL) for term in query.unwanted
    )


def has(term: str, fields: list[tuple[str, str]], names: set[str]) -> bool:
    return any(term in search.fold(text) for name, text in fields if name in names)
