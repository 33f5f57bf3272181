"""What a search of the desk finds, drafts included."""

from reforms import search
from reforms.models import Case


def keys_matching(text: str) -> list[str]:
    """References of all cases that a search finds."""
    return sorted(
        search.narrow(Case.objects, search.parse(text)).values_list("reference", flat=True)
    )


ONE = ["spp-reform-2-01"]
