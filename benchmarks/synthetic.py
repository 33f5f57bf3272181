"""Synthetic cases: any number of them, always the same ones, and the fastest way to store them.

Case number i is made from the seed and i alone, so the first cases of a large catalogue are those
of a small one. Nothing in them is true; only amounts, lengths and skews are like reality.
"""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import transaction

from reforms import search
from reforms.columns import values
from reforms.history import stored_lines, writing
from reforms.history.states import related_rows
from reforms.models import Batch, Case, CreditedBody, Revision, Theme, ThemeAssignment, recording
from reforms.vocabulary import Status

from . import words
from .bodies import bodies
from .texts import SEED, SUBJECTS, body_text, pool, prose, title

BATCH = 100  # cases a batch
CHUNK = 10 * BATCH  # cases held in memory at once, and written in one transaction
YEARS = range(2010, 2027)
PUBLISHED_AT = datetime(2026, 11, 1, tzinfo=UTC)

# Slug, Chinese and English name; the first is the commonest.
THEMES = (
    ("supervisory", "监管责任", "Supervisory responsibility"),
    ("case-handling", "办案责任", "Case-handling responsibility"),
    ("political", "政治责任", "Political responsibility"),
    ("hierarchical", "层级责任", "Hierarchical responsibility"),
)
THEMES_A_CASE = {0: 15, 1: 65, 2: 20}
SUMMARY, INTRODUCTION = 170, 200  # characters, on average


class Synthetic(NamedTuple):
    """A case that is not stored yet, with what belongs to it."""

    case: Case
    themes: list[Theme]
    bodies: list[CreditedBody]


# ---------------------------------------------------------------- batches and cases


def batch(index: int) -> Batch:
    chance = random.Random(f"{SEED}:batch:{index}")
    subject = chance.choice(SUBJECTS)
    [year] = chance.choices(YEARS, weights=range(2, 2 + len(YEARS)))
    month, day = chance.randint(1, 12), chance.randint(1, 28)
    return Batch(
        slug=f"synthetic-{index + 1}",
        title=f"全国检察机关{subject}典型案例（第{index + 1}批）",
        series=f"{subject}典型案例",
        ordinal=index % 30 + 1,
        issuers="最高人民检察院",
        topic=f"{chance.choice(words.VERBS)}{subject}{chance.choice(words.MATTERS)}",
        introduction=prose(chance, pool(chance, subject), INTRODUCTION),
        released_on=f"{year}-{month:02d}-{day:02d}",
        source_name="正义网",
        source_url=f"https://example.org/releases/{index + 1}",
    )


def synthetic(index: int, of: Batch, themes: list[Theme]) -> Synthetic:
    """Case number `index`, from 0; `themes` are the four, in the order of THEMES."""
    chance = random.Random(f"{SEED}:{index}")
    subject = chance.choice(SUBJECTS)
    own = pool(chance, subject)
    by = bodies(chance)
    [count] = chance.choices([*THEMES_A_CASE], weights=[*THEMES_A_CASE.values()])
    case = Case(
        batch=of,
        number=index % BATCH + 1,
        official_no=f"案例{index % BATCH + 1}",
        title=title(chance, by[0].name, subject),
        summary=prose(chance, own, SUMMARY),
        body=body_text(chance, own),
        keywords=";".join(chance.sample(words.SUBJECTS[subject], 3)),
        status=Status.PUBLISHED,
        updated_at=PUBLISHED_AT,
    )
    return Synthetic(case, choose_themes(chance, themes, count), by)


def choose_themes(chance: random.Random, themes: list[Theme], count: int) -> list[Theme]:
    """So many different ones; the first of them twice as often as the last."""
    chosen = sorted(themes, key=lambda theme: chance.random() * (1.5 + themes.index(theme)))
    return chosen[:count]


# ---------------------------------------------------------------- storing


def fill(n: int, progress: Callable[[int], object] = lambda _done: None) -> None:
    """Store the first n synthetic cases, published, in a catalogue that has none of them.

    Without a Version for each, which would double the work and which no measured page reads.
    """
    with recording():
        themes = known_themes()
        revision = Revision.current().number + 1
        for start in range(0, n, CHUNK):
            done = min(start + CHUNK, n)
            with transaction.atomic():
                store(list(cases(range(start, done), themes)), revision)
            progress(done)
        if Revision.next() != revision:
            raise RuntimeError("another process changed the catalogue meanwhile")


def cases(indexes: range, themes: list[Theme]) -> Iterator[Synthetic]:
    """Cases in their batches, which are stored at once; the range starts with a new batch."""
    for index in indexes:
        if index % BATCH == 0:
            of = batch(index // BATCH)
            of.save()
        yield synthetic(index, of, themes)


def known_themes() -> list[Theme]:
    return [
        Theme.objects.get_or_create(
            slug=slug, defaults={"name": name, "name_en": name_en, "position": position}
        )[0]
        for position, (slug, name, name_en) in enumerate(THEMES, 1)
    ]


def store(made: list[Synthetic], revision: int) -> None:
    for case in made:
        writing.derive(case.case, assignments(case), case.bodies)
        case.case.first_published_at = PUBLISHED_AT
        case.case.revision = revision
    Case.objects.bulk_create(case.case for case in made)
    CreditedBody.objects.bulk_create(placed(made))
    ThemeAssignment.objects.bulk_create(links for case in made for links in assignments(case))
    store_texts(made)
    stored_lines.save_lines((case.case.pk, state(case)) for case in made)


def placed(made: list[Synthetic]) -> Iterator[CreditedBody]:
    for case in made:
        for position, body in enumerate(case.bodies, 1):
            body.case, body.position = case.case, position
            yield body


def assignments(case: Synthetic) -> list[ThemeAssignment]:
    themes = sorted(case.themes, key=lambda theme: theme.position)
    return [ThemeAssignment(case=case.case, theme=theme, basis="news") for theme in themes]


def state(case: Synthetic) -> dict:
    return values(case.case, related=related_rows(case.bodies, assignments(case)))


def store_texts(made: list[Synthetic]) -> None:
    """Make searches find them. The one place that knows how search texts are written in bulk."""
    search.store_texts(
        [(case.case.pk, search.tiers(case.case.texts(case.bodies))) for case in made]
    )
