"""Names of parameters that are none of ours."""

import pytest

from reforms.selection.parameter_names import nearest_name, unknown_names

KNOWN = ["batch", "columns", "level", "match", "page", "province", "q", "sort", "theme", "year"]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("provinces", "province"),
        ("provnce", "province"),
        ("Province", "province"),
        ("province[]", "province"),
        ("query", "q"),
        ("关键词", "q"),
        ("amp;year", "year"),
        ("amp;amp;theme", "theme"),
        (" level", "level"),
        ("Themes[]", "theme"),
        ("colums", "columns"),
        ("zzz", ""),
        ("x" * 10_000, ""),
        ("", ""),
    ],
)
def test_the_nearest_of_ours_is_named(name, nearest):
    assert nearest_name(name, KNOWN) == nearest


def test_what_programs_add_to_shared_links_is_passed_over():
    names = ["q", "utm_source", "from", "isappinstalled", "scene", "spm", "gclid", "fbclid", "form"]
    assert unknown_names(names, KNOWN) == ["form"]
