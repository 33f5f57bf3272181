"""Cases as an Atom feed (RFC 4287)."""

import re
from collections.abc import Generator
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from .. import citations
from ..columns import values
from ..models import Case
from .export import Export

ATOM_ENTRIES = 50

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, production 2


class DatedFeed(Atom1Feed):
    """An Atom feed whose `updated` is given: Django takes the present time for an empty one."""

    def __init__(self, updated: datetime, **options: Any) -> None:
        super().__init__(**options)
        self.updated = updated

    def latest_post_date(self) -> datetime:
        return self.updated


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
        title=NOT_XML.sub("\ufffd", " · ".join(filter(None, [catalogue, export.words]))),
        link=export.address.replace("/cases.atom", "/cases/", 1),
        description="",
        language="zh-CN",
        feed_url=export.address,
        feed_guid=export.address,
        author_name=citations.CATALOGUE,
        subtitle=_("非官方整理，以发布机关原文为准"),
    )


def add_entry(feed: DatedFeed, case: Case) -> None:
    """Add a published case to a feed."""
    record: citations.ColumnValues = values(case)
    feed.add_item(
        title=citations.of_case(record).shown_title,
        link=case.permalink,
        unique_id=case.permalink,
        description=case.summary,
        author_name="、".join(record["issuers"]),
        pubdate=case.first_published_at,
        updateddate=case.updated_at,
        categories=record["theme_names"],
    )
