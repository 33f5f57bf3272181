"""The editors' desk. Knows requests and pages; history, importing and erasure do the work."""

from . import batches, cases, erasing, home, imports, proposals, themes

__all__ = ["batches", "cases", "erasing", "home", "imports", "proposals", "themes"]
