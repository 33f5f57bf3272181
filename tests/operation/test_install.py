"""`make run` where something is in its way, and the file for machines without network."""

import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.databases import ROOT
from benchmarks.server import HOST, free_port
from deploy.bundle import requirements_of

LOCK = """\
# made from sha256 0
# This file was made by uv
asgiref==3.13.0 \\
    --hash=sha256:0a
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:1b \\
    --hash=sha256:1c
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:2d
tzdata==2026.6 ; sys_platform == 'win32' \\
    --hash=sha256:3e
"""


def preflight(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "deploy" / "preflight.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def test_a_free_port_is_no_fault():
    assert preflight(HOST, str(free_port())).returncode == 0


def test_a_taken_port_is_named_with_another():
    with closing(socket.create_server((HOST, 0))) as taken:
        port = taken.getsockname()[1]
        result = preflight(HOST, str(port))
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"端口 {port} 已被占用")
    assert f"make run PORT={port + 1}" in result.stderr


@pytest.mark.parametrize("port", ["0", "65536", "http", "８０００"])
def test_what_is_no_port_is_refused(port):
    result = preflight(HOST, port)
    assert result.returncode == 1
    assert result.stderr.startswith(f"PORT={port} 不是端口")


def test_a_host_that_is_not_here_is_refused():
    result = preflight("192.0.2.1", "8000")  # RFC 5737: nobody's
    assert result.returncode == 1
    assert result.stderr.startswith("HOST=192.0.2.1 不是本机的地址")


def copied(folder: Path, old: str = "", new: str = "") -> Path:
    """A folder with the program alone, changed."""
    source = (ROOT / "deploy" / "preflight.py").read_text(encoding="utf-8")
    (folder / "deploy").mkdir()
    (folder / "deploy" / "preflight.py").write_text(source.replace(old, new), encoding="utf-8")
    return folder


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "var").symlink_to("/proc/self")  # not even by root
    result = preflight(folder=copied(tmp_path))
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"不能写入文件夹 {tmp_path / 'var'}")


def test_an_old_python_is_told_what_is_needed(tmp_path):
    result = preflight(folder=copied(tmp_path, "OLDEST = (3, 11)", "OLDEST = (4, 0)"))
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("需要 Python 3.11 或更高版本")


def test_make_run_installs_nothing_where_the_port_is_taken():
    with closing(socket.create_server((HOST, 0))) as taken:
        port = taken.getsockname()[1]
        command = ["make", "--no-print-directory", "run"]
        command += [f"PORT={port}", f"PYTHON={sys.executable}"]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.stdout == ""
    assert result.stderr.startswith(f"端口 {port} 已被占用")


@pytest.mark.parametrize(("python", "version"), [("3.11", "2.4.6"), ("3.13", "2.5.5")])
def test_a_bundle_has_what_each_python_needs(python, version):
    lines = [line for line in requirements_of(python, LOCK) if not line.startswith(" ")]
    assert lines == ["asgiref==3.13.0 \\\n", f"numpy=={version} \\\n"]


def test_a_bundle_keeps_the_hashes():
    hashes = [line.strip(" \\\n") for line in requirements_of("3.11", LOCK) if line[0] == " "]
    assert hashes == ["--hash=sha256:0a", "--hash=sha256:1b", "--hash=sha256:1c"]
