"""Cases that a reader picked by hand: their references in the address → those that are public."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Case
from .filters import SLUG

REFERENCES = 200  # in an address


class Picked(NamedTuple):
    """The public references, once each in the order given, and those that are not used: why."""

    references: tuple[str, ...]
    refused: dict[str, str]  # as given → the reason; empty for a reference that there never was


def picked(values: Iterable[str]) -> Picked:
    """Check references, also several in a value; capitals and blanks around them are forgiven."""
    names = (name for value in values for name in value.split(","))
    given = {name.strip().lower(): name for name in names if name.strip()}
    if len(given) > REFERENCES:
        reason = _("一次最多选 %(most)d 件，这里有 %(number)d 件")
        first = next(iter(given.values()))
        return Picked((), {f"{first}…": reason % {"most": REFERENCES, "number": len(given)}})
    case_of = {case.reference: case for case in known_cases(given)}
    public = tuple(name for name in given if name in case_of and case_of[name].is_public)
    refused = {
        value: withdrawal(case_of[name]) if name in case_of else ""
        for name, value in given.items()
        if name not in public
    }
    return Picked(public, refused)


def known_cases(references: Iterable[str]) -> Iterable[Case]:
    """The cases with these references that are or were public; no query for no reference."""
    names = [name for name in references if SLUG.fullmatch(name)]  # PostgreSQL refuses NUL
    return Case.objects.known_to_public().filter(reference__in=names) if names else ()


def withdrawal(case: Case) -> str:
    """When and why a case was withdrawn, and what to read instead."""
    day = timezone.localtime(case.withdrawn_at).date().isoformat()
    text = _("%(day)s 撤下：%(reason)s %(successor)s") % {
        "day": day,
        "reason": case.get_withdrawal_display(),
        "successor": case.successor,
    }
    return text.strip()
