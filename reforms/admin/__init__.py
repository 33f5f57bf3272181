"""The editors' desk. Knows requests and pages; history, importing and erasure do the work."""

from . import batches, cases, erasing, imports, themes

__all__ = ["batches", "cases", "erasing", "imports", "themes"]
