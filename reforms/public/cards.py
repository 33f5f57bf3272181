"""Public cases as lists show them, read from their stored lines: one query, not one a relation."""

import json
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import get_language

from .. import search
from ..columns import BODY_COLUMNS
from ..history import stored_lines
from ..models import Case, Revision, Theme, ThemeAssignment
from ..selection import related_by_keywords
from ..vocabulary import PlaceBasis, area_label, place_label
from .parts import opening

RELATED = 5  # cases beside a case
# The columns of what a list shows of bodies.
COLUMN_OF = {field: column for column, field in BODY_COLUMNS.items()}
OF_BODIES = [
    COLUMN_OF[field]
    for field in ("province", "level", "kind", "name", "standard_name", "place_basis")
]
OWN_TEXTS = ("title", "subtitle", "summary", "title_en", "summary_en")
NOT_IN_LINES = ("body", "batch__topic", "batch__introduction")

Themes = Mapping[str, Theme]  # by slug


class Body(NamedTuple):
    """A credited body, as far as a list shows it or where searched words stand in it."""

    name: str
    standard_name: str
    place: str
    has_judged_level: bool


class Card:
    """A case of a list. `state` has its columns, `excerpts` where else searched words stand."""

    excerpts: tuple[search.Excerpt, ...] = ()

    def __init__(
        self, state: dict[str, Any], themes: list[Theme], language: str | None, all_cases: str
    ) -> None:
        self.state, self.themes, self.language = state, themes, language
        # Built from the address of the list: reversing each one took 3 % of a list.
        self.address = f"{all_cases}{state['reference']}/"
        self.reference, self.date = state["reference"], state["date"]
        self.title, self.title_en = state["title"], state["title_en"]
        self.summary, self.summary_en = state["summary"], state["summary_en"]
        self.title_by, self.official_no = state["title_by"], state["official_no"]
        self.opening = False  # whether the summary is the opening of the text
        self.batch = state["batch_title"]

    @cached_property
    def bodies(self) -> list[Body]:
        rows = zip(*(self.state[column] for column in OF_BODIES), strict=True)
        return [
            Body(
                name=name,
                standard_name=full,
                place=place(self.language, province, level, kind, full or name),
                has_judged_level=basis == PlaceBasis.INFERRED
                and not area_label(kind, province, level, full or name),
            )
            for province, level, kind, name, full, basis in rows
        ]

    def texts(self, body: str, topic: str, introduction: str) -> list[tuple[str, str]]:
        """What Case.texts gives, with what no stored line has: NOT_IN_LINES."""
        own, batch = self.state, self.state["batch_title"]
        names = (
            name for credited in self.bodies for name in (credited.name, credited.standard_name)
        )
        return [
            *((name, own[name]) for name in OWN_TEXTS),
            ("body", body),
            *(("keywords", word) for word in own["keywords"]),
            *(("bodies", name) for name in names),
            ("batch_title", batch),
            ("batch_topic", topic),
            ("batch_introduction", introduction),
        ]


@lru_cache(maxsize=2048)
def place(_language: str | None, province: str, level: str, kind: str, name: str) -> str:
    """A place in words. There are few, so each is cached for each language."""
    return place_label(province, level, kind, name)


def cards(
    keys: Iterable[int], terms: tuple[str, ...] = (), themes: Themes | None = None
) -> list[Card]:
    """The public ones among the cases with these keys, in their order; terms are folded.

    `themes` are all themes, where the caller has them.
    """
    card_of = cards_by_key(list(keys), themes)
    if terms:
        add_excerpts(card_of, dict.fromkeys(card_of, terms))
    return list(card_of.values())


def cards_by_key(keys: list[int], themes: Themes | None = None) -> dict[int, Card]:
    """The same by key, for lists without a search."""
    if not keys:
        return {}
    themes = all_themes() if themes is None else themes
    states = stored_states(keys)
    if missing := set(keys).difference(states):
        states |= stored_lines.states(missing)
    language, all_cases = get_language(), reverse("cases")
    card_of = {}
    for key in filter(states.__contains__, keys):
        themes_of_case = [themes[slug] for slug in states[key]["themes"] if slug in themes]
        card_of[key] = Card(states[key], themes_of_case, language, all_cases)
    add_openings(card_of)
    return card_of


def all_themes() -> dict[str, Theme]:
    """All themes by slug, in their order."""
    return {theme.slug: theme for theme in Theme.in_order()}


def add_openings(card_of: dict[int, Card]) -> None:
    """Where a case has no summary, the opening of its text in place of it."""
    lacking = [key for key, card in card_of.items() if not card.summary]
    bodies = Case.objects.filter(pk__in=lacking).values_list("pk", "body") if lacking else ()
    for key, body in bodies:
        card_of[key].summary = opening(body)
        card_of[key].opening = bool(card_of[key].summary)


def stored_states(keys: list[int]) -> dict[int, dict[str, Any]]:
    """The columns of the cases whose lines are current."""
    # By hand: to compile the query took ten times as long as its answer.
    placeholders = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, text FROM reforms_jsonline "
            f"WHERE made_with = %s AND case_id IN ({placeholders})",
            [stored_lines.program_digest(), *keys],
        )
        return {key: json.loads(text) for key, text in cursor.fetchall()}


def add_excerpts(card_of: dict[int, Card], terms_of: Mapping[int, tuple[str, ...]]) -> None:
    """Where title and summary as shown lack a term of the card, pieces of the texts that have it;
    terms are folded, both by key."""
    shown = {key: shown_fields(card) for key, card in card_of.items()}
    lacking = {
        key: missing
        for key, card in card_of.items()
        if (missing := search.missing(terms_of[key], (getattr(card, name) for name in shown[key])))
    }
    rest = Case.objects.filter(pk__in=lacking).values_list("pk", *NOT_IN_LINES)
    for key, *values in rest:
        texts = card_of[key].texts(*values)
        texts = [(name, text) for name, text in texts if name not in shown[key]]
        card_of[key].excerpts = search.excerpts(texts, lacking[key])


def shown_fields(card: Card) -> list[str]:
    """The fields in which a list shows title and summary: where English is missing, the Chinese."""
    is_english = get_language() == "en"
    return [
        f"{name}_en" if is_english and getattr(card, f"{name}_en") else name
        for name in ("title", "summary")
    ]


def surroundings(case: Case, revision: Revision) -> dict[str, Any]:
    """The public cases around one: its neighbours in the batch, those that are near to it by
    keywords, and after them the newest that share a theme."""
    in_batch = Case.objects.published().filter(batch=case.batch)
    before = in_batch.filter(official_key__lt=case.official_key)
    after = in_batch.filter(official_key__gt=case.official_key)
    # EXISTS, so that the newest are found along the index instead of sorting all that share.
    sharing = ThemeAssignment.objects.filter(
        case=OuterRef("pk"), theme__in=[theme.pk for theme in case.themes.all()]
    )
    related = Case.objects.published().filter(Exists(sharing)).exclude(pk=case.pk)
    near = related_by_keywords(case, revision, RELATED)
    newest = related.exclude(pk__in=near).order_by("-date", "reference_key")
    sharing_theme = newest.values_list("pk", flat=True)[: RELATED - len(near)]
    return {
        "previous": before.order_by("-official_key").first(),
        "next": after.order_by("official_key").first(),
        "related": cards(near),
        "sharing_theme": cards(sharing_theme),
    }
