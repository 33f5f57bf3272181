"""The search index: folded text of each case in three tiers, and what finds a term in it.

Both databases index overlapping pairs of characters, made from the folded text. It knows the
table of the folded texts by name (reforms_casetext), nothing else of the catalogue.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import and_
from types import ModuleType
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from ..bitset import NOTHING, Bitset
from . import index_version, postgresql, sqlite
from .folding import fold
from .queries import Query

SEPARATOR = "\n"  # never comes out of fold(), so nothing is found across two fields


class Tiers(NamedTuple):
    """What searches see of a case; hits in a title come first, then those in a summary."""

    title: str
    summary: str
    rest: str


def engine() -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite


def tiers(fields: Iterable[tuple[str, str]]) -> Tiers:
    """The tiers of a case, from the names and texts of its fields."""
    parts: dict[str, list[str]] = {name: [] for name in Tiers._fields}
    for name, text in fields:
        parts[name if name in parts else "rest"].append(fold(text))
    return Tiers(*(SEPARATOR.join(filter(None, texts)) for texts in parts.values()))


@transaction.atomic
def index(entries: Sequence[tuple[int, Tiers]]) -> None:
    """Store the folded texts of cases, new or changed, and make them found."""
    index_version.disown()
    engine().replace(entries)


@transaction.atomic
def unindex(ids: Sequence[int]) -> None:
    """Forget the texts of cases."""
    index_version.disown()
    engine().remove(ids)


class Matches(NamedTuple):
    """The cases that have what was asked for: in the title; there or in the summary; anywhere."""

    title: Bitset = NOTHING
    summary: Bitset = NOTHING
    anywhere: Bitset = NOTHING


def find_term(term: str) -> Matches:
    """The ids of the cases, whatever their status, that have a folded term."""
    return Matches(*engine().find(term))


def find(query: Query) -> Matches:
    """The ids of the cases, whatever their status, that have every wanted and no unwanted term."""
    return combine(query, find_term, indexed)


def combine(
    query: Query, find_term: Callable[[str], Matches], everything: Callable[[], Bitset]
) -> Matches:
    """What a query finds, from what each of its terms finds.

    `find_term` gives what one term finds and may cache it, so that a search with one term more
    costs that term. `everything` gives the ids of all cases, for a query with unwanted terms only.
    """
    if not query:
        return Matches()
    # Where no term is wanted, no title has one: all cases count as found in the rest.
    matches = _all_wanted(query, find_term) if query.wanted else Matches(anywhere=everything())
    for term in query.unwanted if matches.anywhere else ():
        unwanted = find_term(term).anywhere
        matches = Matches(*(tier - unwanted for tier in matches))
    return matches


def _all_wanted(query: Query, find_term: Callable[[str], Matches]) -> Matches:
    """The cases that have every wanted term, of which there is one at least."""
    first, *others = query.wanted
    matches = find_term(first)
    for term in others:
        if not matches.anywhere:
            break
        matches = Matches(*map(and_, matches, find_term(term)))
    return matches


def indexed() -> Bitset:
    """The ids of all cases that are in the index."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {engine().INDEXED} AS indexed")
        return Bitset.of([case_id for (case_id,) in cursor.fetchall()])


# ---------------------------------------------------------------- making, rebuilding, health


def create() -> None:
    """Make the tables of the index; for migrations."""
    index_version.create()
    stamp()
    engine().create()


def drop() -> None:
    engine().drop()
    index_version.drop()


@transaction.atomic
def stamp() -> None:
    """Record that the whole index was made by this code."""
    index_version.put()


def start_rebuild() -> None:
    """Begin to make the index anew while the old one serves, or go on where one was cut off."""
    index_version.disown()
    engine().start_rebuild()


def unbuilt(ids: Sequence[int]) -> list[int]:
    """Which of these cases a rebuild has still to do."""
    return engine().unbuilt(ids)


@transaction.atomic
def rebuild(entries: Sequence[tuple[int, Tiers]]) -> None:
    """Index cases anew. The caller keeps them from changing until its transaction ends."""
    rows = engine().stored([case_id for case_id, _ in entries])
    stored = {case_id: tuple(texts) for case_id, *texts in rows}
    same = [entry for entry in entries if stored.get(entry[0]) == entry[1]]
    engine().replace([entry for entry in entries if stored.get(entry[0]) != entry[1]])
    engine().rebuild(same)


def finish_rebuild() -> None:
    """Put the new index in the place of the old one; stamp() then says that it is current."""
    engine().finish_rebuild()


def optimize() -> None:
    """Leave no trace in the index of texts that were changed or forgotten."""
    engine().optimize()


def is_there() -> bool:
    """Whether there is an index at all, be it current or not."""
    return engine().is_there()


def is_usable() -> bool:
    """Whether the index is there and made by this code."""
    return is_there() and index_version.is_ours()


def is_current(cases: QuerySet[Model]) -> bool:
    """Whether the index is there, made by this code, and has every one of these cases."""
    if not is_usable():
        return False
    with connection.cursor() as cursor:
        # One by one, not by their numbers: an equal number of other cases is no index of these.
        select, values = cases.order_by().values_list("id").query.sql_with_params()
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM ({select}) AS wanted WHERE NOT EXISTS "
            f"(SELECT 1 FROM {engine().INDEXED} AS indexed WHERE indexed.id = wanted.id))",
            values,
        )
        return not cursor.fetchone()[0]
