"""Where the filled databases are: made once for a content and a size, used again by later runs.

Under a passing name until they are whole, so that an interrupted run leaves nothing that looks
finished. On a PostgreSQL server it makes databases of its own and touches no other.
"""

import hashlib
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "var" / "bench"
PREFIX = "casebook_bench_"
# What decides how the stored rows look: a change that data would have to follow comes with a
# migration, one that the search index would have to follow with another digest.
CONTENT = (
    "benchmarks/bodies.py",
    "benchmarks/synthetic.py",
    "benchmarks/texts.py",
    "benchmarks/words.py",
    "benchmarks/words.toml",
    "reforms/columns",
    "reforms/data/fold.txt",
    "reforms/history/stored_lines.py",
    "reforms/migrations",
    "reforms/search/texts.py",
)

Make = Callable[[str], object]  # fills the empty database that a URL names


@cache
def content_key() -> str:
    digest = hashlib.sha256()
    for name in CONTENT:
        path = ROOT / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def sqlite(size: int, make: Make) -> str:
    """URL of a file with so many cases."""
    KEPT.mkdir(parents=True, exist_ok=True)
    done = KEPT / f"{content_key()}-{size}.sqlite3"
    if not done.exists():
        new = KEPT / f"new-{size}.sqlite3"
        for stale in [*KEPT.glob(f"{new.name}*"), *KEPT.glob("*.sqlite3")]:
            if not stale.name.startswith(content_key()):
                stale.unlink()
        make(f"sqlite:///{new}")
        new.rename(done)
    return f"sqlite:///{done}"


def postgresql(server: str, size: int, make: Make) -> str:
    """URL of a database with so many cases, on the server of another database's URL."""
    done, new = f"{PREFIX}{content_key()}_{size}", f"{PREFIX}new_{size}"
    with psycopg.connect(server, autocommit=True) as admin:
        names = admin.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
        )
        existing = {name for (name,) in names}
        if done not in existing:
            for name in existing:
                if content_key() not in name:
                    admin.execute(SQL("DROP DATABASE {}").format(Identifier(name)))
            admin.execute(SQL("CREATE DATABASE {}").format(Identifier(new)))
            make(beside(server, new))
            with psycopg.connect(beside(server, new), autocommit=True) as filled:
                filled.execute("VACUUM ANALYZE")  # as the server itself does after a while
            rename = SQL("ALTER DATABASE {} RENAME TO {}")
            admin.execute(rename.format(Identifier(new), Identifier(done)))
    return beside(server, done)


def beside(url: str, name: str) -> str:
    """URL of another database on the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def databases(url: str) -> dict[str, Callable[[int, Make], str]]:
    """What to measure on: SQLite, and PostgreSQL where the URL names a server of it."""
    databases = {"SQLite": sqlite}
    if url.startswith(("postgres://", "postgresql://")):
        databases["PostgreSQL"] = partial(postgresql, url)
    return databases
