"""A function in a process of its own: results, refusals, and the ends of its limits."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from reforms.storage.limited_process import LimitExceeded, run_limited, stream_limited
from tests.support import limited_functions as functions

pytestmark = pytest.mark.slow
run = partial(run_limited, seconds=10, megabytes=1000)


def test_it_takes_values_and_files_and_gives_values():
    with tempfile.TemporaryFile() as file:
        file.write("甲乙".encode())
        assert run(functions.size_of, file, "丙", [1]) == [6, "丙", [1]]


def test_it_gives_a_stream_that_may_be_left(capfd):
    stream = stream_limited(functions.numbers, 100_000, seconds=10, megabytes=1000)
    assert [next(stream), next(stream)] == [0, 1]
    stream.close()
    assert list(stream_limited(functions.numbers, 3, seconds=10, megabytes=1000)) == [0, 1, 2]


def test_a_refusal_is_raised_here():
    with pytest.raises(ValidationError) as refusal:
        run(functions.refused)
    assert refusal.value.messages == ["文件是空的。", "二"]


@pytest.mark.parametrize("name", ["endless", "sleeping", "greedy", "dying", "faulty", "writing"])
def test_it_ends_what_takes_too_much_or_dies(name):
    with pytest.raises(LimitExceeded):
        run_limited(getattr(functions, name), seconds=2, megabytes=1000)


def test_one_at_a_time():
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(run, functions.times) for _time in range(2)]
        [first, second] = sorted(future.result() for future in both)
    assert first[1] <= second[0]
