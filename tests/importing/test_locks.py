"""Imports beside editors and beside each other: they wait for each other, and never for ever."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from reforms import history, importing
from reforms.models import Batch, BatchImport, Case
from tests.support import cast
from tests.support.locks import ON_POSTGRESQL, in_thread, wait_until_somebody_waits
from tests.support.uploads import applied, upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def two_batches() -> list[Case]:
    """A public case in each of two batches."""
    return [
        cast.case(of=cast.batch(slug, title=f"批次{slug}"), title=f"{slug}的案例")
        for slug in ("first-1", "second-1")
    ]


def renaming(cases: list[Case]) -> BatchImport:
    """An import that changes the batches of these cases."""
    lines = [f"{case.batch.slug},{case.reference},新名{case.batch.slug}" for case in cases]
    return upload("\n".join(["批次,编号,批次名称", *lines, ""]))


@ON_POSTGRESQL
def test_an_import_waits_for_an_editor_without_locking_the_revision():
    _first, second = cases = two_batches()
    batch_import, errors = renaming(cases), []
    with transaction.atomic():
        history.lock(Case, [second.pk])
        thread = in_thread(lambda: applied(batch_import), errors)
        wait_until_somebody_waits()
        second.subtitle = "编辑的改动"
        history.save_case(second)
    thread.join()
    assert errors == []
    case = Case.objects.get(pk=second.pk)
    assert (case.subtitle, case.batch.title) == ("编辑的改动", "新名second-1")


@ON_POSTGRESQL
def test_who_may_not_publish_changes_no_batch_that_was_published_meanwhile():
    draft, errors = cast.draft(), []
    batch_import = renaming([draft])
    with transaction.atomic():
        history.publish([draft])
        thread = in_thread(lambda: applied(batch_import, may_publish=False), errors)
        wait_until_somebody_waits()
    thread.join()
    assert [type(error) for error in errors] == [ValidationError]
    assert "批次的改动会影响已发布的内容" in errors[0].messages[0]
    assert Batch.objects.get().title == draft.batch.title


def test_two_imports_of_the_same_batches_at_once_are_both_whole_or_refused():
    cases = two_batches()
    imports, errors = [renaming(cases), renaming(cases[::-1])], []
    threads = [in_thread(lambda each=each: applied(each), errors) for each in imports]
    for thread in threads:
        thread.join()
    assert [type(error) for error in errors] == [ValidationError]
    states = sorted(batch_import.state for batch_import in BatchImport.objects.all())
    assert states == ["applied", "prepared"]


def test_an_import_applied_twice_at_once_is_applied_once():
    batch_import = upload(f"批次,标题,单位\n{cast.batch().slug},新的一件,江苏检察机关\n")
    errors: list[BaseException] = []
    copies = [BatchImport.objects.get(pk=batch_import.pk) for _copy in range(2)]
    threads = [in_thread(lambda copy=copy: applied(copy), errors) for copy in copies]
    for thread in threads:
        thread.join()
    assert Case.objects.count() == 1
    assert [type(error) for error in errors] == [ValidationError]


def test_an_import_undone_twice_at_once_is_undone_once():
    case = cast.draft()
    applied(upload(f"编号,摘要\n{case.reference},新的摘要\n"))
    errors: list[BaseException] = []
    copies = [BatchImport.objects.get() for _copy in range(2)]
    threads = [in_thread(lambda copy=copy: importing.undo(copy), errors) for copy in copies]
    for thread in threads:
        thread.join()
    assert Case.objects.get().summary == case.summary
    assert [type(error) for error in errors] == [ValidationError]
