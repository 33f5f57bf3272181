"""How often each fault was tried and what was done: listed at the end."""

import pytest


@pytest.fixture
def counted(record_property):
    """Note for each time whether the work was done when the fault came; gives it back."""

    def count(done: list[bool]) -> list[bool]:
        record_property(
            "fault", f"{len(done)} times: {sum(done)} done, {done.count(False)} not at all"
        )
        return done

    return count
