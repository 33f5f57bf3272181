"""The names in a cell, or in a field that an editor fills in → the bodies that they stand for."""

from collections.abc import Iterable, Sequence
from itertools import chain, repeat

from ..divisions import Body, read_bodies


def named_bodies(names: Iterable[str], year: int | None) -> list[Body]:
    """The bodies that names stand for; `year` is that of the batch."""
    return [body for bodies in bodies_by_name(names, year) for body in bodies]


def bodies_by_name(
    names: Iterable[str], year: int | None, provinces: Sequence[str] = ()
) -> list[tuple[Body, ...]]:
    """The bodies of each name, which may refer to the body before it.

    Where the province is stated, beside the name in `provinces`, the name is read by itself.
    """
    by_name: list[tuple[Body, ...]] = []
    last = None
    for name, province in zip(names, chain(provinces, repeat("")), strict=False):
        bodies = read_bodies(name, None if province.strip() else last, year)
        last = bodies[-1] if bodies else last
        by_name.append(bodies)
    return by_name
