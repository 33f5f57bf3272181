"""The database of a site, from DATABASE_URL, and the folder of its search index."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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


def database(query_seconds: int) -> dict[str, Any]:
    """Its settings; on PostgreSQL a statement ends after `query_seconds`, if that is not 0."""
    if env.str("DATABASE_URL", default=""):
        database: dict[str, Any] = env.db("DATABASE_URL")
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
