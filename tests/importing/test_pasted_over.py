"""A release pasted on top of its stored batch: its cases are found again, in whatever order."""

import pytest

from reforms import history, importing
from reforms.models import Batch, BatchImport, Case, Theme
from tests.support import cast
from tests.support.release_text import NEWS, OFFICIAL
from tests.support.uploads import applied, rows_of, statuses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]

SELECTION = """\
1月18日，由最高人民检察院第七检察厅指导、中国法学会行政法学研究会组织评选的“2028年度十大行政检察典型案例”揭晓。
2028年度十大行政检察典型案例
案例一
江苏省启东市人民检察院督促纠正违法决定案
——以听证促和解
【基本案情】
决定缺少依据。
案例二
河北省保定市人民检察院工伤认定监督案
【基本案情】
认定超过期限。
"""


@pytest.fixture
def from_news() -> Batch:
    """The batch as a report made it, with titles and summaries of ours, published."""
    applied(importing.start_release(NEWS))
    cases = list(Case.objects.order_by("number"))
    for case in cases:
        case.title = f"本站为第{case.number}件拟的标题"
        case.title_en, case.summary = f"Title {case.number}", f"第{case.number}件的摘要"
        history.save_case(case)
    history.publish(cases)
    return Batch.objects.get()


def test_the_cases_of_a_report_are_found_in_the_official_order(from_news):
    rows = rows_of(importing.start_release(OFFICIAL))
    numbers = {case.pk: case.number for case in Case.objects.all()}
    assert [(row.status, numbers[row.target]) for row in rows] == [
        ("changed", 4),
        ("changed", 3),
        ("changed", 1),
        ("changed", 2),
    ]


def test_official_facts_replace_ours_and_the_rest_stays(from_news):
    applied(importing.start_release(OFFICIAL))
    case = Case.objects.get(number=4)
    assert (case.reference, case.official_no) == (f"{from_news.slug}-04", "案例1")
    assert (case.title, case.title_by) == (
        "湖北省宜昌市检察机关推行结案抽查 压实监管责任",
        "issuer",
    )
    assert (case.title_en, case.summary) == ("Title 4", "第4件的摘要")
    assert case.keywords == "结案抽查;业绩档案"
    assert "三名检察官" in case.body
    assert [body.name for body in case.bodies.all()] == ["湖北省宜昌市检察机关"]
    assert [theme.slug for theme in case.themes.all()] == ["supervisory"]


def test_the_official_title_and_day_of_issue_are_offered_for_the_batch(from_news):
    [plan] = importing.start_release(OFFICIAL).facts["plans"]
    names = [name for name, _before, _after in plan["changes"]]
    assert names == ["title", "notice_title", "issued_on", "introduction"]
    assert plan["slug"] == from_news.slug


def test_pasted_again_it_is_the_same(from_news):
    applied(importing.start_release(OFFICIAL))
    again = importing.start_release(OFFICIAL)
    assert statuses(again) == ["same"] * 4
    assert again.facts["plans"][0]["changes"] == []


def test_a_report_changes_nothing_of_the_official_batch(from_news):
    applied(importing.start_release(OFFICIAL))
    again = importing.start_release(NEWS)
    assert statuses(again) == ["same"] * 4
    assert again.facts["plans"][0]["changes"] == []


def test_two_titles_of_the_issuer_are_two_cases():
    batch = cast.batch(title="第三批全国检察机关检察改革典型案例", slug="spp-reform-3")
    zhejiang = ("浙江省检察院", "procuratorate", "zhejiang", "provincial")
    cast.draft(1, of=batch, title="推行企业合规", title_by="issuer", bodies=(zhejiang,))
    release = OFFICIAL.replace("（全国检察机关检察改革典型案例 第三批）", "")
    importing_rows = rows_of(importing.start_release(release))
    assert [row.target for row in importing_rows] == [None] * 4


def test_a_new_case_of_a_stored_batch_takes_the_next_number(from_news):
    more = OFFICIAL.replace("4件", "5件") + (
        "案例5\n福建省厦门市人民检察院设立案件质量会诊日\n【关键词】\n会诊\n"
        "【改革情况】\n每月一次。\n【典型意义】\n质量提高。\n"
    )
    batch_import = importing.start_release(more)
    assert statuses(batch_import) == ["changed"] * 4 + ["new"]
    applied(batch_import)
    assert Case.objects.get(official_no="案例5").number == 5


def test_themes_carry_what_they_are_assigned_by(from_news):
    assert [item.basis for item in Case.objects.get(number=1).assignments.all()] == ["news"]
    applied(importing.start_release(OFFICIAL))
    [item] = Case.objects.get(number=4).assignments.all()
    assert (item.theme.slug, item.basis) == ("supervisory", "title")
    assert item.passage == "压实监管责任"


def test_themes_that_an_editor_changes_keep_the_bases_of_the_others():
    batch_import = importing.start_release(OFFICIAL)
    row = rows_of(batch_import)[0]
    importing.correct(batch_import, {row.pk: {"cells": {"themes": "政治责任;监管责任"}}}, {})
    row.refresh_from_db()
    assert row.cells["theme_bases"] == "catalogue;title"
    applied(BatchImport.objects.get(pk=batch_import.pk))
    items = Case.objects.get(number=1).assignments.all()
    assert [(item.theme.slug, item.basis) for item in items] == [
        ("political", "catalogue"),
        ("supervisory", "title"),
    ]


def test_the_batch_takes_its_kind_its_notice_and_the_roles_of_its_issuers():
    applied(importing.start_release(OFFICIAL))
    batch = Batch.objects.get()
    assert (batch.kind, batch.issuer_roles) == ("reform", "issuer")
    assert batch.notice_title.startswith("最高人民检察院关于印发《检察机关规范司法办案典型案例")


def test_a_selection_says_who_guided_and_who_chose():
    batch_import = importing.start_release(SELECTION)
    applied(batch_import)
    batch = Batch.objects.get()
    assert batch.issuers == "最高人民检察院第七检察厅;中国法学会行政法学研究会"
    assert batch.issuer_roles == "guide;organiser"
    assert batch.kind == "award"


def test_a_keyword_with_a_pause_mark_stays_whole():
    applied(importing.start_release(OFFICIAL.replace("结案抽查　业绩", "减刑、假释案件　业绩")))
    case = Case.objects.get(number=1)
    assert case.keyword_list == ["减刑、假释案件", "业绩档案"]
    assert statuses(importing.start_release(OFFICIAL))[0] == "changed"


def test_a_subtitle_is_kept_apart():
    applied(importing.start_release(SELECTION))
    case = Case.objects.get(number=1)
    assert (case.title, case.subtitle) == (
        "江苏省启东市人民检察院督促纠正违法决定案",
        "以听证促和解",
    )


def test_a_theme_that_only_the_text_suggests_is_asked_about():
    text = OFFICIAL.replace("逾期案件明显减少。", "落实了对下指导责任，逾期案件减少。")
    row = rows_of(importing.start_release(text))[1]
    assert row.cells["themes"] == ""
    [question] = [words for column, words, _refuses in row.messages if column == "themes"]
    assert question.startswith("正文的说法可能属于“层级责任”，没有填入，请决定：落实了对下指导责任")


def test_headings_of_the_news_name_themes_of_any_scheme():
    theme = Theme(slug="capacity", name="专业能力", name_en="Capacity", position=9)
    history.save_theme(theme)
    text = NEWS.replace("一是强化政治责任。", "一是强化法律监督专业能力。")
    row = rows_of(importing.start_release(text))[0]
    assert (row.cells["themes"], row.cells["theme_bases"]) == ("专业能力", "news")
    assert row.cells["theme_passages"] == "强化法律监督专业能力"
    assert not [words for _column, words, _refuses in row.messages if "对不上" in words]


def test_what_was_added_to_the_batch_after_pasting_stays(from_news):
    batch_import = importing.start_release(NEWS)
    batch = Batch.objects.get()
    batch.title, batch.introduction, batch.document_number = "别人改的名称", "别人写的简介", "1号"
    history.save_batch(batch)
    importing.correct(batch_import, {}, {"topic": "自己写的主题"})
    applied(BatchImport.objects.get(pk=batch_import.pk))
    batch.refresh_from_db()
    assert (batch.title, batch.introduction, batch.document_number, batch.topic) == (
        "别人改的名称",
        "别人写的简介",
        "1号",
        "自己写的主题",
    )


def test_what_an_editor_empties_is_emptied(from_news):
    batch_import = importing.correct(importing.start_release(NEWS), {}, {"source_name": ""})
    assert batch_import.facts["plans"][0]["changes"] == [["source_name", "检察日报", ""]]


def test_a_release_given_another_batch_brings_its_own_facts(from_news):
    batch_import = importing.correct(importing.start_release(NEWS), {}, {"slug": "other-batch"})
    assert batch_import.facts["plans"][0]["faults"] == []
    assert batch_import.facts["plans"][0]["shown"]["source_name"] == "检察日报"


def test_cases_mentioned_in_passing_are_no_hidden_rows():
    batch_import = importing.start_release(
        NEWS.replace("反映各地", "北京等地检察机关早有探索。反映各地")
    )
    assert statuses(batch_import) == ["new"] * 4 + ["skipped"]
    assert batch_import.facts["hidden"] == []
