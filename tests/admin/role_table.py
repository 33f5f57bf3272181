"""Every address of the desk: who may read it, and whose POST changes anything.

It says what docs/editors.md says.
"""

from dataclasses import dataclass, field

from tests.support.release_text import NEWS

NONE: tuple[str, ...] = ()
SUPERUSER = ("superuser",)
ADMINISTRATORS = ("管理员", *SUPERUSER)
PUBLISHERS = ("发布", *ADMINISTRATORS)
EDITORS = ("编辑", *PUBLISHERS)
STAFF = ("staff", *EDITORS)
EVERYONE = ("nobody", "reader", *STAFF)
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
        parts = (self.name, self.of, self.form.get("action"), button, self.address)
        return " ".join(filter(None, parts))


def action(name: str, of: str, **fields) -> dict:
    return {"action": name, "_selected_action": of, **fields}


POST = {"post": "yes"}
REASON = {"word": "原文如此"}
CONFIRMED = {"checked": "the cases as they are"}
PERSON = {"_save": "1", "name": "改过的姓名", "role": "发布"}
BATCH = {"title": "改过的名称", "slug": "renamed", "issuers": "院", "reported_on": "2020"} | SAVED
BY_HAND = {"title": "改过的名称", "issuers": "院", "reported_on": "2020", "opened_on": 10**9}
ONE_MORE = {"_add": "1", "case-title": "新的一件", "case-title_by": "issuer"}
ONE_MORE |= {"case-bodies": "云南省检察院"}
THEME = {"name": "改过", "name_en": "x", "slug": "new", "position": 9, "opened_on": 10**9}

PAGES = [
    Page("index", STAFF),
    Page("guide", STAFF),
    Page("login", ("nobody", "reader")),  # others are led on
    Page("password_change", STAFF),
    Page("password_change_done", STAFF),
    Page("jsi18n", STAFF),
    Page("second_factor", NONE),  # it leads on to setting one up
    Page("second_factor_new", STAFF),
    Page("second_factor_codes", STAFF, STAFF),
    Page("app_list", EDITORS, address="/admin/reforms/"),
    Page(
        "autocomplete",
        EDITORS,
        address="/admin/autocomplete/?app_label=reforms&model_name=case&field_name=batch",
    ),
    Page("reforms_case_changelist", EDITORS, EDITORS, action("submit_cases", "draft")),
    Page(
        "reforms_case_changelist",
        EDITORS,
        PUBLISHERS,
        action("publish_cases", "draft", **CONFIRMED),
    ),
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
    # Of editors it makes a proposal: see test_proposals.py.
    Page("reforms_case_change", EDITORS, EDITORS, {"form of": "public", "title": "x"}, "public"),
    Page("reforms_case_delete", EDITORS, EDITORS, POST, "draft"),
    Page("reforms_case_delete", NONE, NONE, POST, "public"),
    Page("reforms_case_history", EDITORS, of="public"),
    Page("reforms_case_version", EDITORS, EDITORS, {"note": ""}, "draft"),
    Page("reforms_case_version", EDITORS, PUBLISHERS, {"note": ""}, "public"),
    Page("reforms_case_preview", EDITORS, of="draft"),
    Page("reforms_case_publish", PUBLISHERS, PUBLISHERS, CONFIRMED, "draft"),
    # What it erases is tried in test_roles.py: that cannot be part of a transaction.
    Page("reforms_case_erase", ADMINISTRATORS, of="public"),
    Page("reforms_proposal_changelist", EDITORS),
    Page("reforms_proposal_add", NONE, NONE, {"note": "x"}),
    Page("reforms_proposal_change", EDITORS, PUBLISHERS, {"_take": "1"}, "proposal"),
    Page("reforms_proposal_change", EDITORS, PUBLISHERS, REASON | {"_decline": "1"}, "proposal"),
    Page("reforms_proposal_change", EDITORS, NONE, {"_retract": "1"}, "proposal"),  # its author
    Page("reforms_proposal_delete", NONE, NONE, POST, "proposal"),
    Page("reforms_proposal_history", EDITORS, of="proposal"),
    Page(
        "reforms_batch_changelist",
        EDITORS,
        PUBLISHERS,
        action("publish_batches", "batch", **CONFIRMED),
    ),
    Page("reforms_batch_changelist", EDITORS, NONE, action("delete_selected", "empty") | POST),
    Page("reforms_batch_add", EDITORS, EDITORS, BATCH),
    Page("reforms_batch_change", EDITORS, EDITORS, BATCH, "empty"),
    Page("reforms_batch_change", EDITORS, PUBLISHERS, BATCH, "batch"),
    Page("reforms_batch_by_hand", EDITORS, EDITORS, BY_HAND),
    Page("reforms_batch_cases", EDITORS, EDITORS, BY_HAND | ONE_MORE, "empty"),
    Page("reforms_batch_cases", EDITORS, PUBLISHERS, BY_HAND, "batch"),
    Page("reforms_batch_cases", EDITORS, EDITORS, BY_HAND | ONE_MORE, "batch"),
    Page("reforms_batch_submit", NONE, EDITORS, {"_submit": "1"}, "batch"),
    Page("reforms_batch_check", NONE, EDITORS, {"_check": "1"}, "empty"),
    Page("reforms_batch_check", NONE, PUBLISHERS, {"_check": "1"}, "batch"),
    Page("reforms_batch_example", NONE, NONE, {"_load": ""}),  # the catalogue is not empty
    Page("reforms_batch_delete", EDITORS, EDITORS, POST, "empty"),
    Page("reforms_batch_delete", NONE, NONE, POST, "batch"),
    Page("reforms_batch_history", EDITORS, of="batch"),
    Page("reforms_batch_version", EDITORS, EDITORS, {"note": ""}, "empty"),
    Page("reforms_batch_version", EDITORS, PUBLISHERS, {"note": ""}, "batch"),
    Page("reforms_batch_publish", PUBLISHERS, PUBLISHERS, CONFIRMED, "batch"),
    Page("reforms_theme_changelist", EDITORS, NONE, action("delete_selected", "theme") | POST),
    Page("reforms_theme_add", ADMINISTRATORS, ADMINISTRATORS, THEME),
    Page("reforms_theme_change", EDITORS, ADMINISTRATORS, THEME, "theme"),
    Page("reforms_theme_delete", ADMINISTRATORS, ADMINISTRATORS, POST, "theme"),
    Page("reforms_theme_import", ADMINISTRATORS, NONE, {"_": ""}, "import"),  # has no headings
    Page("reforms_theme_merge", ADMINISTRATORS, ADMINISTRATORS, {"into": "other theme"}, "theme"),
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
    Page("reforms_batchimport_publish", PUBLISHERS, PUBLISHERS, CONFIRMED, "applied"),
    Page("reforms_import_template", EDITORS),
    Page("reforms_import_refused", EDITORS, of="import"),
    Page("reforms_import_undo", PUBLISHERS, PUBLISHERS, of="applied"),
    Page("people", ADMINISTRATORS, ADMINISTRATORS, {"name": "李思源", "role": "编辑"}),
    Page("person", ADMINISTRATORS, ADMINISTRATORS, PERSON, "account"),
    Page("person", ADMINISTRATORS, ADMINISTRATORS, {"_link": "1"}, "account"),
    Page("person", ADMINISTRATORS, ADMINISTRATORS, {"_device": "1"}, "account"),
    Page("person", ADMINISTRATORS, ADMINISTRATORS, {"_leave": "1"}, "account"),
    Page("person", SUPERUSER, SUPERUSER, {"_leave": "1"}, "superuser's account"),
    Page("forgotten", EVERYONE, NONE, {"name": "other"}),
    Page("invitation", ("nobody",), NONE, address="/admin/invitation/x/y/"),
]
ELSEWHERE = {None, "logout", "view_on_site"}  # redirects to the pages above; nothing is stored
