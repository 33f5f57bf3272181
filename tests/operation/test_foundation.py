"""The settings, the locks and the migrations; nothing of the catalogue."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "Yc3vQ8mT1sKz5xWn7bRj2dHf9gLp4aEu6oViXyNqMwBtCkSrDh",
    "ALLOWED_HOSTS": "cases.example.org",
    "SITE_URL": "https://cases.example.org",
}
SHOW = "import sys, json, casebook.settings as s; print(json.dumps(eval(sys.argv[1], vars(s))))"


def run(*arguments, cwd, **env):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8", **env},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture
def checkout(tmp_path):
    """A place with the settings and without this machine's var/local.env."""
    (tmp_path / "casebook").mkdir()
    for name in ("__init__.py", "databases.py", "environment.py", "logs.py", "settings.py"):
        shutil.copy(ROOT / "casebook" / name, tmp_path / "casebook")
    return tmp_path


def setting(expression, cwd, **env):
    result = run("-c", SHOW, expression, cwd=cwd, **env)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("empty", [{}, {"": " "}])
def test_it_refuses_to_start_without_its_own_key_and_hosts(checkout, name, empty):
    env = {**PRODUCTION, name: empty.get("", "")}
    if not empty:
        del env[name]
    result = run("-c", "import casebook.settings", cwd=checkout, **env)
    assert result.returncode == 1
    assert f"没有设置环境变量 {name}" in result.stderr
    assert f"the environment variable {name} is not set" in result.stderr
    assert "Traceback" not in result.stderr


def test_it_refuses_a_site_address_without_a_scheme(checkout):
    result = run(
        "-c", "import casebook.settings", cwd=checkout, **PRODUCTION | {"SITE_URL": "example.org"}
    )
    assert result.returncode == 1
    assert "SITE_URL" in result.stderr
    assert "Traceback" not in result.stderr


def test_it_reads_local_env_and_the_environment_wins(checkout):
    (checkout / "var").mkdir()
    (checkout / "var" / "local.env").write_text(
        "SECRET_KEY=from-file\nALLOWED_HOSTS=127.0.0.1,localhost,[::1]\n"
    )
    assert setting("[SECRET_KEY, ALLOWED_HOSTS]", checkout, SECRET_KEY="from-environment") == [
        "from-environment",
        ["127.0.0.1", "localhost", "[::1]"],
    ]


def test_debug_is_off_unless_asked_for(checkout):
    assert setting("DEBUG", checkout, **PRODUCTION) is False
    assert setting("DEBUG", checkout, **PRODUCTION, DEBUG="True") is True


SECURITY = "[SECURE_SSL_REDIRECT, SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE, SECURE_HSTS_SECONDS]"


def test_an_https_address_turns_on_hsts_and_secure_cookies(checkout):
    assert setting(SECURITY, checkout, **PRODUCTION) == [True, True, True, 31536000]


def test_an_http_address_leaves_them_off(checkout):
    http = PRODUCTION | {"SITE_URL": "http://127.0.0.1:8000/"}
    assert setting(SECURITY, checkout, **http) == [False, False, False, 0]
    assert setting("SITE_URL", checkout, **http) == "http://127.0.0.1:8000"


def test_a_forwarded_scheme_is_believed_only_when_the_proxy_is_trusted(checkout):
    assert setting("'SECURE_PROXY_SSL_HEADER' in globals()", checkout, **PRODUCTION) is False
    assert setting("SECURE_PROXY_SSL_HEADER", checkout, **PRODUCTION, TRUST_PROXY="True") == [
        "HTTP_X_FORWARDED_PROTO",
        "https",
    ]


@pytest.mark.parametrize(
    ("value", "networks"),
    [
        ("0", []),
        ("False", []),
        ("1", ["127.0.0.0/8", "::1/128"]),
        ("10.88.0.1, 10.0.0.0/24", ["10.88.0.1/32", "10.0.0.0/24"]),
    ],
)
def test_the_trusted_proxies_are_addresses(checkout, value, networks):
    trusted = "[str(network) for network in TRUSTED_PROXIES]"
    assert setting(trusted, checkout, **PRODUCTION, TRUST_PROXY=value) == networks


def test_it_refuses_a_proxy_that_is_no_address(checkout):
    given = PRODUCTION | {"TRUST_PROXY": "nginx"}
    result = run("-c", "import casebook.settings", cwd=checkout, **given)
    assert result.returncode == 1
    assert "TRUST_PROXY" in result.stderr
    assert "Traceback" not in result.stderr


def test_sqlite_waits_for_its_turn_to_write(checkout):
    options = setting("DATABASES['default']['OPTIONS']", checkout, **PRODUCTION)
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 30
    assert "journal_mode=WAL" in options["init_command"]


def test_sqlite_has_on_the_disk_what_it_has_acknowledged(tmp_path):
    asked = (
        "from django.db import connection as there; cursor = there.cursor(); "
        "print(cursor.execute('PRAGMA synchronous').fetchone()[0])"
    )
    url = f"sqlite:///{tmp_path}/empty.sqlite3"
    result = run("manage.py", "shell", "-c", asked, cwd=ROOT, **PRODUCTION, DATABASE_URL=url)
    assert result.stdout.split()[-1] == "2"  # FULL: https://sqlite.org/pragma.html


def test_database_url_alone_chooses_postgresql(checkout):
    url = "postgres://editor:p%40ss@db.example.org:5433/cases"
    database = setting("DATABASES['default']", checkout, **PRODUCTION, DATABASE_URL=url)
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == (
        "db.example.org",
        5433,
        "cases",
    )
    assert database["PASSWORD"] == "p@ss"
    assert database["CONN_MAX_AGE"] == 60
    assert database["CONN_HEALTH_CHECKS"] is True


def test_the_deployment_check_is_clean(tmp_path):
    result = run(
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        cwd=ROOT,
        **PRODUCTION,
        DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3",
    )
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize(
    ("lock", "sources"), [("run.txt", ["run.in"]), ("test.txt", ["run.in", "test.in"])]
)
def test_the_lock_was_made_from_what_is_asked_for(lock, sources):
    folder = ROOT / "requirements"
    digest = hashlib.sha256(b"".join((folder / name).read_bytes() for name in sources)).hexdigest()
    first_line = (folder / lock).read_text().splitlines()[0]
    assert first_line == f"# made from sha256 {digest}", "type: make lock"


def test_the_tests_run_on_the_versions_the_site_runs_on():
    pins = {
        name: [line.split()[0] for line in text.splitlines() if "==" in line]
        for name in ("run.txt", "test.txt")
        for text in [(ROOT / "requirements" / name).read_text()]
    }
    assert pins["run.txt"]
    assert set(pins["run.txt"]) <= set(pins["test.txt"]), "type: make lock"


def test_the_locks_name_no_index_and_no_path_of_a_machine():
    for lock in ("run.txt", "test.txt"):
        text = (ROOT / "requirements" / lock).read_text()
        assert "://" not in text
        assert "index" not in text


def test_it_reads_a_local_env_with_a_byte_order_mark(checkout):
    (checkout / "var").mkdir()
    text = "\ufeffSECRET_KEY=from-file\r\nALLOWED_HOSTS=127.0.0.1\r\n"
    (checkout / "var" / "local.env").write_bytes(text.encode())
    assert setting("[SECRET_KEY, ALLOWED_HOSTS]", checkout) == ["from-file", ["127.0.0.1"]]


def test_it_says_that_a_local_env_is_not_in_utf_8(checkout):
    (checkout / "var").mkdir()
    (checkout / "var" / "local.env").write_bytes("CONTACT=编辑部\n".encode("gbk"))
    result = run("-c", "import casebook.settings", cwd=checkout, **PRODUCTION)
    assert "var/local.env 不是 UTF-8 编码" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("url", "password"),
    [
        ("postgres://u:pa/ss?w#o@rd@h:5433/db", "pa/ss?w#o@rd"),
        ("postgres://u:12/34@h:5433/db", "12/34"),
        ("postgres://u:p%2Fw@h:5433/db", "p/w"),
    ],
)
def test_a_password_may_have_any_characters(checkout, url, password):
    names = "[DATABASES['default'][name] for name in ('USER', 'PASSWORD', 'HOST', 'NAME')]"
    values = setting(names, checkout, **PRODUCTION | {"DATABASE_URL": url})
    assert values == ["u", password, "h", "db"]


def test_a_database_url_that_cannot_be_read_is_explained(checkout):
    env = PRODUCTION | {"DATABASE_URL": "postgres://u:p@h:port/db"}
    result = run("-c", "import casebook.settings", cwd=checkout, **env)
    assert "DATABASE_URL 读不懂" in result.stderr
    assert "Traceback" not in result.stderr
