"""The database of a site, from DATABASE_URL, and the folder of its search index."""

import hashlib
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured

from .environment import VAR_DIR, env

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"
SQLITE_OPTIONS = {
    # Takes the write lock at BEGIN: otherwise a transaction that reads before it writes fails at
    # once, without waiting, if another one has written in between.
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    # FULL: otherwise a power cut can undo the last revision, and the next change would use its
    # number, and so its ETags, again.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
    # The log keeps the size that it once had, and LARGEST_LOG would end every download.
    "PRAGMA journal_size_limit=67108864",
}


# User, password, and the rest of a database URL.
CREDENTIALS = re.compile(r"([a-z0-9+]+://[^:/@]*:)(.*)@([^@]*)", re.DOTALL)
AS_IT_IS = "!$&'()*+,;=:%~-._"  # in a password; % begins what is escaped already


def escaped_url(url: str) -> str:
    """A database URL whose password may hold / ? # and @ as they are.

    By RFC 3986 they end the part of the URL that has the password.
    """
    match = CREDENTIALS.fullmatch(url)
    if match is None or "@" in url.partition("://")[2].partition("/")[0].partition("?")[0]:
        return url
    return f"{match[1]}{quote(match[2], safe=AS_IT_IS)}@{match[3]}"


def from_url(url: str) -> dict[str, Any]:
    """The settings that a database URL gives; exits with a message where it cannot be read."""
    try:
        return dict(env.db_url_config(escaped_url(url)))
    except (ValueError, KeyError, ImproperlyConfigured):
        sys.exit(
            "无法启动：DATABASE_URL 读不懂，应写成 postgres://用户:密码@主机:端口/库名\n"
            "Cannot start: DATABASE_URL cannot be read; "
            "it must be like postgres://user:password@host:port/name"
        )


def database(query_seconds: int) -> dict[str, Any]:
    """Its settings; on PostgreSQL a statement ends after `query_seconds`, if that is not 0."""
    if url := env.str("DATABASE_URL", default="").strip():
        database: dict[str, Any] = from_url(url)
    else:
        database = {"ENGINE": SQLITE, "NAME": str(VAR_DIR / "casebook.sqlite3")}
    options = dict(database.get("OPTIONS", {}))
    if database["ENGINE"] == SQLITE:
        options = SQLITE_OPTIONS | options
    elif database["ENGINE"] == POSTGRESQL and query_seconds:
        options.setdefault("options", f"-c statement_timeout={query_seconds}s")
    # Opening a connection for each request takes longer than most of its queries.
    defaults = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return defaults | database | {"OPTIONS": options}


def search_folder(database: Mapping[str, Any]) -> Path:
    """Where the search index of a database stands: beside a file, else named by the server."""
    if database["ENGINE"] == SQLITE:
        return Path(f"{database['NAME']}-search")
    server = "\n".join(str(database.get(name, "")) for name in ("HOST", "PORT", "NAME"))
    return VAR_DIR / "search" / hashlib.sha256(server.encode()).hexdigest()[:12]
