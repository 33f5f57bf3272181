"""What stands dozens of times on a page: put together here, for as nodes of a template it took
most of the time of a list. Whatever comes from outside goes through `html`, which escapes it."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reforms.cards import Body, Card
from reforms.citations import coins
from reforms.facets import Option
from reforms.models import CreditedBody, Theme

from .catalogue import address, chinese, grouped, in_language, marked_html, partial_date, searched

register = template.Library()

EMPTY = SafeString()
CURRENT = SafeString(' aria-current="true"')
CURRENT_PAGE = SafeString(' aria-current="page"')
GAP = SafeString('<li><span aria-hidden="true">…</span></li>')
ZERO = SafeString(' class="facet-zero"')
SUMMARY = 160  # Han characters of a summary that a card shows
# What a field of a case is called where a search found something in it.
FIELDS = {
    "title": gettext_lazy("标题"),
    "summary": gettext_lazy("摘要"),
    "title_en": gettext_lazy("英文标题"),
    "summary_en": gettext_lazy("英文摘要"),
    "body": gettext_lazy("正文"),
    "keywords": gettext_lazy("关键词"),
    "bodies": gettext_lazy("单位"),
    "batch_title": gettext_lazy("批次"),
    "batch_topic": gettext_lazy("批次主题"),
    "batch_introduction": gettext_lazy("批次简介"),
}


def html(pattern: str, *values: Any) -> SafeString:
    """A pattern with a value in each place of %s, escaped unless it is HTML already.

    As Django's format_html, which takes five times as long: it tries each value for being lazy.
    """
    safe = [v if isinstance(v, SafeString) else escape(str(v)) for v in values]
    return SafeString(pattern % tuple(safe))


def joined(pieces: Iterable[SafeString], between: str = "") -> SafeString:
    return SafeString(between.join(pieces))


# ------------------------------------------------------------ facets and the map

TILE = (
    '<li class="tile tile-%s tile-shade-%s"><a href="%s%s" rel="nofollow"%s>'
    "<span>%s</span> <b>%s</b></a></li>"
)
TILE_WITHOUT_CASES = (
    '<li class="tile tile-%s tile-shade-0">'
    '<span>%s<span class="visually-hidden"> 0</span></span></li>'
)
VALUE = '<li%s><a href="%s%s"%s rel="nofollow">%s <span class="facet-count">%s</span></a></li>'


@register.simple_tag
def facet_values(options: Iterable[Option]) -> SafeString:
    """The values of a facet as items of a list, each with the link that adds or drops it."""
    cases = address("cases")
    return joined(
        html(
            VALUE,
            EMPTY if option.count else ZERO,
            cases,
            option.query_string,
            CURRENT if option.chosen else EMPTY,
            option.label,
            grouped(option.count),
        )
        for option in options
    )


@register.simple_tag
def tiles(options: Iterable[Option]) -> SafeString:
    """The provinces as tiles of the map, the darker the more cases; without cases no link."""
    most = max((option.count for option in options), default=0)
    cases = address("cases")
    return joined(tile(option, shade(option.count, most), cases) for option in options)


def tile(option: Option, step: int, cases: str) -> SafeString:
    if not option.count and not option.chosen:
        return html(TILE_WITHOUT_CASES, option.value, breakable(option.label))
    return html(
        TILE,
        option.value,
        step,
        cases,
        option.query_string,
        CURRENT if option.chosen else EMPTY,
        breakable(option.label),
        grouped(option.count),
    )


def shade(count: int, most: int) -> int:
    """A step from 0 (none) to 4 (most) for a count on the tile map."""
    return min(4, 1 + 4 * (count - 1) // most) if count else 0


# English names of provinces too long for a tile on a phone, and where they may break.
SYLLABLES = """
Chong qing|Guang dong|Guang xi|Gui zhou|Heilong jiang|Jiang su|Jiang xi|Liao ning|Ning xia|Qing hai
|Shaan xi|Shan dong|Shang hai|Si chuan|Xin jiang|Yun nan|Zhe jiang
"""
BREAKS = {
    syllables.replace(" ", ""): syllables.replace(" ", "<wbr>")
    for syllables in SYLLABLES.replace("\n", "").split("|")
}


@lru_cache
def breakable(name: str) -> SafeString:
    """A name of a closed list, with places for a line to break that readers do not hear."""
    return SafeString(" ".join(BREAKS.get(word, escape(word)) for word in name.split(" ")))


# ------------------------------------------------------------ links

CHIP = (
    '<li><a class="chip" href="%s%s">%s<span aria-hidden="true"> ×</span>'
    '<span class="visually-hidden">%s</span></a></li>'
)


@register.simple_tag
def links(choices: list[dict]) -> SafeString:
    """Links as items of a list, to the cases where no other page is named."""
    return joined(
        html(
            '<li><a href="%s%s"%s>%s</a></li>',
            address(choice.get("page", "cases")),
            choice["query_string"],
            CURRENT if choice.get("chosen") else EMPTY,
            choice["label"],
        )
        for choice in choices
    )


@register.simple_tag
def chips(chosen: list[dict]) -> SafeString:
    """What is chosen, each as the link that drops it."""
    cases, dropping = address("cases"), _("，去掉这个条件")
    return joined(html(CHIP, cases, one["query_string"], one["label"], dropping) for one in chosen)


@register.simple_tag
def hidden_fields(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """What is chosen, as fields of the form that searches in it, from its first page."""
    field = '<input type="hidden" name="%s" value="%s">'
    chosen = (pair for pair in pairs if pair[0] not in ("q", "page"))
    return joined((html(field, *pair) for pair in chosen), " ")


@register.simple_tag
def numbered(pages: list[dict], current: int, of: str) -> SafeString:
    """The pages of the list at an address as links with their numbers, and the gaps between."""
    return joined(
        html(
            '<li><a href="%s%s"%s>%s</a></li>',
            of,
            page["query_string"],
            CURRENT_PAGE if page["number"] == current else EMPTY,
            page["number"],
        )
        if page
        else GAP
        for page in pages
    )


# ------------------------------------------------------------ cases

CARD = """<article class="case-card">
  <h%s class="case-card-title"><a href="%s%s">%s</a>%s</h%s>
  %s
  <p class="case-card-summary">%s</p>
  %s<p class="case-card-facts">
    %s
    <span>%s</span>
    <span>%s</span>
  </p>
%s</article>
"""


@register.simple_tag(takes_context=True)
def case_cards(context: dict, cards: list[Card], level: int, beside: bool = False) -> SafeString:
    """Cases as cards, with their titles as headings of this level and the words marked that the
    address searches for; those beside another case have nothing for reference managers."""
    terms = searched(context)
    selection = context.get("selection")
    query = f"?q={quote(selection.q)}" if selection and selection.q else ""
    return joined(
        html(
            CARD,
            level,
            card.address,
            query,
            in_language(card, "title", terms),
            title_by(card),
            level,
            bodies(card.bodies),
            in_language(card, "summary", terms, SUMMARY),
            excerpts(card),
            theme_badges(card.themes),
            partial_date(card.date),
            card.reference,
            EMPTY if beside else coins_span(card),
        )
        for card in cards
    )


def title_by(card: Card) -> SafeString:
    if card.title_by != "catalogue":
        return EMPTY
    return html(' <small class="mark">%s</small>', _("标题系编者自拟"))


def excerpts(card: Card) -> SafeString:
    """Where else the searched words stand."""
    pattern = '<p class="case-card-excerpt"><span>%s</span> %s</p>'
    return joined(
        html(pattern, FIELDS[one.field], chinese(marked_html(one.pieces))) for one in card.excerpts
    )


def coins_span(card: Card) -> SafeString:
    """What Zotero reads for one case of a list."""
    return html('<span class="Z3988" title="%s"></span>', coins(card.state))


@register.simple_tag
def bodies(credited: Iterable[Body | CreditedBody]) -> SafeString:
    """The credited bodies of a case, each with its place."""
    items = (
        html("<li>%s%s%s</li>", chinese(body.name), place(body.place), level_basis(body))
        for body in credited
    )
    return html('<ul class="bodies">%s</ul>', joined(items))


def place(words: str) -> SafeString:
    return html(' <span class="bodies-place">%s</span>', words) if words else EMPTY


def level_basis(body: Body | CreditedBody) -> SafeString:
    if body.place_basis != "inferred":
        return EMPTY
    return html(' <small class="mark">%s</small>', _("层级系编者判断"))


@register.simple_tag
def theme_badges(themes: Iterable[Theme]) -> SafeString:
    """Themes as links to their pages, each with its colour and mark."""
    pattern = '<a class="theme-badge theme-%s" href="%s">%s</a>'
    return joined((html(pattern, one.slug, one.address, one) for one in themes), " ")
