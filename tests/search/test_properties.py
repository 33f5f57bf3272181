"""No text and no query, however odd, makes the index err, miss or lie."""

import pytest
import tantivy
from hypothesis import given, settings
from hypothesis import strategies as st

from reforms import search
from reforms.bitset import Bitset
from reforms.search import engine

pytestmark = pytest.mark.slow

ODD = "检察院案件責任责任的的aAé\u0301Ⅳ①ß1 2　，。\"“”-*:^(){}'\\%_\n\x00𠮷𪚥😀👩\u200d⚖️가각ﷺ"
TEXT = st.text(st.sampled_from(ODD), max_size=30) | st.text(max_size=60)
LONG = st.builds(lambda text, times: text * times, TEXT, st.integers(1, 40))
FIELDS = st.lists(
    st.tuples(st.sampled_from(["title", "summary", "body", "keywords"]), TEXT), max_size=5
)
ALL = {"title", "summary", "body", "keywords"}
TIERS = {"title": {"title"}, "summary": {"title", "summary"}, "anywhere": ALL}
IDS = (1, 47, 48, 100_000)


def indexed(texts: list[list[tuple[str, str]]]) -> engine.Reader:
    index = tantivy.Index(engine.schema())
    write(index, texts)
    return engine.Reader(index)


def write(index: tantivy.Index, texts: list[list[tuple[str, str]]]) -> None:
    tiers = map(search.tiers, texts)
    documents = [engine.document(*entry) for entry in zip(IDS, tiers, strict=True)]
    engine.write(index, documents, "{}", gone=IDS)
    index.reload()


@settings(max_examples=150)
@pytest.mark.parametrize("few", [0, 1000])
@given(texts=st.lists(FIELDS, min_size=4, max_size=4), data=st.data())
def test_it_finds_what_folding_says(few, texts, data):
    reader = indexed(texts)
    written = [text for fields in texts for _, text in fields if text] or ["x"]
    part = st.sampled_from(written).flatmap(
        lambda text: st.integers(0, len(text) - 1).map(lambda start: text[start : start + 6])
    )
    query = search.parse(data.draw(part | TEXT | LONG | st.tuples(part, part).map("-".join)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "FEW", few)  # 0: every hit is fetched; else bits are summed up
        matches = {
            tier: search.combine(query, tier, reader.find, lambda: Bitset.of(IDS))
            for tier in search.TIERS
        }
    for tier, names in TIERS.items():
        expected = [
            case_id
            for case_id, fields in zip(IDS, texts, strict=True)
            if is_hit(query, fields, names)
        ]
        assert sorted(matches[tier]) == expected


@settings(max_examples=50)
@given(before=FIELDS, after=FIELDS)
def test_what_is_written_over_leaves_no_match(before, after):
    index = tantivy.Index(engine.schema())
    write(index, [before] * len(IDS))
    write(index, [after] * len(IDS))
    reader = engine.Reader(index)
    for term in {search.fold(text) for _, text in before if search.fold(text)}:
        assert bool(reader.find(term)) == has(term, after, ALL)


def is_hit(query: search.Query, fields: list[tuple[str, str]], names: set[str]) -> bool:
    if not (query.wanted if names != ALL else query):
        return False
    return all(has(term, fields, names) for term in query.wanted) and not any(
        has(term, fields, ALL) for term in query.unwanted
    )


def has(term: str, fields: list[tuple[str, str]], names: set[str]) -> bool:
    return any(term in search.fold(text) for name, text in fields if name in names)
