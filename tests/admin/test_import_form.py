"""The form that begins an import: its limits, its template and what it refuses."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from reforms import importing
from reforms.models import BatchImport
from tests.admin.import_pages import START, page_of, paste, upload, words
from tests.documents.samples import docx
from tests.support import cast
from tests.support.release_text import NEWS

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_it_says_its_limits_on_the_form(admin_client):
    page = words(admin_client.get(START))
    assert "不超过 50 MB、20000 行" in page
    assert "不超过 200000 字" in page


def test_it_says_what_becomes_of_old_word_documents(admin_client, settings):
    settings.LIBREOFFICE = ""
    assert "旧版的 .doc、.wps 请先另存为 .docx" in words(admin_client.get(START))


@pytest.mark.skipif(not importing.converts_old_word(), reason="no LibreOffice with bwrap here")
def test_it_says_that_it_takes_old_word_documents(admin_client):
    assert "旧版的 .doc、.wps 也可以" in words(admin_client.get(START))


def test_it_keeps_what_was_pasted_when_it_is_refused(admin_client):
    page = words(paste(admin_client, "今天天气很好，<b>没有</b>案例。"))
    assert "没有认出任何案例" in page
    assert "今天天气很好，&lt;b&gt;没有&lt;/b&gt;案例。" in page
    assert not BatchImport.objects.exists()


def test_null_characters_mean_nothing(admin_client):
    paste(admin_client, NEWS.replace("最高检", "\0最高检"))
    assert BatchImport.objects.get().facts["found"] == 4


@pytest.mark.parametrize(
    ("content", "message"),
    [("", "文件是空的"), ("%PDF-1.4", "这个PDF 文件已损坏"), ("甲,乙\n", "没有找到“标题”列")],
)
def test_it_says_why_it_refuses_a_file(admin_client, content, message):
    assert message in words(upload(admin_client, content))
    assert not BatchImport.objects.exists()


def test_it_keeps_what_was_chosen_beside_a_refused_file(admin_client):
    chosen = {"upload-batch": cast.batch().pk, "upload-sheet": "名单", "upload-clear": "on"}
    page = upload(admin_client, "甲,乙\n", **chosen)
    form = page.context["upload"]
    assert [form[name].value() for name in ("batch", "sheet", "clear")] == [
        *(str(chosen["upload-batch"]), "名单", True),
    ]


@override_settings(IMPORT_MAX_BYTES=1 << 20)
def test_it_refuses_a_large_file_before_reading_it(admin_client):
    assert "文件超过 1 MB" in words(upload(admin_client, "x" * ((1 << 20) + 1)))


def test_it_runs_nothing_that_a_cell_holds(admin_client):
    cast.batch()
    row = "批次,标题,单位\nspp-reform-2,<script>alert(1)</script>,江苏检察机关\n"
    page = words(upload(admin_client, row, "<b>名字.csv"))
    assert "<script>alert" not in page
    assert "<b>名字" not in page


def test_the_refused_rows_come_back_to_be_mended(admin_client):
    cast.batch()
    rows = (
        "批次,标题,单位,地区\nspp-reform-2,=甲,江苏检察机关,江苏声\nspp-reform-2,乙,江苏检察机关,\n"
    )
    upload(admin_client, rows)
    answer = admin_client.get(page_of(BatchImport.objects.get(), "refused"))
    text = answer.content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert row["标题"] == "'=甲"
    assert row["未通过原因"].startswith("第 2 行：地区：“江苏声”不在可用的值里")
    mended = "\ufeff" + text.replace("江苏声", "江苏", 1)
    upload(admin_client, mended)
    last = BatchImport.objects.first()
    assert last.counts["new"] == 1
    assert last.rows.get().cells["title"] == "=甲"


def test_the_template_can_be_filled_in_and_uploaded(admin_client):
    cast.theme("supervisory")
    answer = admin_client.get(reverse("admin:reforms_import_template"))
    text = answer.content.decode("utf-8-sig")
    assert "监管责任" in text.splitlines()[1]
    upload(admin_client, "\ufeff" + text)
    batch_import = BatchImport.objects.get()
    assert batch_import.facts["ignored"] == []
    assert [row.line for row in batch_import.rows.all()] == [3]


def test_it_reads_an_uploaded_document_as_a_release(admin_client):
    data = docx("最高检发布检察听证典型案例，共1件。", "案例一 江苏省检察院推行听证", "上门听证。")
    file = SimpleUploadedFile("听证.docx", data)
    page = admin_client.post(START, {"_upload": "1", "upload-file": file}, follow=True)
    assert page.redirect_chain
    assert BatchImport.objects.get().facts["batch"]["title"] == "检察听证典型案例"
