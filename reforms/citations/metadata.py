"""What a page tells reference managers and search engines: meta tags, COinS, schema.org."""

import json
import re
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from django.utils.safestring import SafeString, mark_safe

from ..vocabulary import Author, DateBasis
from .work import Values, Work, bracketed, versioned


def meta_tags(work: Work) -> list[tuple[str, str]]:
    """Highwire and Dublin Core tags, which Zotero and search engines read, as name and content.

    A date that is not the release's never goes into citation_publication_date.
    """
    dates = {
        DateBasis.RELEASED: "citation_publication_date",
        DateBasis.ISSUED: "citation_date",
        DateBasis.REPORTED: "citation_online_date",
    }
    tags = [
        ("citation_title", work.shown_title),
        *(("citation_author", author) for author in work.authors),
        # This tag makes Zotero file the page as a report instead of a journal article.
        *(("citation_technical_report_institution", author) for author in work.authors[:1]),
        (dates.get(work.basis, "citation_date"), work.date.replace("-", "/")),
        ("citation_public_url", work.url),
        ("citation_language", "zh-CN"),
        ("citation_keywords", "; ".join(work.keywords)),
        ("citation_abstract", work.abstract),
        ("DC.type", "Dataset" if work.kind == "selection" else "Text"),
        ("DC.title", work.shown_title),
        *(("DC.creator", author) for author in work.authors),
        ("DC.date", work.date),
        ("DC.identifier", work.url),
        ("DC.language", "zh-CN"),
        ("DC.source", work.source),
        ("DC.relation", work.container),
        ("DC.description", "；".join(work.notes)),
    ]
    return [(name, content) for name, content in tags if content]


# The same of every case; the rest is made for each case of a list.
COINS = urlencode(
    {
        "ctx_ver": "Z39.88-2004",
        "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc",
        "rft.type": "report",
        "rft.language": "zh-CN",
    }
)
quoted = lru_cache(maxsize=1024)(quote_plus)  # the cases of a list share most of their values


def coins(case: Values) -> str:
    """Title attribute of a COinS span (OpenURL ContextObject), from a case's column values."""
    ours = case["title_by"] == Author.CATALOGUE
    pairs = [
        ("rft.title", bracketed(case["title"]) if ours else case["title"]),
        *(("rft.creator", author) for author in case["issuers"]),
        ("rft.date", case["date"]),
        # For a report Zotero keeps series and publisher, not rft.source.
        ("rft.series", case["batch_title"]),
        ("rft.pub", case["issuers"][0] if case["issuers"] else ""),
        ("rft.identifier", versioned(case)),
    ]
    return "&".join([COINS, *(f"{name}={quoted(value)}" for name, value in pairs if value)])


def report(work: Work) -> dict:
    """schema.org Report; only a release's own date is its datePublished."""
    facts = {
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
    return {name: value for name, value in facts.items() if value}


def script_safe(data: dict | list) -> SafeString:
    """JSON for a script element: no character is left to which HTML gives a meaning there."""
    text = json.dumps(data, ensure_ascii=False)
    text = re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)
    return mark_safe(text)
