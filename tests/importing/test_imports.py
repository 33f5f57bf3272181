"""What applying an import writes, and what stops it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from reforms import history, importing
from reforms.history import states
from reforms.importing import correcting
from reforms.models import BatchImport, Case, Revision, Version
from reforms.search import narrow as found_by
from reforms.search import parse
from tests.support import cast
from tests.support.release_text import NEWS
from tests.support.uploads import (
    applied,
    changes_one_and_adds_two,
    import_messages,
    rows_of,
    statuses,
    table,
    upload,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


def test_it_writes_with_history_and_one_revision(admin_user):
    cast.case(1)
    before = Revision.current().number
    applied(changes_one_and_adds_two(), edit=history.Edit(admin_user, proof_age=0))
    assert Revision.current().number == before + 1
    assert list(Case.objects.values_list("reference", "title", "status")) == [
        ("spp-reform-2-01", "改过的标题", "published"),
        ("spp-reform-2-02", "新增甲", "draft"),
        ("spp-reform-2-03", "新增乙", "draft"),
    ]
    last = Version.objects.filter(reference="spp-reform-2-01").last()
    assert (last.action, last.by, last.revision) == ("changed", admin_user, before + 1)
    assert last.state["title"] == "改过的标题"


def test_its_versions_are_as_the_single_writer_makes_them():
    applied(importing.start_release(NEWS))
    for version in Version.objects.filter(subject="case"):
        case = Case.objects.get(pk=version.subject_id)
        assert version.state == states.case_state(case)


def test_two_at_the_same_time_are_applied_once():
    cast.case(1)
    batch_import = changes_one_and_adds_two()
    late = importing.apply(BatchImport.objects.get(pk=batch_import.pk), may_publish=True)
    next(late)
    applied(batch_import)
    with pytest.raises(ValidationError, match="状态是“已导入”"):
        list(late)
    assert Case.objects.count() == 3


@pytest.mark.parametrize(
    "step", [applied, correcting.check_again, lambda row: importing.correct(row, {}, {})]
)
def test_a_page_opened_before_can_neither_apply_nor_open_it_again(step):
    cast.case(1)
    batch_import = changes_one_and_adds_two()
    opened = BatchImport.objects.get(pk=batch_import.pk)
    applied(batch_import)
    with pytest.raises(ValidationError, match="状态是“已导入”"):
        step(opened)
    kept = BatchImport.objects.get(pk=batch_import.pk)
    assert (kept.state, len(kept.outcome["cases"])) == ("applied", 3)
    assert Case.objects.count() == 3


def test_it_does_not_write_over_what_somebody_changed_meanwhile():
    case = cast.case(1)
    batch_import = changes_one_and_adds_two()
    late = importing.apply(batch_import, may_publish=True)
    next(late)
    case.summary = "别人刚改的摘要"
    history.save_case(case)
    with pytest.raises(ValidationError, match="刚才有人改动"):
        list(late)
    assert Case.objects.count() == 1
    assert batch_import.rows.count() == 3
    assert BatchImport.objects.get(pk=batch_import.pk).state == "prepared"


def test_a_number_taken_meanwhile_stops_all():
    cast.case(1)
    batch_import = changes_one_and_adds_two()
    late = importing.apply(batch_import, may_publish=True)
    next(late)
    cast.draft(2)
    with pytest.raises(ValidationError, match="刚才有人改动了同一批次"):
        list(late)
    assert Case.objects.count() == 2
    assert Case.objects.get(number=1).title == "第1件案例的标题"


def test_changing_what_is_public_needs_a_publisher():
    cast.case(1)
    batch_import = changes_one_and_adds_two()
    with pytest.raises(ValidationError, match="第 2 行会改动已发布的内容"):
        applied(batch_import, may_publish=False)
    importing.correct(batch_import, {rows_of(batch_import)[0].pk: {"choice": "skip"}}, {})
    applied(BatchImport.objects.get(pk=batch_import.pk), may_publish=False)
    assert Case.objects.count() == 3


def test_a_withdrawal_survives_an_import():
    history.withdraw([cast.case(1)], "issuer", history.Edit(note="来函"))
    batch_import = upload("编号,标题\nspp-reform-2-01,又来了\n")
    assert statuses(batch_import) == ["refused"]
    assert "案例已撤下" in import_messages(batch_import)


def test_refused_rows_are_left_out_and_the_others_written():
    cast.batch()
    applied(upload(table("spp-reform-2,甲,江苏检察机关,,", "spp-reform-2,乙,云南省检察院,错,")))
    assert [case.title for case in Case.objects.all()] == ["甲"]


def test_drafts_of_an_import_are_found_at_once():
    applied(importing.start_release(NEWS))
    assert found_by(Case.objects.all(), parse("武侯")).count() == 1


def test_a_batch_changed_while_it_is_imported_is_not_written_over():
    batch = cast.case(1).batch
    batch_import = upload("编号,批次,批次名称\nspp-reform-2-01,spp-reform-2,表格里的名称\n")
    late = importing.apply(batch_import, may_publish=True)
    next(late)
    batch.title = "别人刚改的名称"
    history.save_batch(batch)
    with pytest.raises(ValidationError, match="刚才有人改动了同一批次"):
        list(late)
    assert cast.batch().title == "别人刚改的名称"


def test_what_was_changed_after_the_check_is_shown_before_it_is_written():
    case = cast.case(1)
    batch_import = upload("编号,标题,摘要\nspp-reform-2-01,改过的标题,第1件案例的摘要\n")
    case.summary = "别人后来写的摘要"
    history.save_case(case)
    with pytest.raises(ValidationError, match="您核对之后案例库有改动，请再核对一次"):
        applied(batch_import)
    assert Case.objects.get().summary == "别人后来写的摘要"
    assert rows_of(batch_import)[0].changes == [
        ["title", "第1件案例的标题", "改过的标题"],
        ["summary", "别人后来写的摘要", "第1件案例的摘要"],
    ]
    applied(batch_import)
    assert Case.objects.get().summary == "第1件案例的摘要"


ALIKE = table("spp-reform-2,构建社会危险性量化评估办法,广州市南沙区检察院,,新摘要")


def like_it(number: int = 1) -> Case:
    return cast.case(number, title="构建社会危险性量化评估机制", bodies=(cast.NANSHA,))


def searches_of(step) -> int:
    """How often a step looks for cases by the names of their bodies."""
    with CaptureQueriesContext(connection) as captured:
        step()
    return sum('"standard_name" IN' in query["sql"] for query in captured)


def test_duplicates_that_the_check_found_are_not_searched_for_again():
    like_it()
    batch_import = upload(ALIKE)
    [row] = rows_of(batch_import)
    importing.correct(batch_import, {row.pk: {"choice": "add"}}, {})
    stored = BatchImport.objects.get(pk=batch_import.pk)
    assert searches_of(lambda: correcting.check_again(stored)) == 1
    assert searches_of(lambda: applied(stored)) == 0
    assert Case.objects.filter(title="构建社会危险性量化评估办法").count() == 1


@pytest.mark.parametrize("make_case", [like_it, lambda: cast.draft(1, title="构建评估办法")])
def test_duplicates_are_searched_for_again_after_any_change(make_case):
    cast.batch()
    batch_import = upload(table("spp-reform-2,别的标题,广州市南沙区检察院,,新摘要"))
    make_case()
    assert searches_of(lambda: applied(batch_import)) == 1


def test_a_duplicate_made_after_the_check_is_asked_about():
    cast.batch()
    batch_import = upload(ALIKE)
    assert statuses(batch_import) == ["new"]
    like_it()
    with pytest.raises(ValidationError, match="您核对之后案例库有改动，请再核对一次"):
        applied(batch_import)
    assert statuses(batch_import) == ["skipped"]


def test_a_correction_that_no_check_followed_is_not_written():
    like_it()
    batch_import = upload(table("spp-reform-2,别的标题,广州市南沙区检察院,,新摘要"))
    [row] = rows_of(batch_import)
    corrections = {row.pk: {"cells": {"title": "构建社会危险性量化评估办法"}}}
    with transaction.atomic():
        importing.store_corrections(batch_import, corrections, {})
    with pytest.raises(ValidationError, match="您核对之后案例库有改动，请再核对一次"):
        applied(batch_import)
    assert statuses(batch_import) == ["skipped"]
