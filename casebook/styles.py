"""Joins style sheets of static/ into one file each for the public and the desk: one request."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

# File → the parts that it is made of, in folders of static/.
FILES = {
    "site.css": (
        "css/tokens",
        "css/base",
        "css/layout",
        "css/components",
        "css/themes",
        "css/cards",
        "css/picks",
        "css/browse",
        "css/filters",
        "css/links",
        "css/pages",
        "css/data",
        "css/print",
    ),
    "desk.css": ("css/tokens", "desk/page", "desk/home", "desk/lists", "desk/forms"),
}


class JoinedStyles(BaseFinder):
    """Finds the joined files, and writes one anew whenever one of its parts has changed."""

    def __init__(self, *_args: Any, **_options: Any) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "styles")

    def check(self, **_options: Any) -> list[CheckMessage]:
        return []

    def find(  # type: ignore[override]  # like Django's finders, not the stubs, [] for no match
        self, path: str, find_all: bool = False, **_options: Any
    ) -> str | list[str]:
        """The path of the file, in a list with `find_all`; an empty list for any other name."""
        if path not in FILES:
            return []
        file = self.current_file(path)
        return [file] if find_all else file

    def list(
        self, _ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in FILES:
            self.current_file(name)
            yield name, self.storage

    def current_file(self, name: str) -> str:
        """The path of a joined file, written anew if a part has changed."""
        folder = settings.BASE_DIR / "static"
        joined = b"".join((folder / f"{part}.css").read_bytes() for part in FILES[name])
        target = settings.VAR_DIR / "styles" / name
        if not target.exists() or target.read_bytes() != joined:
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_suffix(f".{os.getpid()}")
            temporary.write_bytes(joined)
            temporary.replace(target)
        return str(target)
