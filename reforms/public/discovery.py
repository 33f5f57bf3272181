"""What machines look for at fixed addresses: search description, llms.txt, icons, Link headers."""

from collections.abc import Iterable, Sequence
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from ..models import Batch, Case

OPEN_SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
MOST_ITEMS = 20  # cases in the Link header of a batch: proxies refuse headers of some kB
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ICONS = ("favicon.ico", "apple-touch-icon.png")
PAGES = (
    ("cases", "All cases, newest first; narrow by theme, province, level, year, batch, q"),
    ("batches", "Releases"),
    ("themes", "Themes and what they mean"),
    ("statistics", "Cross tables"),
    ("data", "Codebook, downloads, API, how to cite"),
    ("coverage", "What is in the catalogue and what is missing"),
    ("about", "Who, what, sources, licence"),
)
FILES = (
    ("cases_csv", "Every case as CSV"),
    ("cases_jsonl", "Every case as JSON Lines; body=1 adds full texts"),
    ("cases_atom", "The newest 50 cases as Atom"),
    ("openapi", "OpenAPI document of all addresses for programs"),
    ("data_package", "Data package"),
)


@require_safe
def open_search(request: HttpRequest) -> HttpResponse:
    """The search of the site for browsers (OpenSearch 1.1)."""
    response = HttpResponse(content_type="application/opensearchdescription+xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("OpenSearchDescription", AttributesImpl({"xmlns": OPEN_SEARCH}))
    xml.addQuickElement("ShortName", "检察改革案例")
    xml.addQuickElement("Description", "检察改革典型案例库 / Casebook of Procuratorial Reform")
    xml.addQuickElement("InputEncoding", "UTF-8")
    template = f"{settings.SITE_URL}{reverse('cases')}?q={{searchTerms}}"
    xml.addQuickElement("Url", "", {"type": "text/html", "template": template})
    feed = f"{settings.SITE_URL}{reverse('cases_atom')}?q={{searchTerms}}"
    xml.addQuickElement("Url", "", {"type": "application/atom+xml", "template": feed})
    xml.endElement("OpenSearchDescription")
    xml.endDocument()
    return response


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """What the site is and where its data are, for language models (llmstxt.org)."""
    lines = [
        "# 检察改革典型案例库 · Casebook of Procuratorial Reform",
        "",
        "> Typical cases that Chinese procuratorates publish about their own reform, by theme,",
        "> province, level and year. Unofficial; the issuer's text prevails. Titles, summaries and",
        "> tags written here: CC BY 4.0. English pages are under /en/.",
        "",
        "## Pages",
        *links(PAGES),
        "",
        "## Data",
        *links(FILES),
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def links(rows: Iterable[tuple[str, str]]) -> Iterable[str]:
    return (f"- [{text}]({settings.SITE_URL}{reverse(name)})" for name, text in rows)


@require_safe
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """Where an icon is that browsers look for without being told."""
    return HttpResponseRedirect(static(name))


def case_links(case: Case) -> str:
    """The Link header of a case (signposting.org): its address, files, licence and batch."""
    path = reverse("case", args=[case.reference])
    stem = f"{settings.SITE_URL}{path.rstrip('/')}"
    batch = f"{settings.SITE_URL}{reverse('batch', args=[case.batch.slug])}"
    return ", ".join(
        [
            f'<{case.permalink}>; rel="cite-as"',
            '<https://schema.org/Report>; rel="type"',
            f'<{stem}.json>; rel="describedby"; type="application/json"',
            f'<{stem}.bib>; rel="describedby"; type="application/x-bibtex"',
            f'<{batch}>; rel="collection"',
            f'<{LICENCE}>; rel="license"',
        ]
    )


def batch_links(batch: Batch, addresses: Sequence[str]) -> str:
    """The Link header of a batch: its address, licence and, if they are few, its cases."""
    items = [f'<{settings.SITE_URL}{address}>; rel="item"' for address in addresses]
    return ", ".join(
        [
            f'<{settings.SITE_URL}/batches/{batch.slug}/>; rel="cite-as"',
            '<https://schema.org/Collection>; rel="type"',
            f'<{LICENCE}>; rel="license"',
            *(items if len(items) <= MOST_ITEMS else []),
        ]
    )
