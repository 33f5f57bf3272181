"""Imports killed at a running site: all or nothing of each is there."""

from reforms import importing
from tests.support.import_desk import Desk, texts_equal_data
from tests.support.killed_processes import killed


def all_or_nothing(rows: int, kills: int) -> list[bool]:
    """Kill so many applies of so many rows; returns for each whether all was there."""
    desk = Desk(rows)
    first = desk.prepared()
    with desk.site():
        usual = desk.apply(first)
    assert desk.is_whole(first)
    texts_equal_data()
    importing.undo(first)
    whole = []
    imports = [desk.prepared()]
    for _ in killed(lambda: desk.at_work(lambda: desk.apply(imports[-1])), usual, kills):
        whole.append(desk.is_whole(imports[-1]))
        if whole[-1]:  # else the next kill meets the same import
            with desk.site():
                desk.finish(imports[-1])
            imports.append(desk.prepared())
    with desk.site():
        desk.finish(imports[-1])
    return whole
