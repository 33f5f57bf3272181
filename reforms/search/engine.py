"""The index: Tantivy over pairs of characters. Folded texts in, ids of cases out.

A text "abcd" is indexed as the words "ab bc cd", so that a term is a phrase of pairs. Each field
holds those before it too, so that each tier of the matches is one query. Knows no database.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import add

import numpy as np
import tantivy
from tantivy import Document, Occur, Query, Schema

from ..bitset import NOTHING, Bitset
from .matches import TIERS, Tier

FIELDS = TIERS
LETTERS = "_letters"  # fields of single characters, without positions
GAP = "¦"  # no character folds to it: stands between two fields of a case
MARK = "mark"  # the key of the document that says where the index stands
FEW = 6  # up to one hit in so many documents it is faster to fetch each one, or its lack
BLOCK = 48  # ids in one block: the sum of their bits is exact in a float of 53 bits
HEAP = 64 << 20  # bytes for each thread of a writer


def schema() -> Schema:
    """Key, id, and the texts. Terms of unsigned fields can't be deleted by, hence the key."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field(MARK, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("id", fast=True)
    builder.add_unsigned_field("block", fast=True)
    builder.add_float_field("bit", fast=True)
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(name + LETTERS, tokenizer_name="whitespace", index_option="basic")
    return builder.build()


def pairs(text: str) -> str:
    """The overlapping pairs of characters of a text, each with a blank after it."""
    # As an array: ten times as fast as pair by pair.
    characters = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    words = np.full((max(len(text) - 1, 0), 3), ord(" "), np.uint32)
    words[:, 0], words[:, 1] = characters[:-1], characters[1:]
    return words.tobytes().decode("utf-32-le")


def document(case_id: int, tiers: Sequence[str]) -> Document:
    """What is indexed of a case."""
    document = Document()
    document.add_text("key", str(case_id))
    document.add_unsigned("id", case_id)
    document.add_unsigned("block", case_id // BLOCK)
    document.add_float("bit", float(1 << case_id % BLOCK))
    for depth, name in enumerate(FIELDS, 1):
        text = GAP.join(filter(None, tiers[:depth])).replace("\n", GAP)
        document.add_text(name, pairs(text))
        document.add_text(name + LETTERS, " ".join(set(text)))
    return document


def write(
    index: tantivy.Index,
    documents: Iterable[Document],
    mark: str,
    gone: Sequence[int] = (),
    threads: int = 1,
) -> None:
    """Commit changed documents, without those that are `gone`, and the mark, all or nothing."""
    writer = index.writer(HEAP * threads, threads)
    for case_id in gone:
        writer.delete_documents_by_term("key", str(case_id))
    for entry in documents:
        writer.add_document(entry)
    commit(writer, mark)


def commit(writer: tantivy.IndexWriter, mark: str) -> None:
    """Commit with a new mark, and wait until the writer is done."""
    writer.delete_documents_by_term("key", MARK)
    document = Document()
    document.add_text("key", MARK)
    document.add_text(MARK, mark)
    writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class Reader:
    """One committed state of an index, unchanged by what is committed later."""

    def __init__(self, index: tantivy.Index) -> None:
        self.schema = index.schema
        self.searcher = index.searcher()

    def mark(self) -> str:
        """The mark of the last commit. Raises ValueError if there is none."""
        hits = self.searcher.search(self.word("key", MARK), limit=1).hits
        if not hits:
            raise ValueError("the index has no mark")
        return str(self.searcher.doc(hits[0][1])[MARK][0])

    def find(self, term: str, tier: Tier = "anywhere") -> Bitset:
        """The ids of the cases that have a folded term."""
        field, words = field_and_words(tier, term)
        counts = [self.searcher.doc_freq(field, word) for word in words]
        most = min(counts)
        if not most:
            return NOTHING
        if len(words) == 1 and self.are_few(self.searcher.num_docs - most):
            return self.all_but_few(field, *words)
        return self.ids(self.phrase(field, words, needed(counts)), most)

    def are_few(self, hits: int) -> bool:
        """Whether it is faster to fetch so many hits one by one."""
        return hits * FEW <= self.searcher.num_docs

    @cached_property
    def everything(self) -> Bitset:
        """The ids of all cases."""
        return self.ids(self.without("key", MARK), self.searcher.num_docs)

    def without(self, field: str, word: str) -> Query:
        """The cases that do not have a word."""
        cases = [(Occur.Must, Query.all_query()), (Occur.MustNot, self.word("key", MARK))]
        return Query.boolean_query([*cases, (Occur.MustNot, self.word(field, word))])

    def all_but_few(self, field: str, word: str) -> Bitset:
        """The ids of the cases that have a word that few do not have: only those are fetched."""
        rest = self.without(field, word)
        # Deleted documents may count as having the word, so that more lack it than it seems.
        number = self.searcher.search(rest, limit=1).count  # type: ignore[attr-defined]
        return self.everything - self.ids(rest, number) if number else self.everything

    def ids(self, query: Query, most: int) -> Bitset:
        """The ids of the hits, at `most` so many."""
        if self.are_few(most):
            return self.fetched_ids(query, most)
        try:
            return self.summed_ids(query)
        except ValueError:  # more than 65,000 blocks have a hit
            return self.fetched_ids(query, most)

    def word(self, field: str, word: str) -> Query:
        return Query.term_query(self.schema, field, word, index_option="basic")

    def phrase(self, field: str, words: list[str], places: list[int]) -> Query:
        """Documents with the words at these places; a phrase of one word would panic."""
        if len(words) == 1:
            return self.word(field, *words)
        return Query.phrase_query(self.schema, field, [(place, words[place]) for place in places])

    def fetched_ids(self, query: Query, most: int) -> Bitset:
        """The ids of the hits, at `most` so many, each fetched; no score is worked out."""
        scoreless = Query.boolean_query([(Occur.Must, Query.const_score_query(query, 1.0))])
        hits = self.searcher.search(scoreless, limit=most, count=False).hits
        addresses = [address for _score, address in hits]
        ids = self.searcher.fast_field_values("id", addresses) if addresses else []
        return Bitset.of(np.array(ids, np.int64))

    def summed_ids(self, query: Query) -> Bitset:
        """The ids of the hits, by the sum of their bits in each block of ids.

        A million hits one by one take almost a second with the GIL held. Each id must be in the
        index once. Raises ValueError for more than 65,000 blocks.
        """
        blocks = {"field": "block", "interval": 1, "min_doc_count": 1}
        bits = {"bits": {"sum": {"field": "bit"}}}
        result = self.searcher.aggregate(query, {"ids": {"histogram": blocks, "aggs": bits}})
        buckets = result["ids"]["buckets"]
        numbers = np.array([bucket["key"] for bucket in buckets], np.int64)
        sums = np.array([bucket["bits"]["value"] for bucket in buckets], np.float64)
        packed = np.zeros((int(numbers.max(initial=-1)) + 1, BLOCK // 8), np.uint8)
        packed[numbers] = sums.astype("<u8").view(np.uint8).reshape(-1, 8)[:, : BLOCK // 8]
        return Bitset.packed(packed.reshape(-1))


def field_and_words(field: str, term: str) -> tuple[str, list[str]]:
    """The field to look into, and the words of a term in it, one at each place."""
    return (field + LETTERS, [term]) if len(term) == 1 else (field, [*map(add, term, term[1:])])


def needed(counts: list[int]) -> list[int]:
    """The places of the words of a phrase that are looked for, without a gap of two characters.

    Every second pair does. Which of both halves is faster follows from how many documents each
    word is in: places are read in the documents that have all words.
    """
    last = len(counts) - 1
    halves = [sorted({0, *range(first, last, 2), last}) for first in (0, 1)]

    def cost(places: list[int]) -> tuple[int, int]:
        chosen = [counts[place] for place in places]
        return len(chosen) * min(chosen), sum(chosen)

    return min(halves, key=cost)
