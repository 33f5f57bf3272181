"""What erasure does to the revision and to the record of former versions."""

import pytest
from django.db.models import ProtectedError

from reforms import history
from reforms.models import Case, Erasure, Revision, Version
from reforms.models.guard import UnrecordedChange
from tests.erasure.named_cases import NAME, erase, named_case
from tests.erasure.stored_texts import is_stored
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_revision_rises_and_the_past_can_still_be_read(client):
    case = named_case()
    before = Revision.current().number
    erase(case, NAME)
    assert Revision.current().number > before
    assert history.as_it_was(case, before).state["body"] == "正文写到■■同志。"
    for address in (
        "/data/changes/?since=0",
        f"/data/changes.json?since={before}",
        "/data/changes.csv?since=0",
        f"/cases/{case.reference}/?revision={before}",
        f"/cases/{case.reference}.json?revision={before}",
        f"/cases/{case.reference}/",
        "/cases.jsonl?body=1",
    ):
        page = client.get(address)
        text = b"".join(page.streaming_content if page.streaming else [page.content]).decode()
        assert (page.status_code, NAME in text) == (200, False), address


def test_a_former_version_says_that_part_of_it_is_gone(client):
    case = cast.case(body=f"{NAME}的故事")
    assert (
        "部分内容已经抹除"
        not in client.get(f"/cases/{case.reference}/?revision=1").content.decode()
    )
    erase(case, NAME)
    for prefix, words in (
        ("", "部分内容已经抹除"),
        ("/en", "part of this version has been erased"),
    ):
        page = client.get(f"{prefix}/cases/{case.reference}/?revision=1").content.decode()
        assert words in page


def test_the_revision_rises_also_for_a_case_that_was_public_once():
    case = cast.case(body=f"{NAME}的故事")
    history.withdraw([case], "issuer")
    before = Revision.current().number
    erase(case, NAME)
    assert Revision.current().number == before + 1
    assert Case.objects.get().status == "withdrawn"


def test_a_draft_is_erased_without_the_public_seeing_it():
    case = cast.draft(body=f"{NAME}的故事")
    before = Revision.current().number
    erase(case, NAME)
    assert not is_stored(NAME)
    assert Revision.current().number == before


@pytest.mark.parametrize(
    "change",
    [
        lambda: Version.objects.update(note="x"),
        lambda: Version.objects.bulk_update([Version.objects.first()], ["note"]),
        lambda: Version.objects.all().delete(),
        lambda: Erasure.objects.update(reference="x"),
        lambda: Erasure.objects.first().save(),
        lambda: Erasure.objects.first().delete(),
        lambda: Erasure.objects.all().delete(),
    ],
)
def test_nothing_else_changes_the_record(change):
    case = cast.case(body=f"{NAME}的故事")
    erase(case, NAME)
    with pytest.raises((UnrecordedChange, ProtectedError)):
        change()
