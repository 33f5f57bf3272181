"""What a search finds, and whether its index is current."""

from reforms import search
from reforms.models import Case


def found(text: str) -> list[str]:
    """References of all cases that a search finds, drafts included."""
    return sorted(
        search.narrow(Case.objects, search.parse(text)).values_list("reference", flat=True)
    )


def is_current() -> bool:
    return search.is_current(Case.objects.all())


ONE = ["spp-reform-2-01"]
