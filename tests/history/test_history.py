"""One writer: fields, keys, texts, versions and the revision go together or not at all."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

from reforms import history
from reforms.models import Batch, Case, CreditedBody, Revision, Theme, Version
from reforms.models.guard import UnrecordedChange
from tests.support import cast

pytestmark = pytest.mark.django_db


def revision() -> int:
    return Revision.current().number


def test_it_starts_at_revision_0():
    assert revision() == 0


def test_a_draft_leaves_the_revision():
    cast.draft()
    assert revision() == 0


def test_publishing_raises_the_revision_once_for_all_its_cases():
    history.publish([cast.draft(1), cast.draft(2)])
    assert revision() == 1
    assert set(Case.objects.values_list("revision", flat=True)) == {1}


def test_a_change_to_a_published_case_raises_the_revision():
    case = cast.case()
    case.title = "改过的标题"
    history.save_case(case)
    assert revision() == 2
    assert Case.objects.get().revision == 2


def test_a_change_to_a_batch_reaches_its_cases():
    case = cast.case()
    case.batch.released_on = "2020-12"
    history.save_batch(case.batch)
    case.refresh_from_db()
    assert (case.date, case.year, case.revision) == ("2020-12", 2020, 2)


def test_a_withdrawal_raises_the_revision_and_says_why():
    case = cast.case()
    history.withdraw([case], "issuer", history.Edit(note="发布机关来函"))
    case.refresh_from_db()
    assert (case.status, case.withdrawal, case.withdrawal_note) == (
        "withdrawn",
        "issuer",
        "发布机关来函",
    )
    assert revision() == 2
    assert not Case.objects.published().exists()


def test_it_keys_the_sets_of_themes_and_places():
    case = cast.draft(themes=("supervisory", "political"), bodies=(cast.SICHUAN, cast.CHONGQING))
    assert case.theme_key == "political;supervisory"
    assert case.place_key == "chongqing:provincial;sichuan:grassroots"


def test_it_stores_the_folded_text_in_tiers():
    case = cast.draft(title="ＡＢ，权责 清晰", summary="“监管”责任", keywords="量化、评估")
    assert (case.text.title, case.text.summary) == ("ab权责清晰", "监管责任")
    assert case.text.rest.split("\n") == [
        "量化",
        "评估",
        "江苏检察机关",
        "第二批典型案例",
    ]


def test_it_freezes_the_reference_at_first_publication():
    case = cast.draft(1)
    case.number = 7
    history.save_case(case)
    assert case.reference == "spp-reform-2-07"
    history.publish([case])
    case.number = 8
    with pytest.raises(ValidationError, match="已固定"):
        history.save_case(case)


def test_it_freezes_the_slug_of_a_batch_with_a_public_case():
    batch = cast.case().batch
    batch.slug = "another"
    with pytest.raises(ValidationError, match="不能再改"):
        history.save_batch(batch)


def test_it_keeps_bodies_in_the_order_given():
    case = cast.draft(bodies=(cast.SICHUAN, cast.CHONGQING))
    first, second = case.bodies.all()
    history.save_case(case, bodies=[second, first, cast.body(*cast.NANSHA)])
    assert [body.name for body in Case.objects.get().bodies.all()] == [
        "重庆市检察院",
        "成都市武侯区检察院",
        "广州市南沙区检察院",
    ]


def test_it_publishes_all_or_none():
    cases = [cast.draft(1), cast.draft(2, summary="")]
    with pytest.raises(ValidationError, match="缺少摘要"):
        history.publish(cases)
    assert not Case.objects.published().exists()
    assert revision() == 0


def test_it_publishes_again_what_was_withdrawn_under_the_same_reference():
    case = cast.case()
    history.withdraw([case], "catalogue", history.Edit(note="核对"))
    history.publish([case])
    case.refresh_from_db()
    assert (case.status, case.reference, case.withdrawal_note) == (
        "published",
        "spp-reform-2-01",
        "",
    )


def test_it_deletes_drafts_only():
    history.delete_case(cast.draft(1))
    with pytest.raises(ValidationError, match="只能撤下"):
        history.delete_case(cast.case(2))
    assert Case.objects.count() == 1


def test_a_failed_write_leaves_nothing():
    with pytest.raises(ValidationError):
        cast.draft(bodies=(cast.JIANGSU, ("名;字", "procuratorate", "jiangsu", "provincial")))
    assert not Case.objects.exists()
    assert not Version.objects.filter(subject="case").exists()


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\x1bb"])
def test_it_refuses_text_that_no_file_can_carry(text):
    with pytest.raises(ValidationError, match="控制字符"):
        cast.draft(summary=text)


@pytest.mark.parametrize("day", ["2021-13", "2021-02-30", "21-07-29", "2021/07/29", "二〇二一"])
def test_it_refuses_what_is_no_date(day):
    with pytest.raises(ValidationError):
        cast.batch(released_on=day)


@pytest.mark.parametrize(
    ("dates", "best"),
    [
        ({"reported_on": "2021-07-29"}, ("2021-07-29", "reported")),
        ({"issued_on": "2021-07", "reported_on": "2021-07-29"}, ("2021-07", "issued")),
        ({"released_on": "2021", "issued_on": "2020-12-31"}, ("2021", "released")),
        ({}, ("", None)),
    ],
)
def test_it_knows_which_date_is_the_best_known(dates, best):
    batch = Batch(**dates)
    assert (batch.date, batch.date_basis) == best


def test_it_sorts_references_as_numbers():
    tenth = cast.draft(2, of=cast.batch("spp-reform-10"))
    second = cast.draft(10, of=cast.batch("spp-reform-2"))
    assert list(Case.objects.all()) == [second, tenth]


def test_every_change_leaves_a_version_with_its_author_and_reason(admin_user):
    case = cast.case()
    case.title = "新标题"
    history.save_case(case, history.Edit(admin_user, "更正错字"))
    last = Version.objects.filter(subject="case").last()
    assert (last.action, last.by, last.note, last.revision) == (
        "changed",
        admin_user,
        "更正错字",
        2,
    )
    assert last.state["title"] == "新标题"
    _version, differences = history.changes_by_version("case", case)[0]
    assert differences == [("title", "第1件案例的标题", "新标题")]


@pytest.mark.parametrize(
    "change",
    [
        lambda case: case.save(),
        lambda case: case.delete(),
        lambda case: Case.objects.update(title="x"),
        lambda case: Case.objects.all().delete(),
        lambda case: Case.objects.bulk_update([case], ["title"]),
        lambda case: Case.objects.bulk_create([Case(batch=case.batch, number=9)]),
        lambda case: case.themes.add(cast.theme("political")),
        lambda case: case.bodies.all().delete(),
        lambda case: CreditedBody.objects.update(province="jiangsu"),
        lambda case: case.batch.save(),
        lambda case: Batch.objects.update(title="x"),
        lambda case: Theme(slug="x").save(),
        lambda case: Version.objects.first().delete(),
        lambda case: Version.objects.first().save(),
    ],
)
def test_no_change_goes_behind_the_history(change):
    cast.theme("political")
    case = cast.case()
    with pytest.raises(UnrecordedChange), transaction.atomic():
        change(case)
    assert Case.objects.get().title == "第1件案例的标题"


def test_a_fixture_cannot_be_loaded_behind_the_history(tmp_path):
    fixture = tmp_path / "themes.json"
    fixture.write_text('[{"model": "reforms.theme", "pk": 1, "fields": {"slug": "x"}}]')
    with pytest.raises(UnrecordedChange):
        call_command("loaddata", str(fixture))


def first_version(subject: str) -> Version:
    return Version.objects.filter(subject=subject).first()


def test_it_returns_to_a_former_version_as_a_new_one(admin_user):
    case = cast.case(
        bodies=(cast.CHONGQING, cast.SICHUAN), themes=("political",), keywords="甲;乙", body="全文"
    )
    case.title, case.keywords, case.body = "新标题", "", ""
    history.save_case(case, themes=[], bodies=[cast.body(*cast.NANSHA)])
    history.revert(first_version("case"), history.Edit(admin_user, "改错了"))
    found = Case.objects.get()
    assert (found.title, found.keywords, found.body) == ("第1件案例的标题", "甲;乙", "全文")
    assert (found.place_key, found.theme_key) == (
        "chongqing:provincial;sichuan:grassroots",
        "political",
    )
    last = Version.objects.last()
    assert (last.action, last.by, last.note, last.revision) == (
        "reverted",
        admin_user,
        "改错了",
        revision(),
    )
    assert Version.objects.filter(subject="case").count() == 4


def test_a_way_back_leaves_the_status():
    case = cast.case()
    history.withdraw([case], "issuer", history.Edit(note="来函"))
    history.revert(Version.objects.filter(action="published").get())
    case.refresh_from_db()
    assert (case.status, case.withdrawal_note) == ("withdrawn", "来函")


def test_a_way_back_leaves_a_frozen_reference():
    case = cast.draft(1)
    case.number = 7
    history.publish([history.save_case(case)])
    history.revert(first_version("case"))
    assert Case.objects.get().reference == "spp-reform-2-07"


def test_a_field_younger_than_a_version_gets_its_default():
    case = cast.case(title_en="A Title", bodies=(cast.SICHUAN,))
    version = first_version("case")
    del version.state["title_en"], version.state["body_names"]
    history.revert(version)
    case.refresh_from_db()
    [body] = case.bodies.all()
    assert (case.title_en, body.name, body.standard_name) == ("", "成都市武侯区检察院", "")


def test_a_draft_returns_to_its_former_number():
    case = cast.draft(1)
    case.number = 7
    history.save_case(case)
    history.revert(first_version("case"))
    assert Case.objects.get().reference == "spp-reform-2-01"


def test_it_does_not_return_to_a_theme_that_is_gone():
    case = cast.draft(themes=("political",))
    history.save_case(case, themes=[])
    history.delete_theme(Theme.objects.get())
    with pytest.raises(ValidationError, match="责任主题“political”已经删除"):
        history.revert(first_version("case"))


def test_a_batch_returns_with_what_its_cases_take_from_it():
    batch = cast.case().batch
    batch.reported_on, batch.title = "2020", "别的名称"
    history.save_batch(batch)
    history.revert(first_version("batch"))
    case = Case.objects.get()
    assert (case.batch.title, case.date, case.year) == ("第二批典型案例", "2021-07-29", 2021)


def test_what_was_deleted_does_not_return():
    history.delete_case(cast.draft())
    with pytest.raises(ValidationError, match="spp-reform-2-01 已经删除"):
        history.revert(first_version("case"))


def test_publishing_does_not_write_over_what_was_saved_meanwhile():
    read_before = cast.draft()
    case = Case.objects.get()
    case.title = "同事刚改的标题"
    history.save_case(case)
    history.publish([read_before])
    assert Case.objects.get().title == "同事刚改的标题"


def test_a_draft_published_meanwhile_is_not_deleted():
    read_before = cast.draft()
    history.publish([Case.objects.get()])
    for delete in (lambda: history.delete_case(read_before), delete_one(read_before)):
        with pytest.raises(ValidationError, match="只能撤下"):
            delete()


def delete_one(case: Case):
    return lambda: history.delete_cases([case])


def test_what_was_deleted_meanwhile_is_not_published():
    read_before = cast.draft()
    history.delete_case(Case.objects.get())
    with pytest.raises(ValidationError, match="刚才被删除了"):
        history.publish([read_before])
