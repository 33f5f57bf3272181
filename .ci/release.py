"""`make release`: whether this checkout can become a release; the checks that take no time.

What it finds it prints, all of it, and exits with 1. The long checks follow in the Makefile.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = "reforms/migrations"


def faults(version: str, changelog: str, today: date) -> Iterator[str]:
    """What a version and its changelog lack."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        yield f"版本号应是三个数 / the version is no major.minor.patch: {version}"
    sections = dict(re.findall(r"(?ms)^## (.+?)\n(.*?)(?=^## |\Z)", changelog))
    if sections.get("Unreleased", "").strip():
        yield "更新记录还有“Unreleased” / the changelog still has entries under Unreleased"
    heading = f"{version} — {today.isoformat()}"
    if not sections.get(heading, "").strip():
        yield f"更新记录没有这一节 / the changelog has no section “{heading}”"


def repository_faults(version: str) -> Iterator[str]:
    """What is wrong with the state of the repository."""
    if git("status", "--porcelain"):
        yield "有未提交的改动 / there are changes that are not committed"
    tags = git("tag", "--list", "v*", "--sort=-version:refname").split()
    if f"v{version}" in tags:
        yield f"标签已有 / the tag exists: v{version}"
    elif tags and (changed := git("diff", "--name-only", "--diff-filter=MD", tags[0], MIGRATIONS)):
        yield f"已发布的迁移被改动 / released migrations were changed: {' '.join(changed.split())}"


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from casebook import __version__ as version

    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    problems = [*faults(version, changelog, date.today()), *repository_faults(version)]
    sys.exit("\n".join(problems) if problems else 0)


if __name__ == "__main__":
    main()
