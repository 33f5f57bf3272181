"""The revision of the data."""

from reforms.models import Revision


def revision() -> int:
    return Revision.current().number
