"""What docs/operation.md has an administrator copy is whole, and the real programs take it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.databases import ROOT
from benchmarks.server import HOST, free_port

pytestmark = pytest.mark.slow

DEPLOY = ROOT / "deploy"
COPIED = re.compile(r"^cp (deploy/nginx/.*?) (/etc/nginx/\S*)", re.MULTILINE)
MAIN = "events {{}} pid {0}/pid; error_log {0}/log; http {{ include {0}/etc/nginx/conf.d/*; }}"
ASKED = """
import django
django.setup()
from django.test import Client
print(Client().get(r"/healthz", HTTP_HOST="%s").status_code)
"""


def without_certificate(text: str, root: Path) -> str:
    """Below another root, on free ports."""
    text = re.sub(r"(?m)^ *(ssl_|listen \[).*", "", text)
    text = re.sub(r"listen [^;]+", lambda _found: f"listen {HOST}:{free_port()}", text)
    return re.sub(r"(?<=\s)/(etc|var)/", rf"{root}/\1/", text)


def copied_by_hand() -> list[tuple[str, str]]:
    """What docs/operation.md has one copy for nginx: from, to."""
    lines = COPIED.findall((ROOT / "docs/operation.md").read_text(encoding="utf-8"))
    return [(name, f"{to}{Path(name).name}") for names, to in lines for name in names.split()]


def mounted_by_compose() -> list[tuple[str, str]]:
    """What compose.yaml mounts for nginx: from, to."""
    mounts = re.findall(r"- \./(nginx/\S+):(/etc/nginx/\S+):ro", compose())
    return [(f"deploy/{name}", to) for name, to in mounts]


def compose() -> str:
    return (DEPLOY / "compose.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("files", [copied_by_hand, mounted_by_compose])
def test_nginx_takes_what_it_is_given_and_needs_no_other_file(tmp_path, files):
    for folder in ("etc/nginx/conf.d", "var/cache"):
        (tmp_path / folder).mkdir(parents=True)
    for name, to in files():
        text = without_certificate((ROOT / name).read_text(encoding="utf-8"), tmp_path)
        text = text.replace("server site:", f"server {HOST}:")
        (tmp_path / to[1:]).write_text(text, encoding="utf-8")
    main = tmp_path / "main.conf"
    main.write_text(MAIN.format(tmp_path))
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    done = subprocess.run([program, "-t", "-c", main], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def services() -> dict[str, str]:
    """The services of compose.yaml and what is written for each."""
    [section] = re.findall(r"(?ms)^services:\n(.*?)^\w", compose())
    return dict(re.findall(r"(?m)^  ([\w-]+):\n((?:    .*\n|\n)+)", section))


def address_of(service: str) -> str:
    [address] = re.findall(r"ipv4_address: (\S+)", services()[service])
    return address


def test_compose_trusts_its_nginx_alone():
    assert re.findall(r"TRUST_PROXY: (\S+)", compose()) == [address_of("nginx")]
    assert re.findall(r"ports: \[(\S+)\]", compose()) == ['"127.0.0.1:8080:80"']


def test_no_service_of_compose_is_given_the_address_of_another():
    """An engine gives the lowest free address to whoever comes first and has none."""
    connected = [name for name, text in services().items() if "network_mode: none" not in text]
    assert connected == ["database", "site", "nginx"]
    assert len({address_of(name) for name in connected}) == 3


def test_the_volume_of_the_site_is_first_mounted_by_the_site():
    """Its root folder keeps the owner that it has in the image of that container."""
    others = [name for name, text in services().items() if re.search(r"- site:/", text)]
    assert others == ["proxy-cache"]
    assert "    depends_on: [site]" in services()["proxy-cache"]


def test_compose_probes_the_site_as_its_image_says():
    """An image in the format of OCI, which podman-compose builds, has no health check."""
    [image] = re.findall(r"HEALTHCHECK.* CMD (\[.*\])", (DEPLOY / "Containerfile").read_text())
    [probe] = re.findall(r"test: \[CMD, (.*)\]", services()["site"])
    assert [part.strip('"') for part in probe.split(", ", 2)] == json.loads(image)


def test_the_probe_of_a_container_is_answered_with_the_settings_of_the_template(tmp_path):
    probed = re.search(r"http://([\d.:]+)/healthz", (DEPLOY / "Containerfile").read_text())[1]
    lines = re.findall(r"(?m)^(\w+)=(.*)$", (DEPLOY / "environment").read_text())
    given = dict(lines) | {"SECRET_KEY": "of this test alone " * 3}
    given |= {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    done = subprocess.run(
        [sys.executable, "-c", ASKED % probed],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "casebook.settings"} | given,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "200\n", done.stderr


def test_the_container_is_published_on_loopback_and_trusts_its_gateway_alone():
    recipe = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert re.findall(r"--publish (\S+)", recipe) == ["127.0.0.1:8000:8000"]
    assert re.findall(r"--env TRUST_PROXY=(\S+)", recipe) == ["10.88.0.1"]


def test_the_container_asks_for_an_empty_proxy_cache_where_it_can_write():
    recipe = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    [volume] = re.findall(r"(?m)^VOLUME (\S+)", recipe)
    [flag] = re.findall(r"--env PROXY_CACHE_FLAG=(\S+)", recipe)
    assert Path(flag).is_relative_to(volume)


def test_the_secrets_of_compose_enter_neither_the_repository_nor_the_image():
    for name in (".gitignore", ".dockerignore"):
        assert "deploy/.env" in (ROOT / name).read_text(encoding="utf-8").splitlines()


def test_what_starts_the_site_brings_its_database_up_to_date_first():
    for name in ("start", "systemd/casebook.service"):
        commands = re.findall(r"manage\.py (\w+)|-m (gunicorn)", (DEPLOY / name).read_text())
        assert ["".join(command) for command in commands][:3] == ["migrate", "seed", "gunicorn"]


UNITS = ["casebook.service", "casebook-backup.service", "casebook-proxy-cache.service"]


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_is_exposed_to_little(unit):
    """By systemd's own measure, from 0 to 10; 3 and below is called safe here."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze")
    command = [program, "security", "--offline=true", str(DEPLOY / "systemd" / unit)]
    done = subprocess.run(command, capture_output=True, text=True)
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert level, done.stderr
    assert float(level[1]) <= 3


@pytest.mark.parametrize("unit", UNITS)
def test_what_a_unit_writes_is_for_its_account_alone(unit):
    assert "UMask=0077" in (DEPLOY / "systemd" / unit).read_text(encoding="utf-8").splitlines()


def test_what_a_command_writes_is_for_its_account_alone(tmp_path):
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": "of this test alone " * 3}
    environment |= {"ALLOWED_HOSTS": "x", "DATABASE_URL": f"sqlite:///{tmp_path}/made.sqlite3"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}


def test_the_nightly_unit_deletes_what_is_kept_about_logins_for_a_day():
    unit = (DEPLOY / "systemd" / "casebook-backup.service").read_text(encoding="utf-8")
    assert re.findall(r"ExecStartPre=\S+ manage.py (.*)", unit) == [
        "axes_reset_failure_logs --age 1",
        "clearsessions",
    ]
