"""The cache of the proxy, which the site cannot empty: open-source nginx has no purge.

    PROXY_CACHE_FLAG            raised by the site: names the cleanings that are asked for
    PROXY_CACHE_FLAG.taken      a program of the system has taken it, and empties the cache
    PROXY_CACHE_FLAG.emptied    the cache was emptied after these were asked for

The program renames the file from one to the next (deploy/systemd/casebook-proxy-cache.service).
"""

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from ..storage.atomic_folders import replace_text


def is_there() -> bool:
    """Whether the site knows of a proxy that can be asked."""
    return bool(settings.PROXY_CACHE_FLAG)


def ask(keys: Collection[str]) -> None:
    """Raise the flag for these cleanings unless all of them are asked for."""
    raised = Path(settings.PROXY_CACHE_FLAG)
    asked = names_in(raised) | names_in(taken(raised))
    if not set(keys) <= asked:
        raised.parent.mkdir(parents=True, exist_ok=True)
        replace_text(raised, "".join(f"{key}\n" for key in sorted(keys)))


def emptied() -> set[str]:
    """The cleanings for which the cache was emptied last."""
    return names_in(Path(f"{settings.PROXY_CACHE_FLAG}.emptied"))


def taken(raised: Path) -> Path:
    return Path(f"{raised}.taken")


def names_in(path: Path) -> set[str]:
    with suppress(OSError):
        return set(path.read_text(encoding="utf-8").split())
    return set()
