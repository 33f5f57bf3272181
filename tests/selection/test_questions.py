"""Questions of readers, and whether the first page hands over what a librarian would."""

import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest

from reforms import search
from tests.support import grown

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TABLE = Path(grown.__file__).with_name("questions.toml")
QUESTIONS = tomllib.loads(TABLE.read_text(encoding="utf-8"))["questions"]
# What no search can know yet: each that is mended goes from this list.
NOT_YET = ["民警打人逼我认罪"]


@pytest.fixture(autouse=True)
def index(grown_catalogue):
    search.catch_up()


def hands_over(page: str, wanted: str) -> bool:
    """Whether a page leads to one of the wanted lists, or shows a case of the wanted batch."""
    return any(
        f'href="/cases/{reference}"' in page
        if reference.startswith("?")
        else f'href="/cases/{reference}-' in page
        for reference in wanted.split()
    )


def test_questions_lead_to_what_a_librarian_would_hand_over(client):
    assert len(QUESTIONS) >= 60
    pages = {
        question: unquote(client.get("/cases/", {"q": question}).content.decode())
        for question in QUESTIONS
    }
    failed = [
        question
        for question, wanted in QUESTIONS.items()
        if not hands_over(pages[question], wanted)
    ]
    assert failed == NOT_YET


def test_no_empty_search_offers_the_whole_list(client):
    page = client.get("/cases/", {"q": "饕餮"}).content.decode()
    assert "共 0 件" in page
    assert "338 件" not in page
