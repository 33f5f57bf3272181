"""A document as it comes (pasted text, Word, PDF, web page, text file) → clean lines.

Knows file formats and the marks of Markdown and HTML; knows nothing of releases or cases.
"""

from .line import Line
from .pasted import pasted_lines

__all__ = ["Line", "pasted_lines"]
