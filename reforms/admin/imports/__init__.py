"""The pages of an import: upload or paste, preview and corrections, files of its rows, undo."""

from .pages import ImportAdmin

__all__ = ["ImportAdmin"]
