"""Who may do what at the desk, beside imports: role × action, singly and in bulk."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from reforms import history
from reforms.models import Batch, Case, CreditedBody, Erasure, Revision, Theme, Version
from tests.support import cast
from tests.support.case_forms import case_page, confirmed, form_of, version_page
from tests.support.publishing import confirming

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def roles():
    """The groups of the migrations, which tests with transactions may have emptied."""
    importlib.import_module("reforms.migrations.0004_roles").make(apps)
    importlib.import_module("reforms.migrations.0005_record").extend(apps, None)


def member(role: str) -> Client:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def in_bulk(client: Client, name: str, *cases: Case, **fields) -> list[str]:
    """The statuses that an action on the list leaves."""
    form = {"action": name, "_selected_action": [case.pk for case in cases]}
    form |= confirming(*cases) | fields
    client.post(reverse("admin:reforms_case_changelist"), form)
    return [now(case).status for case in cases]


def saves(client: Client, case: Case, **fields) -> Case:
    form = confirmed(client, case_page(case), form_of(case, **fields))
    client.post(case_page(case), form)
    return now(case)


def saves_a_draft(client: Client) -> bool:
    return saves(client, cast.draft(), title="改过的标题").title == "改过的标题"


def saves_a_public_case(client: Client) -> bool:
    return saves(client, cast.case(), title="改过的标题").title == "改过的标题"


def publishes(client: Client, case: Case) -> Case:
    client.post(reverse("admin:reforms_case_publish", args=[case.pk]), confirming(case))
    return now(case)


def publishes_a_case(client: Client) -> bool:
    return publishes(client, cast.draft()).is_public


def publishes_a_batch(client: Client) -> bool:
    case = cast.draft()
    address = reverse("admin:reforms_batch_publish", args=[case.batch.pk])
    client.post(address, confirming(case.batch))
    return now(case).is_public


def publishes_in_bulk(client: Client) -> bool:
    return in_bulk(client, "publish_cases", cast.draft(1), cast.draft(2)) == ["published"] * 2


def withdraws_in_bulk(client: Client) -> bool:
    cases = cast.case(1), cast.case(2)
    return in_bulk(client, "withdraw_cases", *cases, reason="catalogue") == ["withdrawn"] * 2


def publishes_again_what_was_withdrawn(client: Client) -> bool:
    [case] = history.withdraw([cast.case()], "issuer")
    in_bulk(client, "publish_cases", case)
    assert not now(case).is_public
    return publishes(client, case).is_public


def submits_and_returns(client: Client) -> bool:
    case = cast.draft()
    submitted = in_bulk(client, "submit_cases", case)
    return submitted == ["in-review"] and in_bulk(client, "return_cases", case) == ["draft"]


def deletes_a_draft(client: Client) -> bool:
    case = cast.draft()
    client.post(case_page(case, "delete"), {"post": "yes"})
    return not Case.objects.exists()


def deletes_a_public_case(client: Client) -> bool:
    client.post(case_page(cast.case(), "delete"), {"post": "yes"})
    return not Case.objects.exists()


def brings_back(client: Client, case: Case) -> bool:
    case.title = "改过的标题"
    history.save_case(case)
    client.post(version_page(case, 0), {"note": ""})
    return now(case).title == "第1件案例的标题"


def brings_a_draft_back(client: Client) -> bool:
    return brings_back(client, cast.draft())


def brings_a_public_case_back(client: Client) -> bool:
    return brings_back(client, cast.case())


def brings_a_public_batch_back(client: Client) -> bool:
    batch = cast.case().batch
    batch.topic = "改过的主题"
    history.save_batch(batch)
    client.post(version_page(batch, 0), {"note": ""})
    return Batch.objects.get().topic == ""


def brings_a_theme_back(client: Client) -> bool:
    theme = cast.theme("political")
    theme.name = "改过的名称"
    history.save_theme(theme)
    client.post(version_page(theme, 0), {"note": ""})
    return Theme.objects.get().name == "政治责任"


def sees_a_version(client: Client) -> bool:
    return client.get(version_page(cast.case(), 0)).status_code == 200


def previews_a_draft(client: Client) -> bool:
    return client.get(case_page(cast.draft(), "preview")).status_code == 200


def erases_a_phrase(client: Client) -> bool:
    case = cast.case(body="某甲的故事")
    form = {"kind": "phrase", "phrase": "某甲", "_erase": "1"}
    client.post(case_page(case, "erase"), form)
    return now(case).body == "■■的故事"


def is_offered_erasure(client: Client) -> bool:
    case = cast.draft()
    return case_page(case, "erase") in client.get(case_page(case)).content.decode()


def sees_the_tombstones(client: Client) -> bool:
    return client.get(reverse("admin:reforms_erasure_changelist")).status_code == 200


def makes_accounts(client: Client) -> bool:
    return client.get(reverse("admin:people")).status_code == 200


EVERYBODY = {"编辑", "发布", "管理员"}
PUBLISHERS = {"发布", "管理员"}
MAY = {
    saves_a_draft: EVERYBODY,
    submits_and_returns: EVERYBODY,
    deletes_a_draft: EVERYBODY,
    brings_a_draft_back: EVERYBODY,
    sees_a_version: EVERYBODY,
    previews_a_draft: EVERYBODY,
    sees_the_tombstones: EVERYBODY,
    saves_a_public_case: PUBLISHERS,
    publishes_a_case: PUBLISHERS,
    publishes_a_batch: PUBLISHERS,
    publishes_in_bulk: PUBLISHERS,
    publishes_again_what_was_withdrawn: PUBLISHERS,
    withdraws_in_bulk: PUBLISHERS,
    brings_a_public_case_back: PUBLISHERS,
    brings_a_public_batch_back: PUBLISHERS,
    brings_a_theme_back: {"管理员"},
    is_offered_erasure: {"管理员"},
    deletes_a_public_case: set(),
    makes_accounts: {"管理员"},
}


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("action", MAY, ids=lambda action: action.__name__)
def test_a_role_may_do_what_is_its_own(role, action):
    assert action(member(role)) is (role in MAY[action])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_administrators_alone_erase(role):
    """Which cleans the database's files: that can't be part of a test's transaction."""
    assert erases_a_phrase(member(role)) is (role == "管理员")


@pytest.mark.parametrize(
    "act",
    [
        lambda client, cases: in_bulk(client, "publish_cases", *cases),
        lambda client, cases: [publishes(client, case) for case in cases],
    ],
    ids=["in bulk", "singly"],
)
def test_in_bulk_as_singly_history_and_index_follow(act):
    cases = [cast.draft(1), cast.draft(2)]
    act(member("发布"), cases)
    for case in map(now, cases):
        last = Version.objects.filter(subject="case", subject_id=case.pk).last()
        assert (last.action, last.by.username) == ("published", "发布")
        assert last.revision == case.revision
        assert case.text.title == case.title
    assert Revision.current().number > 0


# ---------------------------------------------------------------- what nobody may


@pytest.mark.parametrize("model", [Version, Revision, CreditedBody])
def test_the_record_has_no_form(admin_client, model):
    for page in ("", "add/", "1/change/", "1/delete/"):
        address = f"/admin/reforms/{model._meta.model_name}/{page}"
        assert admin_client.get(address).status_code == 404


def test_tombstones_are_only_looked_at(admin_client, admin_user):
    erasure = Erasure.objects.create(kind="phrase", subject_id=1, reference="x-01")
    address = reverse("admin:reforms_erasure_change", args=[erasure.pk])
    page = admin_client.get(address).content.decode()
    assert 'name="_save"' not in page
    assert 'name="reference"' not in page
    for refused in (address, address.replace("change", "delete"), "/admin/reforms/erasure/add/"):
        assert admin_client.post(refused, {"reference": "y", "post": "yes"}).status_code == 403
    listed = reverse("admin:reforms_erasure_changelist")
    admin_client.post(listed, {"action": "delete_selected", "_selected_action": [erasure.pk]})
    assert Erasure.objects.get().reference == "x-01"


@pytest.mark.parametrize("subject", ["case", "batch", "theme"])
def test_no_list_offers_a_deletion_behind_the_history(admin_client, subject):
    cast.draft(themes=("political",))
    page = admin_client.get(reverse(f"admin:reforms_{subject}_changelist"))
    assert "delete_selected" not in page.content.decode()
