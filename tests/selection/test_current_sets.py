"""The sets of the current revision in the memory of a process."""

import gc
from weakref import ref

import pytest
from django.http import QueryDict

from reforms.models import Revision
from reforms.selection import page_of_keys, select, sets_of
from tests.support import cast

pytestmark = pytest.mark.django_db


def test_the_old_ones_are_gone_without_a_collection_of_garbage():
    cast.case(1, title="公开听证")
    revision = Revision.current()
    old = ref(sets_of(revision))
    for query in ("q=听证", "theme=political", "sort=oldest", "kind=system", "province=jiangsu"):
        page_of_keys(select(QueryDict(query))[0], revision, 0, 10)
    assert old() is not None
    cast.case(2)
    gc.disable()
    try:
        sets_of(Revision.current())
        assert old() is None
    finally:
        gc.enable()
