"""The site is killed while it publishes a batch: all of its cases are public, or none."""

from django.db import connection
from django.test import Client

from reforms import history
from reforms.models import Batch, Revision, Version
from tests.support.import_desk import BATCHES, Desk, texts_equal_data
from tests.support.killed_processes import killed


def batches_of_drafts(desk: Desk) -> list[Batch]:
    """Batches that lack nothing for being published."""
    desk.apply(desk.prepared())
    for batch in Batch.objects.all():
        batch.source_name = "正义网"
        history.save_batch(batch)
    return list(Batch.objects.all())


def is_public(desk: Desk, batch: Batch) -> bool:
    """Whether a batch was published; fails where it is neither all nor nothing."""
    count = batch.cases.published().count()
    seen = Version.objects.filter(
        subject=Version.Subject.CASE,
        subject_id__in=batch.cases.values("pk"),
        action=Version.Action.PUBLISHED,
        revision=Revision.current().number,
    )
    assert count in (0, batch.cases.count())
    assert seen.count() == count
    assert count or batch not in desk.acknowledged
    return count > 0


def publishing(rows: int, kills: int) -> list[bool]:
    """Kill so many publications of a batch, fewer than BATCHES; for each whether it was done."""
    assert kills < BATCHES
    desk = Desk(rows)
    with desk.site():
        first, *batches = batches_of_drafts(desk)
        usual = desk.publish(first)
    assert is_public(desk, first)
    done, revision = [], Revision.current().number
    waiting = iter(batches)
    asked = [next(waiting)]
    for _ in killed(lambda: desk.at_work(lambda: desk.publish(asked[-1])), usual, kills):
        done.append(is_public(desk, asked[-1]))
        revision += 1
        assert Revision.current().number == revision - (not done[-1])
        texts_equal_data()
        if not done[-1]:
            with desk.site():
                desk.publish(asked[-1])
        assert is_public(desk, asked[-1])
        assert Revision.current().number == revision
        assert Client().get("/readyz").status_code == 200
        connection.close()
        asked.append(next(waiting, None))
    return done
