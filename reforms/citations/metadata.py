"""Metadata of a page for reference managers and search engines: meta tags, COinS, schema.org.

Knows nothing of templates."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe

from ..vocabulary import DateBasis
from .work import ColumnValues, Work, of_case

# Highwire has one tag for the date of publication; only a release's own date may stand in it.
DATE_TAGS: Mapping[str, str] = {
    DateBasis.RELEASED: "citation_publication_date",
    DateBasis.ISSUED: "citation_date",
    DateBasis.REPORTED: "citation_online_date",
}


class MetaTag(NamedTuple):
    """Name and content of a meta element."""

    name: str
    content: str


def meta_tags(work: Work) -> list[MetaTag]:
    """Highwire, Dublin Core and Zotero's own tags, which reference managers read; none is empty."""
    tags = (*highwire_tags(work), *dublin_core_tags(work), *zotero_tags(work))
    return [tag for tag in tags if tag.content]


def zotero_tags(work: Work) -> list[MetaTag]:
    """What makes Zotero file the page as a web page; by a title alone it is a journal article."""
    return [
        MetaTag("z:itemType", "dataset" if work.kind == "selection" else "webpage"),
        # Before og:site_name, which is the name of our site.
        MetaTag("prism.publicationName", work.container),
    ]


def highwire_tags(work: Work) -> list[MetaTag]:
    """Tags of Highwire Press, as Google Scholar defines them."""
    return [
        MetaTag("citation_title", work.shown_title),
        *(MetaTag("citation_author", author) for author in work.authors),
        MetaTag(DATE_TAGS.get(work.basis, "citation_date"), work.date.replace("-", "/")),
        MetaTag("citation_public_url", work.url),
        MetaTag("citation_language", "zh-CN"),
        MetaTag("citation_keywords", "; ".join(work.keywords)),
        MetaTag("citation_abstract", work.abstract),
    ]


def dublin_core_tags(work: Work) -> list[MetaTag]:
    """Tags of the Dublin Core element set (ISO 15836-1)."""
    return [
        MetaTag("DC.title", work.shown_title),
        *(MetaTag("DC.creator", author) for author in work.authors),
        MetaTag("DC.date", work.date),
        MetaTag("DC.identifier", work.url),
        MetaTag("DC.language", "zh-CN"),
        MetaTag("DC.source", work.source),
        MetaTag("DC.relation", work.container),
        MetaTag("DC.description", "；".join(work.notes)),
    ]


# The part that is the same for every case, encoded once. Zotero reads Dublin Core as a web page.
COINS_PREFIX = urlencode(
    {
        "ctx_ver": "Z39.88-2004",
        "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc",
        "rft.language": "zh-CN",
    }
)
UNSAFE = re.compile(rb"[^A-Za-z0-9_.~-]+")  # RFC 3986, section 2.3


@lru_cache(maxsize=1024)  # the cases of a list share most values
def percent_encoded(text: str) -> str:
    """A text as the value of a parameter: as `urllib.parse.quote` without safe characters, but
    a Chinese title takes a quarter of the time."""
    return UNSAFE.sub(percent_signs, text.encode()).decode()


def percent_signs(match: re.Match[bytes]) -> bytes:
    return b"%" + match[0].hex("%").upper().encode()


def coins(case: ColumnValues) -> str:
    """Title attribute of a COinS span: a ContextObject of OpenURL (ANSI/NISO Z39.88-2004).

    `case` has at least the columns CITED.
    """
    work = of_case(case)
    pairs = [
        ("rft.title", work.shown_title),
        *(("rft.creator", author) for author in work.authors),
        ("rft.date", work.date),
        ("rft.source", work.container),
        ("rft.identifier", work.url),
    ]
    encoded = (f"{name}={percent_encoded(value)}" for name, value in pairs if value)
    return "&".join([COINS_PREFIX, *encoded])


def report(work: Work) -> dict[str, Any]:
    """schema.org Report as JSON-LD; only the date of a release becomes datePublished."""
    properties = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": work.url.partition("?")[0],
        "url": work.url,
        "name": work.shown_title,
        "alternateName": work.title_en,
        "author": [{"@type": "GovernmentOrganization", "name": name} for name in work.authors],
        "datePublished": work.date if work.basis == DateBasis.RELEASED else "",
        "dateModified": work.revision_on,
        "version": str(work.revision),
        "reportNumber": work.number,
        "inLanguage": "zh-CN",
        "isPartOf": {"@type": "Collection", "name": work.container} if work.container else None,
        "abstract": work.abstract,
        "keywords": list(work.keywords),
        "creditText": "；".join(work.notes),
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in properties.items() if value}


def script_safe(data: dict[str, Any] | list[Any]) -> SafeString:
    """JSON for a script element, with every character escaped that HTML or JavaScript reads."""
    text = json.dumps(data, ensure_ascii=False)
    text = re.sub("[<>&\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", text)
    return mark_safe(text)
