"""The environment of the public templates (Jinja2): what they may call, and how they are read."""

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat, truncatechars
from django.templatetags.static import static as static_address
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from ..citations import coins
from ..search import parse, pieces
from ..selection import MOST_NAMED, city_label
from . import components, head, language, parts
from .escaping import PlainOutput, escaped


def one_line(text: str) -> Markup:
    """A text of a template as one line, escaped once."""
    return Markup(" ").join(escape(text).split())


@lru_cache(maxsize=4096)
def translated(message: str, _language: str | None) -> Markup:
    return Markup(translation.gettext(message))


def gettext(message: str, /, **variables: object) -> Markup:
    """A message of a template with its variables escaped, as Jinja2's own newstyle gettext.

    There are some hundred messages. They are cached, because looking one up takes Django as long as
    a template takes to write ten values.
    """
    text = translated(message, translation.get_language())
    return text % variables if variables else text


@lru_cache
def static(path: str) -> str:
    """The address of a static file. It is the same as long as the process runs."""
    return static_address(path)


def search_terms(request: HttpRequest) -> tuple[str, ...]:
    """The folded words that the address of a page searches for."""
    return parse(request.GET.get("q", "")).wanted


FUNCTIONS: tuple[Callable[..., Any], ...] = (
    pieces,
    search_terms,
    static,
    city_label,
    components.breakable_parts,
    components.contact,
    components.field_name,
    components.paragraphs,
    components.registrations,
    components.report_address,
    components.url,
    head.address_in,
    head.addresses,
    head.linked_data,
    head.sections,
    head.share_card,
    parts.opening,
    parts.parts,
    language.has_han,
    language.is_english,
    language.localised,
    language.page_language,
    language.runs,
)
FILTERS: tuple[Callable[..., Any], ...] = (
    coins,
    filesizeformat,
    one_line,
    truncatechars,
    components.grouped,
    components.heights,
    components.in_all,
    components.in_cases,
    components.local_day,
    components.query_value,
    components.shades,
    components.theme_style,
    components.tiles,
    language.in_words,
    language.issuer,
    language.partial_date,
    language.wording,
)


class PublicEnvironment(Environment):
    """An environment whose globals are complete when it is made, and whose output is plain text."""

    code_generator_class = PlainOutput
    escaped = staticmethod(escaped)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template as one dictionary: Jinja2 compares them at every import, and
        with its ChainMap the imports of a list took a fifth of its time."""
        return {**self.globals, **(d or {})}


def environment(**options: Any) -> Environment:
    """The environment that Django's backend makes once in each process."""
    made = PublicEnvironment(
        **options | {"undefined": StrictUndefined},
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals["gettext"] = made.globals["_"] = gettext
    made.globals["MOST_NAMED"] = MOST_NAMED
    made.globals.update({function.__name__: function for function in FUNCTIONS})
    made.filters.update({function.__name__: function for function in FILTERS})
    return made
