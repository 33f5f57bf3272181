"""Tags for the head of a page: its address in each language, how it looks when shared."""

from html import unescape

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from reforms.citations import script_safe

from .catalogue import address

register = template.Library()

ENGLISH = "/en"
CARDS = ("political", "case-handling", "supervisory", "hierarchical")  # docs/make_cards.py
SECTIONS = {
    "cases": gettext_lazy("案例"),
    "themes": gettext_lazy("责任主题"),
    "batches": gettext_lazy("批次"),
    "statistics": gettext_lazy("统计"),
    "data": gettext_lazy("数据"),
    "about": gettext_lazy("关于"),
}


@register.simple_block_tag
def line(content: str) -> SafeString:
    """What stands between the tags as one line, to be used more than once."""
    return mark_safe(" ".join(content.split()))


@register.simple_tag(takes_context=True)
def sections(context: Context) -> SafeString:
    """The main parts of the site as links; the one that the reader is in is said to be so."""
    path = context["request"].path
    links = [(address(name), label) for name, label in SECTIONS.items()]
    return format_html_join(
        "\n",
        '<a href="{}"{}>{}</a>',
        (
            (where, mark_safe(' aria-current="true"') if where in path else "", label)
            for where, label in links
        ),
    )


@register.simple_tag(takes_context=True)
def canonical(context: Context, language: str = "") -> str:
    """The one address of this page in a language, by default its own.

    Of the query it keeps the checked selection, in its fixed order: no default, no empty
    and no foreign parameter, so that all ways to a list are one page to search engines.
    """
    path = context["request"].path
    plain = path.removeprefix(ENGLISH) if path.startswith(f"{ENGLISH}/") else path
    prefix = ENGLISH if (language or get_language()) == "en" else ""
    return f"{settings.SITE_URL}{prefix}{plain}{selected(context)}"


def selected(context: Context) -> str:
    selection = context.get("selection")
    return selection.query_string() if selection else ""


@register.simple_tag(takes_context=True)
def card(context: Context) -> str:
    """The picture of a page that is shared: of its theme, else of its first, else of the site."""
    case, theme = context.get("case"), context.get("theme")
    themes = [theme] if theme else case.themes.all() if case else []
    slug = next((one.slug for one in themes if one.slug in CARDS), "site")
    return f"{settings.SITE_URL}{static(f'cards/{slug}.png')}"


@register.simple_tag(takes_context=True)
def linked_data(context: Context, title: str) -> SafeString:
    """What search engines read of a page's place (schema.org), safe inside a script element."""
    path, home = context["request"].path, address("home")
    return script_safe(website() if path == home else breadcrumbs(path, unescape(title)))


def website() -> dict:
    """The site and its search."""
    list_address = f"{settings.SITE_URL}{address('cases')}"
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": _("检察改革典型案例库"),
        "url": f"{settings.SITE_URL}{address('home')}",
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


def breadcrumbs(path: str, title: str) -> dict:
    """Home, the section, and the page itself where it is not the section's own."""
    home = address("home")
    section, *rest = path.removeprefix(home).strip("/").split("/")
    steps = [(_("首页"), home)]
    if section in SECTIONS:
        steps.append((str(SECTIONS[section]), address(section)))
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
                "item": f"{settings.SITE_URL}{where}",
            }
            for position, (name, where) in enumerate(steps, 1)
        ],
    }
