"""Every address of the desk × every role: who may read it, and whose POST changes anything.

The table says what docs/editors.md says. An address that it lacks fails the test.
"""

import ast
import re
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

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

from reforms.importing import start_release
from reforms.models import Case, Erasure
from tests.admin.roles import make_roles, member
from tests.support import cast
from tests.support.case_forms import form_of, version_page
from tests.support.release_text import NEWS
from tests.support.uploads import applied, upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ROOT = Path(__file__).resolve().parents[2]
NONE: tuple[str, ...] = ()
SUPERUSER = ("superuser",)
ADMINISTRATORS = ("管理员", *SUPERUSER)
PUBLISHERS = ("发布", *ADMINISTRATORS)
EDITORS = ("编辑", *PUBLISHERS)
STAFF = ("staff", *EDITORS)
EVERYONE = ("nobody", "reader", *STAFF)
PASSWORD = "另一个 很长的 密码 2026"
SAVED = {"cases-TOTAL_FORMS": 0, "cases-INITIAL_FORMS": 0, "opened_on": 10**9}


@dataclass
class Page:
    """An address, a form that would change something, who may read and who may change."""

    name: str
    readers: tuple[str, ...]
    writers: tuple[str, ...] = NONE
    form: dict = field(default_factory=dict)
    of: str = ""  # the row that it is about, one of rows()
    address: str = ""  # where reverse() cannot make it

    @property
    def label(self) -> str:
        button = next((name for name in self.form if name.startswith("_")), "")
        return " ".join(filter(None, (self.name, self.of, self.form.get("action"), button)))


def action(name: str, of: str, **fields) -> dict:
    return {"action": name, "_selected_action": of, **fields}


POST = {"post": "yes"}
ACCOUNT = {"username": "other", "is_superuser": "on", "is_staff": "on", "is_active": "on"}
ACCOUNT |= {"date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}
NEW_ACCOUNT = {"username": "n", "password1": PASSWORD, "password2": PASSWORD}
NEW_ACCOUNT |= {"usable_password": "true"}
BATCH = {"title": "改过的名称", "slug": "renamed", "issuers": "院", "reported_on": "2020"} | SAVED
THEME = {"name": "改过", "name_en": "x", "slug": "new", "position": 9, "opened_on": 10**9}

PAGES = [
    Page("index", STAFF),
    Page("login", ("nobody", "reader")),  # others are led on
    Page("password_change", STAFF),
    Page("password_change_done", STAFF),
    Page("jsi18n", STAFF),
    Page("second_factor", NONE),  # it leads on to setting one up
    Page("second_factor_new", STAFF),
    Page("second_factor_codes", STAFF, STAFF),
    Page("app_list", EDITORS, address="/admin/reforms/"),
    Page("app_list", SUPERUSER, address="/admin/auth/"),
    Page(
        "autocomplete",
        EDITORS,
        address="/admin/autocomplete/?app_label=reforms&model_name=case&field_name=batch",
    ),
    Page("reforms_case_changelist", EDITORS, EDITORS, action("submit_cases", "draft")),
    Page("reforms_case_changelist", EDITORS, PUBLISHERS, action("publish_cases", "draft")),
    Page(
        "reforms_case_changelist",
        EDITORS,
        PUBLISHERS,
        action("withdraw_cases", "public", reason="catalogue"),
    ),
    Page("reforms_case_changelist", EDITORS, NONE, action("delete_selected", "draft") | POST),
    Page("reforms_case_changelist", EDITORS, EDITORS, action("return_cases", "in review")),
    Page("reforms_case_add", EDITORS, EDITORS, {"form of": "draft", "number": 9}),
    Page("reforms_case_change", EDITORS, EDITORS, {"form of": "draft", "title": "x"}, "draft"),
    Page("reforms_case_change", EDITORS, PUBLISHERS, {"form of": "public", "title": "x"}, "public"),
    Page("reforms_case_delete", EDITORS, EDITORS, POST, "draft"),
    Page("reforms_case_delete", NONE, NONE, POST, "public"),
    Page("reforms_case_history", EDITORS, of="public"),
    Page("reforms_case_version", EDITORS, EDITORS, {"note": ""}, "draft"),
    Page("reforms_case_version", EDITORS, PUBLISHERS, {"note": ""}, "public"),
    Page("reforms_case_preview", EDITORS, of="draft"),
    Page("reforms_case_publish", PUBLISHERS, PUBLISHERS, of="draft"),
    # What it erases is tried in test_roles.py: that cannot be part of a transaction.
    Page("reforms_case_erase", ADMINISTRATORS, of="public"),
    Page("reforms_batch_changelist", EDITORS, PUBLISHERS, action("publish_batches", "batch")),
    Page("reforms_batch_changelist", EDITORS, NONE, action("delete_selected", "empty") | POST),
    Page("reforms_batch_add", EDITORS, EDITORS, BATCH),
    Page("reforms_batch_change", EDITORS, EDITORS, BATCH, "empty"),
    Page("reforms_batch_change", EDITORS, PUBLISHERS, BATCH, "batch"),
    Page("reforms_batch_delete", EDITORS, EDITORS, POST, "empty"),
    Page("reforms_batch_delete", NONE, NONE, POST, "batch"),
    Page("reforms_batch_history", EDITORS, of="batch"),
    Page("reforms_batch_version", EDITORS, EDITORS, {"note": ""}, "empty"),
    Page("reforms_batch_version", EDITORS, PUBLISHERS, {"note": ""}, "batch"),
    Page("reforms_batch_publish", PUBLISHERS, PUBLISHERS, of="batch"),
    Page("reforms_theme_changelist", EDITORS, NONE, action("delete_selected", "theme") | POST),
    Page("reforms_theme_add", ADMINISTRATORS, ADMINISTRATORS, THEME),
    Page("reforms_theme_change", EDITORS, ADMINISTRATORS, THEME, "theme"),
    Page("reforms_theme_delete", ADMINISTRATORS, ADMINISTRATORS, POST, "theme"),
    Page("reforms_theme_history", EDITORS, of="theme"),
    Page("reforms_theme_version", EDITORS, ADMINISTRATORS, {"note": ""}, "theme"),
    Page("reforms_erasure_changelist", EDITORS, NONE, action("delete_selected", "erasure") | POST),
    Page("reforms_erasure_add", NONE, NONE, {"reference": "x"}),
    Page("reforms_erasure_change", EDITORS, NONE, {"reference": "x"}, "erasure"),
    Page("reforms_erasure_delete", NONE, NONE, POST, "erasure"),
    Page("reforms_erasure_history", EDITORS, of="erasure"),
    Page("reforms_batchimport_changelist", EDITORS, NONE, action("delete_selected", "import")),
    Page("reforms_batchimport_add", EDITORS, EDITORS, {"_paste": "1", "paste-text": NEWS}),
    Page("reforms_batchimport_change", EDITORS, EDITORS, {"_discard": "1"}, "import"),
    Page("reforms_batchimport_change", EDITORS, EDITORS, {"_apply": "1"}, "import"),
    Page("reforms_batchimport_delete", NONE, NONE, POST, "import"),
    Page("reforms_batchimport_history", EDITORS, of="import"),
    Page("reforms_batchimport_publish", PUBLISHERS, NONE, of="applied"),  # its drafts lack a text
    Page("reforms_import_template", EDITORS),
    Page("reforms_import_refused", EDITORS, of="import"),
    Page("reforms_import_index", NONE, of="applied"),
    Page("reforms_import_undo", PUBLISHERS, PUBLISHERS, of="applied"),
    Page("auth_user_changelist", SUPERUSER, SUPERUSER, action("reset_second_factor", "account")),
    Page("auth_user_changelist", SUPERUSER, SUPERUSER, action("delete_selected", "account") | POST),
    Page("auth_user_add", SUPERUSER, SUPERUSER, NEW_ACCOUNT),
    Page("auth_user_change", SUPERUSER, SUPERUSER, ACCOUNT, "account"),
    Page("auth_user_delete", SUPERUSER, SUPERUSER, POST, "account"),
    Page("auth_user_history", SUPERUSER, of="account"),
    Page(
        "auth_user_password_change",
        SUPERUSER,
        SUPERUSER,
        {
            "password1": PASSWORD,
            "password2": PASSWORD,
            "usable_password": "true",
            "set-password": 1,
        },
        "account",
    ),
    Page("auth_group_changelist", SUPERUSER, SUPERUSER, action("delete_selected", "role") | POST),
    Page("auth_group_add", SUPERUSER, SUPERUSER, {"name": "x"}),
    Page("auth_group_change", SUPERUSER, SUPERUSER, {"name": "x"}, "role"),
    Page("auth_group_delete", SUPERUSER, SUPERUSER, POST, "role"),
    Page("auth_group_history", SUPERUSER, of="role"),
]
ELSEWHERE = {None, "logout", "view_on_site"}  # redirects to the pages above; nothing is stored


def rows() -> dict[str, object]:
    """A row of each kind that an address may be about."""
    imported = applied(start_release(NEWS))
    in_review = cast.draft(4)
    cast.history.set_review_status([in_review], "in-review")
    account = User.objects.create_user("other")
    TOTPDevice.objects.create(user=account, name="app")
    erasure = Erasure.objects.create(kind="phrase", subject_id=1, reference="x-01")
    draft, public, theme = cast.draft(1), cast.case(2), cast.theme("political")
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
        "in review": in_review,
        "batch": draft.batch,
        "empty": empty,
        "theme": theme,
        "erasure": erasure,
        "import": upload("批次,标题,单位\nspp-reform-2,新增,云南省检察院\n"),
        "applied": imported,
        "account": account,
        "role": Group.objects.create(name="新组"),
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
        client.post(address, form)
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
    found: set[str | None] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= names(pattern.url_patterns)
        else:
            found.add(pattern.name)
    return found


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


# ---------------------------------------------------------------- permission methods

PERMISSION = re.compile("has_(add|change|delete|view|module|view_or_change)_permission")


def permission_methods() -> list[tuple[Path, ast.FunctionDef]]:
    files = [*(ROOT / "reforms").rglob("*.py"), *(ROOT / "casebook").rglob("*.py")]
    return [
        (path, node)
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and PERMISSION.fullmatch(node.name)
    ]


def refuses_all(method: ast.FunctionDef) -> bool:
    last = method.body[-1]
    return isinstance(last, ast.Return) and ast.unparse(last) == "return False"


def test_every_permission_method_asks_its_base():
    methods = permission_methods()
    assert len(methods) > 8
    assert [
        f"{path.name}: {method.name}"
        for path, method in methods
        if not refuses_all(method) and f"super().{method.name}(" not in ast.unparse(method)
    ] == []


WRITERS = re.compile(
    r"(history\.(save_\w+|publish|withdraw|delete_\w+|revert|set_review_status)"
    r"|importing\.(apply|undo)|erasure\.erase)"
)


def test_every_write_says_who_makes_it():
    """Without an edit a write would be the system's, which needs no proof."""
    calls = [
        ast.unparse(node)
        for folder in ("admin", "importing", "erasure", "management", "public", "downloads")
        for path in (ROOT / "reforms" / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and WRITERS.fullmatch(ast.unparse(node.func))
    ]
    assert len(calls) > 20
    assert [call for call in calls if not re.search(r"\b(\w*edit|EDIT|edit_by\()", call)] == []
    made = [
        path.name
        for path in (ROOT / "reforms" / "admin").rglob("*.py")
        if re.search(r"\bEdit\(", path.read_text(encoding="utf-8"))
    ]
    assert made == ["requests.py"]
