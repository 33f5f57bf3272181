"""After an upgrade the site makes the stored lines anew, without anybody asking."""

import time

import pytest

from reforms.history import line_renewal
from reforms.models import CsvLine, JsonLine
from tests.support import cast
from tests.support.gunicorn_site import site

LINES = [CsvLine, JsonLine]


@pytest.fixture
def case(db):
    return cast.case(title="现在的标题")


def made_by_other_code(model) -> None:
    model.objects.update(made_with="other", text="过时")


@pytest.mark.parametrize("model", LINES)
def test_lines_of_other_code_are_renewed(case, model):
    made_by_other_code(model)
    assert line_renewal.renew_stale()
    assert "现在的标题" in model.objects.get(case=case).text


@pytest.mark.parametrize("model", LINES)
def test_lines_that_are_missing_are_made(case, model):
    model.objects.all().delete()
    assert line_renewal.renew_stale()
    assert "现在的标题" in model.objects.get(case=case).text


def test_current_lines_and_drafts_are_not_stale(case):
    cast.draft(2)
    assert line_renewal.stale_keys() == []


def test_one_process_of_a_host_renews(case):
    made_by_other_code(CsvLine)
    with line_renewal.folder().writing():
        assert not line_renewal.renew_stale()
    assert CsvLine.objects.get().text == "过时"


def test_a_failure_is_tried_again(case, settings):
    made_by_other_code(CsvLine)
    settings.SEARCH_FOLDER = "/dev/null/search"
    assert not line_renewal.try_to_renew()


def test_the_probe_says_how_far_it_is(client, case):
    with line_renewal.folder().writing():
        line_renewal.folder().show_progress(500, 1000, 12.4)
        answer = client.get("/readyz").content.decode()
    assert "stored lines: being renewed, 500 of 1000, about 12 s left\n" in answer
    assert "stored lines" not in client.get("/readyz").content.decode()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_site_renews_them_when_it_starts():
    cast.case(title="现在的标题")
    made_by_other_code(CsvLine)
    with site():
        deadline = time.monotonic() + 60
        while "现在的标题" not in CsvLine.objects.get().text:
            assert time.monotonic() < deadline
            time.sleep(0.1)
