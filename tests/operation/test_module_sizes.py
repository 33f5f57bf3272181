"""No module and no template of the site is longer than a reader takes in at once."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST, MOST_OF_TEMPLATE = 250, 60  # lines
EXEMPT = {"reforms/columns/table.py"}  # one table, whose rows are read one by one


def test_no_module_is_too_long():
    paths = [path for package in ("casebook", "reforms") for path in (ROOT / package).rglob("*.py")]
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in paths
        if path.parent.name != "migrations"
    }
    assert len(lengths) > 300
    assert {name for name, length in lengths.items() if length > MOST} == EXEMPT


def test_no_template_is_too_long():
    folder = ROOT / "templates"
    lengths = {
        path.relative_to(folder).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in folder.rglob("*.*")
    }
    assert len(lengths) > 150
    assert [name for name, length in lengths.items() if length > MOST_OF_TEMPLATE] == []
