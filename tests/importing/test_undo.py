"""Imports that are undone or given up, and what an undo leaves."""

import pytest
from django.core.exceptions import ValidationError

from reforms import history, importing
from reforms.history import states
from reforms.models import Batch, BatchImport, Case, Version, erasing
from tests.support import cast
from tests.support.release_text import NEWS
from tests.support.uploads import applied, changes_one_and_adds_two, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


def state() -> list[dict]:
    unsteady = {"revision", "updated_at"}
    return [
        {name: value for name, value in states.case_state(case).items() if name not in unsteady}
        for case in Case.objects.all()
    ]


def test_an_undo_leaves_the_catalogue_as_before():
    cast.case(1, bodies=(cast.CHONGQING, cast.SICHUAN), themes=("political",), keywords="甲;乙")
    before = state()
    batch_import = applied(changes_one_and_adds_two())
    assert state() != before
    assert importing.undo(batch_import) == {"delete": 2, "withdraw": 0, "return": 1, "leave": 0}
    assert state() == before
    assert BatchImport.objects.get().state == "undone"


def test_an_undo_withdraws_what_was_published():
    batch_import = applied(importing.start_release(NEWS))
    case = Case.objects.get(number=1)
    case.summary = "摘要"
    history.save_case(case)
    history.publish([case])
    done = importing.undo(batch_import, also=[case.pk])
    assert done == {"delete": 3, "withdraw": 1, "return": 0, "leave": 0}
    case.refresh_from_db()
    assert (case.status, case.withdrawal) == ("withdrawn", "catalogue")


def test_an_undo_leaves_what_was_edited_since_and_says_what():
    case = cast.case(1)
    batch_import = applied(changes_one_and_adds_two())
    case.refresh_from_db()
    case.summary = "后来改的摘要"
    history.save_case(case)
    [edited] = [planned for planned in importing.undo_plan(batch_import) if planned.is_edited]
    assert edited.edits == [("摘要", "第1件案例的摘要", "后来改的摘要")]
    assert importing.undo(batch_import) == {"delete": 2, "withdraw": 0, "return": 0, "leave": 1}
    assert Case.objects.get().title == "改过的标题"


def test_an_undo_takes_the_batch_that_it_added():
    importing.undo(applied(importing.start_release(NEWS)))
    assert not Batch.objects.exists()
    assert not Case.objects.exists()


def test_an_undo_returns_a_batch_that_it_changed():
    cast.case(1)
    batch_import = applied(
        upload("编号,标题,批次,批次名称\nspp-reform-2-01,甲,spp-reform-2,新名称\n")
    )
    assert Batch.objects.get().title == "新名称"
    importing.undo(batch_import)
    assert Batch.objects.get().title == "第二批典型案例"


def test_an_import_is_undone_once():
    batch_import = applied(importing.start_release(NEWS))
    importing.undo(batch_import)
    with pytest.raises(ValidationError, match="状态是“已撤销”"):
        importing.undo(batch_import)


def test_an_import_that_is_given_up_stays_as_a_record(admin_user):
    batch_import = importing.start_release(NEWS, by=admin_user)
    importing.discard(batch_import)
    kept = BatchImport.objects.get()
    assert (kept.state, kept.by, len(kept.sha256)) == ("discarded", admin_user, 64)
    assert not kept.rows.exists()


def test_an_undo_returns_a_batch_to_a_version_older_than_the_roles_of_issuers():
    cast.batch(issuers="甲")
    version = Version.objects.get(subject="batch")
    del version.state["issuer_roles"]
    with erasing():
        Version.objects.filter(pk=version.pk).update(state=version.state)
    text = (
        "批次,发布机关,发布机关角色,标题,单位\nspp-reform-2,甲；乙,指导；组织评选,丙,江苏检察机关\n"
    )
    importing.undo(applied(upload(text)))
    assert (Batch.objects.get().issuers, Batch.objects.get().issuer_roles) == ("甲", "issuer")
