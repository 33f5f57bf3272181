"""The security headers of every kind of answer, and the settings of a public site."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROOT = Path(__file__).resolve().parents[2]

PAGES = ["/", "/en/", "/cases/", "/cases/spp-reform-2-01/", "/batches/", "/batches/spp-reform-2/"]
PAGES += ["/themes/", "/statistics/", "/data/", "/data/changes/", "/data/snapshots/", "/about/"]
FILES = ["/cases.csv", "/cases.json", "/cases.atom", "/data/openapi.json"]
OTHERS = ["/no-such-page/", "/healthz", "/readyz", "/robots.txt", "/sitemap.xml"]
STATIC = ["/static/favicon.svg", "/static/admin/css/base.css"]
DESK = ["/admin/", "/admin/login/", "/admin/reforms/case/"]
ALL = [*PAGES, *FILES, *OTHERS, *STATIC, *DESK]


@pytest.fixture(autouse=True)
def https(settings):
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    cast.case()


def get(client, address: str):
    answer = client.get(address, secure=True)
    if answer.streaming:
        answer.getvalue()  # WhiteNoise closes its file at the end
    return answer


@pytest.mark.parametrize("address", ALL)
def test_every_answer_is_locked_down(client, address):
    headers = get(client, address).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/", "/en/cases/", "/cases.csv", "/no-such-page/", "/healthz"])
def test_a_bad_cookie_makes_no_public_answer_set_another(client, address):
    plain = get(client, address)
    client.cookies["csrftoken"] = client.cookies["sessionid"] = "x"
    answer = get(client, address)
    assert answer.status_code == plain.status_code
    assert answer.headers.get("Vary") == plain.headers.get("Vary")
    assert "csrftoken" not in answer.headers.get("Set-Cookie", "")


@pytest.mark.parametrize("address", [*PAGES, *FILES, *OTHERS, *STATIC])
def test_no_script_runs_on_the_public_side_and_no_cookie_is_set(client, address):
    answer = get(client, address)
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("address", DESK)
def test_the_desk_runs_its_own_scripts_only(admin_client, address):
    policy = admin_client.get(address).headers["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"


def test_no_request_says_under_what_folder_the_pages_are(client):
    assert b"/evil/" not in client.get("/cases/", SCRIPT_NAME="/evil").content
    assert b"/evil/" not in client.get("/cases/?sort=oldest").content


@pytest.mark.parametrize("address", FILES)
def test_other_sites_may_read_files_but_not_take_in_pages(client, address):
    policy = "Cross-Origin-Resource-Policy"
    assert get(client, address).headers[policy] == "cross-origin"
    assert client.get("/cases/").headers[policy] == "same-origin"


def test_a_public_site_passes_the_deployment_check():
    public = {
        "SECRET_KEY": "Zq7-" * 20 + "abcdefghij",
        "ALLOWED_HOSTS": "casebook.example",
        "SITE_URL": "https://casebook.example",
        "DJANGO_SETTINGS_MODULE": "casebook.settings",
        "DATABASE_URL": "sqlite:///:memory:",
    }
    process = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | public,
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0, process.stderr
    assert "no issues" in process.stdout


def test_a_public_site_demands_the_second_factor_and_locks_its_cookies():
    asked = (
        "from casebook import settings as s; print(s.REQUIRE_SECOND_FACTOR, s.SESSION_COOKIE_NAME, "
        "s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    )
    public = {"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "a.example", "SITE_URL": "https://a.example"}
    process = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | public,
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout.split() == ["True", "__Host-session", "__Host-csrf", "True", "True"]
