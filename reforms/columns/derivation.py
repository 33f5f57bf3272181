"""Cells that are made from several fields."""

from datetime import UTC, datetime
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from ..text.lines import SEPARATOR
from ..vocabulary import PROVINCE_CODES, DateBasis

# What is the same for all cases of a batch or a place is made once, not once a row.
remembered = lru_cache(maxsize=4096)


def none_if_empty(text: str) -> str | None:
    """A stored list: an empty one has no value."""
    return text or None


@remembered
def date_basis(*days: str) -> str | None:
    """Which date is the best known one; the order of DateBasis decides."""
    return next((str(name) for name, day in zip(DateBasis, days, strict=True) if day), None)


@remembered
def province_codes(provinces: str | None) -> str | None:
    """GB/T 2260 codes of a cell of provinces, in its order."""
    if provinces is None:
        return None
    return SEPARATOR.join(PROVINCE_CODES.get(slug, "") for slug in provinces.split(SEPARATOR))


@remembered
def source(position: int, *names_and_addresses: str) -> str:
    """Name or address of a case's own source, else of its batch's."""
    own, batch = names_and_addresses[:2], names_and_addresses[2:]
    return (own if any(own) else batch)[position]


def local_time(utc: str) -> str:
    """A moment in the site's time zone; both databases give UTC as `YYYY-MM-DD HH:MM:SS…`."""
    minute, offset = local_minute(utc[:16])
    return minute + utc[16:19] + offset


@remembered
def local_minute(utc: str) -> tuple[str, str]:
    """Time zones differ by whole minutes, so the seconds need no arithmetic."""
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    local = moment.astimezone(timezone.get_default_timezone()).isoformat()
    return local[:16], local[19:]


def permalink(reference: str) -> str:
    """The permanent address of a case, the same in every language."""
    return f"{settings.SITE_URL}/cases/{reference}/"


SOURCE = ("source_name", "source_url", "batch__source_name", "batch__source_url")
