"""What `make release` refuses before it tests anything."""

import runpy
from datetime import date

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
