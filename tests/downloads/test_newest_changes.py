"""The newest changes by date: on their page, since a day, and as a feed."""

import re
from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone

from reforms import history
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def changed(cases):
    """Three cases were added, then one changed and one went."""
    cases[0].title = "改过的标题"
    history.save_case(cases[0])
    history.withdraw([cases[1]], "issuer", history.Edit(note="来函", proof_age=0))


def test_the_page_begins_with_the_newest_change(client, changed):
    page = client.get("/data/changes/").content.decode()
    lines = re.findall(r'<li class="change change-(\w+)">\s*<p><a href="/cases/([^/]+)/"', page)
    assert lines == [
        ("withdrawn", "spp-reform-2-02"),
        ("changed", "spp-reform-2-01"),
        ("added", "spp-reform-2-03"),
        ("added", "spp-reform-2-02"),
        ("added", "spp-reform-2-01"),
    ]
    assert "<ins>改过的标题</ins>" in page


def test_a_day_stands_for_the_revision_at_its_beginning(client, changed):
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    assert client.get(f"/data/changes.json?since={today}")["X-Total-Count"] == "3"
    assert client.get(f"/data/changes.json?since={tomorrow}")["X-Total-Count"] == "0"
    assert "共 3 件案例有变动" in client.get(f"/data/changes/?since={today}").content.decode()


@pytest.mark.parametrize("since", ["2026-02-30", "2026-13-01", "9999-99-99", "2026-1-1"])
def test_a_day_that_is_none_is_refused_by_name(client, cases, since):
    answer = client.get(f"/data/changes.csv?since={since}")
    assert (answer.status_code, f"since={since}" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("", ["spp-reform-2-02 · 撤下", "spp-reform-2-01 · 修改 · 改过的标题"]),
        ("/en", ["spp-reform-2-02 · Withdrawn", "spp-reform-2-01 · Changed · 改过的标题"]),
    ],
)
def test_the_feed_has_the_newest_changes(client, changed, language, titles):
    feed = feedparser.parse(client.get(f"{language}/data/changes.atom").content)
    assert not feed.bozo
    assert [entry.title for entry in feed.entries[:2]] == titles
    assert feed.entries[1].link == f"http://casebook.test{language}/cases/spp-reform-2-01/"
    assert len({entry.id for entry in feed.entries}) == 5


def test_the_feed_of_an_empty_catalogue_is_valid(client, db):
    assert feedparser.parse(client.get("/data/changes.atom").content).entries == []


def test_an_entry_names_its_batch_and_its_themes(client, db):
    cast.case(1, themes=("political",), title_en="Title", summary_en="Summary")
    [entry] = feedparser.parse(b"".join(client.get("/en/cases.atom").streaming_content)).entries
    assert (entry.title, entry.summary) == ("Title", "Summary")
    assert entry.link == "http://casebook.test/en/cases/spp-reform-2-01/"
    assert [tag.term for tag in entry.tags] == ["Political responsibility"]
    assert entry.source.title == "第二批典型案例"
    assert entry.source.id == "http://casebook.test/en/batches/spp-reform-2/"
