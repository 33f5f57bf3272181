"""The table of places."""

import pytest

from reforms.divisions import places_named
from reforms.divisions.gazetteer import PROVINCE_SLUGS, TABLE, may_be_dated, places
from reforms.vocabulary import PROVINCE_CODES, BodyKind, Level
from tests.divisions.names import NAMED, read_body


def test_it_has_the_provinces_of_the_vocabulary():
    assert {slug: f"{code}0000" for code, slug in PROVINCE_SLUGS.items()} == PROVINCE_CODES


def test_it_uses_only_the_kinds_and_levels_of_the_vocabulary():
    bodies = [read_body(line.split("|")[0]) for line in NAMED.split()]
    assert {body.kind for body in bodies} == set(BodyKind.values)
    assert {body.level for body in bodies} == {*Level.values, ""}


def test_it_reads_back_the_full_name_of_every_place():
    lost = [
        place.full_name
        for place in places()
        if not any(match.place.name == place.name for match in places_named(place.full_name))
    ]
    assert lost == []


def test_it_has_one_place_in_force_for_every_full_name():
    names = [place.full_name for place in places() if place.until is None]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "until"),
    [
        ("北京市崇文区", 2010),
        ("上海市闸北区", 2015),
        ("杭州市下城区", 2021),
        ("山东省莱芜市", 2019),
        ("襄樊市", 2010),
    ],
)
def test_it_knows_abolished_places(name, until):
    assert [match.place.until for match in places_named(name)] == [until]


def test_it_sees_that_a_text_may_have_an_abolished_name():
    names = [place.name for place in places() if place.until]
    assert len(names) > 300
    assert [name for name in names if not may_be_dated(f"{' '.join(name)}检察院")] == []
    assert not may_be_dated("广东省广州市天河区人民检察院")


def test_it_keeps_the_table_small():
    assert TABLE.stat().st_size < 200_000
