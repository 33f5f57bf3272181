"""Whatever an editor's session sends to the desk: an answer, and no fault of ours.

Four hundred requests here, as many as FUZZ_INPUTS says in `make test-fuzz`.
"""

import os
import re
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from casebook.urls import urlpatterns
from reforms import history
from reforms.importing import start_release
from reforms.models import BatchImport, Case
from tests.support import cast
from tests.support.addresses import addresses, routes
from tests.support.release_text import NEWS
from tests.support.uploads import applied, upload

pytestmark = pytest.mark.slow

INPUTS = int(os.environ.get("FUZZ_INPUTS", "400")) // 4
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]

LARGE = ["9" * 20, "9" * 19, "9223372036854775807", "9223372036854775808", "-" + "9" * 20]
NUMBERS = ["1", "2", "3", "0", "-1", "1.5", "١", "²", "1e5", "0x1", "", *LARGE]
HOSTILE = ["x", "\x00", "a\x00b", "' OR 1=1 --", "%", "\u202e", "=1+1", "None", "1,2", "[]", "{}"]
HOSTILE += ["/", "..", "_", "__", "pk__in", "长" * 300]
text = st.sampled_from([*NUMBERS, *HOSTILE]) | st.text(max_size=20)
keys = st.sampled_from([*NUMBERS[:4], *NUMBERS, *HOSTILE]) | st.text(max_size=10)
long_text = text | st.just("7" * 5000) | st.just("长" * 5000)

ROUTES = [route for route in routes(urlpatterns) if route.startswith("admin/")]
LISTS = [route for route in ROUTES if re.fullmatch(r"admin/(\w+/\w+|people)/", route)]
paths = addresses(ROUTES, keys)
PARAMETERS = ["q", "p", "o", "e", "all", "status", "status__exact", "batch__id__exact", "year"]
PARAMETERS += ["themes__id__exact", "province", "level", "state__exact", "kind__exact", "page"]
PARAMETERS += ["_popup", "_to_field", "_changelist_filters", "next", "term", "app_label"]
PARAMETERS += [
    "model_name",
    "field_name",
    "is_staff__exact",
    "groups__id__exact",
    "batch",
    "themes",
]
PARAMETERS += ["batch__isnull", "themes__isnull", "id__in", "pk", "password__startswith"]
queries = st.lists(st.tuples(st.sampled_from(PARAMETERS), long_text), max_size=4)
FIELDS = ["_selected_action", "index", "select_across", "post", "_save", "_apply", "_correct"]
FIELDS += ["_discard", "_paste", "_upload", "_preview", "kind", "phrase", "reason", "successor"]
FIELDS += ["note", "opened_on", "over", "number", "title", "batch", "themes", "slug", "position"]
FIELDS += ["bodies-TOTAL_FORMS", "bodies-INITIAL_FORMS", "bodies-0-id", "bodies-0-name", "keywords"]
FIELDS += ["bodies-0-case", "bodies-0-province", "cases-TOTAL_FORMS", "cases-INITIAL_FORMS"]
FIELDS += ["row-1-title", "row-1-choice", "row-1-place", "row-1-bodies", "row-2-themes", "row-x-a"]
FIELDS += [f"row-{LARGE[0]}-title", f"row-{'7' * 5000}-title", "row-", "row-1", "batch-title"]
FIELDS += ["batch-slug", "batch-released_on", "also", "all", "public", "paste-text", "token"]
FIELDS += ["upload-sheet", "upload-batch", "name", "email", "role", "username", "_link", "_leave"]
FIELDS += ["password1", "password2", "old_password", "proof-password", "proof-token", "next"]
FIELDS += ["cases", "batches", "imports", "kept_forms", "_erase"]
FIELDS += ["row-1-shown", "batch-shown", "reviewed", "_review", "confirmed", "case-title", "_add"]
DECISIONS = ["proposal", "seen", "word", "_take", "_decline", "_retract"]
FIELDS += DECISIONS
ACTIONS = ["publish_cases", "submit_cases", "return_cases", "withdraw_cases", "publish_batches"]
ACTIONS += ["delete_selected", "x", ""]
decisions = st.dictionaries(st.sampled_from(DECISIONS), long_text, max_size=3)
forms = st.dictionaries(st.sampled_from(FIELDS), long_text, max_size=8)
actions = st.sampled_from(ACTIONS)
cells = st.sampled_from(["标题", "编号", "批次", "单位", "地区", "序号", "责任主题", "发布日期"])


class AnythingThatAnEditorSends(TestCase):
    @classmethod
    def setUpTestData(cls):
        case = cast.case(1, themes=("political",))
        case.title = "提议的标题"
        cls.proposal = history.propose(case)
        cast.draft(2)
        applied(start_release(NEWS))
        upload("编号,标题,单位\nspp-reform-2-01,改过,\n,新增,鼓楼区检察院\n")
        cls.editor = User.objects.create_superuser("root")

    def answer(self, method: str, address: str, **options) -> None:
        self.client.force_login(self.editor)
        answer = getattr(self.client, method)(f"/{address}", **options)
        if answer.streaming:
            answer.getvalue()
        assert answer.status_code < 500, address

    @settings(max_examples=INPUTS, suppress_health_check=QUIET)
    @given(paths, queries)
    def test_addresses_of_the_desk(self, path, query):
        self.answer("get", f"{path}?{urlencode(query, errors='replace')}")

    @settings(max_examples=INPUTS, suppress_health_check=QUIET)
    @given(paths, queries, forms)
    def test_forms_of_the_desk(self, path, query, form):
        self.answer("post", f"{path}?{urlencode(query, errors='replace')}", data=form)

    @settings(max_examples=INPUTS, suppress_health_check=QUIET)
    @given(st.sampled_from(LISTS), actions, st.lists(keys, max_size=3), forms)
    def test_actions_of_lists(self, base, action, chosen, form):
        form |= {"action": action, "_selected_action": chosen}
        self.answer("post", base, data=form)

    @settings(max_examples=INPUTS // 2, suppress_health_check=QUIET)
    @given(forms)
    def test_corrections_of_an_import(self, form):
        prepared = BatchImport.objects.get(state="prepared")
        rows = prepared.rows.values_list("pk", flat=True)
        form = {name.replace("row-1-", f"row-{rows[0]}-"): text for name, text in form.items()}
        self.answer("post", f"admin/reforms/batchimport/{prepared.pk}/change/", data=form)

    @settings(max_examples=INPUTS // 2, suppress_health_check=QUIET)
    @given(decisions)
    def test_decisions_about_a_proposal(self, form):
        self.answer("post", f"admin/reforms/proposal/{self.proposal.pk}/change/", data=form)

    @settings(max_examples=INPUTS // 2, suppress_health_check=QUIET)
    @given(st.lists(cells, min_size=1, max_size=3), st.lists(long_text, max_size=3))
    def test_cells_of_an_upload(self, headings, row):
        content = ",".join(headings) + "\n" + ",".join(row)
        file = SimpleUploadedFile("a.csv", content.encode("utf-8", "replace"))
        form = {"_upload": "1", "upload-file": file}
        self.answer("post", "admin/reforms/batchimport/add/", data=form)


@pytest.mark.django_db
@pytest.mark.parametrize("letter", ["长", '"', "x"])
def test_a_cell_of_more_than_five_million_characters_is_refused_in_words(admin_client, letter):
    file = SimpleUploadedFile("a.csv", f"标题,批次\n{letter * 5_000_001},b\n".encode())
    form = {"_upload": "1", "upload-file": file}
    answer = admin_client.post("/admin/reforms/batchimport/add/", form, follow=True)
    assert answer.status_code == 200
    assert not Case.objects.exists()
