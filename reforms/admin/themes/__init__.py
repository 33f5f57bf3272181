"""The pages of themes: changing, merging, new ones from the headings of an import."""

from .pages import ThemeAdmin

__all__ = ["ThemeAdmin"]
