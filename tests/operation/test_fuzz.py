"""Whatever comes in by address, header, form or file: no fault of ours, nothing stored unasked.

Four hundred inputs here, as many as FUZZ_INPUTS says in `make test-fuzz`.
"""

import os
from itertools import product
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from casebook.urls import urlpatterns
from reforms.exports.formats import OPTIONS
from reforms.models import Batch, BatchImport, Case, Revision, Version
from reforms.selection.parsing import SCALARS
from reforms.selection.selection import FACETS
from tests.support import cast
from tests.support.addresses import addresses, filled, routes

pytestmark = pytest.mark.slow

INPUTS = int(os.environ.get("FUZZ_INPUTS", "400"))
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
AGAIN = {"suppress_health_check": QUIET}

ROUTES = [route for route in routes(urlpatterns) if not route.startswith("admin/")]
NAMES = [*FACETS, *SCALARS, *OPTIONS, "reference", "revision", "format", "since", "next", "from"]
VALUES = ["political", "jiangsu", "2021", "all", "reference", "long", "1", "0", "-1", "zh", "csv"]
VALUES += ["spp-reform-2", "spp-reform-2-01", "theme-province", "2019-2022", "9" * 20, "1" * 5000]
VALUES += ["99999999", "2021-02-30", "none", "1,2", "spp-reform-2-01,spp-reform-2-02", "title,,x"]
HOSTILE = ["<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "\x00", "\u202e", "％00"]
HOSTILE += ['"', "%", "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "=1+1"]
text = st.text(max_size=60) | st.sampled_from(VALUES) | st.sampled_from(HOSTILE)
paths = addresses(ROUTES, text) | st.builds(
    lambda prefix, path: prefix + path,
    st.sampled_from(["", "en/", "/", "en//", "./", "../", "%2e%2e/", "en/%2F", "admin/"]),
    text.map(lambda one: quote(one, errors="replace")),
)
METHODS = ["GET"] * 24 + ["HEAD"] * 3 + ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
METHODS += ["PROPFIND", "get", "CONNECT", "BREW", ""]
queries = st.lists(st.tuples(st.sampled_from(NAMES) | text, text), max_size=5)
headers = st.dictionaries(
    st.sampled_from(["accept-encoding", "if-none-match", "x-request-id", "cookie", "range"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60),
    max_size=3,
)
MEGABYTE = b"a=" + b"1" * 1_000_000
TRACES = (b"Traceback", b"sqlite3.", b"psycopg", b"/reforms/")


START = "/admin/reforms/batchimport/add/"
PIECES = ["案例一", "一、", "《》", "检察院", "\n"]


def table(text: str) -> bytes:
    return f"标题,批次\n{text}".encode("utf-8", "replace")


def counts() -> tuple:
    stored = [model.objects.count() for model in (Batch, Case, Version, BatchImport, User)]
    return (*stored, Revision.current().number)


class AnythingThatComesIn(TestCase):
    @classmethod
    def setUpTestData(cls):
        cast.case(themes=("political",))
        cls.editor = User.objects.create_superuser("editor")

    @settings(max_examples=INPUTS * 3 // 4, **AGAIN)
    @given(paths, queries, headers, st.sampled_from(METHODS))
    def test_public_addresses(self, path, query, given_headers, method):
        before = counts()
        address = f"/{path}?{urlencode(query, errors='replace')}"
        answer = self.client.generic(method, address, headers=given_headers)
        body = answer.getvalue() if answer.streaming else answer.content
        # Without an index the site is not ready, and says so.
        assert answer.status_code < 500 or (path, answer.status_code) == ("readyz", 503), address
        assert not any(trace in body for trace in TRACES), address
        if "html" in answer.headers.get("Content-Type", ""):  # plain text repeats a wrong name
            assert b"<script>alert" not in body, address
        assert counts() == before

    def test_large_bodies_and_other_methods_at_every_address(self):
        """As somebody unknown at public addresses, as an editor at those of the desk."""
        self.client.force_login(self.editor)
        before = counts()
        for route, method in product(routes(urlpatterns), ("POST", "PUT", "OPTIONS", "BREW")):
            address = f"/{filled(route, ['1'] * 3)}"
            for kind in ("application/octet-stream", "application/x-www-form-urlencoded"):
                answer = self.client.generic(method, address, MEGABYTE, content_type=kind)
                assert answer.status_code < 500, (method, address, kind)
        assert counts() == before

    @settings(max_examples=INPUTS // 8, **AGAIN)
    @given(
        st.binary(max_size=400) | text.map(table),
        st.sampled_from(["a.csv", "a.xlsx", "a.jsonl", "a.txt", "../a.csv", "a", "a.exe"]),
    )
    def test_uploads(self, content, name):
        self.client.force_login(self.editor)
        cases = Case.objects.count()
        answer = self.client.post(
            START, {"_upload": "1", "upload-file": SimpleUploadedFile(name, content)}
        )
        assert answer.status_code in (200, 302)
        assert Case.objects.count() == cases

    @settings(max_examples=INPUTS // 8, **AGAIN)
    @given(st.lists(text | st.sampled_from(PIECES), max_size=30))
    def test_pasted_texts(self, parts):
        self.client.force_login(self.editor)
        cases = Case.objects.count()
        pasted = {"_paste": "1", "paste-text": "\n".join(parts)}
        answer = self.client.post(START, pasted)
        assert answer.status_code in (200, 302)
        assert Case.objects.count() == cases
