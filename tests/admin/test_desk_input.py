"""Keys and numbers that no row can have: an answer of 400 or 404 at the desk, no error of ours."""

import pytest

from reforms.models import BatchImport, Case, Theme
from reforms.text.numbers import number, numbers
from tests.admin.import_pages import page_of
from tests.support import cast
from tests.support.case_forms import case_page, form_of
from tests.support.uploads import upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TWENTY_DIGITS = "9" * 20


@pytest.mark.parametrize("key", ["x", TWENTY_DIGITS, "٣", "1.5", "-1", "%7B%7D"])
@pytest.mark.parametrize("page", ["change/", "delete/", "history/"])
@pytest.mark.parametrize("model", ["reforms/case", "reforms/batchimport", "reforms/theme"])
def test_a_key_in_an_address_that_is_none_has_no_page(admin_client, model, page, key):
    address = f"/admin/{model}/{key}/{page}"
    assert admin_client.get(address).status_code == 404
    assert admin_client.post(address, {}).status_code == 404


@pytest.mark.parametrize("page", ["publish", "preview", "erase", "undo", "index"])
def test_a_key_of_twenty_digits_has_no_page(admin_client, page):
    model = "batchimport" if page in ("undo", "index") else "case"
    answer = admin_client.get(f"/admin/reforms/{model}/{TWENTY_DIGITS}/{page}/")
    assert answer.status_code == 404


@pytest.mark.parametrize("key", ["x", TWENTY_DIGITS, "1" * 5000, "\x00", "1,2", ""])
@pytest.mark.parametrize("action", ["publish_cases", "withdraw_cases", "submit_cases"])
def test_a_chosen_row_that_is_no_key_is_refused(admin_client, action, key):
    case = cast.draft()
    form = {"action": action, "_selected_action": [case.pk, key]}
    assert admin_client.post("/admin/reforms/case/", form).status_code == 400
    assert Case.objects.get().status == "draft"


@pytest.mark.parametrize("name", ["batch", "also", "opened_on", "over", "_to_field"])
def test_a_field_for_keys_takes_nothing_else(admin_client, name):
    case = cast.draft()
    form = form_of(case) | {name: "\x00"}
    assert admin_client.post(case_page(case), form).status_code == 400


@pytest.mark.parametrize("query", ["province=%00", "level=a%00", "q=%00", "%00=1", "status=%00"])
def test_a_nul_in_the_query_is_refused(admin_client, query):
    assert admin_client.get(f"/admin/reforms/case/?{query}").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        *("title__regex=(", "title__iregex=a", "body__contains=a", "pk__regex=1", "id__in=1"),
        *("batch__title__regex=a", "batch__id__in=1", "year__gt=1", "reference=a", "x=1"),
    ],
)
def test_a_list_is_filtered_as_its_links_do_and_in_no_other_way(admin_client, query):
    """An expression such as ^(.|.)*!$ took the site down for a minute: SQLite runs it in Python."""
    cast.case()
    assert admin_client.get(f"/admin/reforms/case/?{query}").status_code == 400


@pytest.mark.parametrize(
    ("model", "query"),
    [
        *(("case", "status__exact=published"), ("case", "batch__id__exact=1")),
        *(("case", "themes__isnull=True"), ("case", "year=2021&province=jiangsu&level=provincial")),
        *(("batchimport", "state__exact=applied"), ("erasure", "kind__exact=phrase")),
        *(("proposal", "status__exact=open"), ("case", "o=1&p=1&q=a&all=")),
    ],
)
def test_the_links_of_filters_work(admin_client, model, query):
    cast.case()
    assert admin_client.get(f"/admin/reforms/{model}/?{query}").status_code == 200


@pytest.mark.parametrize("query", ["_to_field=", "_to_field=title", "_to_field=id&_to_field=x"])
def test_a_popup_names_rows_by_their_keys_alone(admin_client, query):
    assert admin_client.get(f"/admin/reforms/case/?{query}").status_code == 400
    assert admin_client.get("/admin/reforms/case/?_to_field=id&_popup=1").status_code == 200


@pytest.mark.parametrize("name", [f"row-{TWENTY_DIGITS}-title", f"row-{'7' * 900}-title", "row-x"])
def test_a_correction_of_a_row_that_is_none_changes_nothing(admin_client, name):
    prepared = upload("标题,单位\n甲,云南省检察院\n")
    answer = admin_client.post(page_of(prepared), {"_correct": "1", name: "乙"})
    assert answer.status_code == 302
    assert prepared.rows.get().cells["title"] == "甲"


def test_a_correction_that_no_database_can_store_is_refused_in_words(admin_client):
    prepared = upload("标题,单位\n甲,云南省检察院\n")
    form = {"_correct": "1", f"row-{prepared.rows.get().pk}-title": "乙\x00"}
    page = admin_client.post(page_of(prepared), form, follow=True).content.decode()
    assert "损坏的字符 U+0000" in page
    assert BatchImport.objects.get().rows.get().cells["title"] == "甲"


def test_several_themes_may_be_chosen(admin_client):
    case = cast.draft()
    keys = [cast.theme(slug).pk for slug in ("political", "supervisory")]
    assert admin_client.post(case_page(case), form_of(case, themes=keys)).status_code == 302
    assert set(Theme.objects.filter(cases=case).values_list("pk", flat=True)) == set(keys)


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "1.0", "²", "٣", " 1", "1\n", "9" * 19, "7" * 5000]
)
def test_what_is_no_number_is_none(text):
    assert number(text) is None


def test_numbers_are_ascii_digits_that_fit_a_database():
    assert number("0012") == 12
    assert number("9" * 18) == 999_999_999_999_999_999
    assert numbers(["1", "x", "3"]) == [1, 3]


@pytest.mark.parametrize("query", ["id__in={}", "batch={}", "themes={}", "pk={}", "year=1,{}"])
def test_a_list_is_not_filtered_by_a_number_that_no_database_has(admin_client, query):
    for digits in (TWENTY_DIGITS, "_".join(TWENTY_DIGITS), "٩" * 20):
        address = f"/admin/reforms/case/?{query.format(digits)}"
        assert admin_client.get(address).status_code == 400
    assert admin_client.get(f"/admin/reforms/case/?q={TWENTY_DIGITS}").status_code == 200
