"""手工新增一批: the facts of a batch once, then its cases one below another."""

from .pages import ByHandPages

__all__ = ["ByHandPages"]
