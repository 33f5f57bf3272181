"""What `make release` refuses before it tests anything."""

import re
import runpy
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from benchmarks.databases import ROOT

faults = runpy.run_path(str(ROOT / ".ci" / "release.py"))["faults"]

DAY = date(2026, 12, 1)
WHOLE = (
    "# Changelog\n\n## Unreleased\n\n## 1.0.0 — 2026-12-01\n\n- Cases.\n\n## 0.9.0 — 2026-01-01\n"
)


def test_a_release_with_its_section_of_today_is_accepted():
    assert list(faults("1.0.0", WHOLE, DAY)) == []


@pytest.mark.parametrize(
    ("version", "changelog", "fault"),
    [
        ("1.0", WHOLE.replace("1.0.0", "1.0"), "the version is no major.minor.patch: 1.0"),
        ("1.0.1", WHOLE, "the changelog has no section “1.0.1 — 2026-12-01”"),
        ("1.0.0", WHOLE.replace("-12-01", "-11-30"), "no section “1.0.0 — 2026-12-01”"),
        ("1.0.0", WHOLE.replace("- Cases.\n", ""), "no section “1.0.0 — 2026-12-01”"),
        ("1.0.0", WHOLE.replace("released\n", "released\n\n- More.\n"), "under Unreleased"),
    ],
)
def test_what_a_release_lacks_is_named(version, changelog, fault):
    [message] = faults(version, changelog, DAY)
    assert fault in message


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A repository with what `make release` reads, ready for version 1.0.0 today."""
    for name in (".gitignore", "Makefile", ".ci/release.py", "casebook/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    code = (tmp_path / "casebook" / "__init__.py").read_text(encoding="utf-8")
    [version] = re.findall(r'__version__ = "(.*)"', code)
    changelog = f"## {version} — {date.today().isoformat()}\n\n- Cases.\n"
    (tmp_path / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "user.name", "Somebody")
    git(tmp_path, "config", "user.email", "somebody@casebook.example")
    commit(tmp_path)
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "A state")


def release(folder: Path, checks: str) -> subprocess.CompletedProcess:
    """`make release` whose checks are another program, called as make is."""
    return subprocess.run(
        ["make", "release", f"MAKE={checks}"], cwd=folder, capture_output=True, text=True
    )


def test_a_release_that_passes_is_tagged_once(checkout):
    done = release(checkout, "true")
    assert done.returncode == 0, done.stderr
    [tag] = git(checkout, "tag", "--points-at", "HEAD").split()
    assert f"git push origin {tag}" in done.stdout
    assert f"the tag exists: {tag}" in release(checkout, "true").stderr


def test_a_release_that_fails_a_check_is_not_tagged(checkout):
    assert release(checkout, "false").returncode
    assert git(checkout, "tag") == ""


def test_what_was_checked_is_tagged_and_not_what_came_meanwhile(checkout):
    checked = git(checkout, "rev-parse", "HEAD")
    done = release(checkout, "git commit --quiet --allow-empty --message Later #")
    assert done.returncode == 0, done.stderr
    assert git(checkout, "rev-parse", "HEAD") != checked
    [tag] = git(checkout, "tag").split()
    assert git(checkout, "rev-parse", f"{tag}^{{commit}}") == checked
