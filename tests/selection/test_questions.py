"""Questions of readers, and whether the first page hands over what a librarian would."""

import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.test import Client

from reforms import search
from tests.support import grown

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TABLE = Path(grown.__file__).with_name("questions.toml")
QUESTIONS = tomllib.loads(TABLE.read_text(encoding="utf-8"))["questions"]
ENOUGH = 54


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker):
    """The grown catalogue, filled once."""
    with django_db_blocker.unblock():
        grown.fill()
        search.catch_up()
        yield Client()
        call_command("flush", interactive=False, verbosity=0)


def hands_over(page: str, wanted: str) -> bool:
    """Whether a page leads to one of the wanted lists, or shows a case of the wanted batch."""
    return any(
        f'href="/cases/{one}"' in page if one.startswith("?") else f'href="/cases/{one}-' in page
        for one in wanted.split()
    )


def test_questions_lead_to_what_a_librarian_would_hand_over(library):
    assert len(QUESTIONS) >= 60
    pages = {
        question: unquote(library.get("/cases/", {"q": question}).content.decode())
        for question in QUESTIONS
    }
    failed = [
        question
        for question, wanted in QUESTIONS.items()
        if not hands_over(pages[question], wanted)
    ]
    assert len(QUESTIONS) - len(failed) >= ENOUGH, failed


def test_no_empty_search_offers_the_whole_list(library):
    page = library.get("/cases/", {"q": "饕餮"}).content.decode()
    assert "共 0 件" in page
    assert "338 件" not in page
