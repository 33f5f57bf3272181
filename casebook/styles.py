"""static/css/ → one style sheet: a page asks for one file, its layers stay files of their own."""

import os
from collections.abc import Iterator

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "site.css"
PARTS = ("tokens", "base", "layout", "components", "pages", "data", "print")


class JoinedStyles(BaseFinder):
    """Finds `site.css`, made from its parts whenever one of them has changed."""

    def __init__(self, *_args, **_options) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "styles")

    def check(self, **_options) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **_options) -> str | list[str]:
        if path != NAME:
            return []
        return [self.made()] if find_all else self.made()

    def list(self, _ignore_patterns) -> Iterator[tuple[str, FileSystemStorage]]:
        self.made()
        yield NAME, self.storage

    def made(self) -> str:
        """The path of the joined file, which is up to date."""
        folder = settings.BASE_DIR / "static" / "css"
        joined = b"".join((folder / f"{part}.css").read_bytes() for part in PARTS)
        target = settings.VAR_DIR / "styles" / NAME
        if not target.exists() or target.read_bytes() != joined:
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(joined)
            fresh.replace(target)
        return str(target)
