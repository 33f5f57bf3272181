"""What was erased does not come back from where somebody had read it before."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reforms import erasure, history, importing
from reforms.models import BatchImport, Case, Erasure, Proposal, Version
from tests.admin.import_pages import page_of
from tests.admin.roles import member
from tests.admin.test_themes import HEADING, headings_page, pasted_with_foreign_heading, wanted
from tests.erasure.named_cases import NAME, erase, named_case
from tests.erasure.stored_texts import is_stored
from tests.support import cast
from tests.support.case_forms import case_page, confirmed, form_of
from tests.support.uploads import applied, rows_of, upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_form_opened_before_it_is_refused_and_says_what_to_do(admin_client):
    case = cast.case(summary=f"摘要提到{NAME}。")
    opened = form_of(case, subtitle="改动")
    erase(case, NAME)
    page = admin_client.post(case_page(case), opened)
    assert page.status_code == 200
    assert "有内容按要求抹除了" in page.content.decode()
    assert 'name="over"' not in page.content.decode()
    assert not is_stored(NAME)


def test_such_a_form_is_not_saved_knowingly_either(admin_client):
    case = cast.draft(summary=f"摘要提到{NAME}。")
    opened = form_of(case)
    erase(case, NAME)
    last = Version.objects.filter(subject="case").latest("pk")
    admin_client.post(case_page(case), opened | {"over": last.pk})
    assert not is_stored(NAME)


def test_the_page_of_a_batch_made_by_hand_is_refused_too(admin_client):
    batch = cast.draft(of=cast.batch(topic=f"学习{NAME}")).batch
    names = ("slug", "title", "issuers", "reported_on", "topic", "source_name")
    opened = {name: getattr(batch, name) for name in names} | {
        "opened_on": Version.objects.filter(subject="batch").latest("pk").pk
    }
    erase(Case.objects.get(), NAME)
    address = reverse("admin:reforms_batch_cases", args=[batch.pk])
    page = admin_client.post(address, opened)
    assert "不能以您填写的为准" in page.content.decode()
    assert not is_stored(NAME)


def test_a_form_opened_after_it_is_saved(admin_client):
    case = cast.draft(summary=f"摘要提到{NAME}。")
    erase(case, NAME)
    form = form_of(Case.objects.get(), subtitle="改动")
    assert admin_client.post(case_page(case), form).status_code == 302
    assert Case.objects.get().subtitle == "改动"


def test_a_change_is_not_proposed_by_a_form_opened_before_it():
    case = cast.case(summary=f"摘要提到{NAME}。")
    client = member("编辑")
    opened = confirmed(client, case_page(case), form_of(case, subtitle="改动"))
    erase(case, NAME)
    page = client.post(case_page(case), opened)
    assert "有内容按要求抹除了" in page.content.decode()
    assert not Proposal.objects.exists()
    assert not is_stored(NAME)


def test_a_proposal_from_before_it_is_taken_without_it():
    case = cast.case(summary=f"摘要提到{NAME}。")
    case.subtitle = "改动"
    proposal = history.propose(case)
    erase(Case.objects.get(), NAME)
    history.take(proposal)
    assert (Case.objects.get().summary, Case.objects.get().subtitle) == ("摘要提到■■。", "改动")
    assert not is_stored(NAME)


def test_a_version_read_before_it_is_restored_without_it():
    case = named_case()
    read_before = Version.objects.filter(subject="case").first()
    erase(case, NAME)
    history.revert(read_before)
    assert Case.objects.get().summary == "摘要提到■■。"
    assert not is_stored(NAME)


def prepared(case: Case, **cells: str) -> BatchImport:
    """An import that changes the case."""
    cells = {"编号": case.reference, "标题": f"{NAME}办案", **cells}
    return upload(f"{','.join(cells)}\n{','.join(cells.values())}\n")


def test_an_import_prepared_before_it_is_refused_and_says_what_to_do():
    case = cast.draft(summary=f"摘要提到{NAME}。")
    batch_import = prepared(case)
    erase(case, NAME)
    with pytest.raises(ValidationError, match="再核对一次"):  # its rows are others by now
        applied(batch_import)
    with pytest.raises(ValidationError, match="spp-reform-2-01 有内容按要求抹除了"):
        applied(BatchImport.objects.get())


def test_a_batch_beside_the_rows_does_not_bring_it_back():
    batch = cast.draft(of=cast.batch(introduction=f"由{NAME}整理。")).batch
    batch_import = upload(
        f"批次,标题,单位,批次导语\n{batch.slug},新的一件,江苏检察机关,由{NAME}编\n"
    )
    erase(Case.objects.get(), NAME)
    with pytest.raises(ValidationError, match="按要求抹除"):
        applied(batch_import)
    assert Case.objects.count() == 1
    assert NAME not in Case.objects.get().batch.introduction


def test_an_import_that_was_cleaned_with_the_case_is_applied():
    case = cast.draft(summary=f"摘要提到{NAME}。")
    batch_import = prepared(case)
    erase(case, NAME, others=[erasure.Owner("import", batch_import.pk)])
    importing.correct(BatchImport.objects.get(), {}, {}, Erasure.last_key())
    applied(BatchImport.objects.get())
    assert Case.objects.get().title == "■■办案"


def test_an_import_of_other_cases_is_applied():
    case = cast.draft(summary=f"摘要提到{NAME}。")
    other = cast.draft(of=cast.batch("other-1", title="另一批"))
    batch_import = upload(f"编号,标题\n{other.reference},改过的标题\n")
    erase(case, NAME)
    applied(batch_import)
    assert Case.objects.get(pk=other.pk).title == "改过的标题"


def test_corrections_on_a_page_from_before_it_are_refused(admin_client):
    case = cast.draft(summary=f"摘要提到{NAME}。")
    batch_import = prepared(case)
    address = page_of(batch_import)
    opened = {f"row-{rows_of(batch_import)[0].pk}-title": f"{NAME}再办案", "_correct": "1"}
    opened["last_erasure"] = "0"
    erase(case, NAME, others=[erasure.Owner("import", batch_import.pk)])
    page = admin_client.post(address, opened, follow=True).content.decode()
    assert "没有保存，请在重新载入的页上再填" in page
    assert not is_stored(NAME)


def test_a_page_of_new_themes_from_before_it_is_refused(admin_client):
    case = cast.draft(summary=f"摘要提到{NAME}。")
    address = headings_page(pasted_with_foreign_heading(admin_client))
    opened = {"last_erasure": admin_client.get(address).context["last_erasure"]}
    opened |= wanted(HEADING, name=f"{NAME}流程", name_en="Process management")
    erase(case, NAME)
    page = admin_client.post(address, opened, follow=True).content.decode()
    assert "没有保存，请在重新载入的页上再填" in page
    assert not is_stored(NAME)
    assert admin_client.get(address).context["last_erasure"] == Erasure.last_key()


def test_undoing_an_import_brings_back_what_is_left():
    case = cast.draft(summary=f"摘要提到{NAME}。")
    batch_import = applied(upload(f"编号,摘要\n{case.reference},新的摘要\n"))
    erase(Case.objects.get(), NAME)
    importing.undo(batch_import, also=[case.pk])
    assert Case.objects.get().summary == "摘要提到■■。"
    assert not is_stored(NAME)
