"""What one editor corrects, or erases, while another applies or checks the same import."""

import pytest
from django.core.exceptions import ValidationError

from reforms import erasure, importing
from reforms.importing.row_checker import RowChecker
from reforms.models import BatchImport, Case
from tests.support import cast
from tests.support.release_text import NEWS
from tests.support.uploads import applied, rows_of, upload

pytestmark = pytest.mark.django_db
TABLE = "批次,标题,单位\nspp-reform-2,甲,江苏检察机关\nspp-reform-2,乙,浙江检察机关\n"


def skip_second(batch_import: BatchImport) -> BatchImport:
    """Another editor, who has read the import anew, leaves out its second row."""
    other = BatchImport.objects.get(pk=batch_import.pk)
    return importing.correct(other, {rows_of(other)[1].pk: {"choice": "skip"}}, {})


def test_an_import_that_was_corrected_while_it_is_applied_writes_nothing():
    cast.batch()
    batch_import = upload(TABLE)
    steps = importing.apply(batch_import)
    next(steps)
    skip_second(batch_import)
    with pytest.raises(ValidationError, match="请再核对一次"):
        list(steps)
    assert not Case.objects.exists()
    applied(BatchImport.objects.get())
    assert [case.title for case in Case.objects.all()] == ["甲"]


def test_hidden_rows_that_are_taken_meanwhile_are_a_correction_too():
    cast.batch()
    batch_import = upload(TABLE)
    steps = importing.apply(batch_import)
    next(steps)
    importing.take_hidden(BatchImport.objects.get(), taken=False)
    with pytest.raises(ValidationError, match="请再核对一次"):
        list(steps)
    assert not Case.objects.exists()


def test_a_check_keeps_what_others_have_entered_of_the_batch():
    batch_import = importing.start_release(NEWS)
    other = BatchImport.objects.get()
    importing.correct(other, {}, {"title": "别人改的名称"})
    importing.check_again(batch_import)
    assert BatchImport.objects.get().facts["batch"]["title"] == "别人改的名称"


def test_a_check_does_not_write_over_what_others_have_corrected_meanwhile(monkeypatch):
    cast.batch()
    batch_import = upload(TABLE)
    check, corrected = RowChecker.check, []

    def check_beside_another(checker, rows):
        if not corrected:
            corrected.append(True)
            skip_second(batch_import)
        return check(checker, rows)

    monkeypatch.setattr(RowChecker, "check", check_beside_another)
    importing.check_again(batch_import)
    assert [row.status for row in rows_of(batch_import)] == ["new", "skipped"]
    assert rows_of(batch_import)[1].choice == "skip"


@pytest.mark.django_db(transaction=True)
def test_a_check_brings_back_nothing_that_was_erased_meanwhile(monkeypatch):
    case = cast.draft(1, summary="有一个名字叫欧阳某")
    batch_import = upload("编号,标题,摘要\nspp-reform-2-01,改过的标题,又说到欧阳某的摘要\n")
    check, erased = RowChecker.check, []

    def check_before_an_erasure(checker, rows):
        checked_rows = check(checker, rows)
        if not erased:
            erased.append(erasure.erase(case, erasure.checked_phrase(case, "欧阳某")))
        return checked_rows

    monkeypatch.setattr(RowChecker, "check", check_before_an_erasure)
    importing.check_again(BatchImport.objects.get())
    [row] = rows_of(batch_import)
    assert "■■" in row.cells["summary"]
    assert "欧阳某" not in repr([row.cells, row.changes, row.messages])
