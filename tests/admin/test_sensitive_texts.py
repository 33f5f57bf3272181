"""Before publishing, likely names of private persons and the office's words are pointed out."""

import pytest
from django.urls import reverse

from reforms import history
from reforms.admin.watched_words import MOST_WORDS
from tests.admin.import_pages import paste, words
from tests.support import cast
from tests.support.case_forms import case_page
from tests.support.release_text import NEWS

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def word_list(tmp_path, settings):
    """A function that writes the office's list."""
    file = tmp_path / "words.txt"
    settings.WATCHED_WORDS_FILE = str(file)
    return file.write_bytes


def test_a_name_is_shown_with_its_passage_and_may_be_published(admin_client):
    case = cast.draft(body="【基本案情】\n被害人王小明报案，张某到案。")
    page = admin_client.get(case_page(case, "publish")).content.decode()
    assert "像是个人姓名的、词表里的词：1 处" in page
    assert "【基本案情】\n被害人<mark>王小明</mark>报案，张某到案。" in page
    assert "都已核对，发布这 1 件" in page
    case.refresh_from_db()
    assert "王小明" in case.body


def test_a_name_in_the_name_of_a_case_is_shown(admin_client):
    case = cast.draft(title="王小明、李某某盗窃案")
    page = admin_client.get(case_page(case, "publish")).content.decode()
    assert "<mark>王小明</mark>、李某某盗窃案" in page


def test_it_looks_into_the_batch_once(admin_client):
    batch = cast.batch(introduction="被告人李大伟等人")
    cast.draft(1, of=batch)
    cast.draft(2, of=batch)
    page = admin_client.get(reverse("admin:reforms_batch_publish", args=[batch.pk]))
    assert "词表里的词：1 处" in page.content.decode()


def test_words_of_the_office_are_found_in_every_written_form(admin_client, word_list):
    word_list("# 本院的词\n内部资料\n\n".encode())
    case = cast.draft(summary="摘自內部資料。")
    page = admin_client.get(case_page(case, "publish")).content.decode()
    assert "词表里的词：内部资料" in page
    assert "摘自<mark>內部資料</mark>。" in page


def test_nothing_is_pointed_out_where_there_is_nothing(admin_client, word_list):
    word_list("内部资料".encode())
    page = admin_client.get(case_page(cast.draft(), "publish")).content.decode()
    assert "请逐处看一眼" not in page


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("内部资料".encode("gbk"), "不是 UTF-8 编码"),
        ("\n".join(f"词{n}" for n in range(MOST_WORDS + 1)).encode(), "多于 2000 个词"),
        (b"a" * (1 << 21), "大于 1 MB"),
    ],
)
def test_a_list_that_cannot_be_used_is_told_and_stops_nobody(
    admin_client, word_list, content, reason
):
    word_list(content)
    page = admin_client.get(case_page(cast.draft(), "publish")).content.decode()
    assert f"单位的词表没有用上：{reason}" in page
    assert "都已核对，发布这 1 件" in page


def test_a_list_that_is_missing_is_told(admin_client, settings):
    settings.WATCHED_WORDS_FILE = "/nowhere/words.txt"
    page = admin_client.get(case_page(cast.draft(), "publish")).content.decode()
    assert "单位的词表没有用上：打不开文件（/nowhere/words.txt）" in page


def test_a_withdrawn_case_is_looked_into_again(admin_client):
    case = cast.case(body="被告人王小明")
    history.withdraw([case], "catalogue")
    assert "<mark>王小明</mark>" in admin_client.get(case_page(case, "publish")).content.decode()


def test_an_import_points_them_out_before_it_is_applied(admin_client, word_list):
    word_list("办案责任".encode())
    page = words(paste(admin_client, NEWS + "\n", follow=True))
    assert "<mark>办案责任</mark>" in page
