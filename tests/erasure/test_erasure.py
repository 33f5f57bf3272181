"""Erasure: what was erased is found nowhere, and everything around it goes on working."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from reforms import erasure, history, importing, search
from reforms.erasure import Owner, checked_phrase
from reforms.models import BatchImport, Case, Erasure, ImportRow, Revision, Version
from tests.erasure.named_cases import NAME, erase, named_case
from tests.erasure.stored_texts import is_stored
from tests.support import cast
from tests.support.uploads import applied, upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_phrase_is_found_nowhere_any_more():
    case = named_case()
    assert is_stored(NAME)
    erase(case, NAME)
    assert not is_stored(NAME)
    case = Case.objects.get()
    assert (case.title, case.summary) == ("改过的标题", "摘要提到■■。")
    assert (case.body, case.batch.introduction) == ("正文写到■■同志。", "本批次由■■整理。")
    assert not search.narrow(Case.objects, search.parse(NAME)).exists()
    assert search.narrow(Case.objects, search.parse("同志")).exists()


def test_a_whole_text_is_found_nowhere_any_more():
    batch = cast.batch()
    rows = (
        "批次,标题,单位,摘要,正文,关键词\n"
        f"{batch.slug},欧阳办案记,江苏检察机关,欧阳的摘要,欧阳的全文,欧阳\n"
    )
    applied(upload(rows))
    [case] = history.publish(Case.objects.all())
    assert is_stored("欧阳")
    erase(case)
    assert not is_stored("欧阳")
    case = Case.objects.get()
    assert (case.title, case.summary, case.body, case.keywords) == ("■■", "", "", "")
    assert (case.status, case.withdrawal, case.withdrawal_note) == (
        "withdrawn",
        "catalogue",
        "内容已应要求抹除。",
    )
    assert case.bodies.get().name == "江苏检察机关"


def test_a_tombstone_says_who_and_when_and_not_what(admin_user):
    case = named_case()
    tombstone = erase(case, NAME, edit=history.Edit(admin_user, proof_age=0))
    assert (tombstone.kind, tombstone.reference, tombstone.by) == (
        "phrase",
        "spp-reform-2-01",
        admin_user,
    )
    assert NAME not in str(vars(tombstone))
    last = Version.objects.filter(subject="case").last()
    assert (last.action, last.by, last.note, last.erasure) == (
        "erased",
        admin_user,
        "抹除词句",
        tombstone,
    )
    # The case's three former versions and the batch's, and those that say so of both.
    assert Version.objects.filter(erasure=tombstone).count() >= 5


def test_what_a_deleted_draft_left_goes_too():
    history.delete_case(cast.draft(1, title=f"{NAME}办案"))
    case = cast.case(2)
    erase(case, NAME)
    assert not is_stored(NAME)


def test_other_cases_keep_their_text_unless_they_are_chosen_too():
    case, other = cast.case(1, body=f"{NAME}的故事"), cast.case(2, body=f"也说到{NAME}")
    third = cast.case(3, body=f"还有{NAME}")
    erase(case, NAME, others=[Owner("case", third.pk)])
    other.refresh_from_db()
    third.refresh_from_db()
    assert (other.body, third.body) == ("也说到𬱟璐", "还有■■")
    revision = Revision.current().number
    assert history.as_it_was(other, revision).state["body"] == "也说到𬱟璐"
    assert history.as_it_was(third, 3).state["body"] == "还有■■"


def test_a_name_of_the_batch_goes_from_the_versions_of_its_other_cases():
    batch = cast.batch(title=f"{NAME}同志先进典型案例")
    case, _other = cast.case(1, of=batch), cast.case(2, of=batch)
    erase(case, NAME)
    assert not is_stored(NAME)
    assert (
        Version.objects.filter(subject="case").last().state["batch_title"] == "■■同志先进典型案例"
    )


def test_it_counts_beforehand_where_a_phrase_stands(snapshots):
    case = named_case()
    call_command("snapshot", to=snapshots)
    preview = erasure.preview(case, checked_phrase(case, NAME))
    assert [(holder.owner.kind, holder.places) for holder in preview.holders] == [
        ("case", {"案例（摘要、正文）": 1, "历史版本": 3}),
        ("batch", {"批次（简介）": 1, "历史版本": 1}),
        ("import", {"导入记录": 1}),
    ]
    assert [(form.form.text, form.times) for form in preview.forms] == [
        ("𬱟璐", 11),
        ("𬱟\n璐", 2),
    ]
    assert preview.files == 4
    assert is_stored(NAME)
    assert erasure.preview(case, checked_phrase(case, "没有出现")).is_empty


def test_a_case_erased_whole_is_not_published_again_without_a_new_text():
    case = cast.case()
    erase(case)
    with pytest.raises(ValidationError, match="全文已抹除"):
        history.publish(Case.objects.all())
    case = Case.objects.get()
    case.title, case.summary = "新的标题", "新的摘要"
    history.save_case(case)
    assert history.publish([case]) == [case]


def test_a_version_of_before_a_whole_erasure_can_still_be_restored():
    case = cast.case(themes=("political", "supervisory"), subtitle="副题")
    first = Version.objects.filter(subject="case").first()
    erase(case)
    first.refresh_from_db()
    assert (first.state["subtitle"], first.state["theme_passages"]) == ("", ["", ""])
    history.revert(first)
    assert list(Case.objects.get().themes.values_list("slug", flat=True)) == [
        "political",
        "supervisory",
    ]


def test_an_import_can_still_be_undone_after_an_erasure():
    case = named_case()
    erase(case, NAME)
    batch_import = BatchImport.objects.get()
    assert importing.undo(batch_import, also=[case.pk])["withdraw"] == 1


def test_a_phrase_with_letters_goes_in_either_case_and_spacing():
    case = cast.case(summary_en="By ZHAI  Lu and zhai lu.", title_en="Zhai Lu")
    erase(case, "Zhai Lu")
    case.refresh_from_db()
    assert (case.summary_en, case.title_en) == ("By ■■ and ■■.", "■■")


def test_an_address_that_holds_a_phrase_goes_whole():
    case = cast.case(source_url="https://example.org/zhailu.html")
    erase(case, "zhailu")
    case.refresh_from_db()
    assert case.source_url == ""
    assert not is_stored("zhailu")


@pytest.mark.parametrize(
    "phrase", ["璐", " 璐 ", "supreme", "reform-2", "title", "case-handling", "x" * 201]
)
def test_it_refuses_what_is_no_phrase_or_holds_the_system_together(phrase):
    cast.theme("case-handling")
    case = cast.case()
    with pytest.raises(ValidationError):
        checked_phrase(case, phrase)


def test_a_failure_leaves_all_as_it_was(snapshots, monkeypatch):
    case = named_case()
    call_command("snapshot", to=snapshots)
    before = sorted(path.name for path in snapshots.glob("*/*"))
    ImportRow.objects.update(passages={"text": NAME})
    [folder] = snapshots.iterdir()
    (folder / "manifest.json").unlink()
    (folder / "manifest.json").mkdir()
    with pytest.raises(IsADirectoryError):
        erasure.erase(case, checked_phrase(case, NAME))
    assert not Erasure.objects.exists()
    assert Case.objects.get().summary == f"摘要提到{NAME}。"
    assert sorted(path.name for path in snapshots.glob("*/*")) == before
