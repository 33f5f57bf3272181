"""Caches of an object's answers that end with the object at once.

An object that holds an lru_cache of its own bound methods refers to itself, so that only the
garbage collector frees it, and all threads wait for that.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar
from weakref import WeakMethod

T = TypeVar("T")


def cached(method: Callable[..., T], maxsize: int) -> Callable[..., T]:
    """A bound method that keeps its last `maxsize` answers, but not its object.

    To be called while something else keeps the object: else it raises ReferenceError.
    """
    reference = WeakMethod(method)

    @lru_cache(maxsize)
    def answer(*values: Any) -> T:
        bound = reference()
        if bound is None:
            raise ReferenceError("the object of a cached method is gone")
        return bound(*values)

    return answer
