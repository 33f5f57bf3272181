"""Output of the public templates: escaped as by Jinja2 itself."""

import pytest
from django.template import engines
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from markupsafe import Markup, escape

from reforms.public.escaping import escaped

HOSTILE = "<a href=\"x\" title='y'>&"
VALUES = (HOSTILE, Markup(HOSTILE), mark_safe(HOSTILE), lazystr(HOSTILE), 7, None, ["<"])


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_is_escaped_as_by_markupsafe(value):
    assert escaped(value) == escape(value)


@pytest.mark.parametrize(
    "source",
    [
        "{{ text }}",
        "{% for piece in [text] %}{{ piece }}{% endfor %}",
        "{% macro m(text) %}{{ text }}{% endmacro %}{{ m(text) }}",
        "{% set block %}{{ text }}{% endset %}{{ block }}",
        "{% block main %}{{ text }}{% endblock %}",
        "{% trans text=text %}{{ text }}{% endtrans %}",
        "{% autoescape true %}{{ text }}{% endautoescape %}",
    ],
)
def test_a_text_is_escaped_once_wherever_a_template_writes_it(source):
    assert engines["jinja2"].from_string(source).render({"text": HOSTILE}) == escape(HOSTILE)


def test_a_template_that_does_not_escape_does_not():
    source = "{% autoescape false %}{{ text }}{% endautoescape %}"
    assert engines["jinja2"].from_string(source).render({"text": HOSTILE}) == HOSTILE
