"""One catalogue has every string of Python and of both kinds of templates."""

import io
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from casebook.messages import extract

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale/en/LC_MESSAGES/django.po"


def messages(file: Path) -> set[tuple[str, str]]:
    """Each message of a catalogue, with its plural where it has one."""
    return {(entry.msgid, entry.msgid_plural) for entry in polib.pofile(str(file))}


def test_the_catalogue_has_the_strings_of_the_code_and_no_others(tmp_path):
    template = tmp_path / "django.pot"
    babel = [sys.executable, "-m", "babel.messages.frontend", "--quiet"]
    options = ["--mapping-file", "locale/babel.cfg", "--output-file", str(template)]
    subprocess.run([*babel, "extract", *options, "."], cwd=ROOT, check=True)
    assert messages(CATALOGUE) == messages(template), "type: make translations"


def test_a_django_template_gives_its_strings_however_it_is_indented():
    template = """{% load i18n %}
        <p title="{% translate "标题" %}">
  {% blocktranslate count n=n %}{{ n }} 件{% plural %}{{ n }} 件{% endblocktranslate %}
      {% if a < b %}{{ _("案例") }}{% endif %}</p>
"""
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    extracted = extract(io.BytesIO(template.encode()), keywords, [], {})
    assert [(line, message) for line, _function, message, _comments in extracted] == [
        (2, "标题"),
        (3, ("%(n)s 件", "%(n)s 件", None)),
        (4, "案例"),
    ]
