"""Themes and batches that are merged or deleted while a case gets them, each in a thread."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from reforms import history
from reforms.models import Case, Theme, Version
from tests.support import cast
from tests.support.case_forms import case_form
from tests.support.locks import ON_POSTGRESQL, in_thread, wait_until_somebody_waits
from tests.support.uploads import applied, upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), ON_POSTGRESQL]


def give(case: Case, slug: str = "political") -> Case:
    return history.save_case(case, themes=[*case.themes.all(), Theme.objects.get(slug=slug)])


def merge() -> int:
    return history.merge_themes(cast.theme("political"), cast.theme("supervisory"))


def publish_both() -> None:
    history.withdraw(Case.objects.all(), "catalogue")
    history.publish(Case.objects.all())


def slugs_of(case: Case) -> list[str]:
    return list(Case.objects.get(pk=case.pk).themes.values_list("slug", flat=True))


@pytest.fixture
def political() -> Theme:
    cast.theme("supervisory")
    return cast.theme("political")


def test_a_case_that_gets_it_meanwhile_moves_too(political):
    case, errors = cast.case(), []
    with transaction.atomic():
        give(case)  # the revision is raised
        thread = in_thread(merge, errors)
        wait_until_somebody_waits()
    thread.join()
    assert errors == []
    assert slugs_of(case) == ["supervisory"]
    assert Case.objects.get().theme_key == "supervisory"


def test_who_gives_it_after_that_is_told_and_nothing_is_stored(political):
    case, errors = cast.case(), []
    with transaction.atomic():
        merge()
        thread = in_thread(lambda: history.save_case(case, themes=[political]), errors)
        wait_until_somebody_waits()
    thread.join()
    assert ["并入了别的主题" in str(error) for error in errors] == [True]
    assert slugs_of(case) == []


def test_an_import_is_told_too_before_it_writes(political):
    case, errors = cast.case(), []
    batch_import = upload(f"编号,标题,主题\n{case.reference},新的标题,political\n")
    with transaction.atomic():
        merge()
        thread = in_thread(lambda: applied(batch_import), errors)
        wait_until_somebody_waits()
    thread.join()
    assert [type(error) for error in errors] == [ValidationError]
    assert Case.objects.get().title == case.title


def test_it_keeps_no_case_while_it_waits_for_an_earlier_one(political):
    """Who has locked the earlier one waits for the case that a merger has locked first."""
    first, second = cast.case(1), cast.case(2, themes=("political",))
    errors: list[BaseException] = []
    with transaction.atomic():
        history.lock(Case, [first.pk])
        give(first)
        threads = [in_thread(merge, errors)]
        wait_until_somebody_waits()  # at the theme, with the second case locked
        threads.append(in_thread(publish_both, errors))
        wait_until_somebody_waits(2)  # at the first case
    for thread in threads:
        thread.join()
    assert errors == []
    assert (slugs_of(first), slugs_of(second)) == (["supervisory"], ["supervisory"])


def test_a_theme_is_not_deleted_while_a_case_gets_it(political):
    case, errors = cast.case(), []
    with transaction.atomic():
        give(case)
        thread = in_thread(lambda: history.delete_theme(political), errors)
        wait_until_somebody_waits()
    thread.join()
    assert ["还有 1 件案例" in str(error) for error in errors] == [True]
    assert slugs_of(case) == ["political"]
    assert not Version.objects.filter(action="deleted").exists()


def test_a_batch_is_not_deleted_while_a_case_is_added():
    batch, errors = cast.batch(), []
    with transaction.atomic():
        case = cast.draft(of=batch)
        thread = in_thread(lambda: history.delete_batch(batch), errors)
        wait_until_somebody_waits()
    thread.join()
    assert ["还有案例" in str(error) for error in errors] == [True]
    assert Case.objects.get().pk == case.pk


def test_who_adds_a_case_to_a_batch_that_goes_is_told(admin_client):
    batch, bodies = cast.batch(), [{"name": "江苏省人民检察院", "province": "jiangsu"}]
    form, pages = case_form(batch, bodies), []
    address = reverse("admin:reforms_case_add")
    with transaction.atomic():
        history.delete_batch(batch)
        thread = in_thread(lambda: pages.append(admin_client.post(address, form)), [])
        wait_until_somebody_waits()
    thread.join()
    assert "这个批次刚才被删除了" in pages[0].content.decode()
    assert form["title"] in pages[0].content.decode()
