"""A database that hangs for ten seconds is waited for (make test-faults)."""

import time

import pytest

from tests.support.import_desk import Desk, meanwhile
from tests.support.locked_database import held, readers

SECONDS = 10


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_ten_seconds_are_waited_for_and_nothing_is_lost(counted):
    desk = Desk(rows=200)
    batch_import = desk.prepared()
    answers = set()
    with desk.site():
        with (
            meanwhile(lambda: desk.apply(batch_import)),
            meanwhile(lambda: answers.update(readers(desk))),
            held(),
        ):
            time.sleep(SECONDS)
        assert answers == {200}
        assert desk.is_whole(batch_import)
        assert batch_import in desk.acknowledged
        desk.finish(batch_import)
    counted([True])
