"""The files of a seed: from another folder, and with faults."""

import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from reforms.models import Batch, Case, Revision, Theme, Version

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

STORED = (Theme, Batch, Case, Version, Revision)


@pytest.fixture
def folder(tmp_path):
    """The fixtures, to be spoilt."""
    return shutil.copytree(settings.BASE_DIR / "fixtures", tmp_path / "fixtures")


def seed(folder) -> None:
    call_command("seed", verbosity=0, folder=folder)


def test_it_reads_another_folder(folder):
    file = folder / "spp-reform-2.json"
    text = file.read_text(encoding="utf-8").replace('"spp-reform-2"', '"another"')
    file.write_text(text, encoding="utf-8-sig")
    seed(folder)
    assert Batch.objects.filter(slug="another").exists()


@pytest.mark.parametrize(
    ("name", "right", "wrong", "message"),
    [
        ("themes.json", '"slug": "political"', '"slug": "政治"', r"themes\.json: theme 1: .*slug"),
        ("themes.json", '"themes": [', '"themes": ', r"themes\.json: Expecting .* line \d+"),
        ("themes.json", '"themes":', '"theme":', r"themes\.json: .*theme"),
        (
            "spp-reform-2.json",
            '"cases": [',
            '"cases": [,',
            r"reform-2\.json: Expecting .* line \d+",
        ),
        ("spp-reform-2.json", '"cases":', '"case":', r"reform-2\.json: .*case"),
        ("spp-reform-2.json", '"supervisory"', '"honesty"', "case 4: .*unknown theme: honesty"),
        ("spp-reform-2.json", '"gansu"', '"gansoo"', "case 5: .*province.*gansoo"),
        ("spp-reform-2.json", '"number": 6', '"number": 5', "case 6: .*已有这个序号"),
        ("spp-reform-2.json", '"summary"', '"sumary"', "case 1: .*sumary"),
        ("spp-reform-2.json", '"2021-07-29"', '"2021-13-29"', r"reform-2\.json: .*reported_on"),
        ("spp-reform-1.json", '"2021-01-04"', '""', r"reform-1\.json: .*批次没有日期"),
    ],
)
def test_it_names_the_faulty_place_and_stores_nothing(folder, name, right, wrong, message):
    file = folder / name
    file.write_text(file.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(CommandError, match=message):
        seed(folder)
    assert not any(model.objects.exists() for model in STORED)


def test_it_names_a_missing_file_and_stores_nothing(folder):
    (folder / "themes.json").unlink()
    with pytest.raises(CommandError, match=r"nothing stored: .*/themes\.json"):
        seed(folder)
    assert not any(model.objects.exists() for model in STORED)


def test_it_names_a_file_in_another_encoding_and_stores_nothing(folder):
    (folder / "themes.json").write_text('{"themes": "政治责任"}', encoding="gb18030")
    with pytest.raises(CommandError, match=r"themes\.json: .*utf-8"):
        seed(folder)
    assert not any(model.objects.exists() for model in STORED)
