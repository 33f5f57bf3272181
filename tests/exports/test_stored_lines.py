"""Files copy the stored lines of cases, which are what would be made anew."""

import json

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from reforms import exports, history
from reforms.columns import BODY, COLUMNS, values
from reforms.columns.column import raw
from reforms.exports import FORMATS, Export
from reforms.history import stored_lines
from reforms.models import Batch, Case, CreditedBody, CsvLine, JsonLine
from reforms.storage.databases import key_array
from tests.exports.written_files import made
from tests.support import cast

pytestmark = pytest.mark.slow


LINED = ("csv", "jsonl")


def made_anew(suffix: str, **options) -> bytes:
    """The file without any stored line."""
    with transaction.atomic():
        CsvLine.objects.all().delete()
        JsonLine.objects.all().delete()
        text = made(suffix, **options)
        transaction.set_rollback(True)
    return text


@pytest.mark.parametrize("suffix", LINED)
def test_a_stored_file_needs_one_query(three, suffix, django_assert_num_queries):
    export = Export(key_array(Case.objects.published()))
    with django_assert_num_queries(1):
        list(FORMATS[suffix].write(export))


@pytest.mark.parametrize("suffix", LINED)
def test_stored_lines_are_what_would_be_made(three, suffix):
    assert made(suffix) == made_anew(suffix)


SPELLED = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t,;\"'="))


@pytest.mark.parametrize("suffix", LINED)
def test_full_texts_stand_behind_stored_lines(three, suffix, django_assert_num_queries):
    columns = (*COLUMNS, BODY)
    case = Case.objects.get(reference="spp-reform-2-02")
    case.body = '第一行\n他说"好"，\\走了'
    history.save_case(case)
    assert made(suffix, columns=columns) == made_anew(suffix, columns=columns)
    export = Export(key_array(Case.objects.published()), columns=columns)
    with django_assert_num_queries(2):
        list(FORMATS[suffix].write(export))


@given(title=SPELLED, summary=SPELLED, keywords=SPELLED, number=st.integers(1, 32_767))
def test_lines_of_any_text_are_what_would_be_made(title, summary, keywords, number):
    case = Case(
        batch=Batch(slug="a", title=title, issuers=keywords),
        number=number,
        title=title,
        summary=summary,
        keywords=keywords,
    )
    bodies = [CreditedBody(name=name) for name in (title, summary)]
    related = {"bodies": bodies, "themes": [], "assignments": []}
    state = values(case, related=related)
    block = [
        [column.cell(*(raw(case, *field, related) for field in column.fields))]
        for column in COLUMNS
    ]
    assert stored_lines.csv_line(state).encode() == exports.csv_lines(block, str)
    assert json.loads(stored_lines.json_line(state)) == state


@pytest.mark.parametrize("suffix", LINED)
def test_a_case_without_a_line_is_in_the_file(three, suffix):
    whole = made(suffix)
    CsvLine.objects.filter(case__reference="spp-reform-2-01").delete()
    JsonLine.objects.filter(case__reference="spp-reform-2-01").delete()
    assert made(suffix) == whole


@pytest.mark.parametrize("suffix", LINED)
def test_lines_for_another_address_of_the_site_are_not_used(three, suffix, settings):
    settings.SITE_URL = "https://other.test"
    assert b"http://casebook.test" not in made(suffix)
    assert made(suffix).count(b"https://other.test/cases/") == 3


def test_a_renamed_theme_has_its_new_name_in_the_file(three):
    theme = cast.theme("political")
    theme.name = "政治"
    history.save_theme(theme)
    assert "政治;监管责任" in made("csv").decode()


@pytest.mark.django_db(transaction=True)
def test_reindex_stores_the_lines_anew(three):
    CsvLine.objects.update(text="old\r\n")
    JsonLine.objects.all().delete()
    call_command("reindex", verbosity=0)
    assert CsvLine.objects.count() == JsonLine.objects.count() == 3
    assert made("csv") == made_anew("csv")


def test_a_withdrawn_case_has_no_stored_line(db):
    case = cast.case()
    assert CsvLine.objects.count() == 1
    history.withdraw([case], "catalogue")
    assert not CsvLine.objects.exists()
