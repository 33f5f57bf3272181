"""A release pasted on top of its stored batch: its cases are found again, in whatever order."""

import pytest

from reforms import history, importing
from reforms.models import Batch, Case
from tests.support import cast
from tests.support.release_text import NEWS, OFFICIAL
from tests.support.uploads import applied, rows_of, statuses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


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
    assert names == ["title", "issued_on", "introduction"]
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
    found = importing.start_release(more)
    assert statuses(found) == ["changed"] * 4 + ["new"]
    applied(found)
    assert Case.objects.get(official_no="案例5").number == 5
