"""The revision of the data, and versions older than some fields."""

from reforms.models import Revision, Version, erasing


def revision() -> int:
    return Revision.current().number


def without(version: Version, *names: str) -> Version:
    """The version, stored as of a time before these fields."""
    version.state = {name: value for name, value in version.state.items() if name not in names}
    with erasing():
        Version.objects.filter(pk=version.pk).update(state=version.state)
    return version
