"""What each role may do at the editors' desk, imports included."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from reforms.models import Batch, BatchImport, Case
from tests.admin.import_pages import START, applied_import, page_of, paste, upload, words
from tests.support import cast
from tests.support.case_forms import case_page, confirmed, form_of
from tests.support.publishing import confirming

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def roles():
    """The groups of the migration, which a test with transactions may have emptied."""
    importlib.import_module("reforms.migrations.0004_roles").make(apps)


def member(role: str) -> Client:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def pastes(client: Client) -> bool:
    paste(client)
    return BatchImport.objects.exists()


def adds_a_batch(client: Client) -> bool:
    form = {"title": "批", "slug": "b", "issuers": "院"}
    form |= {"cases-TOTAL_FORMS": 0, "cases-INITIAL_FORMS": 0}
    client.post(reverse("admin:reforms_batch_add"), form)
    return Batch.objects.exists()


def case_action(client: Client, name: str, case: Case, **fields) -> Case:
    form = {"action": name, "_selected_action": [case.pk], **confirming(case), **fields}
    client.post(reverse("admin:reforms_case_changelist"), form)
    case.refresh_from_db()
    return case


def publishes(client: Client) -> bool:
    return case_action(client, "publish_cases", cast.draft()).is_public


def publishes_a_batch(client: Client) -> bool:
    case = cast.draft()
    form = {"action": "publish_batches", "_selected_action": [case.batch.pk]}
    form |= confirming(case.batch)
    client.post(reverse("admin:reforms_batch_changelist"), form)
    case.refresh_from_db()
    return case.is_public


def withdraws(client: Client) -> bool:
    return not case_action(client, "withdraw_cases", cast.case(), reason="issuer").is_public


def changes_a_public_case(client: Client) -> bool:
    case = cast.case()
    form = confirmed(client, case_page(case), form_of(case, title="改过的标题"))
    client.post(case_page(case), form)
    return Case.objects.get().title == "改过的标题"


def changes_a_public_batch(client: Client) -> bool:
    page = client.get(reverse("admin:reforms_batch_change", args=[cast.case().batch.pk]))
    return 'name="title"' in words(page)


def writes_a_draft(client: Client) -> bool:
    page = client.get(reverse("admin:reforms_case_change", args=[cast.draft().pk]))
    return 'name="title"' in words(page)


def sees_the_history(client: Client) -> bool:
    address = reverse("admin:reforms_case_history", args=[cast.case().pk])
    return client.get(address).status_code == 200


def imports_over_a_public_case(client: Client) -> bool:
    cast.case()
    upload(client, "编号,标题\nspp-reform-2-01,改过的标题\n")
    client.post(page_of(BatchImport.objects.get()), {"_apply": "1", "public": "on"})
    return Case.objects.get().title == "改过的标题"


def publishes_an_import(client: Client) -> bool:
    batch_import = applied_import()
    for case in Case.objects.all():
        case.summary = "摘要"
        cast.history.save_case(case)
    client.post(page_of(batch_import, "publish"), confirming(batch_import))
    return Case.objects.published().exists()


def undoes_an_import(client: Client) -> bool:
    batch_import = applied_import()
    client.post(page_of(batch_import, "undo"))
    return not Case.objects.exists()


def changes_a_theme(client: Client) -> bool:
    page = client.get(reverse("admin:reforms_theme_change", args=[cast.theme("political").pk]))
    return 'name="slug"' in words(page)


EVERYBODY = {"编辑", "发布", "管理员"}
MAY = {
    pastes: EVERYBODY,
    adds_a_batch: EVERYBODY,
    writes_a_draft: EVERYBODY,
    sees_the_history: EVERYBODY,
    publishes: {"发布", "管理员"},
    publishes_a_batch: {"发布", "管理员"},
    withdraws: {"发布", "管理员"},
    changes_a_public_case: {"发布", "管理员"},
    changes_a_public_batch: {"发布", "管理员"},
    imports_over_a_public_case: {"发布", "管理员"},
    publishes_an_import: {"发布", "管理员"},
    undoes_an_import: {"发布", "管理员"},
    changes_a_theme: {"管理员"},
}


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("action", MAY, ids=lambda action: action.__name__)
def test_a_role_may_do_what_is_its_own(roles, role, action):
    assert action(member(role)) is (role in MAY[action])


def test_nobody_else_gets_in(client):
    for address in (
        START,
        "/admin/reforms/batchimport/",
        "/admin/reforms/batchimport/template.csv",
    ):
        assert client.get(address).status_code == 302
