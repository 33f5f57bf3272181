"""Rows that may be a case which is in the catalogue already."""

import pytest

from reforms import importing
from reforms.admin.place_choices import candidates, position_of
from reforms.importing.duplicates import body_names
from reforms.importing.row_checker import RowChecker
from reforms.models import BatchImport, Case
from tests.support import cast
from tests.support.uploads import applied, rows_of, statuses, table, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


def test_a_likely_duplicate_waits_for_the_editor():
    cast.case(1, title="构建社会危险性量化评估机制", bodies=(cast.NANSHA,))
    row = "spp-reform-2,构建社会危险性量化评估办法,广州市南沙区检察院,,新摘要"
    batch_import = upload(table(row))
    [checked_row] = rows_of(batch_import)
    assert checked_row.status == "skipped"
    assert [why for _pk, why in checked_row.alike] == ["单位相同、标题相近"]
    importing.correct(batch_import, {checked_row.pk: {"choice": "update"}}, {})
    assert statuses(batch_import) == ["changed"]
    importing.correct(batch_import, {checked_row.pk: {"choice": "add"}}, {})
    assert statuses(batch_import) == ["new"]


def test_the_same_number_with_the_same_body_is_an_update():
    cast.case(1)
    batch_import = upload("批次,本站序号,标题,单位\nspp-reform-2,1,新标题,江苏检察机关\n")
    assert statuses(batch_import) == ["changed"]


def test_the_same_number_with_another_body_is_asked_about():
    cast.case(1)
    batch_import = upload("批次,本站序号,标题,单位\nspp-reform-2,1,别的案例,云南省检察院\n")
    assert statuses(batch_import) == ["skipped"]
    [row] = rows_of(batch_import)
    importing.correct(batch_import, {row.pk: {"choice": "add"}}, {})
    applied(BatchImport.objects.get(pk=batch_import.pk))
    assert Case.objects.get(title="别的案例").number == 2


def test_a_summary_that_is_nearly_equal_is_asked_about():
    summary = "该院围绕办案流程建立监控机制，对临近期限的案件逐件提示，超期的说明原因。"
    cast.case(1, summary=summary)
    batch_import = upload(table(f"spp-reform-2,另一个标题,云南省检察院,,{summary[:-5]}并通报。"))
    assert [why for _pk, why in rows_of(batch_import)[0].alike] == ["摘要几乎相同"]


def test_the_same_title_comes_before_those_that_have_all_its_pairs():
    for number, title in enumerate(
        ["第1211号经验", "第11211号经验", "第12111号经验", "第1121号经验"], 1
    ):
        cast.case(number, title=title)
    batch_import = upload(table("spp-reform-2,第1121号经验,江苏检察机关,,另一个摘要"))
    keys = [key for key, _reason in rows_of(batch_import)[0].alike]
    assert Case.objects.get(pk=keys[0]).title == "第1121号经验"


def test_a_later_block_finds_what_earlier_blocks_have_read(monkeypatch):
    monkeypatch.setattr("reforms.importing.starting.BLOCK", 1)
    monitored = "该院围绕办案流程建立监控机制，对临近期限的案件逐件提示，超期的说明原因。"
    reviewed = "市院对办结的案件随机评查，评查的结果记入检察官的业绩档案，作为考核依据。"
    for number, summary in enumerate((monitored, reviewed), 1):
        cast.case(number, summary=summary)
    summaries = (monitored, reviewed, monitored[:-5] + "并通报。", "另" + reviewed, "短的摘要")
    rows = (f"spp-reform-2,标题{place},云南省检察院,,{s}" for place, s in enumerate(summaries))
    alike = [[key for key, _why in row.alike] for row in rows_of(upload(table(*rows)))]
    first, second = Case.objects.order_by("number").values_list("pk", flat=True)
    assert alike == [[first], [second], [first], [second], []]


def test_a_row_of_many_bodies_is_refused_and_compared_by_a_few():
    """A title once for each name: 50,000 names beside a title of 900,000 took all memory."""
    names = ";".join(f"甲{number}县人民检察院" for number in range(5_000))
    batch_import = upload(f"批次,标题,单位\nspp-reform-2,{'题目' * 50_000},{names}\n")
    [checked_row] = RowChecker(batch_import).check(rows_of(batch_import))
    assert statuses(batch_import) == ["refused"]
    messages = [text for _column, text, _refuses in checked_row.messages]
    assert "一件案例最多 125 个单位，这里有 5000 个。" in messages
    assert len(body_names(checked_row)) == 30


def test_a_page_offers_places_for_no_more_bodies_than_a_case_has():
    cells = {"bodies": ";".join(["南山区人民检察院"] * 5_000)}
    assert {position_of(value) for value in candidates(cells, 2021)} == set(range(125))
