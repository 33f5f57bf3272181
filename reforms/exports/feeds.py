"""Cases as an Atom feed (RFC 4287)."""

import re
from collections.abc import Iterator

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from .. import citations
from ..columns import values
from ..models import Case
from .export import Export

ATOM_ENTRIES = 50

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, production 2


def write_atom(export: Export) -> Iterator[bytes]:
    """RFC 4287; the newest only, as feed readers want. `alternate` is the page of the list."""
    stored = Case.objects.with_relations().in_bulk(export.keys[:ATOM_ENTRIES].tolist())
    cases = [stored[key] for key in export.keys[:ATOM_ENTRIES].tolist()]
    updated = max((case.updated_at for case in cases), default=export.revision.at)
    catalogue = _("检察改革典型案例库")
    feed = Atom1Feed(
        title=NOT_XML.sub("\ufffd", " · ".join(filter(None, [catalogue, export.words]))),
        link=export.address.replace("/cases.atom", "/cases/", 1),
        description="",
        language="zh-CN",
        feed_url=export.address,
        feed_guid=export.address,
        author_name=citations.CATALOGUE,
        subtitle=_("非官方整理，以发布机关原文为准"),
    )
    feed.latest_post_date = lambda: updated
    for case in cases:
        record = values(case)
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
    yield feed.writeString("utf-8").encode()
