"""What stands in the head of a page, as data: its addresses, its picture, what machines read."""

from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.templatetags.static import static
from django.utils.http import escape_leading_slashes
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from markupsafe import Markup

from .. import citations, columns
from ..models import Batch, Case, Revision, Theme
from ..selection import Selection
from .components import url
from .language import is_english

ENGLISH = "/en"
CARDS = ("political", "case-handling", "supervisory", "hierarchical")  # docs/make_cards.py
SECTIONS = {
    "cases": gettext_lazy("案例"),
    "themes": gettext_lazy("主题"),
    "batches": gettext_lazy("批次"),
    "statistics": gettext_lazy("统计"),
    "data": gettext_lazy("数据"),
    "about": gettext_lazy("关于"),
}


class Section(NamedTuple):
    """A main part of the site, and whether the reader is in it."""

    address: str
    label: str
    is_current: bool


def sections(path: str) -> list[Section]:
    """The main parts of the site, as the page at a path shows them."""
    links = section_links(get_language())
    return [Section(address, label, address in path) for address, label in links]


@lru_cache
def section_links(_language: str | None) -> list[tuple[str, str]]:
    return [(url(name), str(label)) for name, label in SECTIONS.items()]


def without_language(path: str) -> str:
    """The address of a page as its Chinese version has it."""
    return path.removeprefix(ENGLISH) if path.startswith(f"{ENGLISH}/") else path


def address_in(language: str, address: str) -> str:
    """The address of the same page in another language, with its query; always of this site."""
    plain = without_language(address)
    return f"{ENGLISH}{plain}" if language == "en" else escape_leading_slashes(plain)


class Addresses(NamedTuple):
    """The one address of a page in each language, and in the reader's."""

    chinese: str
    english: str
    own: str


def addresses(path: str, selection: Selection | None = None) -> Addresses:
    """The addresses of the page at a path.

    Of the query it keeps the checked selection, in its fixed order: no default, no empty
    and no foreign parameter, so that all ways to a list are one page to search engines.
    """
    query = selection.shareable().query_string() if selection else ""
    chinese, english = (
        f"{settings.SITE_URL}{address_in(language, path)}{query}" for language in ("zh-hans", "en")
    )
    return Addresses(chinese, english, english if is_english() else chinese)


def share_card(case: Case | None = None, theme: Theme | None = None) -> str:
    """The picture of a page that is shared: of its theme, else of its first, else of the site."""
    themes = [theme] if theme else case.themes.all() if case else []
    slug = next((theme.slug for theme in themes if theme.slug in CARDS), "site")
    return f"{settings.SITE_URL}{static(f'cards/{slug}.png')}"


def linked_data(path: str, title: Markup) -> SafeString:
    """What search engines read of a page's place (schema.org), safe inside a script element."""
    is_home = path == url("home")
    return citations.script_safe(website() if is_home else breadcrumbs(path, title.unescape()))


def website() -> dict[str, object]:
    """The site and its search."""
    list_address = f"{settings.SITE_URL}{url('cases')}"
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": _("检察改革典型案例库"),
        "url": f"{settings.SITE_URL}{url('home')}",
        "inLanguage": get_language(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{list_address}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(path: str, title: str) -> dict[str, object]:
    """Home, the section, and the page itself where it is not the section's own."""
    home = url("home")
    section, *rest = path.removeprefix(home).strip("/").split("/")
    steps = [(_("首页"), home)]
    if section in SECTIONS:
        steps.append((str(SECTIONS[section]), url(section)))
    if rest or section not in SECTIONS:
        steps.append((title, path))
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": f"{settings.SITE_URL}{address}",
            }
            for position, (name, address) in enumerate(steps, 1)
        ],
    }


CITED = tuple(columns.BY_NAME[name] for name in citations.CITED)


class PageCitation(NamedTuple):
    """How to cite a case or a batch: for people, for reference managers, for search engines."""

    styles: list[citations.Citation]
    tags: list[citations.MetaTag]
    linked_data: SafeString
    title_is_ours: bool


def citation(subject: Case | Batch, revision: Revision) -> PageCitation:
    """The citation of a case, or of a batch as it is at a revision."""
    if isinstance(subject, Case):
        return page_citation(citations.of_case(columns.values(subject, CITED)))
    return page_citation(citations.of_batch(subject, revision))


def page_citation(work: citations.Work) -> PageCitation:
    """What a page shows of the work that it is to be cited as."""
    return PageCitation(
        styles=citations.in_all_styles(work),
        tags=citations.meta_tags(work),
        linked_data=citations.script_safe(citations.report(work)),
        title_is_ours=work.title_is_ours,
    )
