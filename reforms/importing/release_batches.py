"""The batch of a release → the fields of its form, beside what the catalogue has of it."""

import re
from functools import reduce
from itertools import chain, count
from operator import or_

from django.db.models import Q

from .. import releases
from ..columns import SEPARATOR, cell
from ..columns.readers import batch_kind, issuer_role
from ..models import Batch
from ..text.lines import split_values
from ..vocabulary import IssuerRole
from .states import BATCH_FORM

YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
DATES = ("issued_on", "released_on", "reported_on")
# The fields that the full text of a release settles; a report about it only fills empty ones.
OFFICIAL = frozenset({"title", "notice_title", "kind", "issued_on", "document_number"})


def batch_facts(release: releases.Release) -> dict[str, str]:
    """The fields of the batch that the release states, and the slug of the batch."""
    coded = {
        "kind": batch_kind(release.kind) if release.kind else "",
        "issuer_roles": roles(release),
    }
    printed = (name for name in BATCH_FORM if name not in coded)
    facts = {name: cell(getattr(release, name, "") or "") for name in printed} | coded
    facts["source_name"] = facts["source_name"] or release.notice_title[:200]
    batch = stored_batch(release)
    facts["slug"] = batch.slug if batch else new_slug(release)
    return {name: text for name, text in facts.items() if text}


def filling(release: releases.Release) -> list[str]:
    """The fields that a release fills only where the catalogue has nothing."""
    settled = OFFICIAL if is_full(release) else frozenset()
    return [name for name in BATCH_FORM if name not in settled | {"slug"}]


def roles(release: releases.Release) -> str:
    """What each issuer did, as the column has it; empty where all of them issued it."""
    codes = [issuer_role(issuer.role) for issuer in release.issuer_roles]
    return SEPARATOR.join(codes) if {*codes} - {IssuerRole.ISSUER.value} else ""


def is_full(release: releases.Release) -> bool:
    """Whether it is the release itself, not a report about it."""
    return bool(release.notice_title) or any(case.body for case in release.cases)


def stored_batch(release: releases.Release) -> Batch | None:
    """The stored batch that a release is: by title, by ordinal in a series, or by topic and year.

    The last two also need an issuer in common, since organs number their own series.
    """
    year = (release.issued_on or release.released_on or release.reported_on)[:4]
    same = Q()
    if release.title:
        same |= Q(title=release.title)
    if release.notice_title:
        same |= Q(notice_title=release.notice_title)
    if release.series and release.ordinal:
        same |= Q(series=release.series, ordinal=release.ordinal)
    if release.topic and year:
        dated = (Q(**{f"{name}__startswith": year}) for name in DATES)
        same |= Q(topic=release.topic) & reduce(or_, dated)
    batches = Batch.objects.filter(same).order_by("pk") if same else Batch.objects.none()
    issuers = set(release.issuers)
    alike = [b for b in batches if b.title == release.title or issuers & {*split_values(b.issuers)}]
    return max(alike, key=lambda batch: batch.title == release.title, default=None)


def _year(release: releases.Release) -> str:
    """The year of a release by its dates, else by its own words; empty where it has none."""
    printed = YEAR.search(f"{release.title} {release.notice_title} {release.document_number}")
    date = release.released_on or release.issued_on or release.reported_on
    return date[:4] or (printed[0] if printed else "")


def _slug_in_series(release: releases.Release) -> str:
    """The slug of the last batch of the series, with this release's ordinal and year.

    Empty where that slug does not end with its batch's ordinal, or has a year and the release none.
    """
    last = Batch.objects.filter(series=release.series).exclude(series="").last()
    ordinal = str(last.ordinal or "") if last else ""
    if not (last and ordinal and release.ordinal and last.slug.endswith(f"-{ordinal}")):
        return ""
    slug, year = f"{last.slug.removesuffix(ordinal)}{release.ordinal}", _year(release)
    return YEAR.sub(year, slug) if year or not YEAR.search(slug) else ""


def new_slug(release: releases.Release) -> str:
    """A slug that is free: after the pattern of the series, else of issuer, year and ordinal."""
    issuer = "spp" if "最高人民检察院" in release.issuers else "batch"
    parts = (issuer, _year(release), str(release.ordinal or ""))
    slug = _slug_in_series(release) or "-".join(filter(None, parts))
    taken = set(Batch.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    candidates = chain([slug], (f"{slug}-{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)
