"""Joins the style sheets in static/css/ into one file, so that a page makes one request."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

NAME = "site.css"
PARTS = (
    "tokens",
    "base",
    "layout",
    "components",
    "themes",
    "cards",
    "browse",
    "filters",
    "links",
    "pages",
    "data",
    "print",
)


class JoinedStyles(BaseFinder):
    """Finds `site.css`, and writes it anew whenever one of its parts has changed."""

    def __init__(self, *_args: Any, **_options: Any) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "styles")

    def check(self, **_options: Any) -> list[CheckMessage]:
        return []

    def find(  # type: ignore[override]  # like Django's finders, not the stubs, [] for no match
        self, path: str, find_all: bool = False, **_options: Any
    ) -> str | list[str]:
        """The path of the file, in a list with `find_all`; an empty list for any other name."""
        if path != NAME:
            return []
        return [self.current_file()] if find_all else self.current_file()

    def list(
        self, _ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        self.current_file()
        yield NAME, self.storage

    def current_file(self) -> str:
        """The path of the joined file, written anew if a part has changed."""
        folder = settings.BASE_DIR / "static" / "css"
        joined = b"".join((folder / f"{part}.css").read_bytes() for part in PARTS)
        target = settings.VAR_DIR / "styles" / NAME
        if not target.exists() or target.read_bytes() != joined:
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_suffix(f".{os.getpid()}")
            temporary.write_bytes(joined)
            temporary.replace(target)
        return str(target)
