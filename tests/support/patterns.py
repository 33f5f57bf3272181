"""All regular expressions of the project, and texts that make a backtracking one slow."""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from re import _constants as codes
from re import _parser as parser
from types import ModuleType
from typing import Any, NamedTuple

import casebook
import reforms

# Neither reads what an editor or a reader sends: a script, the settings of gunicorn, the tests'.
OWN_TEST = ("reforms.releases",)  # tests/releases/test_patterns.py, with lines as long as read
UNREAD = ("migrations", "__main__", "wsgi", "make_fold")
METHODS = ("match", "fullmatch")
SIZES = (24, 32, 36, 200, 1250, 2500, 5000, 10_000, 20_000)
AT_ONCE_FAST = 0.02  # seconds; 20,000 characters in quadratic time take at least ten times as long
END = "\x01"  # which no pattern reads: a match that could go on to the end must be given up
FILLERS = (" ", "\t", "\n", "a", "1", "一", "案", "、", "，", "(", "（", "<", '"', "\\", "\u3000")


class Pattern(NamedTuple):
    """A pattern, where it stands, and whether it is looked for or must match from the start."""

    place: str
    pattern: re.Pattern[Any]
    is_anchored: bool


def modules() -> Iterator[ModuleType]:
    for package in (reforms, casebook):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(OWN_TEST) and not any(
                part in module.name for part in UNREAD
            ):
                yield importlib.import_module(module.name)


def all_patterns() -> dict[str, Pattern]:
    """Those of the modules' globals, tables too, and those written in calls."""
    patterns: dict[tuple[Any, bool], Pattern] = {}
    for module in modules():
        source = Path(module.__file__ or "").read_text(encoding="utf-8")
        for place, pattern, is_anchored in (*compiled(module, source), *written(module, source)):
            patterns.setdefault((pattern, is_anchored), Pattern(place, pattern, is_anchored))
    return {pattern.place: pattern for pattern in patterns.values()}


def compiled(module: ModuleType, source: str) -> Iterator[Pattern]:
    for name, value in vars(module).items():
        uses = set(re.findall(rf"\b{name}\.(\w+)\(", source))
        is_anchored = (bool(uses) and uses <= {*METHODS}) or name in FULL_TABLES
        for number, pattern in enumerate(within(value)):
            yield Pattern(f"{module.__name__}.{name}[{number}]", pattern, is_anchored)


# Tables of patterns that a loop elsewhere matches with whole names.
FULL_TABLES = ("FORMS", "WHOLE_FORMS")


def within(value: Any) -> Iterator[re.Pattern[Any]]:
    """The patterns in a value, however deep in tables."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from within([*value, *value.values()])
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from within(item)


# Its pattern is of two escaped characters and a bounded run of marks between them.
BUILT_OF_DATA = ("reforms.text.lost",)


def written(module: ModuleType, source: str) -> Iterator[Pattern]:
    """The patterns in calls such as re.sub("…", …). Any other pattern put together there raises."""
    if module.__name__ in BUILT_OF_DATA:
        return
    for node in ast.walk(ast.parse(source)):
        if is_call_of_re(node) and node.func.attr not in ("compile", "escape"):
            argument, where = node.args[0], f"{module.__name__}:{node.lineno}"
            # A literal, a name of the module, or an f-string of these.
            text = eval(compile(ast.Expression(argument), where, "eval"), dict(vars(module)))
            yield Pattern(where, re.compile(text), node.func.attr in METHODS)


def is_call_of_re(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
    )


def worst_inputs(pattern: re.Pattern[Any]) -> Iterator[Callable[[int], Any]]:
    """Texts by their length: repeated pieces of what the pattern reads, after its beginnings."""
    is_bytes = isinstance(pattern.pattern, bytes)
    text = pattern.pattern.decode("latin-1") if is_bytes else pattern.pattern
    sample = "".join(pieces(parser.parse(text, pattern.flags & ~re.UNICODE)))
    characters = list(dict.fromkeys([*sample, *FILLERS]))
    beginnings = ["", *(sample[:end] for end in range(1, min(len(sample), 8)))]
    units = [*characters, *(sample[:end] for end in range(2, len(sample) + 1))]
    units += [first + second for first in characters[:6] for second in characters[:6]]
    for beginning in beginnings[:4]:
        for unit in dict.fromkeys(units):
            yield lambda size, start=beginning, unit=unit: as_kind(
                (start + unit * (size // len(unit) + 1))[: size - 1] + END, is_bytes
            )


def as_kind(text: str, is_bytes: bool) -> Any:
    return text.encode("latin-1", "replace") if is_bytes else text


# Where the parts of an operation are among its arguments.
INNER: dict[Any, Callable[[Any], Any]] = {
    codes.MAX_REPEAT: lambda argument: argument[2],
    codes.MIN_REPEAT: lambda argument: argument[2],
    codes.SUBPATTERN: lambda argument: argument[3],
    codes.BRANCH: lambda argument: argument[1][-1],
}
CHARACTER: dict[Any, Callable[[Any], str]] = {
    codes.LITERAL: chr,
    codes.NOT_LITERAL: lambda _argument: "x",
    codes.ANY: lambda _argument: "字",
    codes.IN: lambda members: one_of(members),
}


def pieces(parsed: Any) -> Iterator[str]:
    """One text that a parsed pattern reads, roughly; each optional part once."""
    for operation, argument in parsed:
        if operation in CHARACTER:
            yield CHARACTER[operation](argument)
        elif operation in INNER:
            yield from pieces(INNER[operation](argument))


CATEGORIES = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_SPACE: "a",
}


def one_of(members: Any) -> str:
    """A character of a set."""
    operation, argument = members[0]
    if operation is codes.LITERAL:
        return chr(argument)
    if operation is codes.RANGE:
        return chr(argument[0])
    if operation is codes.CATEGORY:
        return CATEGORIES.get(argument, "a")
    return "字"  # the set is negated


def seconds(pattern: Pattern, text: Any, times: int = 1) -> float:
    """The processor time to look through a text, the best of some."""

    def once() -> float:
        start = time.process_time()
        if pattern.is_anchored:
            pattern.pattern.fullmatch(text)
        else:
            for _match in pattern.pattern.finditer(text):
                pass
        return time.process_time() - start

    return min(once() for _time in range(times))


def slow_input(pattern: Pattern, most: float = 3) -> str:
    """A text for which twice the length takes more than `most` times as long; empty if none."""
    for make in worst_inputs(pattern.pattern):
        for size in SIZES:
            if seconds(pattern, make(size)) > AT_ONCE_FAST:
                short, long = (seconds(pattern, make(n), 5) for n in (size // 2, size))
                if long > most * short and long > AT_ONCE_FAST:
                    return f"{make(30)!r}: {short:.4f} s, twice as long {long:.4f} s"
                if long > 1:
                    break
    return ""
