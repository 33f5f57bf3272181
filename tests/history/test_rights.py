"""Who may not publish changes nothing that the public sees, whatever a page has checked."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied

from reforms import history
from reforms.models import Batch, Case, Revision, Theme, Version
from tests.admin.roles import make_roles
from tests.support import cast

pytestmark = pytest.mark.django_db

WRITES: dict[str, Callable[[history.Edit], object]] = {
    "batch": lambda edit: history.save_batch(Batch.objects.get(), edit),
    "case": lambda edit: history.save_case(Case.objects.get(), edit),
    "publish": lambda edit: history.publish([cast.draft(2)], edit),
    "withdraw": lambda edit: history.withdraw([Case.objects.get()], "catalogue", edit),
    "revert": lambda edit: history.revert(Version.objects.filter(subject="case")[0], edit),
    "theme": lambda edit: history.save_theme(Theme.objects.get(), edit),
}


def edit_by_a(role: str) -> history.Edit:
    """An edit by somebody with this role, who has just proved who they are."""
    make_roles()
    user = User.objects.create_user("li")
    user.groups.add(Group.objects.get(name=role))
    return history.Edit(user, proof_age=0)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_an_editor_changes_nothing_that_the_public_sees(write):
    cast.case(themes=("political",))
    revision = Revision.current().number
    with pytest.raises(PermissionDenied):
        write(edit_by_a("编辑"))
    assert Revision.current().number == revision


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_publisher_does(write):
    cast.case(themes=("political",))
    revision = Revision.current().number
    write(edit_by_a("发布"))
    assert Revision.current().number == revision + 1


def test_an_editor_changes_a_batch_without_public_cases():
    cast.draft()
    history.save_batch(Batch.objects.get(), edit_by_a("编辑"))
    assert Version.objects.filter(subject="batch").last().by.username == "li"
