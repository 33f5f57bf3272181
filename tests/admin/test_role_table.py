"""Every address of the desk × every role: who may read it, and whose POST changes anything.

The table says what docs/editors.md says. An address that it lacks fails the test.
"""

from copy import deepcopy

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.contrib.auth.models import Group, User
from django.core.serializers import serialize
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, reverse
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from reforms import history
from reforms.importing import start_release
from reforms.models import Case, Erasure
from tests.admin.role_table import ELSEWHERE, EVERYONE, PAGES, Page
from tests.admin.roles import make_roles, member
from tests.support import cast
from tests.support.case_forms import confirmed, form_of, version_page
from tests.support.publishing import confirming
from tests.support.release_text import NEWS
from tests.support.uploads import applied, upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def rows() -> dict[str, object]:
    """A row of each kind that an address may be about."""
    imported = applied(start_release(NEWS))
    in_review = cast.draft(4)
    cast.history.set_review_status([in_review], "in-review")
    account = User.objects.create_user("other", password="x", is_staff=True)
    TOTPDevice.objects.create(user=account, name="app")
    erasure = Erasure.objects.create(kind="phrase", subject_id=1, reference="x-01")
    draft, public, theme = cast.draft(1), cast.case(2), cast.theme("political")
    public.summary = "提议的摘要"
    proposal = cast.history.propose(public)
    public.refresh_from_db()
    empty = cast.history.save_batch(cast.Batch(slug="empty", title="空的批次", issuers="院"))
    for row in (draft, public):
        row.title += "（改）"
        cast.history.save_case(row)
    for batch in (draft.batch, empty):
        batch.topic = "改过"
        cast.history.save_batch(batch)
    theme.definition = "改过"
    cast.history.save_theme(theme)
    return {
        "draft": draft,
        "public": public,
        "proposal": proposal,
        "in review": in_review,
        "batch": draft.batch,
        "empty": empty,
        "theme": theme,
        "other theme": cast.theme("supervisory"),
        "erasure": erasure,
        "import": upload("批次,标题,单位\nspp-reform-2,新增,云南省检察院\n"),
        "applied": imported,
        "account": account,
        "superuser's account": User.objects.create_superuser("chief", password="x"),
    }


def address_of(page: Page, about: dict) -> str:
    row = about.get(page.of)
    if page.address:
        return page.address
    if page.name.endswith("_version"):
        return version_page(row, 0)
    return reverse(f"admin:{page.name}", args=[row.pk] if row else [])


def form_for(page: Page, about: dict) -> dict:
    """The form with keys in the place of names of rows."""
    form = dict(page.form)
    if "_selected_action" in form:
        form["_selected_action"] = [about[form["_selected_action"]].pk]
    if "into" in form:
        form["into"] = about[form["into"]].pk
    if "checked" in form:
        form |= confirming(about[page.form.get("_selected_action", page.of)])
    if "_take" in form:
        form["seen"] = history.merge(about[page.of]).digest
    if "form of" in form:
        case = Case.objects.get(pk=about[form.pop("form of")].pk)
        form = form_of(case) | {"opened_on": 10**9} | form
        if page.name.endswith("_add"):
            form |= {"bodies-INITIAL_FORMS": 0, "bodies-0-id": "", "bodies-0-case": ""}
    return form


def stored() -> str:
    """All that a request may change, as text."""
    models = [*apps.get_app_config("reforms").get_models(), User, Group, TOTPDevice, StaticDevice]
    return "".join(serialize("json", model._default_manager.order_by("pk")) for model in models)


def changes(client: Client, address: str, form: dict) -> bool:
    """Whether a POST changes anything; it is rolled back, and with it a new key of the session."""
    before, cookies = stored(), deepcopy(client.cookies)
    with transaction.atomic():
        confirmation = confirmed(client, address, form)
        if confirmation != form:
            client.post(address, confirmation)
        is_changed = stored() != before
        transaction.set_rollback(True)
    client.cookies = cookies
    return is_changed


@pytest.mark.parametrize("role", EVERYONE)
def test_a_role_reads_and_changes_what_the_table_says(role):
    make_roles()
    about, client = rows(), member(role)
    read, changed = {}, {}
    for page in PAGES:
        address = address_of(page, about)
        read[page.label] = client.get(address).status_code == 200
        changed[page.label] = changes(client, address, form_for(page, about))
    assert [page.label for page in PAGES if read[page.label] != (role in page.readers)] == []
    assert [page.label for page in PAGES if changed[page.label] != (role in page.writers)] == []


def names(patterns) -> set[str | None]:
    view_names: set[str | None] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            view_names |= names(pattern.url_patterns)
        else:
            view_names.add(pattern.name)
    return view_names


def test_the_table_has_every_address_of_the_desk():
    assert names(site.get_urls()) - ELSEWHERE == {page.name for page in PAGES}


def test_other_methods_change_nothing():
    make_roles()
    about, client = rows(), member("superuser")
    before = stored()
    for page in PAGES:
        for method in (client.get, client.head, client.options, client.delete, client.put):
            with transaction.atomic():
                method(address_of(page, about))
                assert stored() == before, (page.label, method)
