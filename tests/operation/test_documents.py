"""What the documents promise of the code is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("requirements", "section"), [("run.in", "To run the site"), ("test.in", "To check the code")]
)
def test_every_dependency_has_its_reason(requirements, section):
    required = (ROOT / "requirements" / requirements).read_text(encoding="utf-8")
    document = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    table = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", document, re.DOTALL | re.MULTILINE)[1]
    explained = re.findall(r"^\| ([A-Za-z][\w-]*) \|", table, re.MULTILINE)
    names = re.findall(r"^([A-Za-z][\w-]*)", required, re.MULTILINE)
    assert explained == ["package", *names]


def test_every_package_of_the_site_has_the_month_of_its_newest_release():
    document = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    table = re.search(r"^## To run the site\n(.*?)^## ", document, re.DOTALL | re.MULTILINE)[1]
    rows = re.findall(r"^\| [A-Za-z][\w-]* \| ([^|]*) \|", table, re.MULTILINE)
    assert len(rows) > 10
    assert [month for month in rows[1:] if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month)] == []


def test_every_threat_has_a_test_that_is_there():
    tests = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")
    )
    lines = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ")][1:]
    assert len(rows) >= 15
    for row in rows:
        named = re.findall(r"`(test_\w+)`", row)
        assert named, row
        assert not [name for name in named if f"def {name}(" not in tests], row
