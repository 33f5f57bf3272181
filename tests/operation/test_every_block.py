"""Characters of every block of Unicode on their way: title, page, search, erasure.

Files are in importing/test_round_trips.py.
"""

import html

import pytest

from reforms import history, search
from reforms.erasure import Phrase
from reforms.models import Case, Revision
from reforms.search import fold
from reforms.text.cleaning import clean_line
from tests.importing.test_round_trips import titles_of_every_block
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def cases() -> list[Case]:
    batch = cast.batch()
    titles = enumerate(titles_of_every_block(), 1)
    drafts = [cast.draft(number, of=batch, title=title) for number, title in titles]
    return history.publish(drafts)


def runs_of(title: str) -> list[str]:
    """The runs in a stored title that a search can look for as one word."""
    return [run for run in title.split(" ") if len(fold(run)) > 1]


def test_each_is_shown_as_it_was_cleaned(cases, client):
    for case, title in zip(cases, titles_of_every_block(), strict=True):
        assert case.title == clean_line(title)
        page = client.get(f"/cases/{case.reference}/").content.decode()
        assert html.escape(case.title) in page.replace("&#34;", "&quot;").replace("&#39;", "&#x27;")


def test_each_is_found_in_the_texts_and_by_the_index(cases):
    search.catch_up()
    finder = search.Finder(search.index_folder().reader(), Revision.current())
    assert finder.coverage.is_complete
    for case in cases:
        for run in runs_of(case.title):
            matches = finder.find_term(fold(run), "title")
            expected = {other.pk for other in cases if fold(run) in fold(other.title)}
            assert set(matches) == expected, run


def test_each_is_erased():
    erased = 0
    for title in map(clean_line, titles_of_every_block()):
        for run in runs_of(title):
            assert fold(run) not in fold(Phrase.of(run).cleaned(title)), run
            erased += 1
    assert erased > 500
