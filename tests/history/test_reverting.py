"""Returning to a former version, as a new one."""

import pytest
from django.core.exceptions import ValidationError

from reforms import history
from reforms.models import Case, Theme, Version
from tests.history.revisions import revision, without
from tests.support import cast

pytestmark = pytest.mark.django_db


def first_version(subject: str) -> Version:
    return Version.objects.filter(subject=subject).first()


def test_it_returns_to_a_former_version_as_a_new_one(admin_user):
    case = cast.case(
        bodies=(cast.CHONGQING, cast.SICHUAN), themes=("political",), keywords="甲;乙", body="全文"
    )
    case.title, case.keywords, case.body = "新标题", "", ""
    history.save_case(case, themes=[], bodies=[cast.body(*cast.NANSHA)])
    history.revert(first_version("case"), history.Edit(admin_user, "改错了", proof_age=0))
    stored_case = Case.objects.get()
    assert (stored_case.title, stored_case.keywords, stored_case.body) == (
        "第1件案例的标题",
        "甲;乙",
        "全文",
    )
    assert (stored_case.place_key, stored_case.theme_key) == (
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
    history.revert(without(first_version("case"), "title_en", "body_names"))
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
    with pytest.raises(ValidationError, match="主题“political”已经删除"):
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


def test_a_batch_returns_to_a_version_older_than_the_roles_of_its_issuers():
    batch = cast.batch()
    version = first_version("batch")
    del version.state["issuer_roles"], version.state["kind"]
    batch.issuers, batch.issuer_roles, batch.kind = "甲;乙", "guide;organiser", "award"
    history.save_batch(batch)
    history.revert(version)
    batch.refresh_from_db()
    assert (batch.issuers, batch.issuer_roles, batch.kind) == ("最高人民检察院", "issuer", "")
