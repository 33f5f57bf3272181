"""The patterns of the reader take time in proportion to the text, on the worst of texts."""

import re
import time
from importlib import import_module
from pkgutil import iter_modules

import pytest

import reforms.documents
import reforms.releases

pytestmark = [pytest.mark.slow, pytest.mark.faults]  # its times need a quiet machine

PIECES = (
    *(
        "案例一",
        "第一批",
        "一、",
        "1.",
        "01 ",
        "①",
        "【关键词】",
        "（",
        "“",
        "《",
        "—",
        " ",
        "\n",
        "1",
        "一",
        "x",
    ),
    *(
        "典型案例",
        "最高检",
        "检察院",
        "、",
        "：",
        "某",
        "2021年",
        "3月",
        "**",
        "](",
        "<",
        "&",
        "\\",
        "案",
        "的",
    ),
)


def patterns():
    """Every compiled pattern of the two packages once, by module and name."""
    seen = set()
    for package in (reforms.releases, reforms.documents):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            for name, value in vars(import_module(module.name)).items():
                for number, pattern in enumerate(compiled(value)):
                    if pattern in seen:
                        continue
                    seen.add(pattern)
                    yield pytest.param(pattern, id=f"{module.name}.{name}-{number}")


def compiled(value):
    if isinstance(value, re.Pattern):
        return [value] if isinstance(value.pattern, str) else []
    if isinstance(value, tuple):
        return [pattern for item in value for pattern in compiled(item)]
    return []


def seconds(pattern, text):
    started = time.process_time()
    pattern.search(text)
    pattern.fullmatch(text)
    return time.process_time() - started


def growth(pattern, text):
    """How much longer a text of twice the length takes: the best of five each, taken in turns."""
    pairs = [(seconds(pattern, text), seconds(pattern, 2 * text)) for _attempt in range(5)]
    return min(long for _, long in pairs) / min(short for short, _ in pairs)


@pytest.mark.parametrize("pattern", list(patterns()))
def test_it_is_linear(pattern):
    for piece in PIECES:
        text = piece * (10_000 // len(piece))
        if seconds(pattern, text) > 0.01:  # less cannot be compared
            # Other work on the machine may double a measurement, but not three in a row.
            assert any(growth(pattern, text) <= 3 for _attempt in range(3)), piece
