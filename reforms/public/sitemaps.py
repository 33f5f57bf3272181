"""What search engines may read, and where everything is (sitemaps.org 0.9, RFC 9309).

A page of the map is a range of ids, not a number of rows to skip: it costs the same with
1,000,000 cases, and an address stays on its page for ever.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ..models import Batch, Case, Revision, Theme
from .caching import public

IDS_A_PAGE = 5_000  # twice as many addresses; the standard allows 50,000
LANGUAGES = (("zh-Hans", "zh-hans"), ("en", "en"))  # hreflang, ours
PAGES = (
    *("home", "cases", "search", "themes", "batches", "statistics", "data", "recipes"),
    *("about", "coverage", "subscribe", "accessibility"),
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

# Everything with a query is one of endlessly many lists, but for the pages of a whole one.
CLOSED, OPEN = ("/admin/", "/*?"), ("/*?page=",)
Entry = tuple[tuple[str, ...], datetime | None]  # address in each language, when it last changed


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Crawlers may read every page and file, but not the endless lists."""
    rules = "".join(f"Disallow: {path}\n" for path in CLOSED)
    rules += "".join(f"Allow: {path}\n" for path in OPEN)
    text = f"User-agent: *\n{rules}\nSitemap: {settings.SITE_URL}{reverse('sitemap')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public
def index(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The pages of the map; one whose cases are all drafts or withdrawn is empty."""
    addresses = [reverse("sitemap_pages")]
    for name, model in (("sitemap_batches", Batch), ("sitemap_cases", Case)):
        addresses += [reverse(name, args=[number]) for number in ranges(model)]
    lines = (f"<sitemap><loc>{settings.SITE_URL}{address}</loc></sitemap>" for address in addresses)
    return xml("sitemapindex", f'xmlns="{NAMESPACE}"', lines)


def ranges(model: type[Model]) -> range:
    """The numbers of all ranges up to the one with the last id."""
    last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return range(0 if last is None else last // IDS_A_PAGE + 1)


@public
def pages(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The pages that are neither a case nor a batch."""
    at = revision.at
    entries = [(in_each_language(name), at) for name in PAGES]
    slugs = Theme.objects.values_list("slug", flat=True)
    return urlset([*entries, *((in_each_language("theme", slug), at) for slug in slugs)])


@public
def batches(request: HttpRequest, revision: Revision, number: int) -> HttpResponse:
    slugs = in_range(Batch.objects.published(), number).values_list("slug", flat=True)
    return urlset(from_pattern("batch", [(slug, None) for slug in slugs]))


@public
def cases(request: HttpRequest, revision: Revision, number: int) -> HttpResponse:
    rows = in_range(Case.objects.published(), number).values_list("reference", "updated_at")
    return urlset(from_pattern("case", rows))


def in_range(rows: QuerySet, number: int) -> QuerySet:
    if number not in ranges(rows.model):
        raise Http404
    start = number * IDS_A_PAGE
    return rows.filter(pk__gte=start, pk__lt=start + IDS_A_PAGE).order_by("pk")


def in_each_language(name: str, *arguments: str) -> tuple[str, ...]:
    addresses = []
    for _hreflang, language in LANGUAGES:
        with override(language):
            addresses.append(reverse(name, args=arguments))
    return tuple(addresses)


def from_pattern(name: str, rows: Iterable[tuple[str, datetime | None]]) -> Iterator[Entry]:
    """The addresses of many rows, which differ in their slug alone: only a pattern is reversed."""
    patterns = in_each_language(name, "SLUG")
    for slug, at in rows:
        yield tuple(pattern.replace("SLUG", slug) for pattern in patterns), at


def urlset(entries: Iterable[Entry]) -> HttpResponse:
    """Each address in each language, with its counterparts."""
    space = f'xmlns="{NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return xml("urlset", space, (line for entry in entries for line in lines(*entry)))


def lines(addresses: tuple[str, ...], at: datetime | None) -> Iterator[str]:
    site = settings.SITE_URL
    when = f"<lastmod>{timezone.localtime(at).date().isoformat()}</lastmod>" if at else ""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{hreflang}" href="{site}{address}"/>'
        for (hreflang, _language), address in zip(LANGUAGES, addresses, strict=True)
    )
    for address in addresses:
        yield f"<url><loc>{site}{address}</loc>{when}{links}</url>"


def xml(root: str, attributes: str, lines: Iterable[str]) -> HttpResponse:
    text = "\n".join([f"{HEAD}<{root} {attributes}>", *lines, f"</{root}>\n"])
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
