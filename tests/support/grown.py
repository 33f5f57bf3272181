"""A grown catalogue: 338 cases in some 25 batches under thirteen themes, for tests and screenshots.

The seed, and beside it what grown.toml describes. It is written as imports write.
"""

import tomllib
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from django.core.management import call_command

from reforms import divisions, history
from reforms.models import Batch, Case, CreditedBody, Theme

CASES = 338
STRIDE = 7  # places between two cases of a batch: no two of them are the same
Fields = dict[str, Any]
CONTENT = tomllib.loads((Path(__file__).parent / "grown.toml").read_text(encoding="utf-8"))


def fill() -> None:
    """Store the catalogue in an empty one, published. The last batch has the odd rest."""
    call_command("seed", verbosity=0)
    for position, theme in enumerate(CONTENT["themes"], 5):
        history.save_theme(Theme(position=position, **theme))
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    left = CASES - Case.objects.count()
    batches = CONTENT["batches"]
    drafts = []
    for place, content in enumerate(batches):
        count = left if content is batches[-1] else content["cases"]
        drafts += list(cases_of(content, count, place, themes))
        left -= count
    history.save_cases(drafts)
    history.publish([draft.case for draft in drafts])


def cases_of(
    content: Fields, count: int, place: int, themes: dict[str, Theme]
) -> Iterator[history.PreparedCase]:
    """The cases of a batch, which is stored at once."""
    batch = history.save_batch(batch_of(content))
    matters = cycle(content["matters"].splitlines())
    own = [themes[slug] for slug in content["themes"].split()]
    for number, matter in zip(range(1, count + 1), matters, strict=False):
        title, deed, keywords = matter.split("|")
        body = body_at(place * 5 + number * STRIDE)
        case = Case(
            batch=batch,
            number=number,
            official_no=f"案例{number}",
            title=f"{body.name}{title}",
            summary=f"{deed}{body.name}试行一年，总结出可以推广的做法。",
            body=f"【背景】\n{content['topic']}。\n【做法】\n{deed}\n【成效】\n做法已在当地推广。",
            keywords=keywords,
            title_by="issuer",
        )
        # Every third case has one theme alone, so that themes differ in their numbers.
        yield history.prepare(case, own[:1] if number % 3 == 0 else own, [body])


def batch_of(content: Fields) -> Batch:
    return Batch(
        slug=content["slug"],
        title=content["title"],
        topic=content["topic"],
        series=content.get("series", ""),
        ordinal=content.get("ordinal"),
        issuers="最高人民检察院",
        released_on=content.get("released", ""),
        issued_on=content.get("issued", ""),
        source_name="虚构的来源",
    )


def body_at(place: int) -> CreditedBody:
    """The body at a place of the list, which has no end."""
    names = CONTENT["places"].split()
    name = names[place % len(names)]
    [body] = divisions.read_bodies(name)
    return CreditedBody(
        name=name,
        standard_name=body.standard_name,
        kind=body.kind,
        province=body.province,
        level=body.level,
    )
