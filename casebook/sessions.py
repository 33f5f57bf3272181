"""Sessions of the desk: they end a fixed time after login, whatever is done meanwhile."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db

BEGAN_AT = "began_at"  # key in the session: the time of the login, in seconds


class SessionStore(db.SessionStore):
    """Django's, which would otherwise start SESSION_COOKIE_AGE again whenever it is saved."""

    def get_expiry_date(self, **options: Any) -> datetime:
        began_at = self.get(BEGAN_AT)
        if began_at is None:
            return super().get_expiry_date(**options)
        age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return datetime.fromtimestamp(began_at, UTC) + age
