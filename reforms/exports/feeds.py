"""Cases as an Atom feed (RFC 4287)."""

import re
from collections.abc import Generator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .. import citations
from ..columns import values
from ..models import Case
from .export import Export

ATOM_ENTRIES = 50

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, production 2


def xml_text(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return NOT_XML.sub("\ufffd", text)


def feed_language() -> str:
    """The language of a feed, by RFC 5646."""
    return "en" if get_language() == "en" else "zh-CN"


class DatedFeed(Atom1Feed):
    """An Atom feed whose `updated` is given: Django takes the present time for an empty one."""

    def __init__(self, updated: datetime, **options: Any) -> None:
        super().__init__(**options)
        self.updated = updated

    def latest_post_date(self) -> datetime:
        return self.updated

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """With the batch as the source of the entry (RFC 4287, 4.2.11)."""
        super().add_item_elements(handler, item)
        if batch := item.get("batch"):
            address = f"{settings.SITE_URL}{reverse('batch', args=[batch.slug])}"
            handler.startElement("source", {})
            handler.addQuickElement("id", address)
            handler.addQuickElement("title", xml_text(str(batch)))
            handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
            handler.addQuickElement("link", "", {"rel": "alternate", "href": address})
            handler.endElement("source")


def write_atom(export: Export) -> Generator[bytes]:
    """The first ATOM_ENTRIES cases as a feed; its `alternate` is the page of the list."""
    keys = export.keys[:ATOM_ENTRIES].tolist()
    case_of = Case.objects.with_relations().in_bulk(keys)
    cases = [case_of[key] for key in keys]
    feed = empty_feed(export, max((case.updated_at for case in cases), default=export.revision.at))
    for case in cases:
        add_entry(feed, case)
    yield feed.writeString("utf-8").encode()


def empty_feed(export: Export, updated: datetime) -> DatedFeed:
    """The feed of a selection without its entries."""
    catalogue = _("检察改革典型案例库")
    return DatedFeed(
        updated,
        title=xml_text(" · ".join(filter(None, [catalogue, export.words]))),
        link=export.address.replace("/cases.atom", "/cases/", 1),
        description="",
        language=feed_language(),
        feed_url=export.address,
        feed_guid=export.address,
        author_name=catalogue,
        subtitle=_("非官方整理，以发布机关原文为准"),
    )


def add_entry(feed: DatedFeed, case: Case) -> None:
    """Add a published case to a feed, in the language of the feed where it has that."""
    record: citations.ColumnValues = values(case)
    is_english = get_language() == "en"
    title = citations.of_case(record).shown_title
    feed.add_item(
        title=(is_english and case.title_en) or title,
        link=f"{settings.SITE_URL}{case.get_absolute_url()}",
        unique_id=case.permalink,
        description=(is_english and case.summary_en) or case.summary,
        author_name="、".join(record["issuers"]),
        pubdate=case.first_published_at,
        updateddate=case.updated_at,
        categories=[str(theme) for theme in case.themes.all()],
        batch=case.batch,
    )
