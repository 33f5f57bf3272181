"""Strings to translate in Django templates, for Babel, which reads Python and Jinja2 by itself."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize


def extract(
    file: BinaryIO, keywords: dict[str, Any], comment_tags: list[str], options: Any
) -> Iterator[tuple[Any, ...]]:
    """The messages of a Django template: line, function, message, comments.

    Django turns a template into Python in which all but its messages is blotted out. Parentheses
    around it let its lines be indented as they are.
    """
    source = templatize(file.read().decode("utf-8"))
    yield from extract_python(BytesIO(f"({source})".encode()), keywords, comment_tags, options)
