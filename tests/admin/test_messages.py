"""What the desk tells editors about their mistakes: plain Chinese, no framework's leftovers."""

import html
import io
import re

import pytest
from django.urls import reverse

from tests.support import cast
from tests.support.case_forms import case_form, case_page
from tests.support.uploads import upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

LONG = "长" * 1000
BAD = "坏\ufffd字"
# Words that have no Chinese name, or are written so on purpose.
ALLOWED = """
admin atlantis atom bibtex bom com cookie csv doc docx english excel
example gb gbk html https ics json lines mb mht ofd org
pdf sha spp-reform supervisory tsv txt url utf word wps www xls xlsx zh hans cn slug name en"""
ODD = (
    *(
        "有效“字段”",
        "有效的",
        "确保",
        "该变量",
        "此字段",
        "这个字段",
        "选择一个有效",
        "不在可用的选项",
    ),
    *("ManagementForm", "null", "None", "表单", "已存在。", "实例"),
)
FIELDS = {
    "empty": dict.fromkeys(("title", "slug", "number", "name", "name_en", "position"), ""),
    "long": dict.fromkeys(("title", "slug", "name", "source_name", "issuers", "series"), LONG)
    | {"released_on": "近日" * 9, "source_url": "不是网址", "number": "9" * 30, "position": "-1"},
    "broken": dict.fromkeys(("title", "summary", "name", "issuers", "topic", "note"), BAD)
    | {"slug": "中文 slug", "number": "甲", "position": "甲", "title_by": "我", "ordinal": "x"},
}
BODIES = {
    "empty": {"name": "", "kind": "", "place_basis": ""},
    "long": {"name": LONG, "province": "atlantis", "level": "x", "kind": "y"},
    "broken": {"name": "甲;乙", "standard_name": BAD, "place_basis": "z"},
}


def words_of(page: str) -> str:
    """The text that an editor reads on a page, without what was typed."""
    page = re.sub(r"(?s)<(script|style|textarea|code|svg|del|ins)\b.*?</\1>", " ", page)
    return html.unescape(re.sub(r"<[^>]*>", " ", page))


def leftovers(page: str) -> list[str]:
    """English words and odd phrases in the text of a page."""
    text = words_of(page)
    english = set(re.findall(r"[A-Za-z](?:-?[A-Za-z]){2,}", text))
    unknown = {word for word in english if word.lower() not in ALLOWED.split()}
    return sorted(unknown) + [phrase for phrase in ODD if phrase in text]


def case_with(faults: str, batch: str) -> dict:
    return case_form(batch, [BODIES[faults]], **FIELDS[faults])


@pytest.mark.parametrize("faults", FIELDS)
def test_the_form_of_a_case_says_its_faults_in_chinese(admin_client, faults):
    batch = cast.batch()
    form = case_with(faults, batch) | {"batch": "" if faults == "empty" else batch.pk}
    page = admin_client.post(reverse("admin:reforms_case_add"), form)
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()
    assert leftovers(page.content.decode()) == []


@pytest.mark.parametrize("faults", FIELDS)
def test_so_does_the_form_of_a_stored_case(admin_client, faults):
    case = cast.draft()
    page = admin_client.post(case_page(case), case_with(faults, case.batch)).content.decode()
    assert "errorlist" in page
    assert leftovers(page) == []


@pytest.mark.parametrize("faults", FIELDS)
@pytest.mark.parametrize("model", ["batch", "theme"])
def test_so_do_the_forms_of_batches_and_themes(admin_client, model, faults):
    form = FIELDS[faults] | {"cases-TOTAL_FORMS": 0, "cases-INITIAL_FORMS": 0}
    page = admin_client.post(reverse(f"admin:reforms_{model}_add"), form).content.decode()
    assert "errorlist" in page
    assert leftovers(page) == []


def test_a_slug_that_is_taken_is_said_in_chinese(admin_client):
    cast.batch()
    form = {"title": "甲", "slug": "spp-reform-2", "issuers": "院", "reported_on": "2020"}
    form |= {"cases-TOTAL_FORMS": 0, "cases-INITIAL_FORMS": 0}
    page = admin_client.post(reverse("admin:reforms_batch_add"), form).content.decode()
    assert "已经有这个" in page
    assert leftovers(page) == []


def test_a_form_of_which_a_part_is_missing_is_said_in_chinese(admin_client):
    form = {"title": "甲", "number": 1, "batch": cast.batch().pk}
    page = admin_client.post(reverse("admin:reforms_case_add"), form).content.decode()
    assert "没有完整地传上来" in page
    assert leftovers(page) == []


def empty_file() -> io.BytesIO:
    file = io.BytesIO(b"")
    file.name = "空.csv"
    return file


@pytest.mark.parametrize(
    "form",
    [
        {"_paste": "1", "paste-text": ""},
        {"_paste": "1", "paste-text": "随便写的一句话。"},
        {"_upload": "1"},
        {"_upload": "1", "upload-batch": "99"},
        {"_upload": "1", "upload-sheet": LONG},
    ],
)
def test_so_do_the_forms_that_start_an_import(admin_client, form):
    page = admin_client.post(reverse("admin:reforms_batchimport_add"), form).content.decode()
    assert "errorlist" in page
    assert leftovers(page) == []


def test_an_empty_file_is_said_in_chinese(admin_client):
    form = {"_upload": "1", "upload-file": empty_file()}
    page = admin_client.post(reverse("admin:reforms_batchimport_add"), form).content.decode()
    assert "文件是空的" in page
    assert leftovers(page) == []


def test_the_preview_says_faults_in_chinese(admin_client):
    row = ",".join(
        ["spp-reform-2", "甲", "鼓楼区检察院", "x" * 400, "不是网址", "近日", "甲", "9" * 9]
    )
    heads = "批次,标题,单位,来源,来源网址,发布日期,地区,本站序号"
    batch_import = upload(f"{heads}\n{row}\nb_!,,,,,,,\n")
    address = reverse("admin:reforms_batchimport_change", args=[batch_import.pk])
    page = admin_client.get(address).content.decode()
    assert "import-bad" in page
    assert leftovers(page) == []


@pytest.mark.parametrize("action", ["withdraw_cases", "publish_cases", ""])
def test_so_does_the_list_of_cases(admin_client, action):
    form = {"action": action, "_selected_action": [cast.case(1).pk], "reason": "", "successor": "x"}
    page = admin_client.post("/admin/reforms/case/", form, follow=True).content.decode()
    assert leftovers(page) == []
    form = {"action": action}
    page = admin_client.post("/admin/reforms/case/", form, follow=True).content.decode()
    assert leftovers(page) == []


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"old_password": "x", "new_password1": "a", "new_password2": "b"},
        {"old_password": "password", "new_password1": "12345", "new_password2": "12345"},
        {"old_password": "password", "new_password1": "admin", "new_password2": "admin"},
    ],
)
def test_so_does_the_form_of_the_password(admin_client, form):
    page = admin_client.post(reverse("admin:password_change"), form).content.decode()
    assert leftovers(page) == []


@pytest.mark.parametrize("form", [{}, {"username": "x" * 999, "password": "y"}])
def test_so_does_the_login(client, form):
    page = client.post(reverse("admin:login"), form).content.decode()
    assert leftovers(page) == []


@pytest.mark.parametrize("name", ["case", "batch", "theme", "batchimport"])
def test_a_row_that_is_gone_is_said_in_chinese(admin_client, name):
    address = reverse(f"admin:reforms_{name}_change", args=[999])
    page = admin_client.get(address, follow=True).content.decode()
    assert leftovers(page) == []


# Pages with one form each, and a field of theirs in which too much or broken text is typed.
PAGES = {
    "people": ("/admin/people/", "name"),
    "by-hand": ("/admin/reforms/batch/by-hand/", "title"),
    "cases": ("/admin/reforms/batch/{batch}/cases/", "case-title"),
    "erase": ("/admin/reforms/case/{case}/erase/", "phrase"),
    "publish": ("/admin/reforms/batch/{batch}/publish/", "checked"),
    "forgotten": ("/admin/forgotten/", "name"),
}


@pytest.mark.parametrize("button", ["_save", ""])
@pytest.mark.parametrize("typed", ["", LONG, BAD])
@pytest.mark.parametrize("page", PAGES)
def test_so_does_every_page_with_one_form(admin_client, page, typed, button):
    case = cast.draft()
    address, field = PAGES[page]
    address = address.format(batch=case.batch_id, case=case.pk)
    response = admin_client.post(address, {field: typed} | ({button: "1"} if button else {}))
    assert response.status_code < 500
    assert leftovers(response.content.decode()) == []
