"""A page that shows the progress of a long import while it runs, without a script."""

import logging
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ...models import BatchImport
from .desk import ImportDesk

logger = logging.getLogger(__name__)
State = BatchImport.State


REFRESH_SECONDS = 2


class ProgressPages(ImportDesk):
    """The page of an upload that is being read, and the streamed page of a long import."""

    def reading(self, request: HttpRequest, batch_import: BatchImport) -> HttpResponse:
        """A page that asks again until the file has been read."""
        response = self.page(
            request,
            "reading",
            _("正在读取：%s") % batch_import,
            batch_import=batch_import,
            rows=batch_import.rows.count(),
        )
        response["Refresh"] = str(REFRESH_SECONDS)
        return response

    def progress(
        self, request: HttpRequest, batch_import: BatchImport, steps: Iterator[int]
    ) -> Iterator[str]:
        """The page, in pieces: an item of its list after each step of the import."""
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        context |= {"title": _("正在导入：%s") % batch_import, "batch_import": batch_import}
        context |= {"media": self.media}
        page = render_to_string("admin/reforms/imports/progress.html", context, request)
        head, tail = page.split("<!-- progress -->")
        yield head
        yield from progress_items(batch_import, steps)
        yield tail


def progress_items(batch_import: BatchImport, steps: Iterator[int]) -> Iterator[SafeString]:
    """Run the import; an HTML list item for each step, the end, and an error."""
    total = sum(batch_import.counts.values())
    try:
        for done in steps:
            message = _("已整理 %(done)d / %(total)d 行")
            yield format_html("<li>{}</li>", message % {"done": done, "total": total})
        yield format_html("<li><strong>{}</strong></li>", _("已全部导入。"))
    except ValidationError as error:
        for message in error.messages:
            yield format_html('<li class="errornote">{}</li>', message)
    except (OperationalError, InterfaceError, InternalError) as error:
        logger.error("database: %s", type(error).__name__, exc_info=error)
        # A lost connection does not tell whether its last statement, the commit, was executed.
        message = _(
            "数据库暂时用不了，导入停在这里：要么已全部写入，要么没有任何改动。请稍后查看结果。"
        )
        yield format_html('<li class="errornote">{}</li>', message)
