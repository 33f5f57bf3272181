"""What the documents promise of the code is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_dependency_has_its_reason():
    wanted = (ROOT / "requirements" / "run.in").read_text(encoding="utf-8")
    names = re.findall(r"^([A-Za-z][\w-]*)", wanted, re.MULTILINE)
    told = re.findall(
        r"^\| ([A-Za-z][\w-]*) \|", (ROOT / "docs" / "dependencies.md").read_text(), re.MULTILINE
    )
    assert [name.lower() for name in told if name != "package"] == [n.lower() for n in names]


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
