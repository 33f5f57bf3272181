"""The newest changes as an Atom feed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from .. import citations, history
from ..exports import FORMATS, DatedFeed, feed_language, xml_text
from ..models import Revision
from .parameters import in_language, require_known
from .responses import data, with_counts
from .shown_changes import NEWEST_CHANGES, headed, reason


@data("atom")
def changes_atom(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The newest changes of cases as a feed."""
    require_known(request.GET)
    site = f"{settings.SITE_URL}{in_language()}"
    changed = history.newest_case_changes(NEWEST_CHANGES)
    feed = DatedFeed(
        changed[0].version.at if changed else revision.at,
        title=f"{_('检察改革典型案例库')} · {_('数据变动')}",
        link=f"{site}/data/changes/",
        description="",
        language=feed_language(),
        feed_url=f"{site}/data/changes.atom",
        feed_guid=f"{site}/data/changes.atom",
        author_name=citations.CATALOGUE,
    )
    for change in changed:
        add_change(feed, change, site)
    content = feed.writeString("utf-8")
    response = HttpResponse(content, content_type=FORMATS["atom"].content_type)
    return with_counts(response, revision, rows=len(changed))


def add_change(feed: DatedFeed, change: history.PublicChange, site: str) -> None:
    """Add a change: what became of the case, and the headings of what differs."""
    kind = {"added": _("新增"), "changed": _("修改"), "withdrawn": _("撤下")}[change.kind]
    address, version = f"{site}/cases/{change.reference}/", change.version
    headings = [column.shown_heading for column, _before, _after in headed(change)]
    feed.add_item(
        title=xml_text(" · ".join(filter(None, [change.reference, kind, change.title]))),
        link=address,
        unique_id=f"{address}?revision={version.revision}",
        description=xml_text(str(reason(change)) or _("、").join(headings)),
        pubdate=version.at,
        updateddate=version.at,
        categories=[change.kind],
    )
