"""What docs/operation.md has an administrator copy is whole, and the real programs take it."""

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


def test_nginx_takes_what_is_copied_and_needs_no_other_file(tmp_path):
    for folder in ("etc/nginx/conf.d", "var/cache"):
        (tmp_path / folder).mkdir(parents=True)
    for names, to in COPIED.findall((ROOT / "docs/operation.md").read_text(encoding="utf-8")):
        for name in names.split():
            text = without_certificate((ROOT / name).read_text(encoding="utf-8"), tmp_path)
            (tmp_path / to[1:] / Path(name).name).write_text(text, encoding="utf-8")
    main = tmp_path / "main.conf"
    main.write_text(MAIN.format(tmp_path))
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    done = subprocess.run([program, "-t", "-c", main], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


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
