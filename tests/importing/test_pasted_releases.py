"""From a pasted release to drafts of a new batch: what is read, marked and asked."""

import pytest
from django.core.exceptions import ValidationError

from reforms import history, importing
from reforms.models import Batch, BatchImport, Case, Theme, Version
from reforms.releases import Release
from reforms.search import narrow as found_by
from reforms.search import parse
from tests.support import cast
from tests.support.release_text import NEWS
from tests.support.uploads import applied, import_messages, rows_of, statuses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


def test_it_reads_a_release_into_rows():
    batch_import = importing.start_release(NEWS)
    assert batch_import.facts["claimed"] == batch_import.facts["found"] == 4
    assert [
        [row.cells[name] for name in ("bodies", "provinces", "levels", "place_basis", "themes")]
        for row in rows_of(batch_import)
    ] == [
        ["浙江检察机关", "zhejiang", "provincial", "inferred", "政治责任"],
        ["四川省检察机关", "sichuan", "provincial", "inferred", "办案责任"],
        ["成都市武侯区检察院", "sichuan", "grassroots", "stated", "监管责任"],
        ["湖北省宜昌市检察院", "hubei", "municipal", "stated", "监管责任"],
    ]
    assert "立即咨询" in batch_import.facts["furniture"]
    assert not Case.objects.exists()


def test_it_marks_a_title_of_its_own_and_asks_for_a_better_one():
    row = rows_of(importing.start_release(NEWS))[0]
    assert (row.cells["title"], row.cells["title_by"]) == ("浙江检察机关强化政治责任", "catalogue")
    assert ["title", "发布稿没有给出标题，这是自动拟的，请改写。", False] in row.messages


def test_it_keeps_the_passage_behind_each_guess():
    row = rows_of(importing.start_release(NEWS))[1]
    assert row.passages["themes"] == "细化办案责任"
    assert row.passages["text"].startswith("四川省检察机关编制院领导办案目录")


def test_it_writes_a_release_as_drafts_of_a_new_batch(admin_user):
    batch_import = applied(
        importing.start_release(NEWS), edit=history.Edit(admin_user, proof_age=0)
    )
    batch = Batch.objects.get()
    assert (batch.slug, batch.title) == ("spp-2023-3", "第三批全国检察机关检察改革典型案例")
    assert (batch.reported_on, batch.released_on, batch.date) == ("2023-05-16", "", "2023-05-16")
    assert set(Case.objects.values_list("status", "year")) == {("draft", 2023)}
    assert batch_import.state == "applied"
    assert Version.objects.filter(subject="case", by=admin_user).count() == 4


@pytest.mark.parametrize(
    ("last", "facts", "slug"),
    [
        (None, {"released_on": "2023-05-16", "ordinal": 3}, "batch-2023-3"),
        (None, {"title": "2022年度优秀案例"}, "batch-2022"),
        (
            None,
            {"document_number": "高检发〔2021〕5号", "issuers": ("最高人民检察院",)},
            "spp-2021",
        ),
        (None, {}, "batch"),
        ("spp-reform-2", {"ordinal": 3, "issued_on": "2023-05"}, "spp-reform-3"),
        ("spp-2021-2", {"ordinal": 3, "issued_on": "2023-05"}, "spp-2023-3"),
        ("spp-2021-2", {"ordinal": 3}, "batch-3"),
        ("spp-2021", {"ordinal": 3, "issued_on": "2023-05"}, "batch-2023-3"),
    ],
)
def test_a_new_slug_has_the_year_that_is_known(last, facts, slug):
    if last:
        cast.batch(slug=last, series="改革案例", ordinal=2)
    assert importing.new_slug(Release(**{"series": "改革案例", **facts})) == slug


def test_it_finds_drafts_that_it_wrote():
    applied(importing.start_release(NEWS))
    assert found_by(Case.objects.all(), parse("武侯")).count() == 1


def test_the_same_release_twice_is_the_same():
    applied(importing.start_release(NEWS))
    again = importing.start_release(NEWS)
    assert statuses(again) == ["same"] * 4
    assert again.facts["plans"][0]["changes"] == []


def test_a_title_that_it_made_replaces_none():
    applied(importing.start_release(NEWS))
    case = Case.objects.earliest("number")
    case.title, case.title_by = "请示报告清单化", "issuer"
    history.save_case(case)
    again = importing.start_release(NEWS)
    assert statuses(again) == ["same"] * 4
    [row, *_others] = rows_of(again)
    importing.correct(again, {row.pk: {"cells": {"title": "编者又改的标题"}}}, {})
    assert statuses(again) == ["changed", "same", "same", "same"]


def test_it_says_which_levels_the_release_does_not_name():
    rows = rows_of(importing.start_release(NEWS))
    note = "原文没有写明层级，按单位名称判断，页面会注明。"
    assert ["levels", note, False] in rows[1].messages
    assert not [words for column, words, _bad in rows[2].messages if column == "levels"]


def test_it_counts_the_cases_without_a_theme_of_the_catalogue():
    text = NEWS.replace("政治责任", "法律监督体系").replace("监管责任", "数字检察")
    asked = ["case.theme", "有 2 件没有写明主题，留空。"]
    history.save_theme(Theme(slug="system", name="法律监督体系", name_en="System", position=9))
    batch_import = importing.start_release(text)
    assert [row.cells["themes"] for row in rows_of(batch_import)] == [
        "法律监督体系",
        "办案责任",
        "",
        "",
    ]
    assert asked in batch_import.facts["questions"]
    assert "法律监督体系”对不上" not in import_messages(batch_import)
    assert "数字检察”对不上" in import_messages(batch_import)


def test_a_wrong_address_of_the_batch_is_said_once():
    batch_import = importing.start_release(NEWS)
    importing.correct(batch_import, {}, {"slug": "第三批"})
    assert statuses(batch_import) == ["refused"] * 4
    assert batch_import.facts["plans"][0]["faults"] == [
        ["batch", "网址名只能用英文字母、数字和连字符，如 spp-reform-3。"]
    ]
    assert import_messages(batch_import).count("网址名") == 0
    assert import_messages(batch_import).count("批次有误，见上面的批次") == 4


def test_it_corrects_rows_and_the_batch_in_place():
    batch_import = importing.start_release(NEWS)
    row = rows_of(batch_import)[0]
    change = {row.pk: {"cells": {"title": "清单化", "title_by": "本站编者", "provinces": "江苏"}}}
    importing.correct(batch_import, change, {"slug": "spp-reform-3"})
    row.refresh_from_db()
    assert "这里写的是江苏，请核对" in import_messages(batch_import)
    applied(BatchImport.objects.get(pk=batch_import.pk))
    case = Case.objects.get(reference="spp-reform-3-01")
    assert (case.title, case.place_key) == ("清单化", "jiangsu:provincial")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" \n ", "没有粘贴任何文字"),
        ("今天天气很好。", "没有认出任何案例"),
        ("字" * 200_001, "超过 200000 字"),
    ],
)
def test_it_refuses_a_text_that_is_no_release(text, words):
    with pytest.raises(ValidationError, match=words):
        importing.start_release(text)
    assert not BatchImport.objects.exists()
