"""What a publisher should look at in the texts of cases: likely names of private persons, and the
words that the office watches. It warns and alters nothing. Knows no request.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from ..columns import cell
from ..history import Difference
from ..models import Batch, Case, ImportRow, ThemeAssignment, field_label
from ..search.marking import spans
from ..text.folding import fold
from ..text.person_names import likely_names
from .labels import column_label
from .watched_words import UnreadableWords, watched_words

BESIDE = 18  # characters of a passage on each side
MOST = 300  # passages on a page
TEXTS_OF_CASE = ("title", "subtitle", "keywords", "summary", "body", "title_en", "summary_en")

Texts = Iterable[tuple[str, str]]  # label of the field, text


class Passage(NamedTuple):
    """A place in a text to look at, and why."""

    label: str  # of the field
    before: str
    text: str
    after: str
    reason: str


class Place(NamedTuple):
    """A case or a batch with passages to look at."""

    title: str
    url: str
    passages: list[Passage]


class SensitivePassages(NamedTuple):
    """The passages of some cases and their batches, as many as a page shows."""

    places: list[Place]
    total: int  # of all passages
    problem: str = ""  # why the list of watched words was not used

    @property
    def is_cut(self) -> bool:
        return self.total > sum(len(place.passages) for place in self.places)


def sensitive_passages(cases: Iterable[Case]) -> SensitivePassages:
    """The passages of cases, and of their batches, to look at before the cases are published."""
    words, problem = words_or_problem()
    places, total = [], 0
    for title, url, texts in texts_by_row(cases):
        passages = list(passages_in(texts, words))
        if passages and total < MOST:
            places.append(Place(title, url, passages[: MOST - total]))
        total += len(passages)
    return SensitivePassages(places, total, problem)


def texts_by_row(cases: Iterable[Case]) -> Iterator[tuple[str, str, Texts]]:
    """Each batch once, then its cases: name, URL of the form, texts."""
    batches = set()
    for case in cases:
        if case.batch_id not in batches:
            batches.add(case.batch_id)
            url = reverse("admin:reforms_batch_change", args=[case.batch_id])
            yield str(case.batch), url, texts_of_batch(case.batch)
        yield str(case), reverse("admin:reforms_case_change", args=[case.pk]), texts_of(case)


def passages_of_row(row: ImportRow, words: Mapping[str, str]) -> list[Passage]:
    """The passages of a row of an import; `words` are watched_words()."""
    texts = [(column_label(name), row.cells.get(name, "")) for name in TEXTS_OF_CASE]
    return list(passages_in(texts, words))[:MOST]


def passages_of_changes(changes: Iterable[Difference]) -> list[Passage]:
    """The passages of changes of a case, by column, that were not in its text before."""
    words, _problem = words_or_problem()
    return [
        passage
        for name, before, after in changes
        if name in (*TEXTS_OF_CASE, "theme_passages")
        for passage in passages_in([(column_label(name), cell(after))], words)
        if passage.text not in cell(before)
    ][:MOST]


def words_or_problem() -> tuple[dict[str, str], str]:
    """The watched words, or why there are none."""
    try:
        return watched_words(), ""
    except UnreadableWords as error:
        message = _("单位的词表没有用上：%(reason)s（%(file)s）。请管理员查看。")
        return {}, message % {"reason": error, "file": settings.WATCHED_WORDS_FILE}


def texts_of_batch(batch: Batch) -> Texts:
    """The texts of a batch in which somebody may be named."""
    for name in ("title", "title_en", "topic", "topic_en", "introduction", "introduction_en"):
        yield field_label(Batch, name), getattr(batch, name)


def texts_of(case: Case) -> Texts:
    """The texts of a case in which somebody may be named."""
    for name in TEXTS_OF_CASE:
        yield column_label(name), getattr(case, name)
    for assignment in case.assignments.all():
        yield field_label(ThemeAssignment, "passage"), assignment.passage


def passages_in(texts: Texts, words: Mapping[str, str]) -> Iterator[Passage]:
    for label, text in texts:
        for name, start, role in likely_names(text):
            reason = _("像是个人姓名，在“%s”后面") % role if role else _("像是个人姓名")
            yield passage(label, text, start, start + len(name), reason)
        folded = fold(text) if words else ""
        for word in words:
            if word in folded:
                for start, end in spans(text, [word]):
                    yield passage(label, text, start, end, _("词表里的词：%s") % words[word])


def passage(label: str, text: str, start: int, end: int, reason: str) -> Passage:
    before, after = text[max(0, start - BESIDE) : start], text[end : end + BESIDE]
    return Passage(label, before, text[start:end], after, reason)
