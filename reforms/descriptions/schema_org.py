"""A selection as a schema.org Dataset, for search engines."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from .. import citations
from ..columns import COLUMNS
from ..exports import LICENCE, Export, offered


def dataset(export: Export, query_string: str) -> dict[str, Any]:
    """JSON-LD of a selection with its downloads; `query_string` starts with "?" or is empty."""
    subtitle = f"：{export.words}" if export.words else ""
    page = f"{settings.SITE_URL}/cases/{query_string}"
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": page,
        "url": page,
        "name": f"{citations.CATALOGUE}{subtitle}",
        "description": _(
            "检察机关发布的典型案例：标题、单位、地区、层级、主题、日期、摘要和来源。"
            "非官方整理，以发布机关原文为准。"
        ),
        "inLanguage": ["zh-CN", "en"],
        "license": LICENCE,
        "isAccessibleForFree": True,
        "version": str(export.revision.number),
        "dateModified": citations.day(export.revision),
        "size": _("%s 件") % export.total,
        "creator": {"@type": "Organization", "name": citations.CATALOGUE, "url": settings.SITE_URL},
        "variableMeasured": [column.name for column in COLUMNS],
        "distribution": downloads(query_string, export.total),
    }


def downloads(query_string: str, total: int) -> list[dict[str, str]]:
    """A DataDownload for each format that holds so many cases."""
    return [
        {
            "@type": "DataDownload",
            "encodingFormat": file_format.media_type,
            "contentUrl": f"{settings.SITE_URL}/cases.{suffix}{query_string}",
        }
        for suffix, file_format in offered(total).items()
    ]
