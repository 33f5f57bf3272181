"""How cells are computed from the raw values of fields."""

from datetime import UTC, datetime
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from ..divisions import is_anonymous, read_bodies
from ..text.lines import SEPARATOR
from ..vocabulary import PROVINCE_CODES, DateBasis, IssuerRole

# Many cases share a batch or a place, so exports ask for the same values again and again.
remembered = lru_cache(maxsize=4096)


def none_if_empty(text: str) -> str | None:
    """The cell of a stored list; None if the list is empty."""
    return text or None


@remembered
def issuer_roles(roles: str, issuers: str) -> str | None:
    """A role for each issuer; of a batch that is not stored yet, all of them issued it."""
    issued = [IssuerRole.ISSUER.value] * len(issuers.split(SEPARATOR)) if issuers else []
    return roles or none_if_empty(SEPARATOR.join(issued))


@remembered
def date_basis(*days: str) -> str | None:
    """Which date is the best known one: the first, in the order of DateBasis, that is not empty."""
    return next((str(name) for name, day in zip(DateBasis, days, strict=True) if day), None)


@remembered
def province_codes(provinces: str | None) -> str | None:
    """The GB/T 2260 codes of the provinces in a cell, in the same order."""
    if provinces is None:
        return None
    return SEPARATOR.join(PROVINCE_CODES.get(slug, "") for slug in provinces.split(SEPARATOR))


@remembered
def body_codes(standard_names: str | None, names: str | None, year: int | None) -> str | None:
    """The codes of the divisions of bodies, in their order; empty where a name does not tell."""
    if standard_names is None or names is None:
        return None
    pairs = zip(standard_names.split(SEPARATOR), names.split(SEPARATOR), strict=False)
    return SEPARATOR.join(body_code(full or printed, year) for full, printed in pairs)


def body_code(name: str, year: int | None) -> str:
    """The GB/T 2260 code of the division of a body; empty where its name does not tell."""
    bodies = read_bodies(name, year=year)
    return bodies[0].code if len(bodies) == 1 and not bodies[0].choices else ""


@remembered
def anonymous(names: str | None) -> str | None:
    """For each body whether its name leaves open which one it is."""
    if names is None:
        return None
    return SEPARATOR.join(ANONYMITY[not is_anonymous(name)] for name in names.split(SEPARATOR))


ANONYMITY = ("anonymous", "named")


@remembered
def source(position: int, *names_and_addresses: str) -> str:
    """The name (position 0) or address (1) of a case's own source, else of its batch's.

    The arguments after `position` are the values of SOURCE.
    """
    own, batch = names_and_addresses[:2], names_and_addresses[2:]
    return (own if any(own) else batch)[position]


def local_time(utc: str) -> str:
    """A time as ISO 8601 in the site's time zone; databases give UTC as `YYYY-MM-DD HH:MM:SS…`."""
    minute, offset = local_minute(utc[:16])
    return minute + utc[16:19] + offset


@remembered
def local_minute(utc: str) -> tuple[str, str]:
    """The local minute and the offset; offsets are whole minutes, so seconds stay as they are."""
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    local = moment.astimezone(timezone.get_default_timezone()).isoformat()
    return local[:16], local[19:]


def permalink(reference: str) -> str:
    """The permanent URL of a case, the same in every language."""
    return f"{settings.SITE_URL}/cases/{reference}/"


SOURCE = ("source_name", "source_url", "batch__source_name", "batch__source_url")
