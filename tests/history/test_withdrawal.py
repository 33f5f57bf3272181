"""A withdrawn case keeps its reference, says when and why, and comes back by nobody's accident."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from reforms import history, importing
from reforms.models import Batch, BatchImport, Case, Version
from tests.support import cast
from tests.support.case_forms import case_page, form_of
from tests.support.publishing import confirming
from tests.support.uploads import applied, upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
REASONS = {
    "issuer": ("发布机关撤回", "Withdrawn by its issuer"),
    "catalogue": ("本站撤下", "Withdrawn by this catalogue"),
    "privacy": ("保护个人信息", "Withdrawn to protect personal information"),
    "merged": ("与另一案例合并", "Merged with another case"),
    "superseded": ("被新案例取代", "Superseded by another case"),
}
FORMS = ("/", ".json", ".bib", ".ris", ".csl.json")


def withdrawn(reason: str = "issuer", **fields) -> Case:
    history.withdraw([cast.case(1, **fields)], reason, history.Edit(note="见来函"))
    return Case.objects.get()


@pytest.mark.parametrize("asked", ["", "?revision=1"], ids=["now", "as it was"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("reason", REASONS)
def test_every_form_of_it_is_gone_and_says_when_and_why(client, reason, form, asked):
    withdrawn(reason)
    today = timezone.localdate()
    days = [today.isoformat()] * 2
    if form == "/":  # for people, in their own writing
        days = [f"{today.year}年{today.month}月{today.day}日", f"{today:%-d %B %Y}"]
    for prefix, words, day in zip(("", "/en"), REASONS[reason], days, strict=True):
        answer = client.get(f"{prefix}/cases/spp-reform-2-01{form}{asked}")
        text = answer.content.decode()
        assert answer.status_code == 410
        for expected in (day, words):
            assert expected in text
        assert ("见来函" in text) == (reason != "privacy")
        assert "第1件案例的标题" not in text
        if "json" in form:
            assert words in json.loads(text)["error"]


@pytest.mark.parametrize("reason", ["merged", "superseded"])
def test_it_names_the_case_that_stands_in_its_place(admin_client, client, reason):
    case, other = cast.case(1), cast.case(2)
    address = reverse("admin:reforms_case_changelist")
    form = {"action": "withdraw_cases", "_selected_action": [case.pk], "reason": reason}
    for wrong in ("", "none-1", case.reference):
        asked = admin_client.post(address, form | {"successor": wrong})
        assert "请填另一件公开案例的编号" in asked.content.decode()
    admin_client.post(address, form | {"successor": other.reference})
    page = client.get("/cases/spp-reform-2-01/").content.decode()
    assert '<a href="/cases/spp-reform-2-02/">spp-reform-2-02</a>' in page
    assert "spp-reform-2-02" in client.get("/cases/spp-reform-2-01.json").content.decode()
    changes = b"".join(client.get("/data/changes.json?since=2").streaming_content).decode()
    assert '"successor":"spp-reform-2-02"' in changes.replace(" ", "")


def test_one_case_leads_to_its_page_and_several_to_the_list(admin_client):
    address = reverse("admin:reforms_case_changelist")
    keys = [cast.case(number).pk for number in (1, 2, 3)]
    form = {"action": "withdraw_cases", "reason": "catalogue"}
    one = admin_client.post(address, form | {"_selected_action": keys[:1]})
    assert one["Location"] == reverse("admin:reforms_case_change", args=keys[:1])
    several = admin_client.post(address, form | {"_selected_action": keys[1:]})
    assert several["Location"] == address


def test_a_withdrawal_says_its_reason_by_choice(admin_client):
    case = cast.case()
    form = {"action": "withdraw_cases", "_selected_action": [case.pk], "reason": ""}
    page = admin_client.post(reverse("admin:reforms_case_changelist"), form).content.decode()
    assert '<option value="" selected>请选择</option>' in page
    assert Case.objects.published().exists()


@pytest.mark.parametrize("reason", REASONS)
def test_lists_of_changes_no_longer_tell_its_texts(client, reason):
    case = cast.case()
    case.title = "改过的标题"
    history.save_case(case)
    cast.case(2)
    history.withdraw([case], reason)
    for address in ("/data/changes/", "/data/changes.atom", "/en/data/changes/?since=0"):
        page = client.get(address).content.decode()
        assert REASONS[reason][address.startswith("/en")] in page
        assert "改过的标题" not in page, address
        assert "第1件案例的标题" not in page, address
        assert "spp-reform-2-02" in page


def test_why_personal_information_was_protected_is_told_at_the_desk_alone(admin_client, client):
    case = withdrawn("privacy")
    assert (case.withdrawal_note, history.versions_of("case", case).last().note) == ("", "见来函")
    changes = b"".join(client.get("/data/changes.json?since=0").streaming_content).decode()
    assert "见来函" not in changes
    assert "见来函" in admin_client.get(case_page(case, "history")).content.decode()


def test_it_is_in_no_list_and_no_file(client):
    withdrawn()
    for address in ("/cases/", "/cases.csv", "/cases.jsonl", "/cases.atom", "/batches/"):
        page = client.get(address)
        text = b"".join(page.streaming_content if page.streaming else [page.content]).decode()
        assert "第1件案例的标题" not in text, address


def test_its_reference_stays_taken(admin_client):
    case = withdrawn()
    page = admin_client.post(case_page(case, "delete"), {"post": "yes"})
    assert page.status_code == 403
    added = history.save_case(Case(batch=case.batch, number=2, title="另一件", summary="摘要"))
    assert added.reference == "spp-reform-2-02"


def test_no_import_changes_it_or_publishes_it_again():
    withdrawn()
    batch_import = upload("编号,标题\nspp-reform-2-01,改过的标题\n")
    for choice in ("", "update"):
        importing.correct(batch_import, {batch_import.rows.get().pk: {"choice": choice}}, {})
        with pytest.raises(ValidationError, match="没有可以导入的行"):
            applied(batch_import)
    case = Case.objects.get()
    assert (case.status, case.title) == ("withdrawn", "第1件案例的标题")


def test_an_import_prepared_before_does_not_publish_it_again():
    case = cast.case()
    batch_import = upload("编号,标题\nspp-reform-2-01,改过的标题\n")
    history.withdraw([case], "merged")
    for words in ("您核对之后案例库有改动", "没有可以导入的行"):
        with pytest.raises(ValidationError, match=words):
            applied(batch_import)
    case.refresh_from_db()
    assert (case.status, case.withdrawal) == ("withdrawn", "merged")


def imported_and_withdrawn() -> BatchImport:
    """An import whose only case was published, then withdrawn."""
    cast.batch()
    batch_import = applied(upload("批次,标题,单位,摘要\nspp-reform-2,标题,江苏检察机关,摘要\n"))
    history.withdraw(history.publish(Case.objects.all()), "issuer")
    return batch_import


def test_publishing_its_import_leaves_it_withdrawn(admin_client):
    batch_import = imported_and_withdrawn()
    admin_client.post(
        reverse("admin:reforms_batchimport_publish", args=[batch_import.pk]),
        confirming(batch_import),
    )
    assert Case.objects.get().status == "withdrawn"


def test_undoing_its_import_leaves_it_withdrawn():
    batch_import = imported_and_withdrawn()
    assert importing.undo(batch_import)["delete"] == 0
    case = Case.objects.get()
    assert (case.status, case.withdrawal) == ("withdrawn", "issuer")


def test_publishing_its_batch_leaves_it_withdrawn(admin_client):
    case = withdrawn()
    cast.draft(2)
    form = {"action": "publish_batches", "_selected_action": [case.batch.pk]}
    form |= confirming(case.batch)
    admin_client.post(reverse("admin:reforms_batch_changelist"), form)
    statuses = Case.objects.order_by("number").values_list("status", flat=True)
    assert list(statuses) == ["withdrawn", "published"]


def test_saving_it_or_its_batch_leaves_it_withdrawn(admin_client):
    case = withdrawn()
    admin_client.post(case_page(case), form_of(case, title="改过的标题"))
    batch = Batch.objects.get()
    batch.topic = "主题"
    history.save_batch(batch)
    history.revert(Version.objects.filter(subject="case").first())
    case.refresh_from_db()
    assert (case.title, case.status, case.withdrawal) == (
        "第1件案例的标题",
        "withdrawn",
        "issuer",
    )


def test_only_cases_that_are_public_can_be_withdrawn():
    draft = cast.draft()
    assert history.withdraw([draft], "issuer") == []
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_the_list_asks_for_a_reason_of_the_four(admin_client):
    case = cast.case()
    chosen = {"action": "withdraw_cases", "_selected_action": [case.pk]}
    address = reverse("admin:reforms_case_changelist")
    page = admin_client.post(address, chosen).content.decode()
    for chinese, _english in REASONS.values():
        assert chinese in page
    admin_client.post(address, chosen | {"reason": "whim"})
    assert Case.objects.published().exists()


def test_its_own_page_leads_to_the_same_question(admin_client):
    public, draft = cast.case(1), cast.draft(2)
    page = admin_client.get(case_page(public)).content.decode()
    assert f'name="_selected_action" value="{public.pk}"' in page
    assert "_selected_action" not in admin_client.get(case_page(draft)).content.decode()
