"""Citation files and the feed as their parsers read them."""

import json

import bibtexparser
import feedparser
import pytest
import rispy

from reforms.exports import FORMATS, Export
from reforms.models import Case, Revision
from reforms.storage.databases import key_array
from tests.exports.written_files import REFERENCES, made, sheet
from tests.support import cast

pytestmark = pytest.mark.slow


def test_bibtex_is_read_by_a_parser(three):
    entries = bibtexparser.parse_string(made("bib").decode()).entries
    assert [entry.key for entry in entries] == REFERENCES
    assert entries[2].fields_dict["title"].value == "{[第2件案例的标题]（据正义网报道）}"


def test_ris_is_read_by_a_parser(three):
    entries = rispy.loads(made("ris").decode())
    assert [entry["id"] for entry in entries] == REFERENCES
    assert entries[0]["authors"] == ["甲", "乙"]
    assert entries[1]["title"].startswith("“引号”")


def test_csl_json_is_one_array(three):
    items = json.loads(made("csl.json"))
    assert [item["id"] for item in items] == REFERENCES


def test_an_empty_selection_is_valid_in_every_format(db):
    assert json.loads(made("csl.json")) == []
    assert made("jsonl") == made("bib") == made("ris") == b""
    assert feedparser.parse(made("atom", address="http://casebook.test/cases.atom")).entries == []
    assert len(sheet(made("xlsx"))) == 1


def test_the_feed_is_read_by_a_parser(three):
    feed = feedparser.parse(made("atom", address="http://casebook.test/cases.atom"))
    assert not feed.bozo
    assert feed.feed.id == "http://casebook.test/cases.atom"
    assert [entry.id for entry in feed.entries] == [
        f"http://casebook.test/cases/{reference}/" for reference in REFERENCES
    ]
    assert feed.entries[2].title == "[第2件案例的标题]（据正义网报道）"
    assert feed.entries[0].author == "甲、乙"


def test_the_feed_names_the_page_of_its_list(three):
    address = "http://casebook.test/en/cases.atom?theme=political"
    links = feedparser.parse(made("atom", address=address)).feed.links
    assert [(link.rel, link.href) for link in links] == [
        ("alternate", "http://casebook.test/en/cases/?theme=political"),
        ("self", address),
    ]


def test_the_feed_is_as_new_as_its_newest_entry(three):
    cast.case(5)
    old = Case.objects.published().exclude(number=5).order_by("reference_key")
    [feed] = FORMATS["atom"].write(Export(key_array(old), revision=Revision.current()))
    parsed = feedparser.parse(feed)
    assert parsed.feed.updated == max(entry.updated for entry in parsed.entries)
    assert parsed.feed.updated == old.get(number=3).updated_at.isoformat()


def test_the_feed_stays_xml_whatever_was_searched_for(three):
    feed = feedparser.parse(made("atom", address="http://casebook.test/", words="“\x11<b>”"))
    assert not feed.bozo
    assert feed.feed.title == "检察改革典型案例库 · “\ufffd<b>”"


def test_the_feed_ends_after_fifty(db):
    for number in range(1, 53):
        cast.case(number)
    assert len(feedparser.parse(made("atom", address="http://casebook.test/")).entries) == 50
