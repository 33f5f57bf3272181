"""What a limited process is asked to do."""

import os
import tempfile
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def size_of(file: BinaryIO, *others: Any) -> list[Any]:
    return [len(file.read()), *others]


def numbers(count: int) -> Iterator[int]:
    print("not a result")
    yield from range(count)


def refused() -> None:
    raise ValidationError([_("文件是空的。"), "二"])


def endless() -> None:
    while True:
        pass


def sleeping() -> None:
    time.sleep(600)


def greedy() -> int:
    return len(bytearray(4 << 30))


def dying() -> None:
    os.kill(os.getpid(), 11)


def writing() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(bytes(1 << 20))


def faulty() -> None:
    raise RuntimeError("no fault of the file")


def times() -> list[float]:
    start = time.time()
    time.sleep(0.5)
    return [start, time.time()]
