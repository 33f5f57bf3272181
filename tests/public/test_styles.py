"""The look comes in one file."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command


def test_a_page_asks_for_one_style_sheet_and_an_icon(client, db):
    page = client.get("/").content.decode()
    assert re.findall(r'<link rel="(stylesheet|icon)" href="([^"]+)"', page) == [
        ("icon", "/static/favicon.svg"),
        ("stylesheet", "/static/site.css"),
    ]


def test_it_has_every_layer_in_order():
    with open(finders.find("site.css"), encoding="utf-8") as file:
        styles = file.read()
    assert styles.startswith("@layer tokens, base, layout, components, print;")
    places = [styles.index(f"@layer {name} {{") for name in ("base", "layout", "components")]
    assert places == sorted(places)


def test_it_asks_nobody_else_for_anything():
    with open(finders.find("site.css"), encoding="utf-8") as file:
        assert not re.search(r"@import|url\(|@font-face", file.read())


@pytest.mark.slow
def test_it_is_collected_with_a_name_of_its_content_and_compressed(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    [packed] = tmp_path.glob("site.*.css.br")
    assert packed.stat().st_size < 10_000
