"""Clocks that show the same times in every run."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.utils import timezone

FIRST = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
STEP = timedelta(minutes=3)
STOPPED = datetime(2027, 3, 1, 4, 0, tzinfo=UTC)  # later than anything that was filled


def tick() -> None:
    """Let every look at the clock be a step later than the one before."""
    moment = FIRST

    def now() -> datetime:
        nonlocal moment
        moment += STEP
        return moment

    show(now)


def stop() -> None:
    """Let the clock stand still, for a rendering."""
    show(lambda: STOPPED)
    time.time = STOPPED.timestamp


def show(now: Callable[[], datetime]) -> None:
    """Put a clock in the place of Django's; before anything asks what time it is."""
    timezone.now = now
