"""What the syntax of the code shows: permissions ask their base, writes say who makes them."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PERMISSION = re.compile("has_(add|change|delete|view|module|view_or_change)_permission")


def permission_methods() -> list[tuple[Path, ast.FunctionDef]]:
    files = [*(ROOT / "reforms").rglob("*.py"), *(ROOT / "casebook").rglob("*.py")]
    return [
        (path, node)
        for path in files
        if PERMISSION.search(text := path.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and PERMISSION.fullmatch(node.name)
    ]


def refuses_all(method: ast.FunctionDef) -> bool:
    last = method.body[-1]
    return isinstance(last, ast.Return) and ast.unparse(last) == "return False"


def test_every_permission_method_asks_its_base():
    methods = permission_methods()
    assert len(methods) > 8
    assert [
        f"{path.name}: {method.name}"
        for path, method in methods
        if not refuses_all(method) and f"super().{method.name}(" not in ast.unparse(method)
    ] == []


WRITERS = re.compile(
    r"(history\.(save_\w+|publish|withdraw|delete_\w+|revert|set_review_status"
    r"|propose|take|take_as|decline|retract)"
    r"|importing\.(apply|undo)|erasure\.erase)"
)


def test_every_write_says_who_makes_it():
    """Without an edit a write would be the system's, which needs no proof."""
    calls = [
        ast.unparse(node)
        for folder in ("admin", "importing", "erasure", "management", "public", "downloads")
        for path in (ROOT / "reforms" / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and WRITERS.fullmatch(ast.unparse(node.func))
    ]
    assert len(calls) > 20
    assert [
        call for call in calls if not re.search(r"\b(\w*edit|EDIT|FIRST|UPDATE|edit_by\()", call)
    ] == []
    made = [
        path.name
        for path in (ROOT / "reforms" / "admin").rglob("*.py")
        if re.search(r"\bEdit\(", path.read_text(encoding="utf-8"))
    ]
    assert made == ["requests.py"]
